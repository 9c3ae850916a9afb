"""The form of a rule: how many questions of what."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Input, Static

from tutor.domain.item import LEVELS, ROLES, SKILLS
from tutor.domain.quiz_set import Rule
from tutor.domain.rule_text import difficulty_text, domains_text, rule_typed
from tutor.domain.set_checks import SEEN, SOURCES
from tutor.domain.set_records import QuizSet
from tutor.errors import TutorError
from tutor.services.views import ExamChoice
from tutor.tui.base import TutorModal
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value

ANY = Value(None, "any")
LABEL = 11
TEXTS = (
    ("count", "Count", "such as 10; empty: the sum of the domains"),
    ("domains", "Domains", "such as bill=5 ins=3; empty: all of the exam"),
    ("difficulty", "Difficulty", "from 1 to 5, such as 2-4; empty: all"),
    ("subject", "Subject", "empty: any"),
)
"""Name, label and example of each line that is typed."""


def offered(names: tuple[str, ...], *, any_too: bool = True) -> tuple[Value, ...]:
    """Return values to choose from."""
    return (ANY,) * any_too + tuple(Value(one, one) for one in names)


CHOICES = (
    ("role", "Role", offered(ROLES)),
    ("skill", "Skill", offered(SKILLS)),
    ("level", "Level", offered(LEVELS)),
    ("seen", "Seen", offered(SEEN, any_too=False)),
    ("source", "Source", offered(SOURCES, any_too=False)),
)
"""Name, label and values of each line that left and right change."""


class SetRuleModal(TutorModal[QuizSet]):
    """Asks for a rule; the result is the set with it, or None on Escape.

    Args:
        course_id: The course: a new rule begins with its exam.
        save: Saves the rule, in a thread; a `TutorError` is shown and the form stays.
        rule: The rule as it is; None for a new one.
    """

    AUTO_FOCUS = "#count"
    HELP = (
        "Type how many questions, and say of which. Tab goes from line to line, left and right "
        "change a value. New and seen need a set that is drawn for each student (F on the set). "
        "Enter saves the rule, Escape leaves everything as it was."
    )
    CSS = """
    SetRuleModal {
        .dialog { max-height: 23; padding: 0 2; }
        Horizontal { height: 1; }
        .label { width: 12; padding: 0 1; text-style: dim; }
        Input { height: 1; width: 1fr; border: none; padding: 0; }
        #named { color: $text-muted; padding: 0 1 0 12; height: auto; }
        #error { color: $text-error; height: auto; padding: 0 1; }
    }
    """

    def __init__(
        self, course_id: str, save: Callable[[Rule], QuizSet], rule: Rule | None = None
    ) -> None:
        super().__init__()
        self._course_id = course_id
        self._save_rule = save
        self._rule = rule
        self._exams: dict[str, ExamChoice] = {}

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        rule = self._rule or Rule(1)
        values = {
            "count": str(rule.count) if self._rule else "",
            "domains": domains_text(rule),
            "difficulty": difficulty_text(rule),
            "subject": rule.subject or "",
        }
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = "Questions by rule"
            dialog.border_subtitle = "Enter saves · Esc cancels"
            for name, label, example in TEXTS:
                with Horizontal():
                    yield Static(label, classes="label")
                    yield Input(values[name], placeholder=example, id=name, compact=True)
                if name == "count":
                    kept = (Value(rule.exam, rule.exam.upper()),) if rule.exam else ()
                    choices = (ANY, *kept)  # the others once they are read
                    yield ChoiceRow("Exam", choices, key=rule.exam, label_width=LABEL, id="exam")
                if name == "domains":
                    yield Static(id="named")
            for name, label, choices in CHOICES:
                chosen = getattr(rule, name)
                yield ChoiceRow(label, choices, key=chosen, label_width=LABEL, id=name)
            yield Static(id="error")
            yield Button("Save the rule", id="save", variant="primary")

    def on_mount(self) -> None:
        """Read which exams there are, and which the course is for."""
        services, course_id = self.services, self._course_id

        def call() -> tuple[tuple[ExamChoice, ...], str | None]:
            exam = services.classroom.courses.course(services.actor, course_id).course.exam
            return services.profiles.exams(), exam

        self.ask(call, lambda found: self._offer(*found), group="load")

    def _offer(self, exams: tuple[ExamChoice, ...], exam: str | None) -> None:
        self._exams = {one.id: one for one in exams}
        values = [Value(one.id, one.id.upper()) for one in exams]
        chosen = self._rule.exam if self._rule else exam
        self.query_one("#exam", ChoiceRow).offer([ANY, *values], chosen)
        self._name_domains()

    @on(ChoiceRow.Changed, "#exam")
    def _name_domains(self) -> None:
        exam = self._exams.get(self.query_one("#exam", ChoiceRow).key or "")
        names = "; ".join(f"{one.id} {one.title}" for one in exam.domains) if exam else ""
        self.query_one("#named", Static).update(show(names))

    @on(Input.Submitted)
    @on(Button.Pressed, "#save")
    def _save(self) -> None:
        typed: dict[str, str | None] = {
            name: self.query_one(f"#{name}", Input).value for name, _, _ in TEXTS
        }
        typed |= {row.id or "": row.key for row in self.query(ChoiceRow)}
        self.ask(
            lambda: self._save_rule(rule_typed(typed)),
            self.dismiss,
            group="save",
            once=True,
            failed=self._show_error,
        )

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
