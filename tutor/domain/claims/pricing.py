"""What a plan allows for a line, and how it is shared with the patient.

Sources: 42 CFR 414.20(b) (Medicare allows a non-participating provider 95 % of its schedule) and
414.48 (without assignment, charges up to 115 % of that), 32 CFR 199.14(j) (TRICARE's limit of
115 %), 42 CFR 410.152 and 410.160 (Part B coinsurance and deductible), 2 U.S.C. 901a
(sequestration).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tutor.domain.claims.case import LIMITED_CHARGE, Case
from tutor.domain.claims.claim import Line
from tutor.domain.claims.money import Cents, Points, share
from tutor.domain.claims.plans import Benefits, Plan
from tutor.domain.claims.remittance import (
    COINSURANCE,
    CONTRACTUAL,
    COPAY,
    DEDUCTIBLE,
    FEE_SCHEDULE,
    PATIENT,
    SEQUESTRATION,
    Adjustment,
)

NON_PARTICIPATING: Points = 9_500
"""Medicare's schedule for providers who do not participate."""
LIMITING: Points = 11_500
"""The most that may be charged without assignment, of what is allowed then."""
WORKERS_FEE = "P12"


def unit_fee(plan: Plan, code: str) -> Cents:
    """Return what the plan allows this practice for one unit; 0 for a code not covered."""
    fee = plan.fee(code) or 0
    if plan.kind == "medicare" and not plan.participating:
        return share(fee, NON_PARTICIPATING)
    return fee


def allowed_amount(plan: Plan, line: Line) -> Cents:
    """Return what the plan allows for a line: its fee for all units, or the charge if less."""
    return min(line.charge, unit_fee(plan, line.code) * line.units)


def excess(case: Case, line: Line) -> tuple[Adjustment, ...]:
    """Return who bears the part of the charge above the allowed amount.

    With a contract or assignment the provider does. Without: the patient, but under Medicare and
    TRICARE only up to the limiting charge.
    """
    allowed = allowed_amount(case.plan, line)
    most = line.charge
    if case.assigned:
        most = allowed
    elif case.plan.kind in LIMITED_CHARGE:
        most = min(most, share(unit_fee(case.plan, line.code) * line.units, LIMITING))
    reason = WORKERS_FEE if case.plan.kind == "workers-comp" else FEE_SCHEDULE
    return adjustments(
        (CONTRACTUAL, reason, line.charge - most), (PATIENT, FEE_SCHEDULE, most - allowed)
    )


@dataclass(slots=True)
class Purse:
    """What a patient still has to bear in this benefit year, while a claim is gone through.

    Attributes:
        deductible: Left to be met.
        out_of_pocket: Left until the limit; None if there is no limit.
        copays: By day, what of the copay has been taken.
    """

    benefits: Benefits
    deductible: Cents
    out_of_pocket: Cents | None
    copays: dict[date, Cents] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> Purse:
        """Open the purse: a day on which something was paid before has had its copay."""
        benefits, file = case.plan.benefits, case.file
        if case.plan.kind == "workers-comp":
            benefits = Benefits()
        left = file.out_of_pocket_left
        if left is None and benefits.out_of_pocket is not None:
            left = benefits.out_of_pocket - (benefits.deductible - file.deductible_left)
        purse = cls(
            benefits=benefits,
            deductible=max(0, min(file.deductible_left, benefits.deductible)),
            out_of_pocket=None if benefits.out_of_pocket is None else max(0, left or 0),
        )
        for line in case.claim.lines:
            if case.paid_on(line.begins, line.rendering_npi):
                purse.copays[line.begins] = benefits.copay
        return purse

    def shares(self, code: str, day: date, allowed: Cents) -> dict[str, Cents]:
        """Return the patient's part of an allowed amount, by CARC number, without taking it.

        The copay of the day comes first, then the deductible, then the coinsurance of the rest, as
        long as the limit of the year allows.
        """
        if code in self.benefits.free:
            return {COPAY: 0, DEDUCTIBLE: 0, COINSURANCE: 0}
        left = allowed if self.out_of_pocket is None else self.out_of_pocket
        copay = min(allowed, left, self.benefits.copay - self.copays.get(day, 0))
        deductible = min(allowed - copay, left - copay, self.deductible)
        rest = allowed - copay - deductible
        percent = min(share(rest, self.benefits.coinsurance), left - copay - deductible)
        return {COPAY: copay, DEDUCTIBLE: deductible, COINSURANCE: percent}

    def take(self, day: date, shares: dict[str, Cents]) -> None:
        """Take what a line put on the patient."""
        self.deductible -= shares.get(DEDUCTIBLE, 0)
        self.copays[day] = self.copays.get(day, 0) + shares.get(COPAY, 0)
        if self.out_of_pocket is not None:
            self.out_of_pocket -= sum(shares.values())


def reduction(plan: Plan, pays: Cents) -> Cents:
    """Return what is cut from a payment, after the patient's share."""
    return share(pays, plan.rules.reduction)


def adjustments(*rows: tuple[str, str, Cents]) -> tuple[Adjustment, ...]:
    """Return adjustments without those of nothing."""
    return tuple(Adjustment(*row) for row in rows if row[2])


def cut(plan: Plan, assigned: bool, pays: Cents) -> tuple[Adjustment, ...]:
    """Return the adjustment for the reduction; without assignment it is the patient's loss."""
    group = CONTRACTUAL if assigned else PATIENT
    return adjustments((group, SEQUESTRATION, reduction(plan, pays)))
