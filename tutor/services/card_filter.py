"""Choosing among cards: by how they stand, and by what is typed of a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tutor.domain.own_card import CONCEPT
from tutor.services.spaced_views import CardLine

DUE, ALL, SUSPENDED, OWN = "due", "all", "suspended", "own"
WHICH = (ALL, DUE, OWN, SUSPENDED)
"""Which cards to list."""


def picked(lines: Iterable[CardLine], which: str, text: str, today: date) -> tuple[CardLine, ...]:
    """Return the cards of a choice whose title, id or domain holds every word of a text.

    What is due comes first; what is suspended has no day, and comes last.

    Args:
        lines: All cards.
        which: One of `WHICH`.
        text: What was typed; empty for all.
        today: The present study day.
    """
    words = text.casefold().split()
    found = (one for one in lines if _is(one, which, today) and _holds(one, words))
    return tuple(sorted(found, key=_order))


def _is(line: CardLine, which: str, today: date) -> bool:
    if which == DUE:
        return line.due is not None and line.due <= today
    if which == SUSPENDED:
        return line.suspended
    return which == ALL or line.kind != CONCEPT


def _holds(line: CardLine, words: list[str]) -> bool:
    names = f"{line.title} {line.concept} {line.domain}".casefold()
    return all(word in names for word in words)


def _order(line: CardLine) -> tuple[date, str, str]:
    return line.due or date.max, line.title.casefold(), line.concept
