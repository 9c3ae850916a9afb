"""A line over time with the band it is likely in, and a mark to reach: a chart made of text.

Line, band and mark are different characters, so that the chart can be read without colour.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, floor
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

LINE_TOP, LINE_BOTTOM = "▀", "▄"
"""The line in the upper and in the lower half of a row."""
THIN_TOP, THIN_BOTTOM = "˙", "."
"""The same where it rests on too little."""
BAND = "░"
MARK = "╌"
AXIS = 6
"""Columns of the numbers on the left."""
RIGHT = 6
"""Columns of the latest number on the right."""
STEP = 10
"""The axis ends at multiples of this."""
LABEL = 8
"""Columns of a day below the chart, and a gap."""


class BandPoint(NamedTuple):
    """What was known on a day, in percent; `sure` where it rests on enough."""

    day: date
    value: float
    low: float
    high: float
    sure: bool = True


class BandChart(Widget):
    """Points over time that fill the widget."""

    DEFAULT_CSS = """
    BandChart { height: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._points: tuple[BandPoint, ...] = ()
        self._mark = 0.0

    def show(self, points: Sequence[BandPoint], mark: float) -> None:
        """Draw other points, oldest first, and the percent to reach."""
        self._points, self._mark = tuple(points), mark
        self.refresh()

    def render(self) -> Content:
        """Return the chart for the present size."""
        return band_chart(self._points, self._mark, *self.content_size)


def band_chart(points: Sequence[BandPoint], mark: float, width: int, height: int) -> Content:
    """Return a chart of points, oldest first.

    Args:
        points: Drawn in proportion to time, with straight lines between them.
        mark: The percent to reach.
        width: Columns of text, axis and latest number included.
        height: Rows, that of the days included.
    """
    columns, rows = width - AXIS - RIGHT, height - 1
    if not points or columns < LABEL or rows < 2:
        return Content()
    bottom = floor(min(mark, *(one.low for one in points)) / STEP) * STEP
    top = ceil(max(mark, *(one.high for one in points)) / STEP) * STEP
    scale = _Scale(bottom, max(top, bottom + STEP), rows)
    found = _columns(points, columns)
    lines = [
        Content.assemble(
            (_axis(row, scale, mark), "$foreground-muted"),
            *(_cell(one, row, scale, mark) for one in found),
            _latest(points[-1], row, scale),
        )
        for row in range(rows)
    ]
    lines.append(Content.styled(_days(points, columns), "$foreground-muted"))
    return Content("\n").join(lines)


class _Scale(NamedTuple):
    """Percents on rows, counted from the top."""

    bottom: float
    top: float
    rows: int

    def half_row(self, percent: float) -> int:
        """Return the half row, from the top, that a percent falls into."""
        share = (self.top - percent) / (self.top - self.bottom)
        return min(2 * self.rows - 1, max(0, int(share * 2 * self.rows)))

    def row(self, percent: float) -> int:
        """Return the row of a percent."""
        return self.half_row(percent) // 2


def _columns(points: Sequence[BandPoint], count: int) -> list[BandPoint]:
    """Return a point for each column, with straight lines between the points given."""
    start, end = points[0].day, points[-1].day
    span = max(1, (end - start).days)
    found, place = [], 0
    for column in range(count):
        at = span * column / max(1, count - 1)
        while place < len(points) - 2 and (points[place + 1].day - start).days <= at:
            place += 1
        before, after = points[place], points[min(place + 1, len(points) - 1)]
        found.append(_between(before, after, at - (before.day - start).days))
    return found


def _between(before: BandPoint, after: BandPoint, days: float) -> BandPoint:
    share = min(1.0, max(0.0, days / max(1, (after.day - before.day).days)))
    value, low, high = (
        one + share * (other - one) for one, other in zip(before[1:4], after[1:4], strict=True)
    )
    sure = after.sure if share > 0.5 else before.sure
    return BandPoint(before.day + timedelta(days=int(days)), value, low, high, sure)


def _cell(one: BandPoint, row: int, scale: _Scale, mark: float) -> Content:
    half = scale.half_row(one.value)
    inside = scale.row(one.high) <= row <= scale.row(one.low)
    ground = " on $primary 15%" if inside else ""
    if half // 2 == row:
        pair = (LINE_TOP, LINE_BOTTOM) if one.sure else (THIN_TOP, THIN_BOTTOM)
        return Content.styled(pair[half % 2], f"bold $primary{ground}")
    if scale.row(mark) == row:
        return Content.styled(MARK, f"$accent{ground}")
    return Content.styled(BAND, f"$primary 50%{ground}") if inside else Content(" ")


def _axis(row: int, scale: _Scale, mark: float) -> str:
    """Return the number that stands before a row: the ends, the mark, and every second row."""
    if row == scale.row(mark):
        return f"{mark:3.0f} ┼╌"
    each = (scale.top - scale.bottom) / scale.rows
    near_mark = abs(row - scale.row(mark)) == 1
    if row and row != scale.rows - 1 and (near_mark or row % 2):
        return "    │ "
    return f"{scale.top - (row + 0.5) * each:3.0f} ┤ "


def _latest(point: BandPoint, row: int, scale: _Scale) -> Content:
    if row == scale.row(point.value):
        return Content.styled(f" {point.value:3.0f} %", "bold")
    return Content(" " * RIGHT)


def _days(points: Sequence[BandPoint], columns: int) -> str:
    """Return the days below the chart, the first and the last at its ends."""
    start, end = points[0].day, points[-1].day
    count = max(2, min(6, columns // (2 * LABEL))) if end > start else 1
    line = " " * AXIS
    for place in range(count):
        share = place / max(1, count - 1)
        day = f"{start + share * (end - start):%d %b}"
        at = AXIS + round(share * (columns - len(day)))
        line = f"{line:<{at}}{day}"
    return line
