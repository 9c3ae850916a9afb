"""What comes back for a claim or a question before any money does: 277CA, 999, 271.

Codes are numbers alone; the words beside them are our own. X12 text is made of these records by
`tutor.interchange.x12`, and handed to whoever needs it as `Writers`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tutor.domain.claims.form import Form
from tutor.domain.claims.money import Cents, Points
from tutor.domain.claims.remittance import Remittance

ACCEPTED_CATEGORIES = ("A0", "A1", "A2", "A5")
"""Claim status categories of a claim that goes on; any other A category sends it back."""


@dataclass(frozen=True, slots=True)
class StatusCode:
    """One answer to a claim: category (A2, A3, A7 ...), status number, and what it is about.

    Attributes:
        entity: Whom it is about, as X12 names them: `85` billing provider, `IL` insured,
            `QC` patient, `82` rendering provider, `PR` payer; empty if nobody.
    """

    category: str
    status: str
    entity: str = ""

    @property
    def accepted(self) -> bool:
        """Whether the claim goes on with it."""
        return self.category in ACCEPTED_CATEGORIES


@dataclass(frozen=True, slots=True)
class ClaimStatus:
    """What a 277CA says of one claim.

    Attributes:
        control: Patient control number (TRN02 of the patient).
        codes: At least one; the claim is rejected if any of them rejects it.
        payer_control: The payer's number of the claim; empty for a rejected one.
        service_day: First day of service.
    """

    control: str
    codes: tuple[StatusCode, ...]
    charge: Cents
    patient_last: str
    patient_first: str
    member_id: str
    payer_control: str = ""
    service_day: date | None = None

    @property
    def accepted(self) -> bool:
        """Whether it goes on to adjudication."""
        return bool(self.codes) and all(code.accepted for code in self.codes)


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A claim acknowledgement (277CA): which claims go on to adjudication and which came back.

    Attributes:
        by: `payer` or `clearinghouse`: who says so.
        name: Of who says so; `id` is its electronic id.
        submitter: Name of who sent the claims; `submitter_id` its electronic id.
        provider: Name of the billing provider.
        trace: Their number of this report.
        batch: The sender's number of the file that is answered (BHT03 of the 837).
        day: On which it was made.
    """

    by: str
    name: str
    id: str
    submitter: str
    submitter_id: str
    provider: str
    provider_npi: str
    trace: str
    batch: str
    day: date
    claims: tuple[ClaimStatus, ...]


@dataclass(frozen=True, slots=True)
class SegmentFault:
    """A syntax error that a 999 reports: where, and what kind.

    Attributes:
        segment: Such as `NM1`.
        position: The segment's number in the transaction set, ST being 1.
        loop: Such as `2010AA`; empty if it is not told.
        code: Segment error number (IK304): `8` is errors in its elements, `3` it is missing.
        element: Number of the element in the segment; 0 if the whole segment is meant.
        component: Number of the component in the element; 0 if there is none.
        element_code: Element error number (IK403): `1` missing, `7` not in the code list ...
        value: The bad value, as copied; empty if it was not.
    """

    segment: str
    position: int
    code: str
    loop: str = ""
    element: int = 0
    component: int = 0
    element_code: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """What a 999 says of one transaction set.

    Attributes:
        kind: Such as `837`.
        control: Its ST02.
        result: `A` accepted, `E` accepted with errors, `R` rejected.
    """

    kind: str
    control: str
    version: str
    result: str
    faults: tuple[SegmentFault, ...] = ()


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """An implementation acknowledgement (999): whether a file's syntax was good enough.

    Attributes:
        sender: Electronic id of who answers; `receiver` of who sent the file.
        functional_id: GS01 of the group that is answered (`HC` for claims).
        group_control: Its GS06; `version` its GS08.
    """

    sender: str
    receiver: str
    functional_id: str
    group_control: str
    version: str
    day: date
    sets: tuple[SetAnswer, ...]

    @property
    def result(self) -> str:
        """`A` all accepted, `R` all rejected, `P` some of each, `E` accepted with errors."""
        results = {one.result for one in self.sets}
        if "R" in results:
            return "R" if results == {"R"} else "P"
        return "E" if "E" in results else "A"


@dataclass(frozen=True, slots=True)
class InterchangeAnswer:
    """An interchange acknowledgement (TA1): whether the outer envelope of a file was good enough.

    Attributes:
        control: ISA13 of the interchange that is answered; `day` that on which it was made.
        result: `A` accepted, `E` accepted with errors, `R` rejected.
        note: Three digits: what is wrong with it; `000` is nothing.
    """

    control: str
    day: date | None
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class EligibilityInquiry:
    """A question whether somebody is covered on a day (270)."""

    payer: str
    payer_id: str
    provider: str
    provider_npi: str
    member_id: str
    last: str
    first: str
    birth: date
    day: date
    trace: str


@dataclass(frozen=True, slots=True)
class OtherPayer:
    """Another plan that a payer knows of; `order` is `1` if that plan pays first."""

    name: str
    payer_id: str
    member_id: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    """A payer's answer to an eligibility inquiry (271).

    Attributes:
        asked: What it answers.
        active: Whether there is cover on the day that was asked for.
        plan: Name of the plan.
        insurance: Insurance type code (EB04: MB, HM, PR, MC ...); empty if it is not told.
        reject: Number of the reason why there is no answer (AAA03: `72`, `75` ...), if so.
        deductible: Of a year; `deductible_left` what is not yet met. None: not told.
        coinsurance: The patient's share, hundredths of a percent.
        primary_care: Name of the primary care provider whom the plan has on file.
        group: Number of the group or policy.
    """

    asked: EligibilityInquiry
    active: bool
    plan: str = ""
    insurance: str = ""
    begins: date | None = None
    ends: date | None = None
    deductible: Cents | None = None
    deductible_left: Cents | None = None
    copay: Cents | None = None
    coinsurance: Points | None = None
    primary_care: str = ""
    primary_care_npi: str = ""
    other: tuple[OtherPayer, ...] = ()
    reject: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Writers:
    """What makes X12 text of records; the real ones are `tutor.interchange.x12.writers.WRITERS`.

    Each returns a whole file, one segment a line, so that it can be shown as it is.
    """

    status: Callable[[StatusReport], str]
    ack: Callable[[Acknowledgement], str]
    remittance: Callable[[Remittance], str]
    eligibility: Callable[[EligibilityAnswer], str]
    inquiry: Callable[[EligibilityInquiry], str]
    claim: Callable[[Form], str]
