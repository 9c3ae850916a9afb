"""Running text of questions and rationales, laid out for the terminal's width."""

from __future__ import annotations

from textual.content import Content

from tutor.domain.text import flow
from tutor.tui.text import spans


def prose(text: str) -> Content:
    """Return running text with its glossary links underlined."""
    return spans(flow(text))
