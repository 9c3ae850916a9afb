"""The claims lab: shifts in a simulated practice, scenarios, and files from outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.records import QuizSpec
from tutor.domain.study_day import study_day
from tutor.domain.text import quantity
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, CLAIM_FILE, Command, bindings
from tutor.tui.line_keys import go_by_line
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList

if TYPE_CHECKING:
    from tutor.services.shift_views import ShiftLine

LABEL = 12
"""Columns for the names of the choices."""
ROLES = (
    Value("both", "both desks"),
    Value("biller", "the biller's desk"),
    Value("coder", "the coder's desk"),
)
PATIENTS = tuple(Value(str(count), str(count)) for count in (1, 2, 3, 5, 8))
LEVELS = (
    Value("1", "1: hardly anything"),
    Value("2", "2: now and then"),
    Value("3", "3: as on most days"),
    Value("4", "4: a bad day"),
    Value("5", "5: everything"),
)
PREFIX = "Shift · "
"""What the titles of shifts begin with."""
SUBJECT = "lab"
"""Subject of the scenarios."""
SCENARIOS = 10
"""Scenarios of one round."""
ABOUT = (
    "A practice made up anew each time, from registration to zero balance. What you send is what "
    "the payer gets; each step tells whose work it is."
)

START = Command(
    "lab.start",
    "enter",
    "start",
    "Start",
    "Start a shift as chosen, or open the one at the cursor of the list.",
    footer=True,
)
SCENARIO = Command(
    "lab.scenarios",
    "n",
    "scenarios",
    "Scenarios",
    "A round of ten hand-made scenarios of claims: to fix, to post, to act on.",
    footer=True,
)
FILE = Command(
    "lab.file",
    "f",
    "file",
    "Open a file",
    "Explain a claim file (837), or read a remittance (835), a 277CA or a 999.",
    footer=True,
)


@dataclass(frozen=True, slots=True)
class LabView:
    """Shifts so far, and how many scenarios there are: of `exam`, or of all of them."""

    shifts: tuple[ShiftLine, ...]
    scenarios: int
    exam: str | None


class ClaimsLabScreen(TutorScreen[None]):
    """A shift is put together from its desk, its patients and how much goes wrong."""

    AUTO_FOCUS = "#role"
    CSS_PATH = "claims_lab.tcss"
    KEYS = (START, SCENARIO, FILE, CLAIM_FILE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The claims lab is a practice to work in. Up, down and Tab go from line to line, left and "
        "right change a value, Enter starts a shift. Tab also goes to the list of your shifts: "
        "Enter there goes on with one, or shows its report. N asks ten hand-made scenarios, F "
        "opens a file of claims or payments from outside; such a file is only shown, never kept."
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: LabView | None = None

    def compose(self) -> ComposeResult:
        """Lay out the choices and the list of shifts."""
        yield Static("Claims lab", id="heading")
        with Horizontal(id="form"):
            with VerticalScroll(id="side", can_focus=False):
                yield Static(ABOUT, id="about", markup=False)
                with Vertical(id="choices", classes="panel") as choices:
                    choices.border_title = "A shift"
                    yield ChoiceRow("Work at", ROLES, key="both", label_width=LABEL, id="role")
                    yield ChoiceRow("Patients", PATIENTS, key="3", label_width=LABEL, id="patients")
                    yield ChoiceRow("Goes wrong", LEVELS, key="2", label_width=LABEL, id="level")
                yield Button("Start the shift (Enter)", id="start", variant="primary")
                yield Button("Ten scenarios (N)", id="scenarios", compact=True)
                yield Button("Open a file (F)", id="file", compact=True)
            shifts = OpenList(id="shifts", classes="panel")
            shifts.border_title = "Your shifts"
            yield shifts
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read what there is: a shift may have been begun or ended meanwhile."""
        if self.app.is_open:
            self.ask(self._load, self._draw, group="load")

    def _load(self) -> LabView:
        """Read the shifts. Runs in a thread."""
        services, learner = self.services, self.learner
        heads = [head for head in services.library.heads() if head.subject == SUBJECT]
        own = [head for head in heads if learner.exam and head.domains(learner.exam)]
        exam = learner.exam if len(own) >= SCENARIOS else None
        count = len(own if exam else heads)
        return LabView(services.shifts.shifts(learner.id), count, exam)

    def _draw(self, view: LabView) -> None:
        listed = self.query_one("#shifts", OptionList)
        zone = self.learner.time_zone
        listed.set_options(Option(_line(one, zone), id=one.attempt_id) for one in view.shifts)
        listed.display = bool(view.shifts)
        if view.shifts:
            listed.highlighted = 0
        if self._view is None and view.shifts and view.shifts[0].open:
            listed.focus()  # Enter goes on with it, and does not begin another beside it
        self._view = view
        button = self.query_one("#scenarios", Button)
        button.disabled = not view.scenarios
        button.label = f"Ten of {view.scenarios} scenarios (N)"

    def on_key(self, event: events.Key) -> None:
        """Up and down go from line to line; the list of shifts has these keys for itself."""
        go_by_line(self, event, "ChoiceRow, Button")

    def _key(self, name: str) -> str:
        return self.query_one(f"#{name}", ChoiceRow).key or ""

    @property
    def options(self) -> ShiftOptions:
        """The shift as chosen."""
        return ShiftOptions(
            role=self._key("role"),
            patients=int(self._key("patients")),
            difficulty=int(self._key("level")),
            exam=self.learner.exam,
        )

    @on(Button.Pressed, "#start")
    def action_start(self) -> None:
        """Start the shift as chosen."""
        self.app.start_shift(self.options)

    @on(Button.Pressed, "#scenarios")
    def action_scenarios(self) -> None:
        """Start a round of scenarios."""
        exam = self._view.exam if self._view else None
        self.app.start_quiz(QuizSpec(exam=exam, subject=SUBJECT, count=SCENARIOS))

    @on(Button.Pressed, "#file")
    def action_file(self) -> None:
        """Ask for a file."""
        self.app.action_claim_file()

    @on(OptionList.OptionSelected, "#shifts")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.resume_quiz(event.option_id)


def _line(one: ShiftLine, zone: str) -> Content:
    mark = "▶ open" if one.open else "✓ done"
    score = ""
    if one.score is not None and one.answered:
        score = f", {100 * one.score / one.answered:.0f} % right"
    return Content.assemble(
        (f"{mark}  ", "bold"),
        f"{study_day(one.started_at, zone):%d %b}  ",
        show(one.title.removeprefix(PREFIX)),
        "\n        ",
        show(f"{quantity(one.answered, 'task')} done{score}", "$foreground-muted"),
    )
