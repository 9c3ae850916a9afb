"""The form of a rule: how many questions of what."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Button, Input, Static

from tutor.domain.quiz_set import Rule
from tutor.domain.set_draft import LEVELS, SEEN, SOURCES
from tutor.domain.set_records import QuizSet
from tutor.errors import TutorError
from tutor.services.classroom.set_rule_form import rule_typed
from tutor.services.views import ExamChoice
from tutor.tui.base import TutorModal
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value

ANY = Value(None, "any")
ROLES = (ANY, Value("coder", "coder"), Value("biller", "biller"), Value("both", "both"))
TEXTS = (
    ("count", "Count, such as 10"),
    ("domains", "Domains of the exam, such as bill=5 claims=5 (empty: all)"),
    ("skill", "Skill (empty: any)"),
    ("difficulty", "Difficulty, such as 2-4 (empty: all)"),
)


class SetRuleModal(TutorModal[QuizSet]):
    """Asks for a rule; the result is the set with it, or None on Escape.

    Args:
        save: Adds the rule, in a thread; a `TutorError` is shown and the form stays.
    """

    AUTO_FOCUS = "#count"
    HELP = (
        "Type how many questions, and say of which. Tab goes from line to line, left and right "
        "change a value. New and seen need a set that is drawn for each student. Enter adds the "
        "rule, Escape leaves everything as it was."
    )
    CSS = """
    SetRuleModal {
        Input { height: 1; border: none; padding: 0 1; }
        #error { color: $text-error; height: auto; }
        .dialog { max-height: 22; }
    }
    """

    def __init__(self, save: Callable[[Rule], QuizSet]) -> None:
        super().__init__()
        self._save_rule = save

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        with VerticalScroll(classes="dialog", can_focus=False) as dialog:
            dialog.border_title = "Questions by rule"
            dialog.border_subtitle = "Enter adds · Esc cancels"
            for name, example in TEXTS:
                yield Input(placeholder=example, id=name, compact=True)
            yield ChoiceRow("Exam", (ANY,), label_width=8, id="exam")
            yield ChoiceRow("Role", ROLES, label_width=8, id="role")
            levels = (ANY, *(Value(one, one) for one in LEVELS))
            yield ChoiceRow("Level", levels, label_width=8, id="level")
            yield ChoiceRow("Seen", [Value(one, one) for one in SEEN], label_width=8, id="seen")
            sources = [Value(one, one) for one in SOURCES]
            yield ChoiceRow("Source", sources, label_width=8, id="source")
            yield Static(id="error")
            yield Button("Add the rule", id="add", variant="primary")

    def on_mount(self) -> None:
        """Read which exams there are."""
        self.ask(self.services.profiles.exams, self._offer, group="load")

    def _offer(self, exams: tuple[ExamChoice, ...]) -> None:
        values = [Value(exam.id, exam.id.upper()) for exam in exams]
        self.query_one("#exam", ChoiceRow).offer([ANY, *values])

    @on(Input.Submitted)
    @on(Button.Pressed, "#add")
    def _add(self) -> None:
        texts = {name: self.query_one(f"#{name}", Input).value for name, _ in TEXTS}
        choices = {row.id or "": row.key for row in self.query(ChoiceRow)}
        self.ask(
            lambda: self._save_rule(rule_typed(texts, choices)),
            self.dismiss,
            group="save",
            once=True,
            failed=self._show_error,
        )

    def _show_error(self, error: TutorError) -> None:
        self.query_one("#error", Static).update(show(f"✗ {error}"))
