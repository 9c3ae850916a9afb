"""The text that pyx12 is given of a file: tidied, cut where it is too long, and closed.

pyx12 4.0 has faults that are kept away from here: it does not know the guides X222A2 and X223A3
(they are named as those before them, which differ in nothing it checks), fails on an 835 with ST03
(left out for it), takes control characters for no separators, and stops at letters not in UTF-8
(it is handed text, not a file).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tutor.interchange.x12.faults import Place
from tutor.interchange.x12.segments import Segment

LARGEST = 3_000_000
"""Characters that pyx12 is given: it keeps a whole file's findings in memory, and is slow."""
_SAME_GUIDE = {"005010X222A2": "005010X222A1", "005010X223A3": "005010X223A2"}
_ISA_WIDTHS = (3, 2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_BEGINS = {"837": ("HL", "CLM"), "835": ("LX", "CLP"), "277": ("HL",), "999": ("AK2",)}
"""Segments before which a transaction set may end early, by kind ..."""
_WHOLE = {"837": "CLM", "835": "CLP", "277": "STC", "999": "IK5"}
"""... once this one came since the last of them."""
_SEPARATORS = ":>^!|<"
"""What stands in for a separator that pyx12 does not take."""
_TEXT = "?"
"""What a character of the text becomes that is a separator now, and was none."""


@dataclass(slots=True)
class _Envelope:
    """What is open, and what was counted in it."""

    isa: str | None = None
    gs: str | None = None
    st: str | None = None
    kind: str = ""
    groups: int = 0
    sets: int = 0
    segments: int = 0
    whole: bool = False

    def may_end(self, before: Segment) -> bool:
        """Whether what is open may be closed before a segment."""
        if self.st is None:
            return self.sets > 0 and before.id in ("ST", "GE")
        return self.whole and before.id in _BEGINS.get(self.kind, ())

    def take(self, name: str, elements: list[str]) -> None:
        """Take a segment: its id, and its elements as they are written."""
        get = [*elements, *[""] * 14]
        match name:
            case "ISA":
                self.isa, self.groups = get[13], 0
                self.gs = self.st = None
            case "GS":
                self.gs, self.sets, self.st = get[6], 0, None
                self.groups += 1
            case "ST":
                self.st, self.kind, self.segments, self.whole = get[2], get[1], 0, False
                self.sets += 1
            case "SE":
                self.st = None
            case "GE":
                self.gs = self.st = None
            case "IEA":
                self.isa = self.gs = self.st = None
        self.segments += 1
        if name in _BEGINS.get(self.kind, ()):
            self.whole = False
        if name == _WHOLE.get(self.kind):
            self.whole = True

    def closing(self) -> Iterator[tuple[str, ...]]:
        """Return the segments that close what is open."""
        if self.st is not None:
            yield "SE", str(self.segments + 1), self.st
        if self.gs is not None:
            yield "GE", str(self.sets), self.gs
        if self.isa is not None:
            yield "IEA", str(self.groups), self.isa


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the text may end: how long it is then, of how many segments, and what closes it."""

    length: int
    segments: int
    closing: tuple[tuple[str, ...], ...]


class Given:
    """The text that pyx12 is given: the segments of one interchange after the other, tidied.

    What is still open at its end is closed there: our own checks tell what is missing.

    Attributes:
        places: Of each segment; those that were added to close it have none.
        note: Why it is not the whole file; empty if it is.
        version: Of the first group.
    """

    def __init__(self) -> None:
        self.text = io.StringIO()
        self.places: list[Place] = []
        self.note = ""
        self.version = ""
        self._envelope = _Envelope()
        self._cut: _Cut | None = None
        self._last: _Cut | None = None
        self._first: Segment | None = None
        self._ended = False
        self._stand_ins: dict[int, str] = {}

    def take(self, segments: Iterator[Segment]) -> None:
        """Take segments until there are too many."""
        for segment in segments:
            if self._first is None:
                self._begin(segment)
            elif segment.delimiters != self._first.delimiters:
                self.note = "pyx12 checked only the first interchange: another has other separators"
                return
            here = self._here()
            if here.length > LARGEST:
                self._end_at(self._cut or here)
                self.note = (
                    f"pyx12 checked only the first {len(self.places):,} segments: it is slow, and "
                    f"given {LARGEST // 1_000_000} MB at most"
                )
                return
            if self._envelope.may_end(segment):
                self._cut = here
            self._last = here
            self._take(segment)

    def close(self, *, torn: bool) -> None:
        """Close what is open.

        Args:
            torn: The file ends within its last segment, which is then left out.
        """
        if self._ended or self._last is None:
            return
        cut = self._last if torn and not self.note else self._here()
        self._end_at(cut)
        if cut.closing:
            self.note = self.note or "pyx12 checked its syntax up to where it breaks off"

    def _begin(self, first: Segment) -> None:
        """Learn what separates, and what has to stand in for it."""
        self._first = first
        each = first.delimiters
        used = {each.element, each.segment, each.component, each.repeat}
        free = [one for one in _SEPARATORS if one not in used]
        for separator in (each.component, each.repeat):
            if separator and not (separator.isascii() and separator.isprintable()):
                self._stand_ins[ord(free[0])] = _TEXT
                self._stand_ins[ord(separator)] = free.pop(0)

    def _here(self) -> _Cut:
        closing = tuple(self._envelope.closing())
        return _Cut(self.text.tell(), len(self.places), closing)

    def _end_at(self, cut: _Cut) -> None:
        """Leave out what was taken after a place, and close what was open there."""
        self._ended = True
        self.text.seek(cut.length)
        self.text.truncate()
        del self.places[cut.segments :]
        for elements in cut.closing:
            self._write(elements)

    def _take(self, segment: Segment) -> None:
        elements = self._tidied(segment)
        self.places.append(segment.place)
        self._envelope.take(segment.id, elements)
        self._write(elements)

    def _write(self, elements: Sequence[str]) -> None:
        assert self._first is not None  # noqa: S101 - its separators are used for all
        separators = self._first.delimiters
        self.text.write(separators.element.join(elements) + separators.segment)

    def _tidied(self, segment: Segment) -> list[str]:
        elements = list(segment.elements)
        if self._stand_ins:
            elements = [element.translate(self._stand_ins) for element in elements]
        if segment.id == "ISA":
            widths = _ISA_WIDTHS[: len(elements)]
            return [text[:size].ljust(size) for text, size in zip(elements, widths, strict=False)]
        if segment.id == "GS" and len(elements) > 8:
            elements[8] = _SAME_GUIDE.get(elements[8], elements[8])
            self.version = self.version or elements[8]
        elif segment.id == "ST" and len(elements) > 3:
            elements[3] = _SAME_GUIDE.get(elements[3], elements[3])
            if elements[1] == "835":
                del elements[3:]
        return elements
