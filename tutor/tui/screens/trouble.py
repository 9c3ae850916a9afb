"""What is shown when the program cannot start: what is wrong, and what to do."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Static

from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar


class TroubleScreen(TutorScreen[None]):
    """A full-screen message; any way of closing it ends the program."""

    HELP = "The program cannot start. The text says why and what to do; nothing has been changed."
    KEYS = (
        Command(
            "trouble.leave",
            "enter,escape,q",
            "leave",
            "Leave",
            "End the program.",
            footer=True,
        ),
    )
    BINDINGS = bindings(KEYS)
    CSS = """
    TroubleScreen {
        align: center middle;
        #message { border: heavy $error; border-title-color: $error; }
        Button { margin-top: 1; }
    }
    """

    def __init__(self, title: str, line: str) -> None:
        super().__init__()
        self._title = title
        self._line = line

    def compose(self) -> ComposeResult:
        """Lay out the message."""
        with Vertical(id="message", classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            yield Static(show(self._line))
            yield Button("Leave")
        yield KeyBar(show_command_palette=False)

    def on_button_pressed(self) -> None:
        """End the program."""
        self.action_leave()

    def action_leave(self) -> None:
        """End the program."""
        self.dismiss(None)
