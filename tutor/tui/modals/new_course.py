"""The form for a new course."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Button, Input, Static

from tutor.domain.classroom import Course
from tutor.errors import TutorError
from tutor.services.views import ExamChoice
from tutor.tui.base import TutorModal
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value

LABEL = 10
NAMES = (
    Value(None, "kept: instructors see students by name"),
    Value("pseudonymous", "none kept: students appear by their number"),
)


class NewCourseModal(TutorModal[Course]):
    """Asks for title, exam and whether names are kept; the result is the course, or None."""

    AUTO_FOCUS = "#title"
    HELP = (
        "Type a title. Tab goes on to the lines below, which left and right change. In a course "
        "that keeps no names the database holds none of its students' real names; this cannot "
        "be changed later. Enter makes the course, Escape leaves everything as it was."
    )
    CSS = """
    NewCourseModal {
        #error { color: $text-error; height: auto; }
        Button { margin-top: 1; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "New course"
            dialog.border_subtitle = "Enter makes it · Esc cancels"
            yield Input(placeholder="Title, such as CPB spring 2027", id="title", max_length=80)
            yield ChoiceRow("Exam", [Value(None, "none")], label_width=LABEL, id="exam")
            yield ChoiceRow("Names", NAMES, label_width=LABEL, id="names")
            yield Static(id="error")
            yield Button("Make the course", id="make", variant="primary")

    def on_mount(self) -> None:
        """Read which exams there are."""
        self.ask(self.services.profiles.exams, self._offer, group="load")

    def _offer(self, exams: tuple[ExamChoice, ...]) -> None:
        values = [Value(exam.id, f"{exam.id.upper()} · {exam.name}") for exam in exams]
        row = self.query_one("#exam", ChoiceRow)
        row.offer([Value(None, "none in particular"), *values], self.app.learner.exam)

    @on(Input.Submitted)
    @on(Button.Pressed)
    def _make(self) -> None:
        title = self.query_one("#title", Input).value
        exam = self.query_one("#exam", ChoiceRow).key
        pseudonymous = self.query_one("#names", ChoiceRow).key is not None
        services = self.services
        self.ask(
            lambda: services.classroom.courses.create(
                services.actor, title, exam=exam, pseudonymous=pseudonymous
            ),
            self.dismiss,
            group="save",
            once=True,
            failed=self._show_error,
        )

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
