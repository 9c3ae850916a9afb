"""A posting sheet: lines of a remittance by columns, with a check of each line to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest

from rich.cells import set_cell_size
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.domain.claims.money import Cents, cents_of, dollars
from tutor.domain.claims.post_grade import Cell
from tutor.domain.claims.post_present import COLUMN_NAMES
from tutor.domain.claims.shown import SheetLine, SheetWork
from tutor.domain.text import one_line, printable
from tutor.tui.text import show
from tutor.tui.widgets.answer import CURSOR

WIDTH = 12
"""Columns of an amount."""
LABEL = 16
"""Columns of a line's label."""
BALANCES, OFF = "✓", "✗"


def amount_of(text: str) -> Cents | None:
    """Return what a cell holds; 0 if nothing, None if it is no amount yet."""
    if not text:
        return 0
    try:
        return cents_of(text)
    except ValueError:
        return None


def posted(line: SheetLine, columns: tuple[str, ...], typed: Mapping[Cell, str]) -> Cents:
    """Return what is posted of a line; what is no amount yet counts as nothing."""
    return sum(amount_of(typed.get((line.id, column), "")) or 0 for column in columns)


class PostingSheet(Static):
    """The sheet; `draw_sheet` shows it as it stands."""

    ALLOW_SELECT = False

    class CellClicked(Message):
        """A cell was clicked."""

        def __init__(self, at: tuple[int, int]) -> None:
            super().__init__()
            self.at = at

    def __init__(self, work: SheetWork) -> None:
        super().__init__(classes="posting-sheet")
        self.work = work

    def draw_sheet(self, typed: Mapping[Cell, str], at: tuple[int, int] | None) -> None:
        """Draw remittance and sheet.

        Args:
            typed: What stands in the cells.
            at: Line and column of the cursor; None where there is none.
        """
        lines: list[Content] = [self._head()]
        for number, line in enumerate(self.work.lines):
            lines.append(_remitted(number, line))
            lines += _adjusted(line, self.size.width or 78)
            lines.append(self._amounts(number, line, typed, at))
            lines.append(self._check(line, typed))
        self.update(Content("\n").join(lines))

    def _head(self) -> Content:
        names = (f"{COLUMN_NAMES[one]:>{WIDTH - 1}} " for one in self.work.columns)
        return Content.styled(" " * LABEL + "".join(names).rstrip(), "bold $foreground-muted")

    def _amounts(
        self,
        number: int,
        line: SheetLine,
        typed: Mapping[Cell, str],
        at: tuple[int, int] | None,
    ) -> Content:
        parts: list[Content | tuple[str, str]] = [(f"{'   post':<{LABEL}}", "$foreground-muted")]
        for place, column in enumerate(self.work.columns):
            here = at == (number, place)
            text = typed.get((line.id, column), "")
            sign = CURSOR if here else " "
            shown = printable(text) if text else ("" if here else ".")
            parts.append((f"{sign}{shown:>{WIDTH - 2}}", "reverse" if here else "bold"))
            parts.append((" ", ""))
        return Content.assemble(*parts)

    def _check(self, line: SheetLine, typed: Mapping[Cell, str]) -> Content:
        total = posted(line, self.work.columns, typed)
        left = line.charge - total
        mark, style = (BALANCES, "$text-success") if left == 0 else (OFF, "$text-warning")
        word = "balances" if left == 0 else "left to post" if left * line.charge > 0 else "too much"
        text = f"{mark} {dollars(line.charge)} - {dollars(total)} = {dollars(left)} {word}"
        return Content.styled(f"{'':<{LABEL}} {text}", style)

    def on_click(self, event: events.Click) -> None:
        """Tell which cell was clicked."""
        row = 1
        for number, line in enumerate(self.work.lines):
            row += 1 + len(_adjusted(line, self.size.width or 78))
            if event.y in (row, row + 1):
                place = max(0, min((event.x - LABEL) // WIDTH, len(self.work.columns) - 1))
                event.stop()
                self.post_message(self.CellClicked((number, place)))
                return
            row += 2

    def line_of(self, number: int) -> int:
        """Return the row at which a line of the remittance begins."""
        before = self.work.lines[:number]
        return 1 + sum(3 + len(_adjusted(line, self.size.width or 78)) for line in before)


def _remitted(number: int, line: SheetLine) -> Content:
    label = set_cell_size(printable(one_line(f"{number + 1}. {line.label}", 26)), 27)
    allowed = "" if line.allowed is None else f"  allowed {dollars(line.allowed)}"
    said = f"charge {dollars(line.charge)}{allowed}  paid {dollars(line.paid)}"
    return Content.assemble((label, "bold"), show(said))


def _adjusted(line: SheetLine, width: int) -> list[Content]:
    """Return the adjustments as printed, in as many rows as they take."""
    words = [f"{one.group}-{one.reason} {dollars(one.amount)}" for one in line.adjustments]
    words += [f"remark {one}" for one in line.remarks]
    rows: list[str] = []
    for word in words or ["no adjustment"]:
        if rows and len(rows[-1]) + len(word) + 6 <= width:
            rows[-1] += f" · {word}"
        else:
            rows.append(word)
    leads = zip_longest(["adjusted"][: len(rows)], rows, fillvalue="")
    return [
        Content.assemble((f"   {lead:<9}", "$foreground-muted"), show(text)) for lead, text in leads
    ]
