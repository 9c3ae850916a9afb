"""The segments of a file, one after the other, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.interchange.x12.decoding import Progress, Source, opened, text_blocks
from tutor.interchange.x12.delimiters import (
    LONGEST_HEADER,
    Delimiters,
    bare_delimiters,
    delimiters_of,
)
from tutor.interchange.x12.faults import Fault, Faults, Place, X12Error

LONGEST_SEGMENT = 64 * 1024
"""Characters; more without a terminator is no segment."""
LONGEST_PREAMBLE = 64 * 1024
"""Characters before the first ISA that are looked through."""
TORN = "the file ends within a segment: it seems to be cut off"
_BETWEEN = " \t\r\n\x1a\ufeff"
"""What may stand between segments without meaning anything."""
_MEANING = re.compile(f"[^{_BETWEEN}]")
_ISA = re.compile(r"ISA[^A-Za-z0-9 \r\n]", re.IGNORECASE)
_BARE = re.compile(r"(?:GS|ST)[^A-Za-z0-9 \r\n]", re.IGNORECASE)
_ID = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_KINDS = (
    ("%PDF", "a PDF"),
    ("PK\x03\x04", "a zip file or spreadsheet"),
    ("<", "XML or a web page"),
    ("MSH|", "an HL7 message"),
    ("UNB", "EDIFACT"),
    ("UNA", "EDIFACT"),
    ("{", "JSON"),
    ("[", "JSON"),
)


class Segment:
    """One segment.

    Attributes:
        id: Such as `NM1`, in capitals.
        elements: As written; `elements[0]` is the id.
        place: Where it begins.
        delimiters: Of its interchange.
    """

    __slots__ = ("delimiters", "elements", "id", "place")

    def __init__(self, elements: list[str], place: Place, delimiters: Delimiters) -> None:
        self.id = elements[0]
        self.elements = elements
        self.place = place
        self.delimiters = delimiters

    def get(self, number: int) -> str:
        """Return an element without outer spaces; empty if it is not there."""
        return self.elements[number].strip() if number < len(self.elements) else ""

    def parts(self, number: int) -> list[str]:
        """Return an element's components; an empty list if it is not there."""
        text = self.get(number)
        return [part.strip() for part in text.split(self.delimiters.component)] if text else []

    def part(self, number: int, component: int) -> str:
        """Return a component (from 1) of an element; empty if it is not there."""
        parts = self.parts(number)
        return parts[component - 1] if component <= len(parts) else ""

    def repeats(self, number: int) -> list[str]:
        """Return an element's repetitions."""
        text = self.get(number)
        separator = self.delimiters.repeat
        return [one.strip() for one in text.split(separator)] if separator and text else [text]


def read_segments(
    source: Source, faults: Faults, progress: Progress | None = None
) -> Iterator[Segment]:
    """Return the segments of a file in order; what is wrong between them goes to `faults`.

    Raises:
        X12Error: It cannot be read as X12, or not from some place on.
    """
    with opened(source) as stream:
        yield from _Scanner(text_blocks(stream, faults, progress), faults).segments()


class _Scanner:
    """Cuts blocks of text into segments.

    Holds no more than a block and an unfinished segment at any time.
    """

    def __init__(self, blocks: Iterator[str], faults: Faults) -> None:
        self._blocks = blocks
        self._faults = faults
        self._buffer = ""
        self._at = 0
        self._line, self._column, self._number = 1, 1, 1
        self._delimiters: Delimiters | None = None
        self._ended = False

    def segments(self) -> Iterator[Segment]:
        """Cut the text."""
        self._begin()
        while self._skip_between():
            if self._delimiters is None:
                if not self._seek():
                    return
            elif self._starts_interchange():
                self._open()
            segment = self._next()
            if segment is not None:
                yield segment
                if segment.id == "IEA":
                    self._delimiters = None

    def _begin(self) -> None:
        """Find where the first interchange begins."""
        if not self._skip_between():
            raise X12Error("the file is empty")
        self._fill(LONGEST_PREAMBLE)
        found = _ISA.search(self._buffer, self._at)
        bare = _BARE.match(self._buffer, self._at)
        if bare and (found is None or found.start() > self._at):
            self._faults.add(
                Fault(
                    "the file begins without an ISA segment: its envelope is missing",
                    "ask for the whole file; a payer or clearinghouse refuses it like this",
                    self._place(),
                    bare[0][:2].upper(),
                )
            )
            self._delimiters = bare_delimiters(self._buffer[self._at :])
        elif found is None:
            raise X12Error(_no_x12(self._buffer[self._at :]))
        elif found.start() > self._at:
            self._faults.add(
                Fault(
                    "there is text before the ISA segment, which was left out",
                    "take it away: a file begins with ISA",
                    self._place(),
                )
            )
            self._advance(found.start())

    def _seek(self) -> bool:
        """Open the interchange that follows; tell of anything else. False at the end."""
        self._fill(LONGEST_HEADER)
        if self._starts_interchange():
            self._open()
            return True
        self._faults.add(
            Fault(
                "there is text after the end of the interchange, which was not read",
                "check whether something was appended to the file by mistake",
                self._place(),
            )
        )
        while (found := _ISA.search(self._buffer, self._at)) is None:
            self._advance(max(self._at, len(self._buffer) - 3))
            if not self._more():
                return False
        self._advance(found.start())
        self._fill(LONGEST_HEADER)
        self._open()
        return True

    def _starts_interchange(self) -> bool:
        if len(self._buffer) - self._at < LONGEST_HEADER:
            self._fill(LONGEST_HEADER)
        return (
            self._buffer[self._at : self._at + 3].upper() == "ISA"
            and _ISA.match(self._buffer, self._at) is not None
        )

    def _open(self) -> None:
        """Learn an interchange's delimiters."""
        head = self._buffer[self._at : self._at + LONGEST_HEADER]
        self._delimiters = delimiters_of(head, self._place(), self._faults)

    def _next(self) -> Segment | None:
        """Cut the next segment; None if there is nothing in it."""
        delimiters = self._delimiters
        assert delimiters is not None  # noqa: S101 - an interchange is open
        end = self._end_of_segment(delimiters.segment)
        place = self._place()
        text = self._buffer[self._at : end].strip(_BETWEEN)
        if not text:
            end = self._end_of_empty(end, delimiters.segment)
        self._advance(min(end + 1, len(self._buffer)))
        self._number += 1
        if "\n" in text or "\r" in text:
            text = text.replace("\r", "").replace("\n", "")
            self._wrapped(place)
        elements = text.split(delimiters.element)
        return self._checked(elements, place, delimiters)

    def _end_of_empty(self, end: int, terminator: str) -> int:
        """Take all empty segments of a row at once: there may be millions."""
        while self._buffer.startswith(terminator, end + 1):
            end += 1
            self._number += 1
        return end

    def _end_of_segment(self, terminator: str) -> int:
        """Return where the segment ends: at its terminator, or at the end of the file."""
        begin = self._at
        while (end := self._buffer.find(terminator, begin)) < 0:
            held = len(self._buffer) - self._at
            if held > LONGEST_SEGMENT:
                raise X12Error(
                    f"{self._place()}: no end of this segment ({terminator!r}) within "
                    f"{LONGEST_SEGMENT:,} characters: the file is damaged from here on, or its "
                    "ISA segment names a terminator that the file does not use"
                )
            if not self._more():
                self._no_terminator(terminator)
                return len(self._buffer)
            begin = self._at + held
        return end

    def _no_terminator(self, terminator: str) -> None:
        if terminator not in "\r\n":
            self._faults.add(
                Fault(
                    TORN,
                    "get the file again; compare its size with the sender's",
                    self._place(),
                )
            )

    def _wrapped(self, place: Place) -> None:
        self._faults.once(
            "wrapped",
            Fault(
                "line breaks stand within segments and were left out: the file seems to have been "
                "wrapped at a fixed width",
                "save it without wrapping",
                place,
                error=False,
            ),
        )

    def _checked(self, elements: list[str], place: Place, delimiters: Delimiters) -> Segment | None:
        name = elements[0].strip()
        if _ID.fullmatch(name):
            elements[0] = name
            return Segment(elements, place, delimiters)
        if _ID.fullmatch(name.upper()):
            self._faults.once(
                "lower",
                Fault(
                    f"segment {name!r} is in lower case; it was read as if in capitals",
                    "write everything in capitals: many payers reject small letters",
                    place,
                    name.upper(),
                ),
            )
            capitals = [element.upper() for element in elements]
            capitals[0] = name.upper()
            return Segment(capitals, place, delimiters)
        what = f"{name[:20]!r} is no segment id" if name else "there is an empty segment"
        self._faults.add(
            Fault(
                f"{what}; it was left out",
                "segments begin with two or three capitals or digits, such as NM1; look for a "
                "separator that does not belong there",
                place,
            )
        )
        return None

    def _place(self) -> Place:
        return Place(self._number, self._line, self._column)

    def _skip_between(self) -> bool:
        """Go to the next character that means something. False at the end of the file."""
        while True:
            found = _MEANING.search(self._buffer, self._at)
            at = found.start() if found else len(self._buffer)
            if at > self._at:
                self._advance(at)
            if found:
                return True
            if not self._more():
                return False

    def _advance(self, to: int) -> None:
        """Go on to a place in the buffer, counting lines."""
        breaks = self._buffer.count("\n", self._at, to)
        if breaks:
            self._line += breaks
            self._column = to - self._buffer.rfind("\n", self._at, to)
        else:
            self._column += to - self._at
        self._at = to

    def _fill(self, wanted: int) -> None:
        """Have at least so many characters in the buffer, if there are as many."""
        while len(self._buffer) - self._at < wanted and self._more():
            pass

    def _more(self) -> bool:
        """Take the next block. False at the end of the file."""
        if self._ended:
            return False
        block = next(self._blocks, None)
        if block is None:
            self._ended = True
            return False
        self._buffer = self._buffer[self._at :] + block
        self._at = 0
        return True


def _no_x12(text: str) -> str:
    """Say what a file seems to be that is no X12."""
    seems = next((name for sign, name in _KINDS if text.startswith(sign)), "")
    if seems:
        return f"this is {seems}, not X12: an X12 file begins with ISA"
    return "this is no X12 file: there is no ISA segment in its first 64 KB"
