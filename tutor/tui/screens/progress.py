"""Progress: dashboards of readiness, domains, memory, activity and time, and every past quiz."""

from __future__ import annotations

from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.reactive import reactive
from textual.widgets import ContentSwitcher, Static

from tutor.services.views import ExamChoice
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import PLACE_COMMANDS, Command, bindings
from tutor.tui.panes.activity import ActivityPane
from tutor.tui.panes.domains import DomainsPane
from tutor.tui.panes.history import HistoryPane
from tutor.tui.panes.memory import MemoryPane
from tutor.tui.panes.pane import Pane
from tutor.tui.panes.readiness import ReadinessPane
from tutor.tui.panes.time import TimePane
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.pane_tabs import PaneTabs

PANES: tuple[type[Pane[Any]], ...] = (
    ReadinessPane,
    DomainsPane,
    MemoryPane,
    ActivityPane,
    TimePane,
    HistoryPane,
)
"""In the order of their numbers, from 1."""

GO_TO = tuple(
    Command(
        f"progress.{pane.NAME.lower()}",
        str(number),
        f"pane({number})",
        pane.NAME,
        f"Show the pane {pane.NAME}.",
    )
    for number, pane in enumerate(PANES, 1)
)
NEXT_PANE = Command(
    "progress.next",
    "right",
    "step(1)",
    "Next pane",
    "Show the next pane.",
    footer=True,
    priority=True,
)
PREVIOUS_PANE = Command(
    "progress.previous",
    "left",
    "step(-1)",
    "Pane before",
    "Show the pane before.",
    palette=False,
    priority=True,
)
EXAM = Command("progress.exam", "e", "next_exam", "Exam", "Show the next exam.")


class ProgressScreen(PlaceScreen[Any]):
    """Panes on one screen, each read when it comes up."""

    PLACE = "progress"
    AUTO_FOCUS = ""
    CSS_PATH = "progress.tcss"
    KEYS = (*GO_TO, NEXT_PANE, PREVIOUS_PANE, EXAM, *PLACE_COMMANDS)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Left and right, or the numbers 1 to 6, change the pane; E changes the exam. Readiness "
        "is the chance to pass were the exam today, with the score to expect: the band holds it 8 "
        "times in 10. Domains show the percent right of your first answers (repeats are "
        "remembered, so they would flatter you) and the marks at stake; Enter practices one. "
        "Memory shows what falls due, and recall as predicted and as measured. Activity shows "
        "each day against your goal, and the balance of coder and biller. Time is the median for "
        "a question. In History, Enter opens a quiz."
    )

    number: reactive[int] = reactive(1)
    """Number of the present pane."""

    def __init__(self) -> None:
        super().__init__()
        self._exam: str | None = None

    def compose_body(self) -> ComposeResult:
        """Lay out the names of the panes, the exam, and the panes."""
        yield PaneTabs([pane.NAME for pane in PANES], id="tabs")
        exam = ChoiceRow("Exam (E)", (Value(None, "…"),), label_width=10, id="exam")
        exam.can_focus = False  # left and right change the pane; E and a click the exam
        yield exam
        yield Static("Reading your answers …", id="wait", classes="muted")
        with ContentSwitcher(id="panes"):
            for number, pane in enumerate(PANES, 1):
                made = pane()
                made.id = f"pane-{number}"
                yield made

    @property
    def pane(self) -> Pane[Any]:
        """The present pane."""
        return self.query_one(f"#pane-{self.number}", Pane)

    def load(self) -> tuple[tuple[ExamChoice, ...], Any]:
        """Read the exams and the present pane."""
        services, learner, pane = self.services, self.learner, self.pane
        exams = services.dashboards.exams(learner.id)
        exam = next((one.id for one in exams if one.id == self._exam), exams[0].id)
        return exams, (pane, pane.load(services, learner, exam))

    def draw(self, view: tuple[tuple[ExamChoice, ...], Any]) -> None:
        """Draw the pane, keeping exam and cursors."""
        exams, (pane, shown) = view
        row = self.query_one("#exam", ChoiceRow)
        values = [Value(one.id, f"{one.id.upper()} · {one.name}") for one in exams]
        row.offer(values, self._exam or exams[0].id)
        self._exam = row.key
        row.display = pane.OF_EXAM
        self.query_one("#wait").display = False
        self.query_one("#panes", ContentSwitcher).current = pane.id
        pane.draw(shown)
        pane.main.focus()

    def watch_number(self, number: int) -> None:
        """Mark the pane and read it."""
        if self.is_mounted:
            self.query_one(PaneTabs).current = number
            self.reload()

    def action_pane(self, number: int) -> None:
        """Show a pane."""
        self.number = number

    def action_step(self, by: int) -> None:
        """Show the next pane, or the one before; around at the ends."""
        self.number = (self.number - 1 + by) % len(PANES) + 1

    def action_next_exam(self) -> None:
        """Show the next exam."""
        self.query_one("#exam", ChoiceRow).action_step(1)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer another exam only where a pane shows one."""
        if action == "next_exam" and self.is_mounted and not PANES[self.number - 1].OF_EXAM:
            return False
        return super().check_action(action, parameters)

    @on(PaneTabs.Chosen)
    def _choose_pane(self, event: PaneTabs.Chosen) -> None:
        self.number = event.number

    @on(ChoiceRow.Changed, "#exam")
    def _choose_exam(self, event: ChoiceRow.Changed) -> None:
        self._exam = event.key
        self.reload()
