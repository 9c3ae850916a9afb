"""A printable test and its key as PDF, by fpdf2 (optional extra `interchange`).

fpdf2 is LGPL-3.0: it is installed beside the program and used as it is, never copied into it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from tutor.domain.foreign import ForeignItem, Loss, Written
from tutor.domain.text import printable
from tutor.errors import UsageError
from tutor.interchange.questions.file_names import file_name
from tutor.interchange.questions.paper import Line, Paper, Question, head_line, lay_out
from tutor.interchange.questions.paper_blocks import Block, blocks_of
from tutor.interchange.questions.paper_fonts import FontFiles, find_font

HOW_TO_GET = "pip install 'coding-billing-tutor[interchange]'"
FAMILY, CORE = "body", "helvetica"
SIZE, SMALL, LARGE = 10.5, 8.5, 15.0
"""Points of letters."""
LINE, GAP = 5.2, 1.6
"""Millimetres of a line, and between blocks."""
MARGIN, INDENT, POINTS = 18.0, 9.0, 22.0
"""Millimetres: of the page, what numbers and marks take, and what points take on the right."""
_CORE_ENCODING = "cp1252"
_INSTEAD = {"≥": ">=", "≤": "<=", "→": "->", "←": "<-", "−": "-", "≠": "/=", "\u00a0": " "}
"""What stands for letters that no font has; everything else is written without its marks, or
as a question mark."""


def write(
    items: Sequence[ForeignItem],
    title: str,
    seed: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Written:
    """Write a test and its key, each as a file.

    Args:
        items: The questions.
        title: What the test is called.
        seed: Mixes questions and options.
        progress: Told (done, in all); each question is done twice, in test and key.

    Raises:
        UsageError: fpdf2 is not installed, or there is no question that could be printed.
    """
    _library()
    return write_with(lay_out(items, title, seed), file_name(title), find_font(), progress)


def write_with(
    paper: Paper,
    name: str,
    font: FontFiles | None,
    progress: Callable[[int, int], None] | None = None,
) -> Written:
    """Write a paper with a font, or with the letters that every reader of PDF has."""
    sheets = (_Sheet(paper.title, font), _Sheet(f"{paper.title}: key", font))
    for before, (sheet, layer) in enumerate(zip(sheets, (_write_paper, _write_key), strict=True)):
        for done in layer(sheet, paper):
            if progress:
                progress(before * len(paper.questions) + done, 2 * len(paper.questions))
    losses: dict[str, set[str]] = {}
    for sheet in sheets:
        for ref, letters in sheet.missing.items():
            losses.setdefault(ref, set()).update(letters)
    told = [
        Loss(ref, f"letters that the font of the PDF does not have: {' '.join(sorted(found))}")
        for ref, found in losses.items()
    ]
    files = {f"{name}.pdf": sheets[0].data(), f"{name}-key.pdf": sheets[1].data()}
    return Written(files, (*paper.losses, *told))


def _library() -> Any:  # noqa: ANN401 - loaded when it is used
    try:
        import fpdf
    except ModuleNotFoundError as error:
        raise UsageError(f"PDF needs the package fpdf2: {HOW_TO_GET}") from error
    return fpdf


class _Sheet:
    """Pages that text is put on.

    Attributes:
        ref: The question whose text is being written.
        missing: Letters left out, by question.
    """

    def __init__(self, title: str, font: FontFiles | None) -> None:
        self.ref = ""
        self.missing: dict[str, set[str]] = {}
        self._pdf = _library().FPDF(format="letter")
        pdf = self._pdf
        self._letters: Callable[[str], bool] = _in_core
        self._family = CORE
        if font:
            pdf.add_font(FAMILY, fname=font.regular)
            pdf.add_font(FAMILY, style="B", fname=font.bold)
            self._family = FAMILY
            known = pdf.fonts[FAMILY].cmap.keys() & pdf.fonts[f"{FAMILY}B"].cmap.keys()
            self._letters = lambda letter: ord(letter) in known
        else:
            pdf.core_fonts_encoding = _CORE_ENCODING
        pdf.set_margin(MARGIN)
        pdf.c_margin = 0
        pdf.set_auto_page_break(True, MARGIN + LINE)
        pdf.set_title(self.fit(title))
        pdf.set_lang("en-US")
        pdf.alias_nb_pages()
        pdf.footer = self._footer
        pdf.add_page()
        self.heading(title)

    def data(self) -> bytes:
        """Return the file."""
        return bytes(self._pdf.output())

    def fit(self, text: str) -> str:
        """Return a text in letters that the font has; those it has not are noted."""
        text = unicodedata.normalize("NFC", printable(text))
        if all(self._letters(one) for one in text if one != "\n"):
            return text
        return "".join(one if one == "\n" else self._fitted(one) for one in text)

    def _fitted(self, letter: str) -> str:
        if self._letters(letter):
            return letter
        self.missing.setdefault(self.ref, set()).add(letter)
        plain = "".join(
            one
            for one in _INSTEAD.get(letter, unicodedata.normalize("NFKD", letter))
            if self._letters(one)
        )
        return plain or "?"

    def heading(self, text: str) -> None:
        """Write a heading."""
        self._font(LARGE, bold=True)
        self._pdf.multi_cell(
            0, LINE * 1.5, self.fit(text), align="L", new_x="LMARGIN", new_y="NEXT"
        )
        self._font(SIZE)

    def small(self, text: str, align: str = "L") -> None:
        """Write a small line."""
        self._font(SMALL)
        self._pdf.multi_cell(0, LINE, self.fit(text), align=align, new_x="LMARGIN", new_y="NEXT")
        self._font(SIZE)

    def stem(self, text: str, mark: str, points: str) -> None:
        """Write a question's text, with its points on the right of the first line."""
        pdf = self._pdf
        top, page = pdf.get_y(), pdf.page
        pdf.set_right_margin(MARGIN + POINTS)
        self.text(text, 0, mark)
        pdf.set_right_margin(MARGIN)
        bottom, last = pdf.get_y(), pdf.page
        pdf.page = page
        pdf.set_y(top)
        self.small(points, "R")
        pdf.page = last
        pdf.set_y(bottom)

    def text(self, text: str, left: float = 0.0, mark: str = "", *, bold: bool = False) -> None:
        """Write a text in the small Markdown, the first block after a mark."""
        found = blocks_of(text) or (Block(),)
        width = max(INDENT, self._width(mark) + 3) if mark else 0.0
        if mark:
            self._at(left)
            self._pdf.write(LINE, self.fit(mark))
        for block in found:
            self._block(block, left + width, bold)

    def line(self, left: float = 0.0) -> None:
        """Draw a line to write on."""
        pdf = self._pdf
        self.room(LINE * 2)
        bottom = pdf.get_y() + LINE * 1.6
        pdf.line(MARGIN + left, bottom, pdf.w - MARGIN, bottom)
        pdf.set_y(bottom + GAP)

    def room(self, height: float) -> None:
        """Begin another page where a height has no room on this one, but has on a page."""
        pdf = self._pdf
        if pdf.will_page_break(height) and height < pdf.eph * 0.9:
            pdf.add_page()

    def height(self, text: str, left: float) -> float:
        """Return about how high a text will be."""
        width = self._pdf.epw - left
        lines = 0
        for block in blocks_of(text):
            for runs in block.rows or (tuple(run.text for run in block.runs),):
                plain = printable(" ".join(runs))
                lines += max(1, -int(-len(plain) * SIZE * 0.19 // width))
        return lines * LINE + len(blocks_of(text)) * GAP

    def gap(self, height: float = GAP) -> None:
        """Leave room."""
        self._pdf.ln(height)

    def _block(self, block: Block, left: float, bold: bool) -> None:
        pdf = self._pdf
        if block.rows:
            self._table(block, left)
            return
        if block.mark:
            self._at(left)
            pdf.write(LINE, self.fit(block.mark))
            left += INDENT * 0.7
        self._at(left)
        pdf.set_left_margin(MARGIN + left)
        for run in block.runs:
            self._font(SIZE, bold=bold or run.bold)
            pdf.write(LINE, self.fit(run.text))
        self._font(SIZE)
        pdf.set_left_margin(MARGIN)
        pdf.ln(LINE)
        self.gap()

    def _table(self, block: Block, left: float) -> None:
        pdf = self._pdf
        columns = max(len(row) for row in block.rows)
        pdf.set_left_margin(MARGIN + left)
        pdf.ln(0)
        with pdf.table(
            width=pdf.epw,
            line_height=LINE,
            first_row_as_headings=False,
            align="LEFT",
            text_align="LEFT",
            padding=0.8,
        ) as table:
            for row in block.rows:
                cells = table.row()
                for text in (*row, *[""] * (columns - len(row))):
                    cells.cell(self.fit(text))
        pdf.set_left_margin(MARGIN)
        pdf.ln(GAP)

    def _at(self, left: float) -> None:
        self._pdf.set_x(MARGIN + left)

    def _width(self, text: str) -> float:
        return float(self._pdf.get_string_width(self.fit(text)))

    def _font(self, size: float, *, bold: bool = False) -> None:
        self._pdf.set_font(self._family, "B" if bold else "", size)

    def _footer(self) -> None:
        pdf = self._pdf
        pdf.set_y(-MARGIN)
        self._font(SMALL)
        pdf.cell(0, LINE, f"{pdf.page_no()} / {{nb}}", align="C")
        self._font(SIZE)


def _in_core(letter: str) -> bool:
    try:
        letter.encode(_CORE_ENCODING)
    except UnicodeEncodeError:
        return False
    return True


def _write_paper(sheet: _Sheet, paper: Paper) -> Iterator[int]:
    """Write the test, and yield how many questions are written after each."""
    sheet.small(head_line(paper))
    rule = "_" * 24
    sheet.gap()
    sheet.text(f"Name: {rule}   Date: {rule[:14]}   Points: {rule[:5]} of {paper.points:f}")
    sheet.gap(LINE)
    for done, question in enumerate(paper.questions, 1):
        sheet.ref = question.ref
        sheet.room(_height(sheet, question))
        sheet.stem(question.stem, f"{question.number}.", question.points_text)
        if question.ask:
            sheet.text(question.ask, INDENT)
        for lines in (question.lines, question.targets):
            for one in lines:
                sheet.text(one.text, INDENT, _mark(one))
            sheet.gap()
        if question.open:
            sheet.line(INDENT)
        sheet.gap(LINE)
        yield done


def _mark(line: Line) -> str:
    return f"{'____ ' if line.written else ''}{line.label}."


def _height(sheet: _Sheet, question: Question) -> float:
    texts = (question.stem, question.ask or "-", *(one.text for one in _all_lines(question)))
    return sum(sheet.height(one, INDENT + INDENT) for one in texts) + LINE * 3


def _all_lines(question: Question) -> Iterator[Line]:
    yield from question.lines
    yield from question.targets


def _write_key(sheet: _Sheet, paper: Paper) -> Iterator[int]:
    """Write the key, and yield how many questions are written after each."""
    sheet.small(head_line(paper))
    sheet.gap(LINE)
    for done, question in enumerate(paper.questions, 1):
        sheet.ref = question.ref
        sheet.room(LINE * 4)
        for place, one in enumerate(question.key):
            sheet.text(
                one, 0 if place == 0 else INDENT, f"{question.number}." * (not place), bold=True
            )
        for reason in question.reasons:
            word = "right" if reason.right else "wrong"
            sheet.text(reason.text, INDENT, f"{reason.label} ({word}):")
        if question.rationale:
            sheet.text(question.rationale, INDENT)
        sheet.gap(LINE / 2)
        yield done
