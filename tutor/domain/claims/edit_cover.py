"""Edits about the patient, the order of payers, the clock and the providers.

Each edit takes a case and the number of a line, and returns why the line is denied, or None.
"""

from __future__ import annotations

from datetime import timedelta

from tutor.domain.claims.case import Case, Denial
from tutor.domain.claims.liability import NETWORK, bearer
from tutor.domain.claims.remittance import CONTRACTUAL, OTHER, PATIENT

_NO_INJURY_RULES = ("workers-comp", "self-pay")


def member(case: Case, _index: int) -> Denial | None:
    """Whether the payer knows the patient under that number."""
    file, claim = case.file, case.claim
    if file.coverage is None or claim.member_id.upper() != file.coverage.member_id.upper():
        return Denial(PATIENT, "31", ("N382",))
    same = claim.patient_last.casefold() == file.patient_last.casefold()
    if not same or claim.patient_birth != file.patient_birth:
        return Denial(CONTRACTUAL, "140", ("N382",))
    return None


def in_force(case: Case, index: int) -> Denial | None:
    """Whether the cover was in force on the day of service."""
    day, cover = case.claim.lines[index].begins, case.cover
    if day < cover.effective:
        return Denial(PATIENT, "26")
    if cover.ended is not None and day > cover.ended:
        return Denial(PATIENT, "27")
    return None


def future(case: Case, index: int) -> Denial | None:
    """Whether the service has been given at all."""
    line = case.claim.lines[index]
    if line.begins > min(case.claim.received, case.on):
        return Denial(CONTRACTUAL, "110")
    return None


def filed_in_time(case: Case, index: int) -> Denial | None:
    """Whether the claim arrived within the filing limit.

    As second payer a plan may count from the first payer's remittance, where that is later.
    """
    last = case.claim.lines[index].begins + timedelta(days=case.rules.filing_days)
    if case.file.primary_day is not None and case.rules.late_after_primary:
        after = case.file.primary_day + timedelta(days=case.rules.late_after_primary)
        last = max(last, after)
    return Denial(CONTRACTUAL, "29") if case.claim.received > last else None


def injury(case: Case, _index: int) -> Denial | None:
    """Whether an accident makes another insurer responsible (or, for workers' comp, none does)."""
    accident = case.claim.accident
    if case.plan.kind == "workers-comp" and accident != "employment":
        return Denial(CONTRACTUAL, "P2")
    if case.plan.kind in _NO_INJURY_RULES:
        return None
    reason = {"employment": "19", "auto": "21"}.get(accident)
    return Denial(CONTRACTUAL, reason) if reason else None


def first_payer(case: Case, _index: int) -> Denial | None:
    """Whether another plan has to decide first, and has not been heard."""
    if case.file.other_primary and case.file.primary is None:
        remark = "MA04" if case.plan.kind == "medicare" else "N479"
        return Denial(CONTRACTUAL, "22", (remark,))
    return None


def providers(case: Case, index: int) -> Denial | None:
    """Whether billing and rendering provider are known to the plan, and in its network if need be.

    No list of providers means that the plan does not look.
    """
    line, npis = case.claim.lines[index], case.file.npis
    if npis and case.claim.billing_npi not in npis:
        return Denial(CONTRACTUAL, "208", ("N257",))
    if npis and line.rendering_npi not in npis:
        return Denial(CONTRACTUAL, "208", ("N290",))
    if case.plan.kind == "hmo" and not case.plan.participating:
        return Denial(bearer(case, line, NETWORK), "242")
    if case.plan.kind in ("medicaid", "workers-comp") and not case.plan.participating:
        return Denial(CONTRACTUAL, "B7")
    return None


def duplicate(case: Case, index: int) -> Denial | None:
    """Whether the same service of that day was paid before, or stands on the claim already.

    Modifiers of repeated services (76, 77, 91) tell that it was given again; other modifiers tell
    a line from one above it, but not from one that was paid.
    """
    line = case.claim.lines[index]
    if {"76", "77", "91"} & set(line.modifiers):
        return None
    past = any(one.code == line.code for one in case.paid_on(line.begins, line.rendering_npi))
    mark = (line.code, line.modifiers, line.begins, line.rendering_npi)
    above = any(
        (one.code, one.modifiers, one.begins, one.rendering_npi) == mark
        for one in case.before(index)
    )
    return Denial(OTHER, "18") if past or above else None


COVER_EDITS = (
    member,
    in_force,
    future,
    filed_in_time,
    injury,
    first_payer,
    providers,
    duplicate,
)
"""In the order in which they are applied."""
