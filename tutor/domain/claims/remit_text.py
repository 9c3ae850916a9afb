"""A remittance as people read it: plain text, at most 76 wide."""

from __future__ import annotations

from tutor.domain.claims.exhibit import WIDTH, joined, us_date
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.remittance import (
    DENIED,
    FORWARDED,
    PRIMARY,
    REVERSAL,
    SECONDARY,
    TERTIARY,
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    Remittance,
)
from tutor.domain.claims.x12_words import PROVIDER_ADJUSTMENTS

STATUS_WORDS: dict[str, str] = {
    PRIMARY: "decided as first payer",
    SECONDARY: "decided as second payer",
    TERTIARY: "decided as third payer",
    DENIED: "denied",
    FORWARDED: "decided as first payer, sent on to the next",
    REVERSAL: "takes an earlier decision back",
}
_INDENT = 51
"""Where adjustments begin."""
_HEAD = f"{'Line':18}{'Charge':>10}{'Allowed':>10}{'Paid':>10}   Adjustments"


def remittance_text(remittance: Remittance) -> str:
    """Return a remittance: who pays whom, each claim line by line, and the sum that was paid."""
    return joined(
        _heading(remittance),
        *(claim_text(claim) for claim in remittance.claims),
        _sums(remittance),
    )


def claim_text(claim: ClaimPayment) -> str:
    """Return one claim with its lines and totals."""
    name = f"{claim.patient_last}, {claim.patient_first}".upper()
    rows = [
        f"{name}   member {claim.member_id}",
        f"Account {claim.control}   payer's number {claim.payer_control}",
        *_served(claim),
        f"Status {claim.status}: {STATUS_WORDS.get(claim.status, 'see the payer')}",
    ]
    if claim.forwarded_to:
        rows.append(f"Sent on to: {claim.forwarded_to}")
    if claim.remarks:
        rows.append(f"Remarks: {' '.join(claim.remarks)}")
    rows += ["", _HEAD]
    for line in claim.lines:
        rows += _line_rows(line)
    rows.append(
        f"{'Claim':18}{dollars(claim.charge):>10}{'':10}{dollars(claim.paid):>10}"
        f"   patient {dollars(claim.patient_share)}"
    )
    return "\n".join(rows)


def _served(claim: ClaimPayment) -> tuple[str, ...]:
    """Return the row that tells the days of service, where they are known."""
    days = sorted({line.day for line in claim.lines if line.day is not None})
    if not days:
        return ()
    span = us_date(days[0]) + (f" to {us_date(days[-1])}" if len(days) > 1 else "")
    return (f"Services of {span}",)


def label(line: LinePayment) -> str:
    """Return code, modifiers and units: `J1885 59 x4`."""
    units = f"x{line.units}" if line.units != 1 else ""
    return " ".join(part for part in (line.code, *line.modifiers, units) if part)


def _line_rows(line: LinePayment) -> list[str]:
    """Return the rows of a line: as many adjustments to a row as fit, remarks beneath."""
    told = [""]
    for one in line.adjustments:
        part = f"{one.group}-{one.reason} {dollars(one.amount)}"
        if told[-1] and len(told[-1]) + len(part) >= WIDTH - _INDENT:
            told.append("")
        told[-1] = f"{told[-1]} {part}".strip()
    if line.remarks:
        told.append(f"({' '.join(line.remarks)})")
    allowed = "" if line.allowed is None else dollars(line.allowed)
    first = f"{label(line):18}{dollars(line.charge):>10}{allowed:>10}{dollars(line.paid):>10}"
    return [f"{first}   {told[0]}".rstrip(), *(f"{'':{_INDENT}}{more}" for more in told[1:])]


def _heading(remittance: Remittance) -> str:
    how = {"ACH": "Transfer", "CHK": "Check", "NON": "No payment"}.get(remittance.method, "Payment")
    return "\n".join(
        (
            f"{remittance.payer_name} ({remittance.payer_id})",
            f"To {remittance.payee_name}, NPI {remittance.payee_npi}",
            f"{how} {remittance.trace} of {us_date(remittance.day)}: {dollars(remittance.total)}",
        )
    )


def _sums(remittance: Remittance) -> str:
    rows = [_sum("Claims", sum(claim.paid for claim in remittance.claims))]
    rows += [_sum(_outside(one), -one.amount) for one in remittance.provider_adjustments]
    rows.append(_sum("Amount of the payment", remittance.total))
    return "\n".join(rows)


def _sum(what: str, amount: Cents) -> str:
    return f"{what:60}{dollars(amount):>14}"


def _outside(one: ProviderAdjustment) -> str:
    return f"{one.reason} {PROVIDER_ADJUSTMENTS.get(one.reason, '')} [{one.reference}]"[:60]
