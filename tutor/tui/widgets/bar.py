"""A percent bar made of text, readable without colour."""

from __future__ import annotations

from textual.content import Content

BAR_WIDTH = 20
"""Columns of a bar unless told otherwise."""
FULL, EMPTY = "━", "╌"
"""What is done and what is not: different characters, since colour may be missing."""


def bar(percent: float | None, width: int = BAR_WIDTH, style: str = "$primary") -> Content:
    """Return a bar and its figure, such as `━━━━━╌╌╌╌╌  57 %`.

    Args:
        percent: 0 to 100 (more counts as 100), or None where there is nothing to measure.
        width: Columns of the bar alone; the figure adds six.
        style: Style of the part that is done; empty for a bar in the text's own colour, which
            stays readable under the cursor of a list.
    """
    figure = "     –" if percent is None else f" {percent:3.0f} %"
    filled = round(width * min(100.0, max(0.0, percent or 0.0)) / 100)
    return Content.assemble(
        (FULL * filled, style),
        (EMPTY * (width - filled), "$foreground-disabled" if style else ""),
        figure,
    )


def fraction_bar(done: int, total: int, width: int = BAR_WIDTH, style: str = "$primary") -> Content:
    """Return a bar for `done` of `total`, with the two numbers, such as `━━╌╌╌╌  5 of 20`."""
    filled = min(width, round(width * done / total)) if total else 0
    return Content.assemble(
        (FULL * filled, style),
        (EMPTY * (width - filled), "$foreground-disabled" if style else ""),
        f"  {done} of {total}",
    )
