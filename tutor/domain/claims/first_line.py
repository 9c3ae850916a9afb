"""One line as the first payer decides it."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.claims.case import Case, Denial
from tutor.domain.claims.claim import Line
from tutor.domain.claims.edits import denial_of
from tutor.domain.claims.money import Cents
from tutor.domain.claims.pricing import (
    Purse,
    adjustments,
    allowed_amount,
    cut,
    excess,
    reduction,
)
from tutor.domain.claims.remittance import OTHER, PATIENT, Adjustment, LinePayment

TO_THE_PATIENT = "100"


@dataclass(frozen=True, slots=True)
class Decided:
    """A line as decided, and whether it is denied."""

    line: LinePayment
    denied: bool = False


def decide_line(case: Case, index: int, purse: Purse) -> Decided:
    """Decide a line as the first payer: deny it, or price it and share it with the patient."""
    line = case.claim.lines[index]
    denial = denial_of(case, index)
    if denial is not None:
        whole = adjustments((denial.group, denial.reason, line.charge))
        return Decided(payment(index, line, 0, whole, None, denial), denied=True)
    allowed = allowed_amount(case.plan, line)
    shares = purse.shares(line.code, line.begins, allowed)
    purse.take(line.begins, shares)
    pays = allowed - sum(shares.values())
    parts = (
        *excess(case, line),
        *adjustments(*((PATIENT, reason, amount) for reason, amount in sorted(shares.items()))),
        *cut(case.plan, case.assigned, pays),
    )
    pays -= reduction(case.plan, pays)
    if not pays_provider(case):
        parts = (*parts, *adjustments((OTHER, TO_THE_PATIENT, pays)))
        pays = 0
    return Decided(payment(index, line, pays, parts, allowed))


def pays_provider(case: Case) -> bool:
    """Whether the money goes to the provider.

    Medicare and TRICARE pay the patient where assignment is not accepted (42 CFR 424.53, 424.55).
    """
    return case.assigned or case.plan.kind not in ("medicare", "tricare")


def payment(
    index: int,
    line: Line,
    paid: Cents,
    parts: tuple[Adjustment, ...],
    allowed: Cents | None,
    denial: Denial | None = None,
) -> LinePayment:
    """Put a decided line together."""
    return LinePayment(
        code=line.code,
        modifiers=line.modifiers,
        charge=line.charge,
        paid=paid,
        units=line.units,
        day=line.begins,
        adjustments=parts,
        remarks=denial.remarks if denial else (),
        allowed=allowed,
        control=str(index + 1),
    )
