"""Eligibility: inquiries (270) and answers (271), 005010X279A1, read and written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from tutor.domain.claims.answers import EligibilityAnswer, EligibilityInquiry, OtherPayer
from tutor.domain.claims.money import Cents, Points, plain
from tutor.interchange.x12.envelope import SetHead
from tutor.interchange.x12.faults import Faults
from tutor.interchange.x12.segments import Segment
from tutor.interchange.x12.values import Reader, day_of
from tutor.interchange.x12.writing import (
    Group,
    day_text,
    name_segment,
    period,
    plain_text,
    segment,
    whole_file,
)

VERSION = "005010X279A1"
GENERAL = "30"
"""Service type: the plan's benefits as a whole; `OFFICE` is a visit to a physician's office."""
OFFICE = "98"
ACTIVE, INACTIVE = "1", "6"
COINSURANCE, COPAY, DEDUCTIBLE, CARE_PROVIDER, OTHER = "A", "B", "C", "L", "R"
"""EB01, as far as they are read here."""
OF_YEAR, LEFT = "23", "29"
"""EB06: an amount of the calendar year; what is left of it."""
_ORDER = {"PRP": "1", "SEP": "2", "TTP": "3"}
_ENTITIES = {order: entity for entity, order in _ORDER.items()}
_SHARE = re.compile(r"([01]?)(?:\.([0-9]{1,8}))?")
MOST_OTHERS = 20
"""Other payers of one answer that are kept."""


@dataclass(slots=True)
class _Read:
    """An inquiry or answer as far as it was read."""

    payer: tuple[str, str] = ("", "")
    provider: tuple[str, str] = ("", "")
    last: str = ""
    first: str = ""
    member: str = ""
    group: str = ""
    birth: date | None = None
    day: date | None = None
    trace: str = ""
    status: str = ""
    plan: str = ""
    insurance: str = ""
    begins: date | None = None
    ends: date | None = None
    amounts: dict[str, Cents] = field(default_factory=dict)
    coinsurance: Points | None = None
    care: tuple[str, str] = ("", "")
    other: list[OtherPayer] = field(default_factory=list)
    reject: str = ""
    benefit: str = ""
    other_member: str = ""


def inquiry_parts(
    head: SetHead, segments: Iterable[Segment], faults: Faults
) -> Iterator[EligibilityInquiry]:
    """Read one 270: an inquiry for each subscriber or dependent."""
    for read in _Reader271(head, faults).reads(segments):
        yield _inquiry(read)


def answer_parts(
    head: SetHead, segments: Iterable[Segment], faults: Faults
) -> Iterator[EligibilityAnswer]:
    """Read one 271: an answer for each subscriber or dependent."""
    for read in _Reader271(head, faults).reads(segments):
        yield EligibilityAnswer(
            asked=_inquiry(read),
            active=read.status == ACTIVE,
            plan=read.plan,
            insurance=read.insurance,
            begins=read.begins,
            ends=read.ends,
            deductible=read.amounts.get(DEDUCTIBLE + OF_YEAR),
            deductible_left=read.amounts.get(DEDUCTIBLE + LEFT),
            copay=read.amounts.get(COPAY),
            coinsurance=read.coinsurance,
            primary_care=read.care[0],
            primary_care_npi=read.care[1],
            other=tuple(read.other),
            reject=read.reject,
            group=read.group,
        )


def _inquiry(read: _Read) -> EligibilityInquiry:
    return EligibilityInquiry(
        payer=read.payer[0],
        payer_id=read.payer[1],
        provider=read.provider[0],
        provider_npi=read.provider[1],
        member_id=read.member,
        last=read.last,
        first=read.first,
        birth=read.birth or date.min,
        day=read.day or date.min,
        trace=read.trace,
    )


class _Reader271(Reader):
    """Reads a 270 or 271 along its levels; the subscriber's or dependent's level is one read."""

    def __init__(self, head: SetHead, faults: Faults) -> None:
        super().__init__(faults)
        self._level = ""
        self._above = _Read()
        self._read: _Read | None = None
        self._asked_day = day_of(head.day)

    def reads(self, segments: Iterable[Segment]) -> Iterator[_Read]:
        """Read the segments of the set."""
        found = False
        for one in segments:
            if one.id in ("HL", "SE"):
                if self._read is not None and not (one.id == "HL" and one.get(3) == "23"):
                    found = True
                    yield self._read
                    self._read = None
                if one.id == "HL":
                    self._open_level(one)
            else:
                self._take(self._read or self._above, one)
        if self._read is not None:
            found = True
            yield self._read
        if not found and self._above.reject:
            yield self._above

    def _open_level(self, segment: Segment) -> None:
        self._level = segment.get(3)
        above = self._above
        if self._level in ("22", "23") and self._read is None:
            self._read = _Read(above.payer, above.provider, day=self._asked_day)

    def _take(self, read: _Read, segment: Segment) -> None:
        match segment.id:
            case "NM1":
                self._name(read, segment)
            case "TRN" if segment.get(1) in ("1", "2"):
                read.trace = segment.get(2)
            case "DMG":
                read.birth = self.day(segment, 2)
            case "REF" if segment.get(1) in ("6P", "1L", "18"):
                read.group = segment.get(2)
            case "REF" if segment.get(1) == "1W" and read.benefit == OTHER:
                read.other_member = segment.get(2)
            case "DTP":
                self._date(read, segment)
            case "EB":
                self._benefit(read, segment)
            case "AAA":
                read.reject = segment.get(3)

    def _name(self, read: _Read, segment: Segment) -> None:
        who, name = segment.get(1), (segment.get(3), segment.get(9))
        match who:
            case "IL" | "03":
                read.last, read.first = segment.get(3), segment.get(4)
                read.member = segment.get(9) or read.member
            case "P3" | "1P" | "PR" | "GP" | "P5" if read.benefit in (CARE_PROVIDER, OTHER):
                self._of_benefit(read, segment)
            case "PR" | "P5" | "GP" | "2B" | "36":
                read.payer = name
            case "1P" | "FA" | "80":
                read.provider = name
            case _ if read.benefit in (CARE_PROVIDER, OTHER):
                self._of_benefit(read, segment)

    def _of_benefit(self, read: _Read, segment: Segment) -> None:
        name = " ".join(part for part in (segment.get(4), segment.get(3)) if part)
        if read.benefit == CARE_PROVIDER:
            read.care = (name, segment.get(9))
        elif len(read.other) < MOST_OTHERS:
            order = _ORDER.get(segment.get(1), "")
            read.other.append(OtherPayer(name, segment.get(9), read.other_member, order))
            read.other_member = ""

    def _date(self, read: _Read, segment: Segment) -> None:
        first, last = self.days(segment, 3)
        ranged = segment.get(2) == "RD8"
        match segment.get(1):
            case "291" | "307" | "346" | "356" if not read.benefit or read.benefit == ACTIVE:
                asked = segment.get(1) in ("291", "307") and not ranged
                if asked:
                    read.day = first
                else:
                    read.begins, read.ends = first, (last if ranged else read.ends)
            case "347" | "357":
                read.ends = first
            case "472":
                read.day = first

    def _benefit(self, read: _Read, segment: Segment) -> None:
        kind, when = segment.get(1), segment.get(6)
        read.benefit = kind
        if kind in (ACTIVE, INACTIVE) and not read.status:
            read.status = kind
            read.insurance, read.plan = segment.get(4), segment.get(5)
        elif kind in (COPAY, DEDUCTIBLE) and segment.get(7):
            key = kind if kind == COPAY else kind + (LEFT if when == LEFT else OF_YEAR)
            read.amounts.setdefault(key, self.money(segment, 7))
        elif kind == COINSURANCE and segment.get(8) and read.coinsurance is None:
            part = _points(segment.get(8))
            if part is None:
                self.say(segment, "EB08 is no share", "write a share of 1, such as .2", "EB08")
            read.coinsurance = part


def _points(text: str) -> Points | None:
    """Return a share of one, as EB08 writes it, in hundredths of a percent; None if it is none."""
    found = _SHARE.fullmatch(text)
    if found is None:
        return None
    fraction = (found[2] or "")[:4].ljust(4, "0")
    return int(found[1] or "0") * 10_000 + int(fraction)


def write_270(inquiry: EligibilityInquiry) -> str:
    """Return an inquiry as a whole file, one segment a line."""
    sender = inquiry.provider_npi
    group = Group("HS", VERSION, sender, inquiry.payer_id, inquiry.day, inquiry.trace)
    body = [
        segment("BHT", "0022", "13", plain_text(inquiry.trace), day_text(inquiry.day), "0800"),
        *_levels(inquiry),
        segment("TRN", "1", plain_text(inquiry.trace), f"9{inquiry.provider_npi[:9]}"),
        *_subscriber(inquiry),
        segment("DTP", "291", "D8", day_text(inquiry.day)),
        segment("EQ", GENERAL),
    ]
    return whole_file(group, "270", body)


def write_271(answer: EligibilityAnswer) -> str:
    """Return an answer as a whole file, one segment a line."""
    asked = answer.asked
    group = Group("HB", VERSION, asked.payer_id, asked.provider_npi, asked.day, asked.trace)
    return whole_file(group, "271", _answer_body(answer))


def _levels(asked: EligibilityInquiry) -> Iterator[str]:
    yield segment("HL", "1", "", "20", "1")
    yield name_segment("PR", asked.payer, kind="PI", number=asked.payer_id)
    yield segment("HL", "2", "1", "21", "1")
    yield name_segment("1P", asked.provider, kind="XX", number=asked.provider_npi)
    yield segment("HL", "3", "2", "22", "0")


def _subscriber(asked: EligibilityInquiry, group: str = "") -> Iterator[str]:
    yield name_segment("IL", asked.last, asked.first, "MI", asked.member_id, person=True)
    if group:
        yield segment("REF", "6P", plain_text(group))
    if asked.birth != date.min:
        yield segment("DMG", "D8", day_text(asked.birth))


def _answer_body(answer: EligibilityAnswer) -> Iterator[str]:
    asked = answer.asked
    yield segment("BHT", "0022", "11", plain_text(asked.trace), day_text(asked.day), "0800")
    yield from _levels(asked)
    yield segment("TRN", "2", plain_text(asked.trace), f"9{asked.provider_npi[:9]}")
    yield from _subscriber(asked, answer.group)
    if answer.reject:
        yield segment("AAA", "N", "", answer.reject, "C")
    yield segment("DTP", "291", "D8", day_text(asked.day))
    if answer.begins and answer.ends:
        yield segment("DTP", "291", "RD8", period(answer.begins, answer.ends))
    elif answer.begins:
        yield segment("DTP", "346", "D8", day_text(answer.begins))
    elif answer.ends:
        yield segment("DTP", "347", "D8", day_text(answer.ends))
    if not answer.reject:
        status = ACTIVE if answer.active else INACTIVE
        plan = plain_text(answer.plan)
        yield segment("EB", status, "", GENERAL, answer.insurance, plan)
    yield from _shares(answer)
    yield from _others(answer)


def _shares(answer: EligibilityAnswer) -> Iterator[str]:
    """Write deductible, copay and coinsurance."""
    for amount, when in ((answer.deductible, OF_YEAR), (answer.deductible_left, LEFT)):
        if amount is not None:
            yield segment("EB", DEDUCTIBLE, "IND", GENERAL, "", "", when, plain(amount))
    if answer.copay is not None:
        yield segment("EB", COPAY, "IND", OFFICE, "", "", "27", plain(answer.copay))
    if answer.coinsurance is not None:
        part = f"{answer.coinsurance / 10_000:.4f}".rstrip("0").rstrip(".")
        yield segment("EB", COINSURANCE, "IND", GENERAL, "", "", "27", "", part or "0")


def _others(answer: EligibilityAnswer) -> Iterator[str]:
    """Write primary care provider and other payers, each in its loop."""
    if answer.primary_care or answer.primary_care_npi:
        yield segment("EB", CARE_PROVIDER)
        yield segment("LS", "2120")
        yield name_segment("P3", answer.primary_care, kind="XX", number=answer.primary_care_npi)
        yield segment("LE", "2120")
    for other in answer.other:
        yield segment("EB", OTHER, "", GENERAL)
        if other.member_id:
            yield segment("REF", "1W", plain_text(other.member_id))
        yield segment("LS", "2120")
        entity = _ENTITIES.get(other.order, "PR")
        yield name_segment(entity, other.name, kind="PI", number=other.payer_id)
        yield segment("LE", "2120")
