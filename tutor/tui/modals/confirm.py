"""A question to be answered with yes or no."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show


class ConfirmModal(TutorModal[bool]):
    """Asks one question; the result is True for yes, False (or None, on Escape) for no.

    Args:
        title: What it is about, in a few words.
        question: What will happen; ends with a question mark.
        yes: The verb that does it, such as `Archive`.
        no: The way out, such as `Keep`.
    """

    HELP = "Answer the question: Y does it, N or Escape leaves everything as it is."
    KEYS = (
        Command("confirm.yes", "y", "answer(True)", "Yes", "Do it."),
        Command("confirm.no", "n", "answer(False)", "No", "Leave everything as it is."),
        Command("confirm.next", "right,down", "app.focus_next", "Next button", "Go to the other."),
        Command(
            "confirm.previous", "left,up", "app.focus_previous", "Last button", "Go to the other."
        ),
    )
    BINDINGS = bindings(KEYS)
    CSS = """
    ConfirmModal {
        Horizontal { height: auto; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; }
    }
    """

    def __init__(self, title: str, question: str, *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._title = title
        self._question = question
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Lay out the question and the two buttons."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            yield Static(show(self._question))
            with Horizontal():
                yield Button(show(f"{self._no} (N)"), id="no", compact=False)
                yield Button(show(f"{self._yes} (Y)"), id="yes", variant="primary")

    @on(Button.Pressed, "#yes")
    def _pressed_yes(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#no")
    def _pressed_no(self) -> None:
        self.dismiss(False)

    def action_answer(self, yes: bool) -> None:
        """Give the answer."""
        self.dismiss(yes)
