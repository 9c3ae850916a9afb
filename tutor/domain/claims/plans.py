"""Plans, what they pay for, and who is covered by them. Payer rules are data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents, Points
from tutor.domain.claims.parties import Address, Person

PRIMARY_CARE = ("family medicine", "pediatrics")
"""Specialties that a plan with referrals takes as primary care."""
DIRECT_ACCESS = ("gynecology",)
"""Specialties that no plan may ask a referral for (45 CFR 149.310(c))."""
PLAN_KINDS = (
    "medicare",
    "medigap",
    "medicaid",
    "ppo",
    "hmo",
    "tricare",
    "workers-comp",
    "self-pay",
)


@dataclass(frozen=True, slots=True)
class Benefits:
    """What the patient pays of an allowed amount before and beside the plan.

    Attributes:
        deductible: Of a benefit year.
        coinsurance: The patient's share after the deductible, in hundredths of a percent.
        copay: For each date of service, taken before the plan pays.
        out_of_pocket: Most that deductible, coinsurance and copays come to in a year; None if
            there is no limit.
        free: Codes for which the patient pays nothing: neither deductible nor coinsurance nor
            copay (preventive services: 42 CFR 410.152(l), 45 CFR 147.130).
    """

    deductible: Cents = 0
    coinsurance: Points = 0
    copay: Cents = 0
    out_of_pocket: Cents | None = None
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Necessity:
    """A service is covered only for one of these diagnoses (beginnings of codes, with dot)."""

    code: str
    diagnoses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """`column_two` is part of `column_one` on one day for one patient and provider.

    Attributes:
        indicator: `0` no modifier unbundles, `1` a fitting modifier does, `9` the pair is ended.
    """

    column_one: str
    column_two: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Frequency:
    """A service is paid once in `months` whole months (or `times` in a benefit year)."""

    code: str
    months: int = 0
    times: int = 0


@dataclass(frozen=True, slots=True)
class PayerRules:
    """What a payer asks of a claim.

    Attributes:
        filing_days: Calendar days from the date of service until a claim must have arrived.
        appeal_days: Calendar days from the remittance until an appeal must have arrived.
        answer_days: Working days until it answers a claim: least and most.
        authorization: Codes that need prior authorization.
        referral: Whether specialists need a referral number of the primary care provider
            (those of `DIRECT_ACCESS` never do).
        places: By code: the only places of service in which it is paid.
        most_units: By code: most units a day.
        global_days: By code: days after it in which related visits are part of it.
        abn: Codes for which a Medicare patient must have signed an ABN if a limit is passed.
        not_covered: Codes never paid.
        modifiers_unbundle: Modifiers that a bundle of indicator 1 gives way to.
        reduction: Taken off each payment, as sequestration is: hundredths of a percent.
        late_after_primary: Calendar days from the primary's remittance, where it is secondary.
        visits: Codes of visits, which the global days of a procedure take in.
    """

    filing_days: int
    appeal_days: int
    answer_days: tuple[int, int]
    authorization: tuple[str, ...] = ()
    referral: bool = False
    necessity: tuple[Necessity, ...] = ()
    bundles: tuple[Bundle, ...] = ()
    frequencies: tuple[Frequency, ...] = ()
    places: tuple[tuple[str, tuple[str, ...]], ...] = ()
    most_units: tuple[tuple[str, int], ...] = ()
    global_days: tuple[tuple[str, int], ...] = ()
    abn: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    modifiers_unbundle: tuple[str, ...] = ("59", "XE", "XP", "XS", "XU")
    reduction: Points = 0
    late_after_primary: int = 0
    visits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of a payer.

    Attributes:
        id: Short name, such as `medicare-b`.
        kind: One of `PLAN_KINDS`.
        payer_id: The electronic id of the payer (made up).
        filing: Claim filing indicator of SBR09 (MB, MC, CI, HM, CH, WC ...).
        box1: What box 1 of the CMS-1500 is marked with (see `tutor.domain.claims.boxes`).
        participating: Whether the practice has a contract (Medicare: accepts assignment).
        allowed: What the plan allows for one unit of a code: its fee schedule. Codes that are
            not there are not covered.
    """

    id: str
    name: str
    kind: str
    payer_id: str
    address: Address
    filing: str
    box1: str
    participating: bool
    benefits: Benefits
    rules: PayerRules
    allowed: tuple[tuple[str, Cents], ...]

    def fee(self, code: str) -> Cents | None:
        """Return what the plan allows for one unit, or None if it does not cover the code."""
        return next((amount for known, amount in self.allowed if known == code), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """A patient's cover by one plan.

    Attributes:
        deductible_left: Of the benefit year, before this shift's claims.
        relationship: One of `RELATIONSHIPS`: what the patient is to the subscriber.
        order: 1 is primary, 2 secondary.
        employer: Who employs the injured worker: workers' compensation only.
        claim_number: Of the injury, given by the insurer: workers' compensation only.
        basis: Of a group plan, what the subscriber has it by: `active` (current work for an
            employer of 20 or more), `small` (of fewer than 20), `retired` or `cobra`; else empty.
        direct_npi: Whom the patient may see without a referral, beside primary care.
    """

    plan_id: str
    member_id: str
    group: str
    subscriber: Person
    relationship: str
    effective: date
    ended: date | None
    deductible_left: Cents
    order: int = 1
    primary_care_npi: str = ""
    employer: str = ""
    claim_number: str = ""
    basis: str = ""
    direct_npi: str = ""

    def sees_freely(self, npi: str) -> bool:
        """Whether the patient needs no referral to a provider, where the plan works with them."""
        return bool(npi) and npi in (self.primary_care_npi, self.direct_npi)


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient with the covers that are true, whatever registration wrote down."""

    account: str
    person: Person
    coverages: tuple[Coverage, ...]
