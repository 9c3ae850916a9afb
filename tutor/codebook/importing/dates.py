"""Which year a release is for: read from the file and its name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tutor.codebook.official import MONTHS

_MONTH = re.compile(
    rf"(?<![a-z])(?P<month>{'|'.join(name[:3] for name in MONTHS)})[a-z]*[-_ ,.]*"
    r"(?:\d{1,2}[-_ ,.]+)?(?P<year>20\d\d)",
    re.IGNORECASE,
)
"""`April-1-2026`, `july-2026`."""
_YEAR_MONTH = re.compile(
    rf"(?P<year>20\d\d)[-_ .]*(?P<month>{'|'.join(name[:3] for name in MONTHS)})", re.IGNORECASE
)
"""`HCPC2026_JUL_ANWEB`."""
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_FIRST_MONTH = 10
"""A fiscal year begins in October of the year before."""


@dataclass(frozen=True, slots=True)
class Dating:
    """A release's name and the dates of service it holds for."""

    label: str
    valid_from: date
    valid_to: date


def fiscal(version: str, names: Iterable[str]) -> Dating | None:
    """Date an ICD-10 release by the year it states and, for an update, by a file's name.

    Args:
        version: The year in the file: `2026`.
        names: File names, such as `icd10c-tabular-April-1-2026.xml`.
    """
    if not re.fullmatch(r"20\d\d", version):
        return None
    year = int(version)
    start, end = date(year - 1, _FIRST_MONTH, 1), date(year, _FIRST_MONTH, 1) - timedelta(days=1)
    for month in filter(None, map(_month, names)):
        if start < month <= end:
            return Dating(f"FY{year} ({MONTHS[month.month - 1][:3]} {month.year})", month, end)
    return Dating(f"FY{year}", start, end)


def quarter(names: Iterable[str], effective: Iterable[date]) -> Dating | None:
    """Date a HCPCS release by a file's name, else by the latest date its codes took effect.

    Args:
        names: File names, such as `HCPC2026_JUL_ANWEB.txt`.
        effective: Dates on which codes took effect.
    """
    day = next(filter(None, map(_month, names)), None) or max(effective, default=None)
    if day is None:
        return None
    place = (day.month - 1) // 3
    start = date(day.year, 3 * place + 1, 1)
    after = date(day.year + place // 3, (3 * place + 3) % 12 + 1, 1)
    label = f"{day.year} Q{place + 1} ({MONTHS[start.month - 1][:3]} {day.year})"
    return Dating(label, start, after - timedelta(days=1))


def calendar(names: Iterable[str], effective: Iterable[date]) -> Dating | None:
    """Date a CPT release by a year in a file's name, else by the latest date in it."""
    found = [int(year) for name in names for year in _YEAR.findall(name.replace("_", " "))]
    year = found[0] if found else max((day.year for day in effective), default=None)
    return Dating(str(year), date(year, 1, 1), date(year, 12, 31)) if year else None


def _month(name: str) -> date | None:
    found = _MONTH.search(name) or _YEAR_MONTH.search(name)
    if found is None:
        return None
    short = [month[:3].lower() for month in MONTHS]
    return date(int(found["year"]), short.index(found["month"].lower()) + 1, 1)
