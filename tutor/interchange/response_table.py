"""From a table of text to a response matrix: rows are learners, columns are items.

Understood are a row of item names, a first column of learners, and rows that begin with `KEY`
(right options), `MAX` (maximum marks) or `OPTIONS` (how many options an item has), anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tutor.domain.response_matrix import MatrixItem, ResponseMatrix
from tutor.interchange.delimited import Row, Table
from tutor.interchange.response_cells import LETTERS, Answer, CellError
from tutor.interchange.response_layout import (
    Faults,
    ItemColumn,
    Layout,
    ReadingRules,
    find_layout,
)


@dataclass(frozen=True, slots=True)
class ResponseTable:
    """A table as understood.

    Attributes:
        learners: Their names or ids, row by row; `line 3` where there is none.
        header: Whether there was a row of item names.
        ids: Whether there was a column of learners.
        notes: What a reader should know of how it was understood.
    """

    matrix: ResponseMatrix
    learners: tuple[str, ...]
    header: bool
    ids: bool
    notes: tuple[str, ...]


def read_responses(table: Table, rules: ReadingRules) -> ResponseTable:
    """Return what a table says.

    Raises:
        TableError: Cells or rows cannot be read; every one of them is named.
    """
    faults = Faults(table.name)
    layout = find_layout(table, rules, faults)
    people, repeats = _attempts(layout, rules)
    rows = _answers(people, layout.columns, faults)
    faults.stop()
    items, guessed = _items(layout.columns, rows)
    keyed = any(item.keys for item in items)
    matrix = ResponseMatrix(
        items,
        tuple(tuple(answer.mark for answer in row) for row in rows),
        tuple(tuple(answer.choice for answer in row) for row in rows) if keyed else (),
    )
    notes = (*table.notes, *repeats, *_blank_note(matrix, people, layout, rules), *guessed)
    learners = tuple(_learner(row, ids=layout.ids) for row in people)
    return ResponseTable(matrix, learners, layout.heading is not None, layout.ids, notes)


def _attempts(layout: Layout, rules: ReadingRules) -> tuple[tuple[Row, ...], tuple[str, ...]]:
    """Return the rows that count: of each learner the first, unless all are to."""
    if not layout.ids or rules.repeats:
        return layout.people, ()
    kept: dict[str, Row] = {}
    for row in layout.people:
        kept.setdefault(row.cells[0].casefold() or f"\n{row.line}", row)
    left = len(layout.people) - len(kept)
    note = (
        f"{left} more rows of the same learner were left out: only the first of each counts "
        "(--repeats counts all)"
    )
    return tuple(kept.values()), (note,) if left else ()


def _answers(
    people: Sequence[Row], columns: Sequence[ItemColumn], faults: Faults
) -> list[list[Answer]]:
    """Read the cells; most columns hold few different ones, so each is read once."""
    known: list[dict[str, Answer]] = [{} for _ in columns]
    rows = []
    for row in people:
        answers = []
        for column, seen in zip(columns, known, strict=True):
            cell = row.cells[column.place]
            answer = seen.get(cell)
            if answer is None:
                answer = _answer(cell, column, row, faults)
                if answer is None:
                    continue
                seen[cell] = answer
            answers.append(answer)
        rows.append(answers)
    return rows


def _answer(cell: str, column: ItemColumn, row: Row, faults: Faults) -> Answer | None:
    try:
        return column.reader.read(cell)
    except CellError as error:
        faults.add(row.line, str(error), column.place)
        return None


def _items(
    columns: Sequence[ItemColumn], rows: Sequence[Sequence[Answer]]
) -> tuple[tuple[MatrixItem, ...], tuple[str, ...]]:
    """Return the items; options that no row states go up to the highest letter in the table."""
    used = {label for column in columns for key in column.reader.keys for label in key}
    for row in rows:
        for answer in row:
            used.update(answer.choice or ())
    highest = max(2, LETTERS.index(max(used)) + 1) if used else 0
    assumed = any(column.reader.keys and column.options is None for column in columns)
    items = tuple(
        MatrixItem(
            column.name,
            column.reader.maximum,
            column.reader.keys,
            tuple(LETTERS[: column.options or (highest if column.reader.keys else 0)]),
        )
        for column in columns
    )
    note = (
        f"options are taken to be A to {LETTERS[highest - 1]}, the letters in use (a row OPTIONS "
        "or --options says otherwise)"
    )
    return items, (note,) if assumed else ()


def _blank_note(
    matrix: ResponseMatrix, people: Sequence[Row], layout: Layout, rules: ReadingRules
) -> tuple[str, ...]:
    blank = sum(row.cells[column.place] == "" for row in people for column in layout.columns)
    if not blank:
        return ()
    share = 100 * blank / (len(people) * len(matrix.items))
    if rules.blank_zero:
        return (f"{blank} blank cells ({share:.1f} %) count as answers that earned nothing",)
    return (
        f"{blank} blank cells ({share:.1f} %) count as not seen (--blank zero counts them as "
        "answers that earned nothing)",
    )


def _learner(row: Row, *, ids: bool) -> str:
    return (row.cells[0] if ids else "") or f"line {row.line}"
