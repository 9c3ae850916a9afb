"""The form for a new profile; fits one screen of 80 by 24."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.validation import Integer
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.views import ExamChoice
from tutor.tui.text import exam_line, show

UNDECIDED = "undecided"
"""Option for learners who have not chosen an exam yet."""
DEFAULT_GOAL = "20"


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """What was typed; dates and numbers still as text."""

    name: str
    exam: str | None
    exam_date: str
    daily_goal: str


class FormField(Input):
    """A field that Enter leaves at once, for the next one.

    Going on when the message arrives would be too late: of keys pressed quickly, the next
    Enter would still be this field's.
    """

    async def action_submit(self) -> None:
        """Go on."""
        self.screen.focus_next()


class FormList(OptionList):
    """A list that Enter leaves at once, for the next field."""

    def action_select(self) -> None:
        """Go on: what is highlighted is chosen."""
        self.screen.focus_next()


class ProfileForm(Vertical):
    """Name, target exam, exam date and daily goal."""

    class Submitted(Message):
        """The learner wants the profile made."""

        def __init__(self, entry: ProfileEntry) -> None:
            super().__init__()
            self.entry = entry

    def compose(self) -> ComposeResult:
        """Lay out the fields."""
        yield FormField(placeholder="Your name", id="name", classes="field", max_length=40)
        yield FormList(id="exam", classes="field")
        yield Static(id="format")
        with Horizontal():
            yield FormField(placeholder="2027-03-31", id="date", classes="field", max_length=10)
            yield Input(
                DEFAULT_GOAL,
                id="goal",
                classes="field",
                type="integer",
                max_length=3,
                validators=[Integer(minimum=1)],
            )
            yield Button("Start learning", id="create", variant="primary")
        yield Static(id="error")

    def on_mount(self) -> None:
        """Name the fields."""
        for selector, title in (
            ("#name", "Name"),
            ("#exam", "Target exam (arrow keys choose)"),
            ("#date", "Exam date (may stay empty)"),
            ("#goal", "Questions a day"),
        ):
            self.query_one(selector).border_title = title

    def offer(self, exams: tuple[ExamChoice, ...]) -> None:
        """Fill the list of exams."""
        self._formats = {exam.id: exam.format for exam in exams}
        options = [Option(exam_line(exam), id=exam.id) for exam in exams]
        found = self.query_one("#exam", OptionList)
        found.set_options([*options, Option("Not decided yet", id=UNDECIDED)])
        found.highlighted = len(options)

    def show_error(self, line: str) -> None:
        """Say what cannot be saved as typed."""
        self.query_one("#error", Static).update(show(f"✗ {line}"))

    @on(OptionList.OptionHighlighted)
    def _show_format(self, event: OptionList.OptionHighlighted) -> None:
        line = self._formats.get(event.option_id or "", "You can choose an exam later.")
        self.query_one("#format", Static).update(show(line))

    @on(Input.Submitted, "#goal")
    @on(Button.Pressed)
    def _submit(self) -> None:
        exams = self.query_one("#exam", OptionList)
        exam = exams.highlighted_option.id if exams.highlighted_option else None
        self.post_message(
            self.Submitted(
                ProfileEntry(
                    name=self.query_one("#name", Input).value,
                    exam=None if exam == UNDECIDED else exam,
                    exam_date=self.query_one("#date", Input).value,
                    daily_goal=self.query_one("#goal", Input).value,
                )
            )
        )
