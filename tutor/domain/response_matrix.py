"""A response matrix: what each learner earned, and chose, on each item of a test."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypeVar

Choice = tuple[str, ...]
"""The labels of the options chosen; empty where the question was left unanswered."""
Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class MatrixItem:
    """One column.

    Attributes:
        name: As in the report.
        maximum: The mark a full answer earns.
        keys: Answers that are right; more than one label in an answer is a multiple response.
        options: Labels of all options offered; empty where they are not known.
        several: Whether any number of options may be chosen.
        typed: Whether there is nothing to choose from, so that blind guessing earns nothing.
    """

    name: str
    maximum: float = 1.0
    keys: tuple[Choice, ...] = ()
    options: tuple[str, ...] = ()
    several: bool = False
    typed: bool = False

    @property
    def random_guess(self) -> float | None:
        """The mark in percent that blind guessing earns on average; None where unknown.

        For single choice it is the mean over the options, as Moodle has it. A multiple response
        has none, other kinds have 0.
        """
        if self.typed:
            return 0.0
        if self.multiple or not self.options:
            return None
        return 100 * max(1, len(self.keys)) / len(self.options)

    @property
    def multiple(self) -> bool:
        """Whether it is a multiple response."""
        return self.several or any(len(key) > 1 for key in self.keys)


@dataclass(frozen=True, slots=True)
class ResponseMatrix:
    """Rows are learners, columns are items.

    Attributes:
        items: The columns.
        marks: A row each learner; None where the learner did not see the item.
        choices: As `marks`, where it is known what was chosen; None elsewhere. Empty where it is
            not known for any item.
        drawn: Whether a column is a place, in which learners had different questions.
    """

    items: tuple[MatrixItem, ...]
    marks: tuple[tuple[float | None, ...], ...]
    choices: tuple[tuple[Choice | None, ...], ...] = ()
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """A matrix added up, without the learners who saw nothing.

    Attributes:
        totals: Marks earned by each learner.
        maxima: Marks each of them could have earned, of what they saw.
        columns: Marks item by item, in the order of `totals`.
        choices: As `columns`; empty where no choice is known.
        adjusted: Whether learners saw different items. An item that nobody saw is no difference.
        differ: Whether they did so, be it in the same columns.
    """

    totals: tuple[float, ...]
    maxima: tuple[float, ...]
    columns: tuple[tuple[float | None, ...], ...]
    choices: tuple[tuple[Choice | None, ...], ...]
    adjusted: bool
    differ: bool


def score(matrix: ResponseMatrix) -> Scores:
    """Add up a matrix."""
    kept = [number for number, row in enumerate(matrix.marks) if row.count(None) < len(row)]
    rows = [matrix.marks[number] for number in kept]
    columns = _turned(rows, len(matrix.items))
    blanks = [marks.count(None) for marks in columns]
    limits = [item.maximum for item in matrix.items]
    seen = fsum(limit for limit, blank in zip(limits, blanks, strict=True) if blank < len(rows))
    adjusted = any(0 < blank < len(rows) for blank in blanks)
    return Scores(
        totals=tuple(fsum(mark for mark in row if mark is not None) for row in rows),
        maxima=tuple(_limit(row, limits) if adjusted else seen for row in rows),
        columns=columns,
        choices=_turned([matrix.choices[number] for number in kept], len(matrix.items))
        if matrix.choices
        else (),
        adjusted=adjusted,
        differ=adjusted or matrix.drawn,
    )


def _limit(row: Sequence[float | None], limits: Sequence[float]) -> float:
    return fsum(limit for limit, mark in zip(limits, row, strict=True) if mark is not None)


def _turned(rows: Sequence[Sequence[Cell]], width: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the columns of a table; empty ones where it has no rows."""
    return tuple(zip(*rows, strict=True)) if rows else ((),) * width
