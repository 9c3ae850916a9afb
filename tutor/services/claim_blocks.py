"""What of an X12 file is shown, part by part: a title, rows of label and text, a table."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

WIDTH = 76
"""Columns of a block as text."""
_LABEL = 16


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under heads; the last `right` columns are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a file in plain words.

    Attributes:
        rows: Label and text.
        table: Its lines, if it has any.
        notes: What the numbers in it mean.
        part: Whether it is a part of what stood before it (a claim of a payment).
    """

    title: str
    rows: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = field(default=())
    part: bool = True


def block_lines(block: Block, width: int = WIDTH) -> Iterator[str]:
    """Return a block as lines of plain text no wider than `width`, as far as words allow."""
    yield block.title
    yield ("-" if block.part else "=") * min(len(block.title), width)
    for label, text in block.rows:
        yield from wrapped(f"{label:<{_LABEL - 1}} {text}", width, " " * _LABEL)
    if block.table is not None:
        yield from _table_lines(block.table)
    for note in block.notes:
        yield from wrapped(note, width, "    ")
    yield ""


def wrapped(text: str, width: int, hanging: str = "") -> list[str]:
    """Wrap a text; a word that is too long is broken."""
    return textwrap.wrap(
        text, width, subsequent_indent=hanging, break_on_hyphens=False, drop_whitespace=True
    ) or [""]


def _table_lines(table: Table) -> Iterator[str]:
    lines = [table.heads, *table.rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(table.heads))]
    left = len(widths) - table.right
    for line in lines:
        cells = (
            cell.ljust(size) if column < left else cell.rjust(size)
            for column, (cell, size) in enumerate(zip(line, widths, strict=True))
        )
        yield "  ".join(cells).rstrip()
