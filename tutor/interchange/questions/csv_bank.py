"""CSV and TSV: tables of questions as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from tutor.domain.foreign import ForeignBank, ForeignItem, Written
from tutor.errors import ForeignFileError
from tutor.interchange.questions.table_bank import (
    EXAMPLES,
    LONGEST,
    MOST_COLUMNS,
    Fault,
    bank_of,
    known,
    table_of,
)
from tutor.interchange.questions.table_cells import guarded, unguarded
from tutor.interchange.questions.text_file import file_name, text_of

_BOM = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def read(data: bytes, name: str) -> ForeignBank:
    """Read a table parted by commas, semicolons or tabs, whichever its headings say.

    Raises:
        ForeignFileError: It is no text, too large, or no table of questions.
    """
    text, notes = text_of(data, name)
    first, _, others = text.partition("\n")
    skipped = 0
    separator = None
    if first.casefold().startswith("sep=") and first[4:5] in (",", ";", "\t"):
        separator, text, skipped = first[4], others, 1
    separator = separator or _separator(text)
    return bank_of(_rows(text, separator, name, skipped), name, notes)


def _separator(text: str) -> str:
    """Return the mark under which the headings name the most columns."""
    head = next((line for line in text.split("\n") if line.strip()), "")[:LONGEST]

    def count(mark: str) -> int:
        try:
            return known(next(csv.reader([head], delimiter=mark), []))
        except csv.Error:
            return 0

    return max((",", ";", "\t"), key=count)


def _rows(
    text: str, separator: str, name: str, skipped: int
) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = skipped
    try:
        for number, cells in enumerate(reader, skipped + 1):
            yield number, [unguarded(cell) for cell in _filled(cells)]
    except csv.Error as error:
        raise ForeignFileError(
            f"{name}:{number + 1}: a quotation mark is not closed, or stands inside a cell; double "
            "it or take it out"
        ) from error


def _filled(cells: Sequence[str]) -> Sequence[str]:
    if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
        return [*cells[: MOST_COLUMNS - 1], Fault("too many cells")]
    return cells[:MOST_COLUMNS]


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write questions as CSV that spreadsheets open as it is meant; no cell is a formula."""
    return _written(items, title, ",", ".csv")


def write_tabs(items: Sequence[ForeignItem], title: str) -> Written:
    """Write questions as TSV; cells with line breaks are quoted as in CSV."""
    return _written(items, title, "\t", ".tsv")


def template(separator: str = ",") -> bytes:
    """Return a table with headings and two example rows."""
    return _written(EXAMPLES, "template", separator, ".csv").files["template.csv"]


def _written(items: Sequence[ForeignItem], title: str, separator: str, ending: str) -> Written:
    rows, losses = table_of(items)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return Written({file_name(title, ending): (_BOM + out.getvalue()).encode("utf-8")}, losses)
