"""One cell of a response matrix: a mark, or the letters of the options chosen."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from tutor.domain.response_matrix import Choice
from tutor.domain.whole_number import is_whole

LETTERS = "ABCDEFGHIJ"
"""Labels an option can have."""
UNANSWERED = ("-", "–", "*")
"""Cells of a question that was seen and earned nothing: left out, or marked unreadably."""
HIGHEST_MARK = 1_000_000
_NUMBER = re.compile(r"[+-]?(\d+([.]\d*)?|[.]\d+)", re.ASCII)
_BETWEEN_LETTERS = re.compile(r"[\s,;+&]+")
_BETWEEN_KEYS = re.compile(r"[|/]")


class CellError(ValueError):
    """A cell that cannot be read; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A cell as read: what it earned, and what was chosen where that is known."""

    mark: float | None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class CellReader:
    """How the cells of one column are read.

    Attributes:
        maximum: The most a cell can earn.
        keys: Right answers; none where the cells are marks.
        letters: Options that exist.
        decimal_comma: Whether `0,5` is a half.
        blank_zero: Whether a blank cell earned nothing, rather than not being seen.
        maximum_given: Whether the table states the maximum.
    """

    maximum: float
    keys: tuple[Choice, ...]
    letters: str
    decimal_comma: bool
    blank_zero: bool
    maximum_given: bool

    def read(self, cell: str) -> Answer:
        """Return what a cell says.

        Raises:
            CellError: It cannot be read.
        """
        if not cell and not self.blank_zero:
            return Answer(None)
        if not cell or cell in UNANSWERED:
            return Answer(0.0, () if self.keys else None)
        if not self.keys:
            return Answer(self._mark(cell))
        chosen = letters_of(cell, self.letters)
        return Answer(self.maximum if chosen in self.keys else 0.0, chosen)

    def fits(self, cell: str) -> bool:
        """Whether a cell can be read."""
        try:
            self.read(cell)
        except CellError:
            return False
        return True

    def _mark(self, cell: str) -> float:
        mark = number(cell, decimal_comma=self.decimal_comma)
        if mark is None and cell.isascii() and cell.isalpha() and len(cell) == 1:
            raise CellError(
                f'"{cell}" is not a mark: where cells are options, add a row KEY that names the '
                "right ones"
            )
        if mark is None:
            raise CellError(
                f'"{cell[:20]}" is not a mark: give a number from 0 to {self.maximum:g}, "-" where '
                "it was left unanswered, or leave it blank where it was not seen"
            )
        if mark > self.maximum:
            hint = "correct one of them" if self.maximum_given else "add a row MAX with the maxima"
            raise CellError(f"{cell} is more than the maximum mark {self.maximum:g}: {hint}")
        if mark < -self.maximum:
            raise CellError(f"{cell} is below -{self.maximum:g}, the lowest mark there can be")
        return mark


def number(cell: str, *, decimal_comma: bool) -> float | None:
    """Return a plain number; None where the cell is none."""
    text = cell.replace(",", ".") if decimal_comma else cell
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text)
    return value if isfinite(value) else None


def letters_of(cell: str, letters: str = LETTERS) -> Choice:
    """Return the options a cell names, in order, such as ("A", "C") for `ca` or `A, C`.

    Raises:
        CellError: It names something else.
    """
    joined = _BETWEEN_LETTERS.sub("", cell).upper()
    if not joined or not set(joined) <= set(letters):
        raise CellError(
            f'"{cell[:20]}" is not an option: give letters from {letters[0]} to {letters[-1]}, or '
            '"-" where it was left unanswered'
        )
    return tuple(sorted(set(joined)))


def keys_of(cell: str) -> tuple[Choice, ...]:
    """Return the right answers a key names: `B`; `A|C` for either; `AC` for both together.

    Raises:
        CellError: It names something else, or one twice.
    """
    found = tuple(letters_of(part) for part in _BETWEEN_KEYS.split(cell))
    if len(set(found)) < len(found):
        raise CellError(f'"{cell[:20]}" names the same answer twice')
    return found


def maximum_of(cell: str, *, decimal_comma: bool) -> float:
    """Return a maximum mark.

    Raises:
        CellError: It is none.
    """
    value = number(cell, decimal_comma=decimal_comma)
    if value is None or not 0 <= value <= HIGHEST_MARK:
        raise CellError(f'"{cell[:20]}" is not a maximum mark: give a number from 0 up')
    return value


def options_of(cell: str) -> int:
    """Return a number of options.

    Raises:
        CellError: It is none.
    """
    if not (is_whole(cell) and 2 <= int(cell) <= len(LETTERS)):
        raise CellError(f'"{cell[:20]}" is not a number of options: give 2 to {len(LETTERS)}')
    return int(cell)
