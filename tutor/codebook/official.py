"""The official ICD-10-CM code list, read from the data of the package simple-icd-10-cm.

The package is located but never imported: importing it costs two seconds and 170 MiB.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

PACKAGE = "simple_icd_10_cm"
"""The dependency whose `data/code-list-*.txt` holds every ICD-10-CM code, without dots."""
_LIST = re.compile(r"code-list-(?P<month>[A-Z][a-z]+)-(?P<year>\d{4})\.txt")
_CODE = re.compile(r"[A-Z][0-9A-Z]{2,6}")
"""A name in the list that is neither a chapter (`1`) nor a range (`A00-A09`)."""
_CATEGORY = 3
"""Characters before the dot."""
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""As file names spell them, whatever the machine's language."""


@dataclass(frozen=True, slots=True)
class CodeSetVersion:
    """A code set in use: its name, its edition, how many codes and headers, from which file."""

    name: str
    label: str
    count: int
    file: str


class OfficialCodes:
    """Code sets that texts are checked against.

    ICD-10-CM is read from the official list on first use; HCPCS Level II and ICD-10-PCS are
    the codes the project itself describes.
    """

    def __init__(
        self, hcpcs: frozenset[str] = frozenset(), pcs: frozenset[str] = frozenset()
    ) -> None:
        self._hcpcs = hcpcs
        self._pcs = pcs

    def has_icd(self, code: str) -> bool:
        """Whether a code or category header, written with its dot, is in ICD-10-CM.

        Without an official list nothing can be said against a code.
        """
        if not icd_codes():
            return True
        category, dot, rest = code.partition(".")
        if len(category) != _CATEGORY or bool(dot) != bool(rest):
            return False
        return category + rest in icd_codes()

    def has_icd_without_dot(self, code: str) -> bool:
        """Whether a code written without its dot is in ICD-10-CM."""
        return len(code) > _CATEGORY and code in icd_codes()

    def has_hcpcs(self, code: str) -> bool:
        """Whether a code is in the project's list of HCPCS Level II codes."""
        return code in self._hcpcs

    def has_pcs(self, code: str) -> bool:
        """Whether a code is in the project's list of ICD-10-PCS codes."""
        return code in self._pcs


def code_list() -> Path | None:
    """Return the official list's file, or None if the package is not there."""
    spec = find_spec(PACKAGE)
    for folder in spec.submodule_search_locations or () if spec else ():
        found = sorted(Path(folder, "data").glob("code-list-*.txt"))
        if found:
            return found[-1]
    return None


@cache
def icd_codes() -> frozenset[str]:
    """Return every ICD-10-CM code and category header without its dot; empty if not found."""
    path = code_list()
    if path is None:
        return frozenset()
    return frozenset(filter(_CODE.fullmatch, path.read_text(encoding="ascii").split()))


def icd_version() -> CodeSetVersion | None:
    """Return which ICD-10-CM is in use (counting its codes), or None if there is none."""
    path = code_list()
    if path is None:
        return None
    return CodeSetVersion("ICD-10-CM", edition(path.name), len(icd_codes()), str(path))


def list_date(file_name: str) -> date | None:
    """Return the first day a list holds for, from its name, or None if it does not say."""
    found = _LIST.fullmatch(file_name)
    if found is None or found["month"] not in MONTHS:
        return None
    return date(int(found["year"]), MONTHS.index(found["month"]) + 1, 1)


def edition(file_name: str) -> str:
    """Return the fiscal year of a list from its name: `FY2026 (Apr 2026)`.

    A fiscal year begins on 1 October of the year before.
    """
    start = list_date(file_name)
    if start is None:
        return file_name
    late = start.month > MONTHS.index("September") + 1
    return f"FY{start.year + late} ({MONTHS[start.month - 1][:3]} {start.year})"
