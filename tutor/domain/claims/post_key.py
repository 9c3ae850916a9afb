"""How a remittance line is posted: which column each part of its charge belongs to, and why."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.domain.claims.carc import meaning
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.remit_text import label
from tutor.domain.claims.remittance import (
    COINSURANCE,
    COPAY,
    DEDUCTIBLE,
    FEE_SCHEDULE,
    PATIENT,
    PRIOR_PAYER,
    Adjustment,
    LinePayment,
)
from tutor.domain.claims.tasks import COLUMNS, PostedReason, PostLine

TO_THE_PATIENT = "100"
_PRICED = {FEE_SCHEDULE, "P12", TO_THE_PATIENT}
_SHARES = {DEDUCTIBLE, COINSURANCE, COPAY}
_WHERE = {
    "paid": "paid by the plan",
    "contractual": "written off",
    "patient": "the patient's",
    "secondary": "for the next payer",
    "denied": "denied, stays open",
}


def is_denied(line: LinePayment) -> bool:
    """Whether a line was denied: nothing paid, nothing priced, nothing shared."""
    if line.paid:
        return False
    priced = any(one.reason in _PRICED for one in line.adjustments)
    shared = any(one.group == PATIENT and one.reason in _SHARES for one in line.adjustments)
    rest = [one for one in line.adjustments if one.reason != PRIOR_PAYER]
    return bool(rest) and not priced and not shared


def open_charge(line: LinePayment) -> Cents:
    """Return the charge less what earlier payers have settled (OA-23)."""
    return line.charge - sum(one.amount for one in _prior(line))


def column_of(one: Adjustment, denied: bool, next_payer: bool) -> str:
    """Return the column of an adjustment.

    Args:
        one: Not one of an earlier payer (OA-23), which is posted already.
        denied: Whether the line is denied.
        next_payer: Whether somebody pays after this payer.
    """
    if one.group == PATIENT:
        return "secondary" if next_payer else "patient"
    if one.reason == TO_THE_PATIENT:
        return "patient"
    return "denied" if denied else "contractual"


def posts_of(line: LinePayment, next_payer: bool) -> dict[str, Cents]:
    """Return what is posted of a line, by column; it adds up to the open charge."""
    denied = is_denied(line)
    posts = {"paid": line.paid}
    for one in _own(line):
        column = column_of(one, denied, next_payer)
        posts[column] = posts.get(column, 0) + one.amount
    return {column: posts[column] for column in COLUMNS if posts.get(column)}


def post_lines(lines: Iterable[LinePayment], next_payer: bool) -> tuple[PostLine, ...]:
    """Return the sheet's lines with their key: those of which something is open."""
    opened = [line for line in lines if open_charge(line)]
    return tuple(
        PostLine(
            id=f"l{number}",
            label=label(line),
            charge=open_charge(line),
            paid=line.paid,
            adjustments=tuple(
                PostedReason(one.group, one.reason, one.amount) for one in _own(line)
            ),
            posts=tuple(posts_of(line, next_payer).items()),
            rationale=rationale_of(line, next_payer),
            allowed=line.allowed,
            remarks=line.remarks,
        )
        for number, line in enumerate(opened, 1)
    )


def rationale_of(line: LinePayment, next_payer: bool) -> str:
    """Return why a line is posted so: what each adjustment means, and the proof of the sum."""
    denied = is_denied(line)
    parts = [
        f"{one.group}-{one.reason} {dollars(one.amount)} is "
        f"{_WHERE[column_of(one, denied, next_payer)]}: {meaning(one.reason)}."
        for one in _own(line)
    ]
    if any(one.reason == TO_THE_PATIENT for one in line.adjustments):
        parts.append("The patient has the plan's money and owes it to the practice.")
    if denied and any(one.group != PATIENT for one in _own(line)):
        parts.append("A denial is worked before anything is written off.")
    sums = " + ".join(
        f"{dollars(amount)} {_WHERE[column]}"
        for column, amount in posts_of(line, next_payer).items()
    )
    opened = "Open after the first payer" if _prior(line) else "Charge"
    return " ".join((*parts, f"{opened} {dollars(open_charge(line))} = {sums}."))


def _own(line: LinePayment) -> list[Adjustment]:
    return [one for one in line.adjustments if one.reason != PRIOR_PAYER]


def _prior(line: LinePayment) -> list[Adjustment]:
    return [one for one in line.adjustments if one.reason == PRIOR_PAYER]
