"""A CPT file of the American Medical Association, which the user has a licence for.

Codes and descriptors go into the edition's own file and nowhere else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tutor.codebook.importing.dates import Dating, calendar
from tutor.codebook.importing.draft import Code, Draft, Group, number, to_date
from tutor.codebook.importing.refuse import ImportRefusedError

HEADINGS = ("CPT CODE", "LONG")
"""Column headings that tell AMA's consolidated code list."""
PLAIN = re.compile(r"(?P<code>\d{4}[\dA-Z])\t(?P<title>\S.*)")
"""A line of AMA's tab-delimited descriptor files (LONGULT, LONGUT, MEDU)."""
PREAMBLE = 200
"""Lines of licence text that may stand before the first code."""
_CODE = re.compile(r"\d{4}[\dA-Z]")
_COPYRIGHT = re.compile(r"copyright\D{0,20}(?P<years>(?:19|20)\d\d(?:\s*-\s*20\d\d)?)", re.I)
_CATEGORIES = {
    "F": Group("Category II", "Performance measurement codes"),
    "T": Group("Category III", "Temporary codes for new technology"),
    "U": Group("Laboratory analyses", "Proprietary laboratory analyses codes"),
    "M": Group("Laboratory analyses, M", "Administrative laboratory codes"),
}
_CATEGORY_I = Group("Category I", "Codes of five digits")


@dataclass(frozen=True, slots=True)
class Line:
    """A code with its descriptor."""

    code: str
    title: str
    short: str = ""
    effective: str = ""


def read_cpt(lines: Sequence[str], file: str, names: Iterable[str]) -> Draft:
    """Read AMA's consolidated code list or one of its tab-delimited descriptor files.

    Raises:
        ImportRefusedError: It is none of these, or damaged.
    """
    found = _consolidated(lines, file) or _plain(lines, file)
    if not found:
        raise ImportRefusedError(f"{file} holds no CPT codes")
    codes = [line.code for line in found]
    if len(set(codes)) < len(codes):
        raise ImportRefusedError(f"{file} is damaged: a code comes twice")
    effective = [day for line in found if (day := to_date(line.effective))]
    dating = calendar(names, effective)
    found.sort(key=lambda line: (_letter(line.code), line.code))
    return Draft(
        "cpt",
        file,
        number(_code(line) for line in found),
        dating=dating,
        notice=ama_notice(lines[:PREAMBLE], dating),
    )


def header(line: str) -> dict[str, int]:
    """Return the columns by heading, if a line is the one with AMA's headings; else nothing."""
    found = {cell.strip().upper(): place for place, cell in enumerate(line.split("\t"))}
    return found if all(name in found for name in HEADINGS) else {}


def ama_notice(preamble: Iterable[str], dating: Dating | None) -> str:
    """Return the notice that AMA asks licensees to show, with the year of the edition.

    The years are the file's own; without any, the year before the edition's, as AMA prints it.
    """
    stated = next((found["years"] for line in preamble if (found := _COPYRIGHT.search(line))), "")
    years = stated or (str(dating.valid_from.year - 1) if dating else "")
    return (
        f"CPT® copyright {years}".rstrip()
        + " American Medical Association. All rights reserved. CPT® is a registered trademark of "
        "the American Medical Association. Fee schedules, relative value units, conversion "
        "factors and related components are not assigned by the AMA and are not part of CPT. "
        "Shown under the licence of the school or person who imported it."
    )


def _consolidated(lines: Sequence[str], file: str) -> list[Line]:
    columns: dict[str, int] = {}
    found: list[Line] = []
    for line in lines:
        if not columns:
            columns = header(line)
            continue
        cells = [cell.strip().strip('"') for cell in line.split("\t")]
        if len(cells) <= max(columns[name] for name in HEADINGS):
            raise ImportRefusedError(f"{file} is damaged or cut off: a line has too few columns")
        code, title = (cells[columns[name]] for name in HEADINGS)
        if not _CODE.fullmatch(code) or not title:
            raise ImportRefusedError(f"{file} is damaged: a line holds no code with a descriptor")
        more = (
            cells[place] if (place := columns.get(name, len(cells))) < len(cells) else ""
            for name in ("SHORT", "CURRENT DESCRIPTOR EFFECTIVE DATE")
        )
        found.append(Line(code, title, *more))
    return found


def _plain(lines: Sequence[str], file: str) -> list[Line]:
    """Read `code<TAB>descriptor` lines after the licence text."""
    begun = False
    found: list[Line] = []
    for line in lines:
        match = PLAIN.fullmatch(line.rstrip())
        if match:
            begun = True
            found.append(Line(match["code"], " ".join(match["title"].split())))
        elif begun:
            raise ImportRefusedError(
                f"{file} is damaged or cut off: a line holds no code with a descriptor"
            )
    return found


def _letter(code: str) -> str:
    """Return the letter of a code's category; nothing for category I."""
    return code[-1] if code[-1] in _CATEGORIES else ""


def _code(line: Line) -> Code:
    category = _CATEGORIES.get(_letter(line.code), _CATEGORY_I)
    groups: tuple[Group, ...] = (category,)
    if category is _CATEGORY_I:
        first = line.code[:2]
        groups = (category, Group(f"{first}...", f"Codes that begin with {first}"))
    extra = json.dumps({"short": line.short}, separators=(",", ":")) if line.short else ""
    return Code(line.code, line.title, groups, extra=extra)
