"""A break in a mock exam: the clock stands still until the candidate goes on."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Button, Static

from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show


class ExamBreakModal(TutorModal[bool]):
    """Waits; the result is True to end the break, None to leave the exam during it.

    Args:
        left: What is left on the clock, in words; empty without a clock.
    """

    HELP = (
        "A break. The clock of the exam stands still, however long it takes; every question seen "
        "before is closed. Enter ends the break. Escape leaves the exam: the break goes on, and "
        "Continue on Home comes back to it."
    )
    KEYS = (
        Command("break.end", "g", "end", "Go on", "End the break: the clock goes on."),
        Command("break.leave", "escape", "dismiss_empty", "Leave", "Leave; the break goes on."),
        Command("break.next", "right,down", "app.focus_next", "Next button", "Go to the other."),
        Command(
            "break.previous", "left,up", "app.focus_previous", "Last button", "Go to the other."
        ),
    )
    BINDINGS = bindings(KEYS)
    AUTO_FOCUS = "#end"
    CSS = """
    ExamBreakModal {
        background: $background;
        Horizontal { height: auto; align-horizontal: right; margin-top: 1; }
        Button { margin-left: 2; }
    }
    """

    def __init__(self, left: str) -> None:
        super().__init__()
        self._left = left

    def compose(self) -> ComposeResult:
        """Lay out what holds during the break, and the two ways out of it."""
        clock = f"The clock stands still at {self._left}." if self._left else "No clock is running."
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Break"
            yield Static(show(clock, "bold"))
            yield Static(
                show("Questions seen before the break are closed. Come back when you are ready.")
            )
            with Horizontal():
                yield Button("Leave (Esc)", id="leave", compact=False)
                yield Button("Go on (G)", id="end", variant="primary")

    def action_end(self) -> None:
        """End the break."""
        self.dismiss(True)

    @on(Button.Pressed, "#end")
    def _pressed_end(self) -> None:
        self.dismiss(True)

    @on(Button.Pressed, "#leave")
    def _pressed_leave(self) -> None:
        self.dismiss(None)
