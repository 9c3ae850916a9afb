"""A remittance (835): what a payer decided and paid, and whether it balances.

Balancing is that of the 835 (X12 005010X221, section 1.10.2): a line's charge less its adjustments
is its payment; a claim's charge less all adjustments, of the claim and its lines, is its payment;
the claims' payments less the provider adjustments are the amount of the check or transfer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents

CONTRACTUAL, PATIENT, OTHER, PAYER = "CO", "PR", "OA", "PI"
"""Group codes: who bears an adjustment."""
GROUPS = (CONTRACTUAL, PATIENT, OTHER, PAYER)
DEDUCTIBLE, COINSURANCE, COPAY, FEE_SCHEDULE, PRIOR_PAYER, SEQUESTRATION = (
    "1", "2", "3", "45", "23", "253",
)  # fmt: skip
"""CARC numbers the engine uses most."""
PRIMARY, SECONDARY, TERTIARY, DENIED, REVERSAL = "1", "2", "3", "4", "22"
FORWARDED = "19"
"""Claim status codes (CLP02); `19` is primary, sent on to the next payer."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Why a part of a charge was not paid: group code, CARC number, amount."""

    group: str
    reason: str
    amount: Cents


@dataclass(frozen=True, slots=True)
class LinePayment:
    """One service line as decided. `allowed` is None where the payer does not tell it."""

    code: str
    modifiers: tuple[str, ...]
    charge: Cents
    paid: Cents
    units: int
    day: date | None
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    allowed: Cents | None = None
    control: str = ""
    """Line control number (REF*6R)."""


@dataclass(frozen=True, slots=True)
class ClaimPayment:
    """One claim as decided.

    Attributes:
        control: Patient control number (CLP01).
        status: CLP02.
        payer_control: The payer's number of the claim (CLP07).
        patient_share: CLP05.
        adjustments: Of the claim as a whole; those of lines are with the lines.
        forwarded_to: Name of the payer it was sent on to.
    """

    control: str
    status: str
    charge: Cents
    paid: Cents
    patient_share: Cents
    payer_control: str
    patient_last: str
    patient_first: str
    member_id: str
    lines: tuple[LinePayment, ...]
    adjustments: tuple[Adjustment, ...] = ()
    remarks: tuple[str, ...] = ()
    filing: str = ""
    forwarded_to: str = ""


@dataclass(frozen=True, slots=True)
class ProviderAdjustment:
    """Money taken or given outside any claim (PLB): positive amounts lower the payment."""

    reason: str
    reference: str
    amount: Cents


@dataclass(frozen=True, slots=True)
class Remittance:
    """All claims of one payment.

    Attributes:
        trace: Check or transfer number (TRN02).
        method: CHK, ACH, NON ... (BPR04).
        total: What was paid (BPR02).
    """

    payer_name: str
    payer_id: str
    payee_name: str
    payee_npi: str
    payee_tax_id: str
    trace: str
    method: str
    day: date
    total: Cents
    claims: tuple[ClaimPayment, ...]
    provider_adjustments: tuple[ProviderAdjustment, ...] = ()


@dataclass(frozen=True, slots=True)
class Imbalance:
    """A place where a remittance does not balance; `where` names claim and line."""

    where: str
    expected: Cents
    found: Cents


def claim_imbalances(claim: ClaimPayment) -> tuple[Imbalance, ...]:
    """Return where one claim does not balance."""
    found = []
    for number, line in enumerate(claim.lines, 1):
        expected = line.charge - sum(one.amount for one in line.adjustments)
        if expected != line.paid:
            where = f"claim {claim.control}, line {number} ({line.code})"
            found.append(Imbalance(where, expected, line.paid))
    taken = sum(one.amount for one in claim.adjustments)
    taken += sum(one.amount for line in claim.lines for one in line.adjustments)
    if claim.charge - taken != claim.paid:
        found.append(Imbalance(f"claim {claim.control}", claim.charge - taken, claim.paid))
    return tuple(found)


def imbalances(remittance: Remittance) -> tuple[Imbalance, ...]:
    """Return every place where a remittance does not balance; none if it does."""
    found = [one for claim in remittance.claims for one in claim_imbalances(claim)]
    expected = sum(claim.paid for claim in remittance.claims)
    expected -= sum(one.amount for one in remittance.provider_adjustments)
    if expected != remittance.total:
        found.append(Imbalance("payment", expected, remittance.total))
    return tuple(found)
