"""Implementation acknowledgements (999, 005010X231A1), read and written; 997 is read too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from tutor.domain.claims.answers import Acknowledgement, SegmentFault, SetAnswer
from tutor.domain.whole_number import is_whole
from tutor.interchange.x12.envelope import SetHead
from tutor.interchange.x12.faults import Fault, Faults
from tutor.interchange.x12.segments import Segment
from tutor.interchange.x12.values import Reader, day_of
from tutor.interchange.x12.writing import Group, composite, plain_text, segment, whole_file

VERSION = "005010X231A1"
AckPart: TypeAlias = Acknowledgement | SetAnswer
"""What reading yields: the answer's head (without its sets), then its sets."""
MOST_FAULTS = 500
"""Errors of one transaction set that are kept."""
LONGEST_COPY = 99
"""Characters of a bad value that a 999 holds."""
LONGEST_LOOP = 4
"""Characters of a loop's name that it holds: `2010` for 2010AA."""
_OF_SET = "5"
"""IK502: one or more segments in error."""


@dataclass(slots=True)
class _Set:
    """A transaction set's answer as far as it was read."""

    segment: Segment
    version: str
    result: str = ""
    faults: list[SegmentFault] = field(default_factory=list)


def ack_parts(head: SetHead, segments: Iterable[Segment], faults: Faults) -> Iterator[AckPart]:
    """Read one 999 (or 997): its head without sets, then what it says of each set."""
    return _Reader999(head, faults).parts(segments)


class _Reader999(Reader):
    """Reads one 999 along AK1, AK2, IK3, IK4, IK5, AK9 (in a 997 AK3, AK4, AK5)."""

    def __init__(self, head: SetHead, faults: Faults) -> None:
        super().__init__(faults)
        self._envelope = head
        self._ak1: Segment | None = None
        self._begun = False
        self._set: _Set | None = None
        self._ik3: Segment | None = None
        self._told = False
        self._answered = 0

    def parts(self, segments: Iterable[Segment]) -> Iterator[AckPart]:
        """Read the segments of the set."""
        for one in segments:
            if one.id in ("AK2", "AK9", "SE"):
                yield from self._flush()
            if one.id in ("AK2", "AK9", "SE") and not self._begun:
                yield self._begin(one)
            self._take(one)
        yield from self._flush()

    def _begin(self, segment: Segment) -> Acknowledgement:
        self._begun = True
        if self._ak1 is None:
            self.say(segment, "AK1 is missing: what is answered is not told", "ask for it anew")
        ak1 = self._ak1
        return Acknowledgement(
            sender=self._envelope.sender,
            receiver=self._envelope.receiver,
            functional_id=ak1.get(1) if ak1 else "",
            group_control=ak1.get(2) if ak1 else "",
            version=ak1.get(3) if ak1 else "",
            day=day_of(self._envelope.day) or date.min,
            sets=(),
        )

    def _take(self, segment: Segment) -> None:
        match segment.id:
            case "AK1":
                self._ak1 = segment
            case "AK2":
                own = segment.get(3) or (self._ak1.get(3) if self._ak1 else "")
                self._set = _Set(segment, own)
            case "IK3" | "AK3":
                self._end_segment()
                self._ik3 = segment
            case "IK4" | "AK4":
                self._element(segment)
            case "IK5" | "AK5" if self._set is not None:
                self._end_segment()
                self._set.result = segment.get(1)
            case "AK9":
                self._check(segment)

    def _element(self, segment: Segment) -> None:
        if self._ik3 is None:
            self.say(segment, f"{segment.id} does not follow a segment error", "ask for it anew")
            return
        element, component = segment.part(1, 1), segment.part(1, 2)
        self._keep(
            _fault(
                self._ik3,
                element=_number(element),
                component=_number(component),
                element_code=segment.get(3),
                value=segment.get(4),
            )
        )
        self._told = True

    def _end_segment(self) -> None:
        """Keep a segment's error that had no elements of its own."""
        if self._ik3 is not None and not self._told:
            self._keep(_fault(self._ik3))
        self._ik3, self._told = None, False

    def _keep(self, fault: SegmentFault) -> None:
        if self._set is not None and len(self._set.faults) < MOST_FAULTS:
            self._set.faults.append(fault)

    def _flush(self) -> Iterator[SetAnswer]:
        if self._set is None:
            return
        self._end_segment()
        read, self._set = self._set, None
        self._answered += 1
        if not read.result:
            self.say(
                read.segment,
                f"set {read.segment.get(2)} has no result (IK5): accepted or not is not told",
                "ask the receiver",
            )
        yield SetAnswer(
            read.segment.get(1),
            read.segment.get(2),
            read.version,
            read.result,
            tuple(read.faults),
        )

    def _check(self, segment: Segment) -> None:
        received = segment.get(3)
        if segment.get(1) in ("R", "P") and not self._answered:
            self.faults.add(
                Fault(
                    f"the group came back (AK901 {segment.get(1)}) and no set is told",
                    "look at the envelope of the file that was sent: GS and GE",
                    segment.place,
                    "AK9",
                )
            )
        elif self._answered and received.isdigit() and received.lstrip("0") != str(self._answered):
            self.say(
                segment,
                f"AK903 says {received} sets were received, {self._answered} are answered here",
                "look for a second 999",
                "AK903",
                error=False,
            )


def _fault(
    ik3: Segment, element: int = 0, component: int = 0, element_code: str = "", value: str = ""
) -> SegmentFault:
    return SegmentFault(
        segment=ik3.get(1),
        position=_number(ik3.get(2)),
        code=ik3.get(4),
        loop=ik3.get(3),
        element=element,
        component=component,
        element_code=element_code,
        value=value,
    )


def _number(text: str) -> int:
    return int(text) if is_whole(text) else 0


def write_999(ack: Acknowledgement) -> str:
    """Return an acknowledgement as a whole file, one segment a line."""
    number = f"{ack.sender}{ack.group_control}{ack.day}"
    group = Group("FA", VERSION, ack.sender, ack.receiver, ack.day, number)
    return whole_file(group, "999", _body(ack))


def _body(ack: Acknowledgement) -> Iterator[str]:
    yield segment("AK1", ack.functional_id, ack.group_control, ack.version)
    for one in ack.sets:
        yield segment("AK2", one.kind, one.control, one.version)
        yield from _segment_faults(one)
        yield segment("IK5", one.result, _OF_SET if one.faults else "")
    good = sum(one.result != "R" for one in ack.sets)
    yield segment("AK9", ack.result, str(len(ack.sets)), str(len(ack.sets)), str(good))


def _segment_faults(answer: SetAnswer) -> Iterator[str]:
    """Write errors in their order; those of one segment follow one IK3."""
    last: tuple[str, int, str] | None = None
    for fault in answer.faults:
        where = (fault.segment, fault.position, fault.code)
        if where != last or not fault.element:
            loop = fault.loop[:LONGEST_LOOP]
            yield segment("IK3", fault.segment, str(fault.position), loop, fault.code)
        last = where if fault.element else None
        if fault.element:
            place = composite(str(fault.element), str(fault.component) if fault.component else "")
            copied = plain_text(fault.value)[:LONGEST_COPY]
            yield segment("IK4", place, "", fault.element_code, copied)
