"""Fuzzy matching that shows data as data: Textual's own reads it as markup."""

from __future__ import annotations

from typing import Any

from textual.content import Content
from textual.fuzzy import Matcher

from tutor.tui.text import show


def match(matcher: Matcher, text: str) -> tuple[float, Content]:
    """Return how well a text fits what was typed (0: not at all), and the text highlighted."""
    shown = show(text)
    score, offsets = matcher.fuzzy_search.match(matcher.query, shown.plain)
    for offset in offsets if score else ():
        shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return score, shown


def explained(text: str) -> Any:  # noqa: ANN401 - declared as str, but a str is read as markup
    """Return the explanation of a hit."""
    return show(text)
