"""What a payer knows when a claim arrives, and how it can answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.world import Authorization


@dataclass(frozen=True, slots=True)
class PastLine:
    """A service that the payer has decided before, of this practice or another.

    Attributes:
        control: The payer's number of that claim.
        paid: Whether it was paid (or applied to the deductible).
    """

    code: str
    day: date
    units: int
    control: str
    paid: bool
    provider_npi: str


@dataclass(frozen=True, slots=True)
class PayerFile:
    """The payer's side of one claim.

    Attributes:
        coverage: Of the patient by this plan; None if the member is not theirs.
        patient_last: As the payer's record has it; `patient_first` and `patient_birth` too.
        history: Decided before.
        primary: The primary payer's decision, where this plan is second.
        other_primary: Whether the payer knows of another plan that pays first.
        deductible_left: As of now: claims of this shift take from it.
        npis: Billing and rendering NPIs enrolled with it.
        control: The number that the payer gives this claim.
        primary_day: Day of the primary payer's remittance, if there is one.
        out_of_pocket_left: As of now; None where only the deductible has counted towards it.
        forward_to: Name of the next payer, to which this one sends its decision by itself.
    """

    plan: Plan
    coverage: Coverage | None
    patient_last: str
    patient_first: str
    patient_birth: date
    history: tuple[PastLine, ...] = ()
    authorizations: tuple[Authorization, ...] = ()
    primary: ClaimPayment | None = None
    other_primary: bool = False
    deductible_left: Cents = 0
    npis: tuple[str, ...] = ()
    control: str = ""
    abn_signed: bool = False
    primary_day: date | None = None
    out_of_pocket_left: Cents | None = None
    forward_to: str = ""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a claim never got into adjudication (277CA).

    Attributes:
        by: `clearinghouse` or `payer`.
        category: Claim status category code (A3, A6, A7, A8): number only.
        status: Claim status code: number only.
        box: Box of the CMS-1500 to mend.
        text: In our own words.
    """

    by: str
    category: str
    status: str
    box: str
    text: str
