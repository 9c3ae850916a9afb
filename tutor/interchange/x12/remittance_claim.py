"""A claim of a remittance while it is read, segment by segment."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tutor.domain.claims.money import Cents
from tutor.domain.claims.remittance import Adjustment, ClaimPayment, LinePayment
from tutor.interchange.x12.segments import Segment

MOST_LINES = 1_000
"""Service lines of a claim, and adjustments of a line, that are kept: no claim has as many."""


@dataclass(slots=True)
class LineSoFar:
    """A line as far as it was read."""

    segment: Segment
    charge: Cents
    paid: Cents
    units: int
    day: date | None = None
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    allowed: Cents | None = None
    control: str = ""


@dataclass(slots=True)
class ClaimSoFar:
    """A claim as far as it was read."""

    segment: Segment
    charge: Cents
    paid: Cents
    share: Cents
    last: str = ""
    first: str = ""
    member: str = ""
    forwarded: str = ""
    day: date | None = None
    lines: list[LineSoFar] = field(default_factory=list)
    adjustments: list[Adjustment] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def take_name(claim: ClaimSoFar, segment: Segment) -> None:
    """Take who somebody is (NM1)."""
    match segment.get(1):
        case "QC":
            claim.last, claim.first = segment.get(3), segment.get(4)
            claim.member = segment.get(9) or claim.member
        case "IL" if not claim.member:
            claim.member = segment.get(9)
        case "TT":
            claim.forwarded = segment.get(3)


def take_remarks(claim: ClaimSoFar, segment: Segment) -> None:
    """Take the remark codes of a claim: MOA03 to MOA07; MIA05 and MIA20 to MIA23."""
    places = range(3, 8) if segment.id == "MOA" else (5, *range(20, 24))
    for place in places:
        if segment.get(place):
            keep(claim.remarks, segment.get(place))


def keep(kept: list, one: object) -> None:  # type: ignore[type-arg]
    """Keep one more, up to `MOST_LINES`."""
    if len(kept) < MOST_LINES:
        kept.append(one)


def claim_payment(read: ClaimSoFar) -> ClaimPayment:
    """Return a claim that was read to its end."""
    clp = read.segment
    return ClaimPayment(
        control=clp.get(1),
        status=clp.get(2),
        charge=read.charge,
        paid=read.paid,
        patient_share=read.share,
        payer_control=clp.get(7),
        patient_last=read.last,
        patient_first=read.first,
        member_id=read.member,
        lines=tuple(_line_payment(line, read.day) for line in read.lines),
        adjustments=tuple(read.adjustments),
        remarks=tuple(read.remarks),
        filing=clp.get(6),
        forwarded_to=read.forwarded,
    )


def _line_payment(line: LineSoFar, claim_day: date | None) -> LinePayment:
    """Make a line; its code is the procedure, or the revenue code where there is none."""
    parts = line.segment.parts(1)
    code = parts[1] if len(parts) > 1 else line.segment.get(4)
    return LinePayment(
        code=code,
        modifiers=tuple(part for part in parts[2:6] if part),
        charge=line.charge,
        paid=line.paid,
        units=line.units,
        day=line.day or claim_day,
        adjustments=tuple(line.adjustments),
        remarks=tuple(line.remarks),
        allowed=line.allowed,
        control=line.control,
    )
