"""The one thing to do next, as a card that Enter or a click opens."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from tutor.services.progress_views import NextStep
from tutor.tui.base import tutor_app
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show


class ContinueCard(Static, can_focus=True):
    """Shows the next step, or that the program is still opening."""

    KEYS = (
        Command(
            "home.continue",
            "enter,space",
            "app.continue",
            "Continue",
            "Do what the card says.",
            palette=False,
        ),
    )
    BINDINGS = bindings(KEYS)
    ALLOW_SELECT = False
    DEFAULT_CSS = """
    ContinueCard {
        height: 4;
        padding: 0 2;
        border: round $primary 50%;
        border-title-color: $primary;
        border-title-style: bold;
        background: $surface;
        &:focus { border: heavy $primary; }
        &:hover { background: $panel; }
        &:nocolor:focus { border: heavy $primary; text-style: bold; }
    }
    """

    def __init__(self, *, id: str) -> None:
        super().__init__("Opening…", id=id)
        self.border_title = "Continue"

    def show_step(self, step: NextStep) -> None:
        """Show a next step."""
        self.border_subtitle = "Enter"
        self.update(
            Content.assemble(
                ("▶ ", "$accent"),
                show(step.title, "bold"),
                "\n  ",
                show(step.detail, "$foreground-muted"),
            )
        )

    def on_click(self) -> None:
        """Do the step."""
        tutor_app(self).action_continue()
