"""A bar with a mark on it: what is, against what was predicted or allowed."""

from __future__ import annotations

from textual.content import Content

from tutor.tui.widgets.bar import EMPTY, FULL

MARK = "┃"
"""Where the bar was to end."""


def marked_bar(
    value: float, mark: float | None, top: float, width: int, style: str = "$primary"
) -> Content:
    """Return a bar from 0 to `top`, such as `━━━━━━━┃━━╌╌╌`, with no figure.

    Args:
        value: Where the bar ends.
        mark: Where the mark stands; None for no mark.
        top: What the whole width stands for.
        width: Columns.
        style: Style of the bar.
    """
    filled = _place(value, top, width)
    if mark is None:
        return Content.assemble(
            (FULL * filled, style), (EMPTY * (width - filled), "$foreground-disabled")
        )
    at = min(width - 1, _place(mark, top, width))
    cells = FULL * filled + EMPTY * (width - filled)
    return Content.assemble(
        (cells[: min(at, filled)], style),
        (cells[min(at, filled) : at], "$foreground-disabled"),
        (MARK, "bold $accent"),
        (cells[at + 1 : max(filled, at + 1)], style),
        (cells[max(filled, at + 1) :], "$foreground-disabled"),
    )


def _place(value: float, top: float, width: int) -> int:
    return round(width * min(1.0, max(0.0, value / top))) if top else 0
