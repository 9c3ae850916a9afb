"""What a study plan is made for: exam date, minutes a day, days off."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from tutor.domain.records import Learner
from tutor.errors import TutorError
from tutor.services.plan_views import StudySettings
from tutor.services.plan_words import write_dates, write_weekdays
from tutor.tui.base import TutorModal
from tutor.tui.text import day, show
from tutor.tui.widgets.profile_form import FormField

FIELDS = (
    ("date", "Exam date (year-month-day; empty: not known)", "2027-03-31"),
    ("minutes", "Minutes on a day of study (empty: by your daily goal)", "45"),
    ("off", "Days of the week off", "sat, sun"),
    ("holidays", "Dates off, and ranges", "2026-12-25, 2027-01-02..2027-01-05"),
)
"""Id, title and example of each field."""


class PlanSetupModal(TutorModal[Learner]):
    """Asks for all of it at once; the result is the learner, or None on Escape.

    Args:
        learner_id: Whose plan it is.
        settings: What is set now.
    """

    HELP = (
        "Enter goes from field to field and saves at the end; Tab goes back and forth; Escape "
        "leaves everything as it was. The exam date is the one of your profile."
    )
    CSS = """
    PlanSetupModal {
        .dialog { height: auto; }
        FormField { height: 3; border: round $primary 40%; }
        FormField:focus { border: round $primary; }
        FormField:focus:nocolor { border: heavy $primary; }
        #error { color: $text-error; height: auto; }
    }
    """

    def __init__(self, learner_id: str, settings: StudySettings) -> None:
        super().__init__()
        self._learner_id = learner_id
        self._values = {
            "date": day(settings.exam_date),
            "minutes": str(settings.minutes) if settings.minutes_set else "",
            "off": write_weekdays(settings.weekdays_off),
            "holidays": write_dates(settings.dates_off),
        }

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Study plan"
            dialog.border_subtitle = "Enter goes on · Esc cancels"
            for name, title, example in FIELDS:
                field = FormField(self._values[name], placeholder=example, id=name)
                field.border_title = title
                yield field
            yield Button("Save", id="save", variant="primary")
            yield Static(id="error")

    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        plan, learner_id = self.services.plan, self._learner_id
        typed = {name: self.query_one(f"#{name}", Input).value for name, _, _ in FIELDS}
        date_changed = typed["date"].strip() != self._values["date"]
        self.ask(
            lambda: plan.change_typed(learner_id, typed, date_changed=date_changed),
            self.dismiss,
            group="save",
            once=True,
            failed=self._show_error,
        )

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
