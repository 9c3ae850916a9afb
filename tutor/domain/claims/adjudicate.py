"""A payer's decision on a claim. Its rules are the plan's data; what is here only applies them.

Every decision balances: of each line, charge = payment + adjustments.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from tutor.domain.claims.case import Case
from tutor.domain.claims.claim import REPLACEMENT, VOID, Claim, Line
from tutor.domain.claims.first_line import decide_line
from tutor.domain.claims.money import Cents
from tutor.domain.claims.payer_file import PayerFile
from tutor.domain.claims.pricing import Purse
from tutor.domain.claims.remittance import (
    COINSURANCE,
    COPAY,
    DEDUCTIBLE,
    DENIED,
    FORWARDED,
    PATIENT,
    PRIMARY,
    REVERSAL,
    SECONDARY,
    TERTIARY,
    Adjustment,
    ClaimPayment,
    LinePayment,
)
from tutor.domain.claims.secondary import decide_after


def adjudicate(claim: Claim, payer_file: PayerFile, on: date) -> ClaimPayment:
    """Decide a claim that was accepted for adjudication.

    Args:
        claim: Original or replacement.
        payer_file: What the payer knows; with the first payer's decision it decides as second.
        on: The day of the decision.

    Raises:
        ValueError: The claim is a void, which only takes an earlier decision back (see `answer`).
    """
    if claim.frequency == VOID:
        raise ValueError(f"claim {claim.control} voids another: there is nothing to decide")
    case = Case(claim, payer_file, on)
    purse = Purse.of(case)
    if payer_file.primary is None:
        decided = [decide_line(case, index, purse) for index in range(len(claim.lines))]
    else:
        firsts = matched(claim.lines, payer_file.primary.lines)
        decided = [decide_after(case, index, one, purse) for index, one in enumerate(firsts)]
    lines = tuple(one.line for one in decided)
    denied = all(one.denied for one in decided)
    forwarded = "" if denied else payer_file.forward_to
    return ClaimPayment(
        control=claim.control,
        status=_status(payer_file, denied),
        charge=claim.charge,
        paid=sum(line.paid for line in lines),
        patient_share=patient_share(lines),
        payer_control=payer_file.control,
        patient_last=claim.patient_last,
        patient_first=claim.patient_first,
        member_id=claim.member_id,
        lines=lines,
        remarks=_forward_remarks(forwarded),
        filing=payer_file.plan.filing,
        forwarded_to=forwarded,
    )


def answer(
    claim: Claim, payer_file: PayerFile, on: date, original: ClaimPayment | None = None
) -> tuple[ClaimPayment, ...]:
    """Answer any claim: a replacement or void first takes the earlier decision back.

    Args:
        claim: As accepted.
        payer_file: With the deductible as it stands after the earlier decision.
        on: The day of the decision.
        original: The decision that a replacement or void is about.

    Raises:
        ValueError: It replaces or voids a claim, and `original` is not that claim.
    """
    if claim.frequency not in (REPLACEMENT, VOID):
        return (adjudicate(claim, payer_file, on),)
    if original is None or original.payer_control != claim.replaces:
        raise ValueError(f"claim {claim.control} replaces {claim.replaces!r}, which is not known")
    back = reversal(original)
    if claim.frequency == VOID:
        return (back,)
    return (back, adjudicate(claim, _restored(payer_file, original), on))


def reversal(payment: ClaimPayment) -> ClaimPayment:
    """Return the claim that takes a decision back: the same, with every amount the other way."""
    return replace(
        payment,
        status=REVERSAL,
        charge=-payment.charge,
        paid=-payment.paid,
        patient_share=-payment.patient_share,
        adjustments=_negated(payment.adjustments),
        lines=tuple(
            replace(
                line,
                charge=-line.charge,
                paid=-line.paid,
                adjustments=_negated(line.adjustments),
                allowed=None if line.allowed is None else -line.allowed,
            )
            for line in payment.lines
        ),
        forwarded_to="",
        remarks=(),
    )


def deductible_taken(payment: ClaimPayment) -> Cents:
    """Return what a decision took from the patient's deductible."""
    return _shared(payment, (DEDUCTIBLE,))


def out_of_pocket_taken(payment: ClaimPayment) -> Cents:
    """Return what of a decision counts towards the patient's limit of the year."""
    return _shared(payment, (DEDUCTIBLE, COINSURANCE, COPAY))


def patient_share(lines: Iterable[LinePayment]) -> Cents:
    """Return what lines put on the patient (CLP05)."""
    return sum(one.amount for line in lines for one in line.adjustments if one.group == PATIENT)


def matched(
    lines: tuple[Line, ...], decided: tuple[LinePayment, ...]
) -> tuple[LinePayment | None, ...]:
    """Return the first payer's decision for each line: same code, modifiers and day, in order."""
    left = list(decided)
    found: list[LinePayment | None] = []
    for line in lines:
        mark = (line.code, line.modifiers, line.begins)
        hit = next((one for one in left if (one.code, one.modifiers, one.day) == mark), None)
        if hit is None:
            hit = next((one for one in left if one.code == line.code), None)
        if hit is not None:
            left.remove(hit)
        found.append(hit if hit is not None and hit.charge == line.charge else None)
    return tuple(found)


def _status(payer_file: PayerFile, denied: bool) -> str:
    if denied:
        return DENIED
    if payer_file.primary is not None:
        third = payer_file.coverage is not None and payer_file.coverage.order > 2
        return TERTIARY if third else SECONDARY
    return FORWARDED if payer_file.forward_to else PRIMARY


def _forward_remarks(forwarded: str) -> tuple[str, ...]:
    if not forwarded:
        return ()
    return ("MA07",) if "medicaid" in forwarded.casefold() else ("MA18",)


def _restored(payer_file: PayerFile, original: ClaimPayment) -> PayerFile:
    """Give back what the earlier decision took of deductible and limit."""
    left = payer_file.out_of_pocket_left
    return replace(
        payer_file,
        deductible_left=payer_file.deductible_left + deductible_taken(original),
        out_of_pocket_left=None if left is None else left + out_of_pocket_taken(original),
    )


def _negated(adjustments: tuple[Adjustment, ...]) -> tuple[Adjustment, ...]:
    return tuple(replace(one, amount=-one.amount) for one in adjustments)


def _shared(payment: ClaimPayment, reasons: tuple[str, ...]) -> Cents:
    return sum(
        one.amount
        for line in payment.lines
        for one in line.adjustments
        if one.group == PATIENT and one.reason in reasons
    )
