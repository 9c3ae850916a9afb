"""Spreadsheets (.xlsx): tables of questions. openpyxl is loaded when one is read or written."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from tutor.domain.foreign import ForeignBank, ForeignItem, Written
from tutor.errors import ForeignFileError
from tutor.interchange.questions.package import Package, open_package
from tutor.interchange.questions.table_bank import (
    EXAMPLES,
    MOST_COLUMNS,
    Fault,
    bank_of,
    known,
    table_of,
)
from tutor.interchange.questions.table_cells import unguarded
from tutor.interchange.questions.text_file import MOST_QUESTIONS, file_name

MOST_BYTES = 150_000_000
"""Bytes of all members: a table of 10,000 questions has about 20 MB of XML."""
MOST_ROWS = MOST_QUESTIONS + 10_000
"""Rows that are looked at, empty ones among them."""
MOST_TAGS = 500_000
"""Tags of a part that is held in memory as a whole: a thousand times what styles have."""
MOST_CELL_TAGS = 12_000_000
"""Tags of a sheet or of its texts, which are read bit by bit: a cell has about five."""
LOOKED_AT = 20
"""Rows in which the headings are looked for."""
_MERGED = re.compile(rb'<mergeCell\s[^>]*\bref="([A-Z0-9:]{2,30})"')
_HIDDEN_ROW = re.compile(rb'<row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*\br="(\d{1,7})"')
_HIDDEN_COLUMN = re.compile(rb'<col\s[^>]*\bhidden="(?:1|true)"')
_TABLES = re.compile(r"(?:^|/)(?:sheet\d*|sharedStrings)\.xml$")
_XML = (".xml", ".rels", ".vml")
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_ZEROS = re.compile(r"0{2,20}")
"""A format of numbers that shows zeros before them, as codes have."""
_WIDTHS = {"question": 60, "explanation": 50}
_TIMES = (datetime, date, time, timedelta)


def read(data: bytes, name: str) -> ForeignBank:
    """Read the first sheet that has a column for questions.

    Raises:
        ForeignFileError: It is no spreadsheet, made to do harm, or holds no table of questions.
        ModuleNotFoundError: openpyxl is not installed.
    """
    package = open_package(data, name)
    _check(package, name)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet, notes = _sheet(book, name)
        notes += _told(package, sheet, name)
        numbers: list[str] = []
        width = _width(sheet) or MOST_COLUMNS
        bank = bank_of(_rows(sheet, width, name, numbers), name, notes)
    except ForeignFileError:
        raise
    except MemoryError:
        raise
    except Exception as error:  # openpyxl raises anything on a damaged file
        raise ForeignFileError(
            f"{name}: the spreadsheet is damaged; open it, save it anew, or save it as CSV"
        ) from error
    if not numbers:
        return bank
    told = (
        f"{name}: numbers were read as they are stored, such as {numbers[0]}: format codes as text "
        "so that leading zeros stay"
    )
    return ForeignBank(bank.items, bank.refused, (*bank.notes, told))


def _check(package: Package, name: str) -> None:
    """Refuse what openpyxl should not see: too much of it, or XML with declarations of its own."""
    parts = package.names  # all of them: a sheet may be called anything, a picture too
    if sum(package.size(part) for part in parts) > MOST_BYTES:
        raise ForeignFileError(
            f"{name}: the spreadsheet unpacks to more than {MOST_BYTES // 1_000_000} MB; split it"
        )
    if "xl/workbook.xml" not in package:
        raise ForeignFileError(f"{name}: this is no spreadsheet of Excel; save it as .xlsx or CSV")
    for part in parts:
        text = package.read(part)
        if part.endswith(_XML) and (text.startswith(_WIDE) or b"\0" in text[:64]):
            raise ForeignFileError(f"{name}/{part}: not UTF-8; open the file and save it anew")
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise ForeignFileError(f"{name}/{part}: its XML declares entities, which is refused")
        if text.count(b"<") > (MOST_CELL_TAGS if _TABLES.search(part) else MOST_TAGS):
            raise ForeignFileError(
                f"{name}/{part}: it has too many tags; put the questions into a new spreadsheet"
            )


def _sheet(book: Any, name: str) -> tuple[Any, list[str]]:  # noqa: ANN401 - openpyxl has no types
    """Return the sheet with the questions, and which others there are."""
    sheets = list(book.worksheets)
    if not sheets:
        raise ForeignFileError(f"{name}: the spreadsheet has no sheet")
    chosen = next((sheet for sheet in sheets if _width(sheet)), sheets[0])
    others = [sheet.title for sheet in sheets if sheet is not chosen]
    notes = []
    if others:
        notes.append(f"{name}: only the sheet {chosen.title} was read, not {', '.join(others[:9])}")
    if chosen.sheet_state != "visible":
        notes.append(f"{name}: the sheet {chosen.title} is hidden; it was read all the same")
    return chosen, notes


def _width(sheet: Any) -> int:  # noqa: ANN401 - openpyxl has no types
    """Return how many columns the headings of a sheet take up; 0 if it has no questions."""
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=LOOKED_AT, max_col=MOST_COLUMNS, values_only=True)
    for row in rows:
        heading = ["" if cell is None else str(cell) for cell in row]
        if known(heading):
            return max(at for at, cell in enumerate(heading, 1) if cell)
    return 0


def _told(package: Package, sheet: Any, name: str) -> list[str]:  # noqa: ANN401
    """Return what of a sheet is easily overlooked: merged cells, hidden rows and columns."""
    path = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
    text = package.read(path) if path in package else b""
    notes = []
    merged = [found.decode() for found in _MERGED.findall(text)[:9]]
    if merged:
        notes.append(f"{name}: merged cells ({', '.join(merged)}) count for their first cell alone")
    rows = [found.decode() for found in _HIDDEN_ROW.findall(text)[:9]]
    if rows:
        notes.append(f"{name}: hidden rows ({', '.join(rows)}) were read like the others")
    if _HIDDEN_COLUMN.search(text):
        notes.append(f"{name}: hidden columns were read like the others")
    return notes


def _rows(
    sheet: Any,  # noqa: ANN401 - openpyxl has no types
    width: int,
    name: str,
    numbers: list[str],
) -> Iterator[tuple[int, Sequence[str]]]:
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_col=width), 1):
        if number > MOST_ROWS:
            raise ForeignFileError(f"{name}: more than {MOST_ROWS:,} rows; split the file")
        yield number, [_text(cell, numbers) for cell in row]


def _text(cell: Any, numbers: list[str]) -> str:  # noqa: ANN401 - openpyxl has no types
    """Return what a cell says as text; a fault where only Excel would know."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return Fault(f"{cell.coordinate} is a formula: put its value in")
    if cell.data_type == "e":
        return Fault(f"{cell.coordinate} is an error of the spreadsheet ({value})")
    if isinstance(value, bool):
        return "True" if value else "False"
    if isinstance(value, _TIMES):
        return Fault(f"{cell.coordinate} is a date or time: format the cell as text and retype it")
    if isinstance(value, int | float):
        numbers.append(cell.coordinate)
        if value != int(value):
            return repr(value)
        shape = _ZEROS.fullmatch(cell.number_format or "")
        return str(int(value)).zfill(len(shape[0]) if shape and value >= 0 else 0)
    return unguarded(str(value).replace("\r\n", "\n").replace("\r", "\n"))


def write(items: Sequence[ForeignItem], title: str) -> Written:
    """Write questions as a spreadsheet whose cells are all text, formulas never.

    Raises:
        ModuleNotFoundError: openpyxl is not installed.
    """
    rows, losses = table_of(items)
    return Written({file_name(title, ".xlsx"): _book(rows)}, losses)


def template() -> bytes:
    """Return a table with headings and two example rows.

    Raises:
        ModuleNotFoundError: openpyxl is not installed.
    """
    return _book(table_of(EXAMPLES)[0])


def _book(rows: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("questions")
    sheet.freeze_panes = "A2"
    for at, heading in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(at)].width = _WIDTHS.get(heading, 18)
    plain, heading = (WriteOnlyCell(sheet) for _ in range(2))
    for cell in (plain, heading):
        cell.number_format = "@"
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    heading.font = Font(bold=True)
    for number, row in enumerate(rows):
        sheet.append([_cell(text, plain if number else heading) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(text: str, like: Any) -> Any:  # noqa: ANN401 - openpyxl has no types
    """Return a cell that holds a text, whatever it looks like, styled as another one."""
    from openpyxl.cell import WriteOnlyCell

    if not text:
        return None
    cell = WriteOnlyCell(like.parent)
    # Given as a value, a text that begins with = would become a formula.
    cell._value = text if unguarded(text) == text else f"'{text}"
    cell.data_type = "s"
    cell._style = like._style
    return cell
