"""Edits about services that are part of others: code pairs and global days.

Each edit takes a case and the number of a line, and returns why the line is denied, or None.
Source of the ideas: Medicare's National Correct Coding Initiative policy manual (column one and
column two, modifier indicators 0, 1 and 9), and Pub. 100-04 ch. 12 sec. 40 (global surgery).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tutor.domain.claims.case import Case, Denial
from tutor.domain.claims.claim import Line
from tutor.domain.claims.remittance import CONTRACTUAL

NEVER, WITH_MODIFIER, ENDED = "0", "1", "9"
"""Modifier indicators of a pair."""
SAME_DAY_VISIT = ("25", "57")
"""A visit beside a procedure of that day: apart from it, or deciding on it."""
UNRELATED_VISIT = ("24",)
"""A visit in the global days that has nothing to do with the procedure."""


def pair(case: Case, index: int) -> Denial | None:
    """Whether the line is column two of a pair whose column one is of the same day and provider.

    With indicator 1 a fitting modifier on either of the two lifts the pair.
    """
    line = case.claim.lines[index]
    for bundle in case.rules.bundles:
        if bundle.column_two != line.code or bundle.indicator == ENDED:
            continue
        for modifiers in _beside(case, index, bundle.column_one):
            fitting = set(case.rules.modifiers_unbundle) & {*line.modifiers, *modifiers}
            if bundle.indicator == NEVER or not fitting:
                return Denial(CONTRACTUAL, "97", ("M15",))
    return None


def global_days(case: Case, index: int) -> Denial | None:
    """Whether a visit falls into the days that the payment for a procedure takes in."""
    line, lengths = case.claim.lines[index], dict(case.rules.global_days)
    if line.code not in case.rules.visits:
        return None
    for code, day in _procedures(case, index):
        passed = (line.begins - day).days
        if code not in lengths or not 0 <= passed <= lengths[code]:
            continue
        lifting = SAME_DAY_VISIT if passed == 0 else UNRELATED_VISIT
        if not set(lifting) & set(line.modifiers):
            return Denial(CONTRACTUAL, "97", ("M144",))
    return None


def _beside(case: Case, index: int, code: str) -> Iterator[tuple[str, ...]]:
    """Yield the modifiers of each service of that code, of the same day and provider."""
    line = case.claim.lines[index]
    for other in _others(case, index):
        if other.code == code and other.begins == line.begins:
            yield other.modifiers
    for past in case.paid_on(line.begins, line.rendering_npi):
        if past.code == code:
            yield ()


def _procedures(case: Case, index: int) -> Iterator[tuple[str, date]]:
    """Yield code and day of the same provider's other services, on the claim or paid before."""
    npi = case.claim.lines[index].rendering_npi
    for other in _others(case, index):
        yield other.code, other.begins
    for past in case.history:
        if past.paid and past.provider_npi == npi:
            yield past.code, past.day


def _others(case: Case, index: int) -> list[Line]:
    """Return the other lines of the same provider."""
    npi = case.claim.lines[index].rendering_npi
    return [
        other
        for number, other in enumerate(case.claim.lines)
        if number != index and other.rendering_npi == npi
    ]
