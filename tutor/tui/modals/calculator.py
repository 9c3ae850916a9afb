"""A pocket calculator on top of a question."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tutor.domain.calculator import LENGTH, calculate
from tutor.errors import ResponseError
from tutor.tui.base import TutorModal
from tutor.tui.text import show

KEPT = 6
"""Calculations that stay in sight."""


class CalculatorModal(TutorModal[None]):
    """Takes one calculation after another and shows what comes out."""

    HELP = (
        "Type a calculation such as (165 - 55) * 80% and press Enter: + - * / % and brackets, "
        "in exact decimals. The last ones stay in sight. Escape goes back to the question."
    )
    CSS = """
    CalculatorModal {
        #tape { height: auto; margin-top: 1; }
        #error { height: auto; color: $text-error; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._tape: list[Content] = []

    def compose(self) -> ComposeResult:
        """Lay out the field and what was calculated."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Calculator"
            dialog.border_subtitle = "Enter calculates · Esc closes"
            yield Input(placeholder="165 * 80%", max_length=LENGTH, select_on_focus=False)
            yield Static(id="error")
            yield Static(show("+ - * / % and brackets", "$foreground-muted"), id="tape")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Calculate what is typed; the field is free for the next."""
        typed = event.value.strip()
        if not typed:
            return
        error = ""
        try:
            line = Content.assemble(show(typed), " = ", show(f"{calculate(typed):,f}", "bold"))
        except ResponseError as wrong:
            error = f"✗ {wrong}"
        else:
            self._tape = [line, *self._tape][:KEPT]
            self.query_one("#tape", Static).update(Content("\n").join(self._tape))
            event.input.clear()
        self.query_one("#error", Static).update(show(error))
