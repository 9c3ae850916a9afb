"""What is wrong with a file, where, and what to do about it; gathered while it is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tutor.errors import TutorError

MOST_KEPT = 500
"""Faults of a file that are kept; the others are counted."""
LONGEST_TEXT = 300
"""Characters of what is wrong that are kept: values of a file may be of any length."""
MOST_KEYS, LONGEST_KEY = 1_000, 40
"""Keys of what is told once that are remembered, and characters of each."""


class X12Error(TutorError):
    """A file that cannot be read as X12 at all; the message says what it seems to be."""

    title = "The file cannot be read"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: number of the segment, line, and column; all from 1."""

    segment: int
    line: int
    column: int

    def __str__(self) -> str:
        return f"segment {self.segment:,} (line {self.line:,}, column {self.column:,})"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong or odd in a file.

    Attributes:
        what: What is wrong, with the values at fault.
        mend: What to do.
        place: Where; None if it is about the whole file.
        segment: Id of the segment, such as `NM1`; empty if there is none.
        element: Such as `NM109`; empty if the whole segment is meant.
        error: False for what is odd but can be worked with.
        source: Who found it: `tutor` or `pyx12`.
    """

    what: str
    mend: str
    place: Place | None = None
    segment: str = ""
    element: str = ""
    error: bool = True
    source: str = "tutor"


def fault_at(
    place: Place, segment: str, what: str, mend: str, *, element: str = "", error: bool = True
) -> Fault:
    """Return a fault of a place; see `Fault`."""
    return Fault(what, mend, place, segment, element, error)


class Faults:
    """Gathers faults in bounded memory.

    Attributes:
        kept: The first `MOST_KEPT`, in the order in which they were found.
        errors: Number of errors, kept or not; `notes` the number of others.
    """

    def __init__(self) -> None:
        self.kept: list[Fault] = []
        self.errors = 0
        self.notes = 0
        self._said: set[str] = set()

    def add(self, fault: Fault) -> None:
        """Take a fault."""
        if fault.error:
            self.errors += 1
        else:
            self.notes += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(_short(fault))

    def once(self, key: str, fault: Fault) -> None:
        """Take a fault, unless one of the same key was taken before.

        Where too many keys were said already, it is taken: a fault is not to be missed.
        """
        short = key[:LONGEST_KEY]
        if short in self._said:
            return
        if len(self._said) < MOST_KEYS:
            self._said.add(short)
        self.add(fault)


def _short(fault: Fault) -> Fault:
    if len(fault.what) <= LONGEST_TEXT:
        return fault
    return replace(fault, what=f"{fault.what[:LONGEST_TEXT]}…")
