"""A heading with a list of lines that wrap beside their bullets."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.tui.text import show


class Bullets(Vertical):
    """A list of lines of text."""

    DEFAULT_CSS = """
    Bullets {
        height: auto;
        margin-bottom: 1;
        .bullets-heading { text-style: bold; }
        .bullets-line { height: auto; }
        .bullets-mark { width: 4; }
        .bullets-text { width: 1fr; }
    }
    """

    def __init__(self, heading: str, lines: Iterable[str], *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._heading = heading
        self._lines = tuple(lines)

    def compose(self) -> ComposeResult:
        """Lay out the heading and the lines."""
        yield Static(show(self._heading), classes="bullets-heading")
        for line in self._lines:
            with Horizontal(classes="bullets-line"):
                yield Static(Content.styled("  •", "$primary"), classes="bullets-mark")
                yield Static(show(line), classes="bullets-text")
