"""A score as a point in the interval it is likely in, on a line from 0 to 100 %."""

from __future__ import annotations

from textual.content import Content

POINT, INTERVAL, LINE, CUT = "●", "░", "─", "┃"
"""The expected score, where it is likely, the rest of the line, and the pass mark."""


def interval_bar(low: float, value: float, high: float, cut: float, width: int) -> Content:
    """Return a line such as `0 ├─────────░░░░●░░┃─────┤ 100 %`.

    Args:
        low: Lower end of the interval, in percent.
        value: The expected score.
        high: Upper end.
        cut: The pass mark.
        width: Columns of the line alone; the figures at its ends add ten.
    """
    cells = [(LINE, "$foreground-disabled")] * width
    for place in range(_place(low, width), _place(high, width) + 1):
        cells[place] = (INTERVAL, "$primary")
    cells[_place(cut, width)] = (CUT, "bold $accent")
    cells[_place(value, width)] = (POINT, "bold $primary")
    ends = "$foreground-muted"
    return Content.assemble(("0 ├", ends), *cells, ("┤ 100 %", ends))


def _place(percent: float, width: int) -> int:
    return round((width - 1) * min(100.0, max(0.0, percent)) / 100)
