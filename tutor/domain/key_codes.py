"""The codes that an item's right answer rests on, and the last day its code-set year holds for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from tutor.domain.codes import CPT, HCPCS, ICD, PCS, scan_codes
from tutor.domain.item import Item
from tutor.domain.kinds import key_response, solve

SETS = {ICD: "icd10cm", HCPCS: "hcpcs", PCS: "icd10pcs", CPT: "cpt"}
"""Code sets by the shapes of `tutor.domain.codes`."""
_WRONG = "[ ]"
"""How the answer key marks what is not part of it."""
_YEAR = re.compile(r"(?P<fiscal>FY ?)?(?P<year>20\d\d)(?: ?Q(?P<quarter>[1-4]))?")


def key_codes(item: Item) -> tuple[tuple[str, str], ...]:
    """Return `(code set, code)` pairs of an item's key, each once.

    They are the codes of the answer that earns full credit, or, where that names none (options
    are answered by their letters), those in the texts of the key.
    """
    found = tuple(_codes(key_response(item)))
    if not found:
        found = tuple(_codes(line.text for line in solve(item) if line.mark.strip() != _WRONG))
    return tuple(dict.fromkeys(found))


def last_day(code_set: str, year: str) -> date | None:
    """Return the last date of service a stated year holds for.

    Args:
        code_set: ICD-10 code sets change with the fiscal year, also where an item states the
            calendar year of its exam.
        year: As items and lists state it: `FY2026`, `2026`, `2026 Q3`.

    Returns:
        The date, or None if the year cannot be read.
    """
    found = _YEAR.match(year)
    if found is None:
        return None
    number = int(found["year"])
    if found["fiscal"] or code_set.startswith("icd10"):
        return date(number, 9, 30)
    quarter = int(found["quarter"] or 4)
    after = date(number + quarter // 4, quarter % 4 * 3 + 1, 1)
    return after - timedelta(days=1)


def _codes(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    for text in texts:
        for token in scan_codes(text):
            if token.kind in SETS:
                yield SETS[token.kind], token.text
