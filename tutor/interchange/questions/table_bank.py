"""Tables of questions, whatever file they are in: from rows of cells to questions and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tutor.domain.foreign import (
    CHOICE,
    MATCH,
    ForeignAnswer,
    ForeignBank,
    ForeignItem,
    Loss,
    Place,
    Refused,
)
from tutor.domain.text import one_line
from tutor.errors import ForeignFileError
from tutor.interchange.questions.table_cells import cells_of
from tutor.interchange.questions.table_columns import column_of, columns_for, row_for
from tutor.interchange.questions.table_rows import RowError, item_of
from tutor.interchange.questions.text_file import MOST_QUESTIONS

LONGEST = 100_000
"""Characters of a cell that is read."""
MOST_COLUMNS = 300
"""Columns that are read: 26 options with their pairs and reasons, and the others, are 97."""
Rows = Iterable[tuple[int, Sequence[str]]]
"""Rows with their numbers; the first of a file is 1."""


def bank_of(rows: Rows, name: str, notes: Sequence[str] = ()) -> ForeignBank:
    """Read a table whose first row that is not empty names its columns.

    A cell whose text is a fault (see `Fault`) refuses its row.

    Raises:
        ForeignFileError: It has no column for the question, or no question.
    """
    columns: dict[int, str] = {}
    told = list(notes)
    items: list[ForeignItem] = []
    refused: list[Refused] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = _columns(cells, number, name, told)
            continue
        if len(items) + len(refused) >= MOST_QUESTIONS:
            raise ForeignFileError(
                f"{name}:{number}: more than {MOST_QUESTIONS:,} questions; split the file"
            )
        named = {columns[at]: cell for at, cell in enumerate(cells) if at in columns}
        place = Place(name, number)
        try:
            items.append(_item(named, place))
        except RowError as error:
            refused.append(Refused(place, one_line(named.get("question", ""), 60), str(error)))
    if not items and not refused:
        raise ForeignFileError(f"{name}: there is no question in it; fill rows under the headings")
    return ForeignBank(tuple(items), tuple(refused), tuple(told))


class Fault(str):
    """A cell that cannot be read, such as a formula; its text says why."""

    __slots__ = ()


def known(heading: Sequence[str]) -> int:
    """Return how many columns of a heading are known; 0 if none holds the question."""
    names = {column_of(cell) for cell in heading}
    return len(names - {""}) if "question" in names else 0


def _columns(cells: Sequence[str], number: int, name: str, told: list[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    others = []
    for at, cell in enumerate(cells[:MOST_COLUMNS]):
        column = column_of(cell)
        if column and column in columns.values():
            raise ForeignFileError(
                f'{name}:{number}: two columns are "{one_line(cell, 30)}"; leave one of them'
            )
        if column:
            columns[at] = column
        elif cell.strip():
            others.append(one_line(cell, 30))
    if "question" not in columns.values():
        raise ForeignFileError(
            f'{name}:{number}: no column is headed "question"; `tutor bank template` writes a '
            "table to fill in"
        )
    if others:
        told.append(f"{name}:{number}: columns that are not read: {', '.join(others[:20])}")
    return columns


def _item(cells: dict[str, str], place: Place) -> ForeignItem:
    for column, cell in cells.items():
        if isinstance(cell, Fault):
            raise RowError(f"{column}: {cell}")
        if len(cell) > LONGEST:
            raise RowError(f"{column}: longer than {LONGEST:,} characters")
    return item_of(cells, place)


def table_of(items: Sequence[ForeignItem]) -> tuple[list[list[str]], tuple[Loss, ...]]:
    """Return the rows of a table, its headings first, and what was lost."""
    losses: list[Loss] = []
    rows = [(item, cells_of(item, losses)) for item in items]
    columns = columns_for([item for item, cells in rows if cells])
    return [list(columns), *(row_for(columns, cells) for _, cells in rows if cells)], tuple(losses)


EXAMPLES = (
    ForeignItem(
        Place("template"),
        CHOICE,
        "A payer denies a claim because it came after the filing limit. What is looked for first?",
        (
            ForeignAnswer("a", "Proof that it was sent in time", 100.0, "It reverses the denial."),
            ForeignAnswer("b", "The patient's new address", 0.0, "It has nothing to do with time."),
            ForeignAnswer("c", "A reason to bill the patient", 0.0, "The contract forbids it."),
        ),
        ref="example-1",
        rationale="An acceptance report of the payer is the proof.",
        category="Billing/Denials",
        tags=("cpb:bill",),
        meta=(("role", "biller"), ("level", "apply"), ("difficulty", "2")),
    ),
    ForeignItem(
        Place("template"),
        MATCH,
        "Match the group code of an adjustment with what it stands for.",
        (
            ForeignAnswer("a", "CO", 100.0, "It is written off.", match="contractual obligation"),
            ForeignAnswer("b", "PR", 100.0, "It is billed.", match="patient responsibility"),
            ForeignAnswer("c", "OA", 100.0, "It is neither of them.", match="other adjustment"),
        ),
        distractors=("payer initiated reduction",),
        ref="example-2",
        category="Billing/Remittances",
    ),
)
"""The rows of the template: written over by whoever fills it in."""
