"""Work of coder and biller on one bar that both share."""

from __future__ import annotations

from textual.content import Content

CODER, SHARED, BILLER = "█", "▒", "░"
"""Coder's work, work of both, biller's work."""


def balance_bar(coder: int, both: int, biller: int, width: int) -> Content:
    """Return the shares of three numbers of answers, such as `████████▒▒░░░░░░░░`.

    Coder's work grows from the left, biller's from the right; what belongs to both stands between.
    """
    total = coder + both + biller
    if not total:
        return Content.styled("╌" * width, "$foreground-disabled")
    left = round(width * coder / total)
    right = min(width - left, round(width * biller / total))
    return Content.assemble(
        (CODER * left, "$primary"),
        (SHARED * (width - left - right), "$foreground-muted"),
        (BILLER * right, "$secondary"),
    )
