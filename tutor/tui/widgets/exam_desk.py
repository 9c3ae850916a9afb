"""What lies on the desk in a mock exam: the tools with their keys, and the question's note."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.tui.text import show, show_line

NOTE_WIDTH = 200
"""Characters of a note on the desk; the terminal cuts it shorter."""


class ExamDesk(Vertical):
    """Two lines below the question: the note, where there is one, and the tools."""

    DEFAULT_CSS = """
    ExamDesk {
        height: auto;
        Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        #desk-tools { background: $surface; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the two lines."""
        yield Static(id="desk-note")
        yield Static(id="desk-tools")

    def show_desk(self, tools: Iterable[tuple[str, str]], note: str, lead: str = "") -> None:
        """Show the desk.

        Args:
            tools: Keys with what they do.
            note: The note at the question; empty if none.
            lead: What to press before the keys work; empty if nothing.
        """
        line = self.query_one("#desk-note", Static)
        line.display = bool(note)
        line.update(Content.assemble(("✎ ", "$accent"), show_line(note, NOTE_WIDTH)))
        parts = [
            Content.assemble(show(key, "bold $accent"), " ", show(text)) for key, text in tools
        ]
        shown = Content("  ").join(parts)
        self.query_one("#desk-tools", Static).update(Content.assemble(show(lead, "dim"), shown))
