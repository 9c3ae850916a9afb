"""A claim as an 837 holds it, professional or institutional, as plain records.

Unlike `tutor.domain.claims.claim.Claim` it may lack anything: it is shown and checked, not paid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.domain.claims.remittance import Adjustment
from tutor.interchange.x12.faults import Place

BILLING, PAY_TO, PAYER, INSURED, PATIENT = "85", "87", "PR", "IL", "QC"
REFERRING, RENDERING, FACILITY, ATTENDING = "DN", "82", "77", "71"
"""Who somebody is (NM101)."""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody on a claim.

    Attributes:
        role: NM101, such as `85`.
        id_kind: What `id` is (NM108): `XX` an NPI, `MI` a member number, `PI` a payer's id.
        tax_id: Nine digits (REF*EI or REF*SY).
        birth: DMG02, if it is a day; `birth_told` is whether there is one, be it no day.
    """

    role: str
    last: str
    first: str
    id_kind: str
    id: str
    place: Place
    street: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    tax_id: str = ""
    birth: date | None = None
    sex: str = ""
    birth_told: bool = False

    @property
    def name(self) -> str:
        """First and last name, or the name of an organization."""
        return " ".join(part for part in (self.first, self.last) if part)

    @property
    def npi(self) -> str:
        """The NPI, if that is what identifies them."""
        return self.id if self.id_kind == "XX" else ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A code of an HI segment: `kind` is its qualifier without the `A` of ICD-10.

    Attributes:
        kind: `BK` principal, `BF` other, `BJ` admitting, `PR` reason for the visit, `BN` cause.
        icd: `10`, or `9` for the qualifiers of before October 2015.
    """

    kind: str
    code: str
    icd: str
    place: Place


@dataclass(frozen=True, slots=True)
class BillCode:
    """Another code of an institutional claim: condition, occurrence, value, procedure ..."""

    kind: str
    code: str
    more: str


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A service line as written.

    Attributes:
        units: As written, for it may be a fraction.
        pointers: As written: places of diagnoses, from 1.
        rendering: NPI, where the line names somebody of its own.
    """

    number: str
    code: str
    modifiers: tuple[str, ...]
    charge: Cents
    units: str
    unit: str
    place: Place
    revenue: str = ""
    where: str = ""
    pointers: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None
    dated: bool = False
    """Whether there is a date of service, be it one that cannot be read."""
    rendering: str = ""
    drug: str = ""
    decided: tuple[Adjustment, ...] = ()
    """What payers before this one took off."""


@dataclass(frozen=True, slots=True)
class OtherCover:
    """Another payer of the patient (loop 2320), and what it decided.

    Attributes:
        order: `P`, `S`, `T` ...: when it pays.
        paid: AMT*D; None if it has not decided yet.
        adjustments: Of the claim as a whole.
    """

    order: str
    relationship: str
    filing: str
    place: Place
    payer: str = ""
    payer_id: str = ""
    member_id: str = ""
    paid: Cents | None = None
    adjustments: tuple[Adjustment, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a claim (DTP): what it is of, as a qualifier, and first and last day."""

    kind: str
    begins: date | None
    ends: date | None


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim as read.

    Attributes:
        institutional: Whether it is an 837I.
        place: Where its CLM segment is.
        where: Place of service, or the first two digits of the type of bill.
        order: When the payer it goes to pays: `P` first, `S` second, `T` third.
        relationship: What the patient is to the insured (`18` is the same person).
        parties: Everybody on it; insured, patient, payer and billing provider among them.
        codes: Of institutional claims, beside diagnoses.
        admission: Type, source, and patient status (CL1).
        made: Day on which the file was made.
    """

    institutional: bool
    control: str
    charge: Cents
    where: str
    frequency: str
    place: Place
    parties: tuple[Party, ...]
    lines: tuple[ReadLine, ...]
    order: str = ""
    relationship: str = ""
    group: str = ""
    filing: str = ""
    accepts: str = ""
    accident: tuple[str, ...] = ()
    diagnoses: tuple[Diagnosis, ...] = ()
    codes: tuple[BillCode, ...] = ()
    dates: tuple[Dated, ...] = ()
    authorization: str = ""
    referral: str = ""
    replaces: str = ""
    paid: Cents = 0
    notes: tuple[str, ...] = ()
    others: tuple[OtherCover, ...] = ()
    admission: tuple[str, str, str] = ("", "", "")
    made: date | None = None

    def party(self, role: str) -> Party | None:
        """Return the first party of a role."""
        return next((one for one in self.parties if one.role == role), None)
