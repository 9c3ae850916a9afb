"""The rows of a workbook's first sheet (.xlsx), read as the zip of XML files it is.

Values only: formulas, styles and macros are never looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from tutor.codebook.importing.archive import ReleaseFile, zip_files
from tutor.codebook.importing.refuse import ImportRefusedError
from tutor.codebook.importing.text import read_xml
from tutor.domain.whole_number import is_whole

MAX_COLUMN = 200
"""Columns that are read; CMS's workbook has 47."""

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FIRST = re.compile(r"sheet1\.xml", re.IGNORECASE)


def sheet_rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Yield the rows of the first sheet as text, with empty cells as empty text.

    Raises:
        ImportRefusedError: It is no workbook, or a harmful or damaged one.
    """
    if not data.startswith(b"PK"):
        raise ImportRefusedError(f"{name} is not a workbook (.xlsx)")
    files = {file.name: file for file in zip_files(data, name)}
    sheet = next((file for file in files.values() if _FIRST.fullmatch(file.name)), None)
    if sheet is None:
        raise ImportRefusedError(f"{name} holds no sheet")
    shared = _shared(files.get("sharedStrings.xml"), name)
    for row in read_xml(sheet.load(), f"{name}: {sheet.name}").iter(f"{_NS}row"):
        yield _row(row, shared)


def _shared(file: ReleaseFile | None, name: str) -> list[str]:
    if file is None:
        return []
    root = read_xml(file.load(), f"{name}: {file.name}")
    return [_text(entry) for entry in root.iter(f"{_NS}si")]


def _row(row: Element, shared: list[str]) -> list[str]:
    values: list[str] = []
    for cell in row.iter(f"{_NS}c"):
        place = _column(cell.get("r", ""))
        column = len(values) if place is None else place
        if column < MAX_COLUMN:
            values += [""] * (column + 1 - len(values))
            values[column] = _value(cell, shared)
    return values


def _column(reference: str) -> int | None:
    """Return the column of a cell's name, from 0: `C7` is 2."""
    letters = re.match(r"[A-Z]{1,3}", reference)
    if letters is None:
        return None
    place = 0
    for letter in letters.group():
        place = 26 * place + ord(letter) - ord("A") + 1
    return place - 1


def _value(cell: Element, shared: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _text(cell)
    text = (cell.findtext(f"{_NS}v") or "").strip()
    if cell.get("t") == "s":
        return shared[int(text)] if is_whole(text) and int(text) < len(shared) else ""
    return text.removesuffix(".0")


def _text(element: Element) -> str:
    """Join the runs of a text, leaving out phonetic readings."""
    runs = [part.text or "" for part in element.iter(f"{_NS}t")]
    return "".join(runs).replace("_x000D_", " ").strip()
