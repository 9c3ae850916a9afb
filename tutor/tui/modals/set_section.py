"""The form of a section: its title, its instruction, what its questions by rule are worth."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from tutor.domain.rule_text import points_typed
from tutor.domain.set_records import QuizSet
from tutor.errors import TutorError
from tutor.services.classroom.set_views import SectionView
from tutor.tui.base import TutorModal
from tutor.tui.text import show
from tutor.tui.unsaved import worth_keeping
from tutor.tui.widgets.profile_form import FormField

FIELDS = (
    ("title", "Title", "such as Denials"),
    ("text", "Instruction to the student (may be empty)", "such as Read each claim twice."),
    ("points", "Points of each question by rule", "1"),
)
"""Id, title and example of each field."""


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """What was typed of a section."""

    title: str
    text: str
    points: float


class SetSectionModal(TutorModal[QuizSet]):
    """Asks what a section says; the result is the set with it, or None on Escape.

    Args:
        save: Saves the section, in a thread; a `TutorError` is shown and the form stays.
        section: The section as it is; None for a new one.
    """

    AUTO_FOCUS = "#title"
    HELP = (
        "Enter goes from field to field, and saves at the end. Students read title and "
        "instruction above the section's questions. Escape leaves everything as it was."
    )
    CSS = """
    SetSectionModal {
        FormField { height: 3; border: round $primary 40%; }
        FormField:focus { border: round $primary; }
        FormField:focus:nocolor { border: heavy $primary; }
        #error { color: $text-error; height: auto; }
    }
    """

    def __init__(
        self, save: Callable[[SectionEntry], QuizSet], section: SectionView | None = None
    ) -> None:
        super().__init__()
        self._save_section = save
        self._new = section is None
        self._values = (
            {"title": section.title, "text": section.text, "points": f"{section.points:g}"}
            if section
            else {"title": "", "text": "", "points": "1"}
        )

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "New section" if self._new else "Section"
            dialog.border_subtitle = "Enter goes on · Esc cancels"
            for name, title, example in FIELDS:
                field = FormField(self._values[name], placeholder=example, id=name)
                field.border_title = title
                yield field
            yield Button("Save", id="save", variant="primary")
            yield Static(id="error")

    @property
    def unsaved(self) -> bool:
        """Whether more than a few words of the instruction would be lost."""
        return worth_keeping(self._values["text"], self._typed("text"))

    def _typed(self, name: str) -> str:
        return self.query_one(f"#{name}", Input).value

    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        title, text, points = (self._typed(name) for name, _, _ in FIELDS)
        self.ask(
            lambda: self._save_section(SectionEntry(title, text, points_typed(points))),
            self.dismiss,
            group="save",
            once=True,
            failed=self._show_error,
        )

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
