"""A file of claims or answers as it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from tutor.domain.claims.answers import (
    Acknowledgement,
    ClaimStatus,
    EligibilityAnswer,
    EligibilityInquiry,
    InterchangeAnswer,
    SetAnswer,
    StatusReport,
)
from tutor.domain.claims.money import Cents
from tutor.domain.claims.remittance import ClaimPayment, ProviderAdjustment, Remittance
from tutor.interchange.x12.claim_records import ReadClaim

NOTICE = (
    "Load made-up files only: this is a tutor, and no safe place for real patients' data. "
    "Nothing of the file is stored or sent anywhere."
)
Record: TypeAlias = (
    ReadClaim
    | Remittance
    | ClaimPayment
    | ProviderAdjustment
    | StatusReport
    | ClaimStatus
    | Acknowledgement
    | SetAnswer
    | InterchangeAnswer
    | EligibilityInquiry
    | EligibilityAnswer
)


@dataclass(frozen=True, slots=True)
class FaultView:
    """Something wrong or odd, as it is shown.

    Attributes:
        where: Place, segment and element; empty if it is about the whole file.
        error: False for what is odd but can be worked with.
        source: Who found it: `tutor` or `pyx12`.
    """

    where: str
    what: str
    mend: str
    error: bool
    source: str


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of a file, with what is wrong in it.

    Attributes:
        kind: Such as `ReadClaim` or `ClaimPayment`.
        record: The part as it was read.
    """

    kind: str
    record: Record
    faults: tuple[FaultView, ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """How many transaction sets of one kind a file holds."""

    kind: str
    name: str
    version: str
    sets: int


@dataclass(frozen=True, slots=True)
class FileView:
    """A file as it was read.

    Attributes:
        parts: The first `MOST_SHOWN`, in the order of the file.
        counted: Claims (sets of a 999, answers of a 271) of the whole file; `shown` of `parts`.
        charged, paid, patient_share: Of all claims; `paid` and `patient_share` are of an 835.
        denied: Claims of the whole file that were denied or rejected.
        faults: Of the file as a whole; those of its parts are with them.
        errors: Of the whole file, told or not; `notes` likewise.
        untold: Faults that were counted alone.
        syntax: Whether pyx12 looked at it, and if not, why; empty if nobody asked it to.
    """

    name: str
    kinds: tuple[KindView, ...]
    parts: tuple[PartView, ...]
    counted: int
    shown: int
    charged: Cents
    paid: Cents
    patient_share: Cents
    denied: int
    faults: tuple[FaultView, ...]
    errors: int
    notes: int
    untold: int
    syntax: str
    notice: str = NOTICE

    def holds(self, *kinds: str) -> bool:
        """Whether there is a transaction set of one of these kinds."""
        return any(one.kind in kinds for one in self.kinds)
