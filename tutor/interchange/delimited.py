"""Reading and writing tables of text: CSV as spreadsheets, scanners and other programs make it.

Read are comma, semicolon and tab; UTF-8 with or without a mark, UTF-16 with one, and the older
Windows text, with a note; any line ends; Excel's `sep=;` line.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import TableError

LARGEST = 20_000_000
"""Bytes of a file that is read."""
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx, .ods and .xls begin."""
_NO_TEXT = "this is not a text file: save the table as CSV first"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line in the file (the first is 1) and its cells without outer spaces."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows; empty ones are left out.

    Attributes:
        name: The file's name, for messages.
        separator: What stands between cells, in a word.
        notes: What a reader should know of how it was read.
    """

    name: str
    separator: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]


def read_table(path: Path) -> Table:
    """Read a file.

    Raises:
        TableError: It cannot be read, is too large, or is no table of text.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise TableError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(raw) > LARGEST:
        raise TableError(
            f"{path}: larger than {LARGEST // 1_000_000} MB: split it, or leave columns out"
        )
    return parse_table(raw, path.name)


def parse_table(raw: bytes, name: str) -> Table:
    """Read a table from bytes.

    Raises:
        TableError: It is no table of text.
    """
    text, notes = _decode(raw, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first, _, others = text.partition("\n")
    skipped = 0
    if first.casefold().startswith("sep=") and first[4:5] in _SEPARATORS:
        separator, text, skipped = first[4:5], others, 1
    else:
        separator = _separator(text)
    rows = tuple(_rows(text, separator, name, skipped))
    if not rows:
        raise TableError(f"{name}: the file is empty")
    return Table(name, _SEPARATORS[separator], rows, notes)


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Return rows as CSV, with texts that a spreadsheet would take for a formula guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([safe_cell(cell) for cell in row])
    return out.getvalue()


def safe_cell(cell: object) -> object:
    """Return a cell for a CSV file: nothing for None, four decimals, no formula.

    A text that a spreadsheet would run begins with an apostrophe; a plain number does not.
    """
    if isinstance(cell, str) and cell.startswith(_FORMULA) and not _plain_number(cell):
        return f"'{cell}"
    if isinstance(cell, float):
        return round(cell, 4)
    return "" if cell is None else cell


def _plain_number(cell: str) -> bool:
    digits = cell[1:] if cell[0] in "+-" else cell
    return digits.isascii() and digits.replace(".", "", 1).isdigit()


def _decode(raw: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    if raw.startswith(_SPREADSHEETS):
        raise TableError(f"{name}: this is a spreadsheet, not text: save it as CSV first")
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in raw and not wide:
        raise TableError(f"{name}: {_NO_TEXT}")
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig"), ()
    except UnicodeDecodeError as error:
        if wide:
            raise TableError(f"{name}: {_NO_TEXT}") from error
        line = raw.count(b"\n", 0, error.start) + 1
    try:
        text = raw.decode("cp1252")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    note = (
        f"{name}:{line}: not UTF-8, so it was read as older Windows text (Latin-1): if names look "
        'wrong, save the table as "CSV UTF-8"'
    )
    return text, (note,)


def _separator(text: str) -> str:
    """Return tab, semicolon or comma, whichever the first line with anything has, in this order."""
    line = next((line for line in text.split("\n") if line.strip()), "")
    bare = "".join(line.split('"')[::2])
    return next((mark for mark in ("\t", ";") if mark in bare), ",")


def _rows(text: str, separator: str, name: str, skipped: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            kept = tuple(cell.strip() for cell in cells)
            if any(kept):
                yield Row(line + skipped, kept)
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(f"{name}:{line + skipped}: {_csv_fault(error)}") from error


def _csv_fault(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "a cell of this row has no end: is a quotation mark missing?"
    return "a quotation mark is not closed, or stands inside a cell: double it or take it out"
