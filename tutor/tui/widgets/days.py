"""The last days of study as a small bar chart of text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from textual.content import Content

from tutor.domain.records import DayTally

DAYS = 14
"""Days shown, today last."""
COLUMN = 3
"""Columns of text a day takes."""
EIGHTHS = " ▁▂▃▄▅▆▇█"
"""Filling of one row of a bar, in eighths."""


def days_chart(days: Sequence[DayTally], today: date, *, rows: int = 2) -> Content:
    """Return bars of the questions answered each day, above the numbers and the weekdays.

    Args:
        days: Days with any activity, in any order.
        today: The present study day, the last column.
        rows: Height of the bars, in rows.
    """
    answered = {day.day: day.answered for day in days}
    shown = [today - timedelta(days=back) for back in reversed(range(DAYS))]
    counts = [answered.get(day, 0) for day in shown]
    levels = [_level(count, max(counts), rows) for count in counts]
    bars = [Content.styled(_bar_row(levels, row), "$primary") for row in reversed(range(rows))]
    numbers = "".join(f"{count or '·':>{COLUMN}}" for count in counts)
    weekdays = "".join(f"{day:%a}"[:2].rjust(COLUMN) for day in shown)
    return Content("\n").join([*bars, Content(numbers), Content.styled(weekdays, "dim")])


def _level(count: int, top: int, rows: int) -> int:
    """Return a bar's height in eighths of a row; any activity shows at least one."""
    return max(1, round(count * rows * 8 / top)) if count else 0


def _bar_row(levels: Sequence[int], row: int) -> str:
    filling = (EIGHTHS[min(8, max(0, level - 8 * row))] for level in levels)
    return "".join((2 * block).rjust(COLUMN) for block in filling)
