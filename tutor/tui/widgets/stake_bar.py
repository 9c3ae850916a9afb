"""A domain's marks as a bar: those expected, and those at stake."""

from __future__ import annotations

from textual.content import Content

WON, AT_STAKE = "█", "░"
"""Marks expected to be won, and marks expected to be lost."""


def stake_bar(
    marks: int, at_stake: float, most: int, width: int, *, plain: bool = False
) -> Content:
    """Return a bar as long as a domain is heavy, such as `████████░░░░    `.

    Args:
        marks: Questions of the domain that count.
        at_stake: Of these, how many are expected to be lost.
        most: Marks of the heaviest domain, whose bar is as wide as can be.
        width: Columns, the blank ones after the bar included.
        plain: Draw it in the text's own colour, to be read under the cursor of a list.
    """
    length = max(1, round(width * marks / most)) if marks and most else 0
    lost = min(length, round(length * at_stake / marks)) if marks else 0
    if at_stake >= 0.5 and length > 1:
        lost = max(1, lost)
    return Content.assemble(
        (WON * (length - lost), "" if plain else "$primary"),
        (AT_STAKE * lost, "" if plain else "$accent"),
        " " * (width - length),
    )
