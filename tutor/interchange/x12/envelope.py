"""Envelopes: interchange (ISA to IEA), group (GS to GE), transaction set (ST to SE).

Their counts and control numbers are checked; what is broken is told, and reading goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tutor.interchange.x12.faults import Fault, Faults
from tutor.interchange.x12.segments import Segment

MOST_CONTROLS, LONGEST_CONTROL = 1_000, 40
"""Control numbers of a group that are remembered, and characters of each."""
GROUPS = {
    "837": "HC", "835": "HP", "277": "HN", "999": "FA", "997": "FA", "270": "HS", "271": "HB",
    "276": "HR", "278": "HI", "834": "BE", "820": "RA",
}  # fmt: skip
"""GS01 that belongs to a kind of transaction set."""
NAMES = {
    "837": "claims", "835": "remittance advice", "277": "claim status", "999": "acknowledgement",
    "997": "acknowledgement (older)", "270": "eligibility inquiry", "271": "eligibility answer",
    "276": "claim status inquiry", "278": "authorization", "834": "enrollment",
    "820": "premium payment", "TA1": "interchange acknowledgement",
}  # fmt: skip
"""What kinds of transaction sets are, in plain words."""


@dataclass(frozen=True, slots=True)
class SetHead:
    """What is known of a transaction set from its envelope.

    Attributes:
        number: Of the set in the file, from 1.
        kind: ST01, such as `837`; `TA1` for an interchange acknowledgement, which is no set.
        control: ST02; `group_control` is GS06, `interchange_control` ISA13.
        version: Such as `005010X222A1` (ST03, else GS08).
        sender: Electronic id of the sender (GS02); `receiver` GS03.
        day: GS04 as written.
        test: Whether the interchange is marked as a test (ISA15).
    """

    number: int
    kind: str
    control: str
    version: str
    functional_id: str = ""
    sender: str = ""
    receiver: str = ""
    group_control: str = ""
    interchange_control: str = ""
    day: str = ""
    test: bool = False

    @property
    def old(self) -> bool:
        """Whether it is version 4010, which HIPAA replaced by 5010 on 1 January 2012."""
        return self.version.startswith("004010")


@dataclass(slots=True)
class _Open:
    """An envelope that is open: its first segment, and what was counted in it."""

    segment: Segment
    counted: int = 0


def sets_of(segments: Iterable[Segment], faults: Faults) -> Iterator[tuple[SetHead, Segment]]:
    """Return the segments of all transaction sets, each with its set; ST is the first, SE the last.

    A TA1, which stands alone between ISA and GS, comes like a set of its own.

    `itertools.groupby` on the head gives one set after the other.
    """
    envelope = _Envelope(faults)
    for segment in segments:
        head = envelope.take(segment)
        if head is not None:
            yield head, segment
    envelope.end()


class _Envelope:
    """Which envelopes are open, and whether they close as they should."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults
        self._isa: _Open | None = None
        self._gs: _Open | None = None
        self._st: _Open | None = None
        self._head: SetHead | None = None
        self._sets = 0
        self._controls: set[str] = set()

    def take(self, segment: Segment) -> SetHead | None:
        """Take the next segment; return its transaction set, if it is in one."""
        match segment.id:
            case "ISA":
                self._close_all(segment)
                self._isa = _Open(segment)
            case "GS":
                self._open_group(segment)
            case "ST":
                self._open_set(segment)
                return self._head
            case "SE":
                return self._close_set(segment)
            case "GE":
                self._close_group(segment)
            case "IEA":
                self._close_interchange(segment)
            case _:
                return self._within(segment)
        return None

    def end(self) -> None:
        """Tell what is still open at the end of the file."""
        self._close_all(None)
        if not self._sets:
            self._say(None, "the file holds no transaction set", "there is nothing to read in it")

    def _within(self, segment: Segment) -> SetHead | None:
        if self._st is None:
            if segment.id == "TA1":
                self._sets += 1
                return SetHead(self._sets, "TA1", segment.get(1), "")
            if segment.id not in ("ISB", "ISE"):
                self._say(
                    segment,
                    f"segment {segment.id} stands outside any transaction set and was left out",
                    "its ST segment is missing, or the set ended too early",
                )
            return None
        self._st.counted += 1
        return self._head

    def _open_group(self, segment: Segment) -> None:
        self._unclosed_set(segment)
        self._unclosed_group(segment)
        self._gs = _Open(segment)
        self._controls = set()
        if self._isa is not None:
            self._isa.counted += 1

    def _open_set(self, segment: Segment) -> None:
        self._unclosed_set(segment)
        self._sets += 1
        if self._gs is not None:
            self._gs.counted += 1
        elif self._isa is not None:
            self._say(segment, "ST stands outside any group: its GS is missing", "look for its GS")
        self._st = _Open(segment, 1)
        self._head = head = self._head_of(segment)
        if head.control and head.control in self._controls:
            self._say(
                segment,
                f"control number {head.control} was used before in this group",
                "give every transaction set of a group its own ST02",
                "ST02",
            )
        # bounded memory counts more than finding all doubles
        if len(self._controls) < MOST_CONTROLS and len(head.control) <= LONGEST_CONTROL:
            self._controls.add(head.control)
        expected = GROUPS.get(head.kind)
        if expected and head.functional_id and head.functional_id != expected:
            self._say(
                segment,
                f"a {head.kind} stands in a group marked {head.functional_id} (GS01) instead of "
                f"{expected}",
                f"GS01 has to be {expected}",
                "GS01",
            )
        if head.old:
            self._faults.once(
                f"4010 {head.kind}",
                Fault(
                    f"this {head.kind} is version 4010 ({head.version}), which 5010 replaced on "
                    "1 January 2012; it is read as far as the two are alike",
                    "ask for version 5010",
                    segment.place,
                    "ST",
                    error=False,
                ),
            )

    def _head_of(self, st: Segment) -> SetHead:
        group = self._gs.segment if self._gs else None
        isa = self._isa.segment if self._isa else None
        return SetHead(
            number=self._sets,
            kind=st.get(1),
            control=st.get(2),
            version=st.get(3) or (group.get(8) if group else ""),
            functional_id=group.get(1) if group else "",
            sender=group.get(2) if group else "",
            receiver=group.get(3) if group else "",
            group_control=group.get(6) if group else "",
            interchange_control=isa.get(13) if isa else "",
            day=group.get(4) if group else "",
            test=isa is not None and isa.get(15) == "T",
        )

    def _close_set(self, segment: Segment) -> SetHead | None:
        if self._st is None:
            self._say(segment, "SE closes a transaction set that was not opened", "look for its ST")
            return None
        self._st.counted += 1
        self._compare(segment, "SE01", "segments", 1, self._st.counted)
        self._same(segment, "SE02", segment.get(2), "ST02", self._st.segment.get(2))
        head, self._st, self._head = self._head, None, None
        return head

    def _close_group(self, segment: Segment) -> None:
        self._unclosed_set(segment)
        if self._gs is None:
            self._say(segment, "GE closes a group that was not opened", "look for its GS")
            return
        self._compare(segment, "GE01", "transaction sets", 1, self._gs.counted)
        self._same(segment, "GE02", segment.get(2), "GS06", self._gs.segment.get(6))
        self._gs = None

    def _close_interchange(self, segment: Segment) -> None:
        self._unclosed_set(segment)
        self._unclosed_group(segment)
        if self._isa is None:
            self._say(segment, "IEA closes an interchange that was not opened", "look for its ISA")
            return
        self._compare(segment, "IEA01", "groups", 1, self._isa.counted)
        self._same(segment, "IEA02", segment.get(2), "ISA13", self._isa.segment.get(13))
        self._isa = None

    def _close_all(self, at: Segment | None) -> None:
        self._unclosed_set(at)
        self._unclosed_group(at)
        self._unclosed("interchange", "ISA", "IEA", self._isa, at)
        self._isa = None

    def _unclosed_set(self, at: Segment | None) -> None:
        self._unclosed("transaction set", "ST", "SE", self._st, at)
        self._st = self._head = None

    def _unclosed_group(self, at: Segment | None) -> None:
        self._unclosed("group", "GS", "GE", self._gs, at)
        self._gs = None

    def _unclosed(
        self, thing: str, first: str, last: str, one: _Open | None, at: Segment | None
    ) -> None:
        if one is None:
            return
        before = f"before {at.id}" if at is not None else "at the end of the file"
        self._say(
            at or one.segment,
            f"the {thing} opened at {first}, line {one.segment.place.line:,}, is not closed "
            f"{before}: {last} is missing",
            "the file may be cut off: get it again",
        )

    def _compare(
        self, segment: Segment, element: str, things: str, number: int, counted: int
    ) -> None:
        said = segment.get(number)
        if not (said.isascii() and said.isdigit() and (said.lstrip("0") or "0") == str(counted)):
            self._say(
                segment,
                f"{element} says {said or 'nothing'}, but there are {counted:,} {things}",
                "something was lost or added after the file was made: get it again",
                element,
            )

    def _same(self, segment: Segment, element: str, said: str, first: str, meant: str) -> None:
        if said != meant:
            self._say(
                segment,
                f"control number {said or '(none)'} ({element}) is not the one it was opened "
                f"with, {meant or '(none)'} ({first})",
                f"{element} has to repeat {first}",
                element,
            )

    def _say(self, segment: Segment | None, what: str, mend: str, element: str = "") -> None:
        place = segment.place if segment else None
        self._faults.add(Fault(what, mend, place, segment.id if segment else "", element))
