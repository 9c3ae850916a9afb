"""Claim acknowledgements (277CA, 005010X214): read claim by claim, and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from tutor.domain.claims.answers import ClaimStatus, StatusCode, StatusReport
from tutor.domain.claims.money import Cents, plain
from tutor.interchange.x12.envelope import SetHead
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.segments import Segment
from tutor.interchange.x12.values import Reader, day_of
from tutor.interchange.x12.writing import (
    Group,
    composite,
    day_text,
    name_segment,
    plain_text,
    segment,
    whole_file,
)

VERSION = "005010X214"
StatusPart: TypeAlias = StatusReport | ClaimStatus
"""What reading yields: the report's head (without its claims), then its claims."""
MOST_CODES = 100
"""Status codes of one claim that are kept."""
_SOURCE, _RECEIVER, _PROVIDER, _PATIENT = "20", "21", "19", "PT"


@dataclass(slots=True)
class _Claim:
    """A claim as far as it was read."""

    segment: Segment
    last: str
    first: str
    member: str
    codes: list[StatusCode] = field(default_factory=list)
    charge: Cents = 0
    payer_control: str = ""
    day: date | None = None


def status_parts(
    head: SetHead, segments: Iterable[Segment], faults: Faults
) -> Iterator[StatusPart]:
    """Read one transaction set: the report without its claims, then each claim."""
    return _Reader277(head, faults).parts(segments)


class _Reader277(Reader):
    """Reads one 277CA along its levels: source, receiver, provider, patient."""

    def __init__(self, head: SetHead, faults: Faults) -> None:
        super().__init__(faults)
        self._envelope = head
        self._head: dict[str, str] = {}
        self._level = ""
        self._begun = False
        self._patient: Segment | None = None
        self._claim: _Claim | None = None

    def parts(self, segments: Iterable[Segment]) -> Iterator[StatusPart]:
        """Read the segments of the set."""
        for one in segments:
            if one.id in ("HL", "SE", "TRN") and self._level == _PATIENT:
                yield from self._flush()
            if one.id == "HL":
                self._level = one.get(3)
                if self._level == _PATIENT and not self._begun:
                    yield self._begin()
            elif self._level == _PATIENT:
                self._in_patient(one)
            else:
                self._in_head(one)
        yield from self._flush()
        if not self._begun:
            yield self._begin()

    def _begin(self) -> StatusReport:
        self._begun = True
        get = self._head.get
        return StatusReport(
            by="clearinghouse" if get("kind") == "AY" else "payer",
            name=get("name", ""),
            id=get("id", ""),
            submitter=get("submitter", ""),
            submitter_id=get("submitter_id", ""),
            provider=get("provider", ""),
            provider_npi=get("provider_npi", ""),
            trace=get("trace", ""),
            batch=get("batch", ""),
            day=day_of(get("day", "")) or day_of(self._envelope.day) or date.min,
            claims=(),
        )

    def _in_head(self, segment: Segment) -> None:
        head = self._head
        match segment.id, self._level:
            case "NM1", "20":
                head["kind"], head["name"] = segment.get(1), segment.get(3)
                head["id"] = segment.get(9)
            case "TRN", "20":
                head["trace"] = segment.get(2)
            case "DTP", "20":
                head["day"] = segment.get(3)
            case "NM1", "21":
                head["submitter"], head["submitter_id"] = segment.get(3), segment.get(9)
            case "TRN", "21":
                head["batch"] = segment.get(2)
            case "NM1", "19":
                head["provider"], head["provider_npi"] = segment.get(3), segment.get(9)
            case "BHT", _:
                head.setdefault("day", segment.get(4))
            case "STC", _:
                self._of_the_batch(segment)

    def _of_the_batch(self, segment: Segment) -> None:
        """Tell where the whole file or all of a provider's claims were sent back."""
        for code in _codes(segment):
            if not code.accepted:
                whose = "this provider's claims" if self._level == _PROVIDER else "the whole file"
                self.say(
                    segment,
                    f"{whose} came back: category {code.category}, status {code.status}",
                    "mend what it says and send all of it again",
                )

    def _in_patient(self, segment: Segment) -> None:
        claim = self._claim
        if segment.id == "NM1":
            self._patient = segment
        elif segment.id == "TRN":
            self._claim = _claim_of(segment, self._patient)
        elif claim is None:
            return
        elif segment.id == "STC":
            claim.codes += _codes(segment)[: max(0, MOST_CODES - len(claim.codes))]
            claim.charge = claim.charge or self.money(segment, 4)
        elif segment.id == "REF" and segment.get(1) == "1K":
            claim.payer_control = segment.get(2)
        elif segment.id == "DTP" and segment.get(1) == "472":
            claim.day = claim.day or self.day(segment, 3)

    def _flush(self) -> Iterator[ClaimStatus]:
        if self._claim is None:
            return
        read, self._claim = self._claim, None
        if not read.codes:
            self.say(
                read.segment,
                f"claim {read.segment.get(2)} has no status (STC)",
                "ask the payer or clearinghouse what became of it",
            )
        yield ClaimStatus(
            control=read.segment.get(2),
            codes=tuple(read.codes),
            charge=read.charge,
            patient_last=read.last,
            patient_first=read.first,
            member_id=read.member,
            payer_control=read.payer_control,
            service_day=read.day,
        )


def _claim_of(segment: Segment, patient: Segment | None) -> _Claim:
    if patient is None:
        return _Claim(segment, "", "", "")
    return _Claim(segment, patient.get(3), patient.get(4), patient.get(9))


def _codes(segment: Segment) -> list[StatusCode]:
    """Return what an STC says: up to three answers, in its elements 1, 10 and 11."""
    return [
        StatusCode(segment.part(place, 1), segment.part(place, 2), segment.part(place, 3))
        for place in (1, 10, 11)
        if segment.get(place)
    ]


def write_277ca(report: StatusReport) -> str:
    """Return a report as a whole file, one segment a line."""
    group = Group("HN", VERSION, report.id, report.submitter_id, report.day, report.trace)
    return whole_file(group, "277", _body(report))


def _body(report: StatusReport) -> Iterator[str]:
    day = day_text(report.day)
    yield segment("BHT", "0085", "08", plain_text(report.trace), day, "0800", "TH")
    yield segment("HL", "1", "", _SOURCE, "1")
    entity = "AY" if report.by == "clearinghouse" else "PR"
    id_kind = "46" if report.by == "clearinghouse" else "PI"
    yield name_segment(entity, report.name, kind=id_kind, number=report.id)
    yield segment("TRN", "1", plain_text(report.trace))
    yield segment("DTP", "050", "D8", day)
    yield segment("DTP", "009", "D8", day)
    yield segment("HL", "2", "1", _RECEIVER, "1" if report.claims else "0")
    yield name_segment("41", report.submitter, kind="46", number=report.submitter_id)
    yield segment("TRN", "2", plain_text(report.batch))
    charged = plain(sum(claim.charge for claim in report.claims))
    yield segment("STC", composite("A1", "19", entity), day, "WQ", charged)
    yield from _totals(report, "90", "AA")
    if report.claims:
        yield segment("HL", "3", "2", _PROVIDER, "1")
        yield name_segment("85", report.provider, kind="XX", number=report.provider_npi)
        yield segment("TRN", "1", "0")
        yield segment("STC", composite("A1", "19", entity), "", "WQ", charged)
        yield from _totals(report, "QA", "QC")
    for number, claim in enumerate(report.claims, 4):
        yield from _claim(claim, number, day)


def _totals(report: StatusReport, accepted: str, rejected: str) -> Iterator[str]:
    """Count accepted and rejected claims, and their money."""
    good = [claim.charge for claim in report.claims if claim.accepted]
    bad = [claim.charge for claim in report.claims if not claim.accepted]
    if good:
        yield segment("QTY", accepted, str(len(good)))
    if bad:
        yield segment("QTY", rejected, str(len(bad)))
    if good:
        yield segment("AMT", "YU", plain(sum(good)))
    if bad:
        yield segment("AMT", "YY", plain(sum(bad)))


def _claim(claim: ClaimStatus, number: int, day: str) -> Iterator[str]:
    yield segment("HL", str(number), "3", _PATIENT)
    last, first = claim.patient_last, claim.patient_first
    yield name_segment("QC", last, first, "MI", claim.member_id, person=True)
    yield segment("TRN", "2", plain_text(claim.control))
    for code in claim.codes:
        yield segment(
            "STC",
            composite(code.category, code.status, code.entity),
            day,
            "WQ" if claim.accepted else "U",
            plain(claim.charge),
        )
    if claim.payer_control:
        yield segment("REF", "1K", plain_text(claim.payer_control))
    if claim.service_day:
        yield segment("DTP", "472", "D8", day_text(claim.service_day))
