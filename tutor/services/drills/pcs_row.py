"""ICD-10-PCS: which code can be built from this row of its table?

The row is printed, and the question is about the row as printed. Curated tables are parts of the
official ones, so that a code which the row lacks may well be valid: the full row or another row
of the full table may have it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from tutor.domain.pcs import AXES, HEAD, PcsBook, PcsRow, PcsTable, Value
from tutor.services.drills.build import (
    DISTRACTORS,
    Drill,
    Generator,
    Made,
    single,
)
from tutor.services.drills.kinds import SIBLING

MOST_VALUES = 12
"""Values of one column that are printed."""


def which_fits(pcs: PcsBook) -> Generator:
    """Return the generator over the tables of a book."""

    def generate(drill: Drill) -> Made | None:
        if not pcs.tables:
            return None
        table = drill.rng.choice(pcs.tables)
        row = drill.rng.choice(table.rows)
        if any(len(column) > MOST_VALUES for column in row.columns):
            return None
        key = tuple(drill.rng.choice(column) for column in row.columns)
        wrong = _wrong(drill, pcs, table, row, key)
        if len(wrong) < DISTRACTORS:
            return None
        chosen = drill.rng.sample(sorted(wrong), DISTRACTORS)
        options = single(
            drill.rng,
            (table.table + _text(key), f"Every character stands in the row: {_told(key)}."),
            [(code, wrong[code]) for code in chosen],
        )
        if options is None:
            return None
        stem = (
            f"One row, cut short, of ICD-10-PCS table {table.table} ({table.section}; "
            f"{table.body_system}; {table.operation}; {pcs.code_set}):\n\n"
            f"{_printed(pcs, table, row)}\n\nWhich code can be built from the row as printed here?"
        )
        return Made("single", stem, options, ("ICD-10-PCS Official Guidelines, A9",))

    return generate


def _wrong(
    drill: Drill, pcs: PcsBook, table: PcsTable, row: PcsRow, key: Sequence[Value]
) -> dict[str, str]:
    """Return codes that differ from codes of the row in one character it does not have."""
    others = table.rows if drill.level == SIBLING else tuple(r for t in pcs.tables for r in t.rows)
    found = {}
    for place, column in enumerate(row.columns):
        allowed = {value for value, _ in column}
        for value, meaning in _strangers(drill.rng, others, place, allowed):
            near = [drill.rng.choice(c) for c in row.columns] if drill.level != SIBLING else [*key]
            near[place] = (value, meaning)
            name = axis_names(pcs, table)[place]
            found[table.table + _text(near)] = (
                f"Character {place + HEAD + 1} ({name}): {value} does not stand in this row."
            )
    return found


def _strangers(
    rng: Random, rows: Sequence[PcsRow], place: int, allowed: set[str]
) -> Iterator[Value]:
    """Yield up to three values that stand in the column elsewhere, but not in this row."""
    values = {v: m for row in rows for v, m in row.columns[place] if v not in allowed}
    for value in rng.sample(sorted(values), min(3, len(values))):
        yield value, values[value]


def axis_names(pcs: PcsBook, table: PcsTable) -> tuple[str, ...]:
    """Return what characters 4 to 7 stand for in the table's section."""
    for section in pcs.sections:
        if section.value == table.table[0] and section.axes:
            return section.axes
    return AXES[HEAD:]


def _printed(pcs: PcsBook, table: PcsTable, row: PcsRow) -> str:
    lines = []
    for number, (name, column) in enumerate(
        zip(axis_names(pcs, table), row.columns, strict=True), HEAD + 1
    ):
        values = "; ".join(f"{value} {meaning}" for value, meaning in column)
        lines.append(f"{number} {name}: {values}")
    return "\n\n".join(lines)


def _text(values: Sequence[Value]) -> str:
    return "".join(value for value, _ in values)


def _told(values: Sequence[Value]) -> str:
    return "; ".join(f"{value} {meaning}" for value, meaning in values)
