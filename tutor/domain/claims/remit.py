"""Payments put together into a remittance, and what goes wrong with them: takebacks, underpayments.

Every remittance balances (see `remittance.imbalances`). One whose claims and takebacks come to less
than nothing pays nothing: what is still owed to the payer is carried forward (PLB reason FB).
Overpayments that are taken from a later payment are PLB reason WO (X12 005010X221, 1.10.2.17).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random

from tutor.domain.claims.adjudicate import patient_share
from tutor.domain.claims.money import Cents, Points, share
from tutor.domain.claims.parties import Practice
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.pricing import adjustments, cut, reduction
from tutor.domain.claims.remittance import (
    COINSURANCE,
    CONTRACTUAL,
    COPAY,
    DEDUCTIBLE,
    FEE_SCHEDULE,
    PATIENT,
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    Remittance,
)

RECOVERY, CARRIED_FORWARD = "WO", "FB"
"""PLB reasons: an overpayment taken back; a balance carried to the next payment."""
ELECTRONIC, NO_PAYMENT = "ACH", "NON"
UNDERPAID: tuple[Points, ...] = (7_000, 8_000, 8_500, 9_000)
"""What a payer that prices by the wrong list allows, of the contract."""


def remittance_of(
    payments: Iterable[ClaimPayment],
    practice: Practice,
    plan: Plan,
    day: date,
    trace: str,
    provider_adjustments: Iterable[ProviderAdjustment] = (),
) -> Remittance:
    """Put payments together into one remittance, which balances and never pays less than nothing.

    Args:
        payments: Of one payer: decisions and reversals.
        practice: The payee.
        plan: Whose payer pays.
        day: Of the payment.
        trace: Number of the check or transfer.
        provider_adjustments: Outside any claim; positive amounts lower the payment.
    """
    claims, outside = tuple(payments), tuple(provider_adjustments)
    total = sum(claim.paid for claim in claims) - sum(one.amount for one in outside)
    if total < 0:
        outside = (*outside, ProviderAdjustment(CARRIED_FORWARD, trace, total))
        total = 0
    return Remittance(
        payer_name=plan.name,
        payer_id=plan.payer_id,
        payee_name=practice.name,
        payee_npi=practice.npi,
        payee_tax_id=practice.tax_id,
        trace=trace,
        method=ELECTRONIC if total else NO_PAYMENT,
        day=day,
        total=total,
        claims=claims,
        provider_adjustments=outside,
    )


def carried_forward(remittance: Remittance) -> Cents:
    """Return what a remittance leaves owing to the payer, for its next payment to take."""
    return -sum(
        one.amount
        for one in remittance.provider_adjustments
        if one.reason == CARRIED_FORWARD and one.amount < 0
    )


def recovery(amount: Cents, payer_control: str, account: str) -> ProviderAdjustment:
    """Return the adjustment that takes an overpayment back from a payment.

    Args:
        amount: What is taken.
        payer_control: The payer's number of the claim that was paid too much for.
        account: The practice's number of it, which tells where the takeback is posted.
    """
    return ProviderAdjustment(RECOVERY, f"{payer_control} {account}", amount)


def underpaid(payment: ClaimPayment, plan: Plan, rng: Random) -> tuple[ClaimPayment, int] | None:
    """Return the payment as a payer makes it that prices one line by the wrong list.

    The line still balances: less is allowed, more is written off, the coinsurance follows. Returns
    the payment and the index of the line, or None where no line can be paid below its contract.

    Args:
        payment: Right by the contract, as first payer.
        plan: Whose contract and benefits they are.
        rng: Source of chance.
    """
    able = [index for index, line in enumerate(payment.lines) if _priced(line)]
    rng.shuffle(able)
    for index in able:
        line = _lowered(payment.lines[index], plan, rng.choice(UNDERPAID))
        if 0 < line.paid < payment.lines[index].paid:
            lines = (*payment.lines[:index], line, *payment.lines[index + 1 :])
            paid = sum(one.paid for one in lines)
            return replace(
                payment, lines=lines, paid=paid, patient_share=patient_share(lines)
            ), index
    return None


def _priced(line: LinePayment) -> bool:
    """Whether a line was paid to the provider as first payer, under a contract or assignment."""
    known = {DEDUCTIBLE, COINSURANCE, COPAY}
    by_patient = {one.reason for one in line.adjustments if one.group == PATIENT}
    groups = {one.group for one in line.adjustments}
    return bool(line.allowed and line.paid) and by_patient <= known and groups <= {"CO", "PR"}


def _lowered(line: LinePayment, plan: Plan, part: Points) -> LinePayment:
    """Price a line at a part of what the contract allows."""
    allowed = share(line.allowed or 0, part)
    parts = {one.reason: one.amount for one in line.adjustments if one.group == PATIENT}
    fixed = parts.get(DEDUCTIBLE, 0) + parts.get(COPAY, 0)
    rest = max(0, allowed - fixed)
    percent = min(parts.get(COINSURANCE, 0), share(rest, plan.benefits.coinsurance))
    pays = allowed - fixed - percent
    written_off = next(
        (
            one.reason
            for one in line.adjustments
            if one.group == CONTRACTUAL and one.reason in (FEE_SCHEDULE, "P12")
        ),
        FEE_SCHEDULE,
    )
    return replace(
        line,
        allowed=allowed,
        paid=pays - reduction(plan, pays),
        adjustments=(
            *adjustments(
                (CONTRACTUAL, written_off, line.charge - allowed),
                (PATIENT, DEDUCTIBLE, parts.get(DEDUCTIBLE, 0)),
                (PATIENT, COINSURANCE, percent),
                (PATIENT, COPAY, parts.get(COPAY, 0)),
            ),
            *cut(plan, assigned=True, pays=max(0, pays)),
        ),
    )
