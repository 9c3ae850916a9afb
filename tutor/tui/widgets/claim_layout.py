"""Where the boxes of a form stand: rows of cells, the CMS-1500 as it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.claims.desk_boxes import CMS1500, desk_boxes
from tutor.domain.claims.shown import FormWork


@dataclass(frozen=True, slots=True)
class Cell:
    """A box in a row. `weight` is its part of the row's width, in columns of about eighty."""

    box: str
    weight: int


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of boxes.

    Attributes:
        section: Heading above it, where a section begins.
        tight: Whether it is a service line: its boxes' names stand above the first one alone.
    """

    cells: tuple[Cell, ...]
    section: str = ""
    tight: bool = False


_ROWS = (
    ("Payer", "carrier.name:50 carrier.id:28"),
    ("Insured and patient", "1:30 1a:48"),
    ("", "2:30 3.birth:13 3.sex:8 4:27"),
    ("", "5.street:30 6:16 7.street:32"),
    ("", "5.city:28 5.state:9 7.city:30 7.state:11"),
    ("", "5.zip:18 5.phone:20 7.zip:18 7.phone:22"),
    ("", "9:30 10a:18 11:30"),
    ("", "9a:26 10b:16 10b.state:8 11a.birth:16 11a.sex:12"),
    ("", "9d:26 10c:16 11b:36"),
    ("", "10d:26 11c:34 11d:18"),
    ("", "12:39 13:39"),
    ("Condition", "14:14 14.qual:12 15:14 15.qual:12 16.from:13 16.to:13"),
    ("", "17.qual:10 17:27 17b:15 18.from:13 18.to:13"),
    ("", "19:44 20:18 20.charge:16"),
    ("Diagnoses", "21.A:18 21.B:18 21.C:18 21.D:18"),
    ("", "21.E:18 21.F:18 21.G:18 21.H:18"),
    ("", "21.I:18 21.J:18 21.K:18 21.L:18"),
    ("", "21.ind:10 22.code:18 22.ref:24 23:26"),
)
_LINE = "24A.from:10 24A.to:10 24B:3 24C:3 24D:5 24D.mods:8 24E:4 24F:8 24G:3 24J:10"
_END = (
    ("Provider", "25:22 25.kind:10 26:26 27:20"),
    ("", "28:20 29:20 31:24 31.date:14"),
    ("", "32:34 32a:14 33:30"),
    ("", "32.street:34 33.street:30 33a:14"),
    ("", "32.city:18 32.state:8 32.zip:12 33.city:18 33.state:8 33.zip:12"),
    ("", "33.phone:30"),
)


_FURTHER = {
    tuple(f"21.{letter}" for letter in letters): f"21.{before}"
    for letters, before in (("EFGH", "D"), ("IJKL", "H"))
}
"""Rows of diagnoses that are there once the one before them is full."""


def rows_of(work: FormWork) -> tuple[FormRow, ...]:
    """Return the rows of the form on the desk; boxes of other forms stand two in a row."""
    boxes = desk_boxes(work)
    if work.form != CMS1500:
        pairs = (boxes[at : at + 2] for at in range(0, len(boxes), 2))
        return tuple(FormRow(tuple(Cell(box, 39) for box in pair)) for pair in pairs)
    known = set(boxes)
    for row, before in _FURTHER.items():
        used = [box for box in row if work.value(box) or box in work.open]
        if not used and not work.value(before):
            known -= set(row)
    count = sum(box.startswith("24D.") and box.count(".") == 1 for box in boxes)
    lines = (
        FormRow(
            tuple(Cell(f"{cell.box}.{number}", cell.weight) for cell in _cells(_LINE)),
            "" if number > 1 else "Service lines",
            tight=True,
        )
        for number in range(1, count + 1)
    )
    rows = (*_made(_ROWS), *lines, *_made(_END))
    placed = {cell.box for row in rows for cell in row.cells}
    others = tuple(FormRow((Cell(box, 78),)) for box in boxes if box in known and box not in placed)
    kept = (
        FormRow(tuple(cell for cell in row.cells if cell.box in known), row.section, row.tight)
        for row in (*rows, *others)
    )
    return tuple(row for row in kept if row.cells)


def widths(row: FormRow, width: int) -> tuple[int, ...]:
    """Return the columns of each cell's text, each with one column before it for its sign.

    Service lines keep their widths, but for the modifiers, which take what is left.
    """
    free = width - len(row.cells)
    total = sum(cell.weight for cell in row.cells)
    if row.tight and free >= total:
        spare = free - total
        return tuple(
            cell.weight + (min(spare, 8) if cell.box.startswith("24D.mods") else 0)
            for cell in row.cells
        )
    shares = [max(1, free * cell.weight // total) for cell in row.cells]
    shares[-1] += max(0, free - sum(shares))
    return tuple(shares)


def _made(rows: tuple[tuple[str, str], ...]) -> tuple[FormRow, ...]:
    return tuple(FormRow(_cells(cells), section) for section, cells in rows)


def _cells(text: str) -> tuple[Cell, ...]:
    pairs = (part.rsplit(":", 1) for part in text.split())
    return tuple(Cell(box, int(weight)) for box, weight in pairs)
