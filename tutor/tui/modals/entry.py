"""One line of text to type, saved before the dialog closes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from tutor.domain.text import printable
from tutor.errors import TutorError
from tutor.tui.base import TutorModal
from tutor.tui.text import show
from tutor.tui.unsaved import worth_keeping

Saved = TypeVar("Saved")


class EntryModal(TutorModal[Saved]):
    """Asks for one line; the result is what `save` returned, or None on Escape.

    Args:
        title: What is asked for.
        value: The present value.
        hint: How to write it.
        save: Saves the text, in a thread; a `TutorError` is shown and the dialog stays.
        suggestions: Values offered while typing (right arrow takes one).
    """

    HELP = "Type the new value. Enter saves it, Escape leaves everything as it was."
    CSS = """
    EntryModal {
        #hint { color: $text-muted; }
        #error { color: $text-error; height: auto; }
    }
    """

    def __init__(
        self,
        title: str,
        value: str,
        hint: str,
        save: Callable[[str], Saved],
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__()
        self._title = title
        self._value = printable(value)
        self._hint = hint
        self._save = save
        self._suggestions = [printable(one) for one in suggestions]

    def compose(self) -> ComposeResult:
        """Lay out the field with its hint below."""
        suggester = SuggestFromList(self._suggestions, case_sensitive=False)
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            dialog.border_subtitle = "Enter saves · Esc cancels"
            yield Input(self._value, suggester=suggester if self._suggestions else None)
            yield Static(show(self._hint), id="hint")
            yield Static(id="error")

    @property
    def unsaved(self) -> bool:
        """Whether more than a few words would be lost."""
        return worth_keeping(self._value, self.query_one(Input).value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save the text and close."""
        self.ask(
            lambda: self._save(event.value),
            self.dismiss,
            group="save",
            once=True,
            failed=self._show_error,
        )

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
