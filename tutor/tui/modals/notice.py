"""Something that is read before it goes away: a code to compare, a file to send."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show


class NoticeModal(TutorModal[None]):
    """Shows a few lines, the first of them bold, until it is closed.

    Args:
        title: What it is about, in a few words.
        lines: What is said.
    """

    HELP = "Read it; Enter or Escape closes it."
    KEYS = (
        Command(
            "notice.close", "enter,escape", "dismiss_empty", "Close", "Close this.", footer=True
        ),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, title: str, lines: Sequence[str]) -> None:
        super().__init__()
        self._title = title
        self._lines = lines

    def compose(self) -> ComposeResult:
        """Lay out the lines."""
        first, *others = self._lines
        text = Content("\n").join([show(first, "bold"), *(show(line) for line in others)])
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            dialog.border_subtitle = "Enter closes"
            yield Static(text)
