"""The ICD-10-PCS tables: every section, body system, table and code."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import prod
from xml.etree.ElementTree import Element

from tutor.codebook.importing.dates import fiscal
from tutor.codebook.importing.draft import Code, Draft, Group, number
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.domain.whole_number import is_whole

ROOT = "ICD10PCS.tabular"
MAX_CODES = 300_000
"""Codes of all tables together; the 2026 tables have 79,115."""
_HEAD = 3
_VALUES = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Characters of a code: digits and letters without I and O."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The values one character may have, with their meanings."""

    position: int
    name: str
    values: tuple[tuple[str, str], ...]

    def plain(self) -> list[object]:
        """Return it as lists, for JSON."""
        return [self.position, self.name, [list(value) for value in self.values]]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the axes of characters 1 to 3 with one value each, and its rows of four axes."""

    head: tuple[Axis, ...]
    rows: tuple[tuple[Axis, ...], ...]
    definition: str

    @property
    def name(self) -> str:
        """Its first three characters."""
        return "".join(axis.values[0][0] for axis in self.head)

    @property
    def size(self) -> int:
        """How many codes it allows."""
        return sum(prod(len(axis.values) for axis in row) for row in self.rows)

    def meaning(self, place: int) -> str:
        """Return what one of the first three characters means."""
        return self.head[place].values[0][1]

    def extra(self) -> str:
        """Return the table as JSON: `head`, `rows`, `definition`."""
        return json.dumps(
            {
                "head": [axis.plain() for axis in self.head],
                "rows": [[axis.plain() for axis in row] for row in self.rows],
                "definition": self.definition,
            },
            separators=(",", ":"),
        )


def read_icd10pcs(
    root: Element, file: str, names: Iterable[str], titles: Mapping[str, str]
) -> Draft:
    """Read the tables.

    Args:
        root: The parsed XML.
        file: Its name.
        names: Names to date it by.
        titles: Official titles by code; empty if there are none.

    Raises:
        ImportRefusedError: They are damaged, or the titles belong to another year.
    """
    if root.tag != ROOT:
        raise ImportRefusedError(f"{file} holds no ICD-10-PCS tables: it begins with <{root.tag}>")
    tables = [_table(element, file) for element in root.iterfind("pcsTable")]
    if sum(table.size for table in tables) > MAX_CODES:
        raise ImportRefusedError(f"{file} has more than {MAX_CODES:,} codes, as no release has")
    made = [code for table in tables for code in _codes(table, titles)]
    codes = {code.code for code in made}
    if len(codes) < len(made) or len({table.name for table in tables}) < len(tables):
        raise ImportRefusedError(f"{file} is not whole: a table or a code comes twice")
    if not codes:
        raise ImportRefusedError(f"{file} holds no codes")
    if titles and titles.keys() != codes:
        differ = len(titles.keys() ^ codes)
        raise ImportRefusedError(
            f"the code list does not fit {file}: {differ:,} codes are in one and not in the other; "
            "both must be of one release"
        )
    made.sort(key=lambda code: tuple(map(_VALUES.index, code.code)))
    return Draft(
        "icd10pcs",
        file,
        number(made),
        names=frozenset(codes),
        dating=fiscal((root.findtext("version") or "").strip(), names),
        remarks=(f"{len(tables):,} tables.",),
        titles="official" if titles else "composed",
    )


def _table(element: Element, file: str) -> Table:
    head = tuple(_axis(axis, file) for axis in element.findall("axis"))
    rows = tuple(
        tuple(_axis(axis, file) for axis in row.findall("axis"))
        for row in element.findall("pcsRow")
    )
    places = [axis.position for axis in head]
    fixed = all(len(axis.values) == 1 for axis in head)
    whole = all([axis.position for axis in row] == [4, 5, 6, 7] for row in rows)
    if places != [1, 2, 3] or not fixed or not rows or not whole:
        raise _not_whole(file)
    sizes = [prod(len(axis.values) for axis in row) for row in rows]
    stated = [row.get("codes") for row in element.findall("pcsRow")]
    if any(said not in (None, str(size)) for said, size in zip(stated, sizes, strict=True)):
        raise _not_whole(file)
    definition = element.findtext("axis[@pos='3']/definition") or ""
    return Table(head, rows, " ".join(definition.split()))


def _axis(element: Element, file: str) -> Axis:
    position = element.get("pos", "")
    values = tuple(
        (label.get("code", ""), " ".join((label.text or "").split()))
        for label in element.findall("label")
    )
    right = all(len(value) == 1 and value in _VALUES and text for value, text in values)
    if not is_whole(position) or not values or not right:
        raise _not_whole(file)
    return Axis(int(position), (element.findtext("title") or "").strip(), values)


def _codes(table: Table, titles: Mapping[str, str]) -> Iterator[Code]:
    """Yield the codes a table allows."""
    name = table.name
    section, system, operation = (table.meaning(place) for place in range(_HEAD))
    groups = (
        Group(name[:1], section),
        Group(name[:2], f"{section}, {system}"),
        Group(name, f"{operation}: {system}", "table", table.extra()),
    )
    for row in table.rows:
        for choice in product(*(axis.values for axis in row)):
            code = name + "".join(value for value, _ in choice)
            yield Code(code, titles.get(code) or _title(table, choice), groups)


def _title(table: Table, choice: tuple[tuple[str, str], ...]) -> str:
    """Put a title together from what the characters mean; `No Device` and the like go unsaid."""
    said = [text for value, text in choice if not (value == "Z" and text.startswith("No "))]
    return f"{table.meaning(_HEAD - 1)}: {', '.join(said)}"


def _not_whole(file: str) -> ImportRefusedError:
    return ImportRefusedError(f"{file} is damaged: a table is not whole")
