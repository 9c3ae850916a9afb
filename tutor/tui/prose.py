"""Running text of questions and rationales, laid out for the terminal's width."""

from __future__ import annotations

import re

from textual.content import Content

from tutor.tui.text import spans

_SOFT_BREAK = re.compile(r"(?<=\S)[ ]*\n(?=\S)")


def flow(text: str) -> str:
    """Return text with the author's line breaks inside paragraphs taken out.

    Banks are wrapped for the editor; a terminal has its own width. Empty lines part
    paragraphs, and lines that begin with a space keep their place.
    """
    return _SOFT_BREAK.sub(" ", text.replace("\r\n", "\n")).strip()


def prose(text: str) -> Content:
    """Return running text with its glossary links underlined."""
    return spans(flow(text))
