"""The form of an extension: later dates, more attempts, a reason."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from tutor.errors import TutorError
from tutor.services.classroom.assignment_views import AssignmentView, StudentLine
from tutor.tui.base import TutorModal
from tutor.tui.text import show, show_line
from tutor.tui.unsaved import worth_keeping
from tutor.tui.widgets.profile_form import FormField

FIELDS = (
    ("due", "Due (empty: as before)", "2026-12-03 23:59"),
    ("closes", "Closes (empty: as before, or with the due date)", "2026-12-05"),
    ("more", "More attempts than the others", "0"),
    ("reason", "Reason, for the log", "ill"),
)
"""Id, title and example of each field."""


class ExtensionModal(TutorModal[AssignmentView]):
    """Asks what some students get; the result is the assignment then, or None on Escape.

    Args:
        assignment_id: Which.
        students: Whom it is for.
    """

    HELP = (
        "Enter goes from field to field and saves at the end; Escape leaves everything as it "
        "was. Dates are in your time zone. An attempt that is open gets its new deadline at once."
    )
    CSS = """
    ExtensionModal {
        .dialog { height: auto; }
        FormField { height: 3; border: round $primary 40%; }
        FormField:focus { border: round $primary; }
        FormField:focus:nocolor { border: heavy $primary; }
        #error { color: $text-error; height: auto; }
    }
    """

    def __init__(self, assignment_id: str, students: Sequence[StudentLine]) -> None:
        super().__init__()
        self._assignment_id = assignment_id
        self._students = students

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        names = ", ".join(line.label for line in self._students)
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show_line(f"Extend: {names}", 60)
            dialog.border_subtitle = "Enter goes on · Esc cancels"
            for name, title, example in FIELDS:
                field = FormField(placeholder=example, id=name)
                field.border_title = title
                yield field
            yield Button("Save", id="save", variant="primary")
            yield Static(id="error")

    @property
    def unsaved(self) -> bool:
        """Whether more than a few words of the reason would be lost."""
        return worth_keeping("", self.query_one("#reason", Input).value)

    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        typed = {name: self.query_one(f"#{name}", Input).value for name, _, _ in FIELDS}
        services = self.services

        def call() -> AssignmentView:
            return services.classroom.assignments.extend_typed(
                services.actor,
                self._assignment_id,
                [line.learner_id for line in self._students],
                typed,
            )

        self.ask(call, self.dismiss, group="save", once=True, failed=self._show_error)

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
