"""A question with key and rationale, to look at."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tutor.services.views import Question
from tutor.tui.base import TutorModal
from tutor.tui.key_text import key_text


class KeyViewModal(TutorModal[None]):
    """Shows a question as students get it, with what they are told after.

    Args:
        question: The question, with its feedback.
    """

    AUTO_FOCUS = "VerticalScroll"
    HELP = "The question with its key and every rationale. The arrow keys scroll, Escape closes."
    CSS = "KeyViewModal VerticalScroll { height: 90%; width: 90%; max-width: 100; }"

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """Lay out the text."""
        with VerticalScroll(classes="dialog") as dialog:
            dialog.border_title = "Preview with key"
            dialog.border_subtitle = "Esc closes"
            yield Static(key_text(self._question))
