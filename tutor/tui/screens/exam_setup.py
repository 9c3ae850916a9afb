"""Setting a mock exam up: which exam, how long, by which rules; or going on with the open one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Static

from tutor.domain.records import AttemptSummary
from tutor.domain.sitting import MockRules
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.line_keys import go_by_line
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tutor.services.exam_views import BlueprintView

LABEL = 12
"""Columns for the names of the choices."""
LENGTHS = {"full": "whole exam", "half": "half of it", "sprint": "sprint"}
"""Lengths of a form, as they are shown."""
NAVIGATIONS = (
    Value("free", "free: go back whenever you like"),
    Value("forward-only", "forward only: no way back"),
)
FACTORS = (
    Value("1", "as on the exam"),
    Value("1.25", "1.25 times as long"),
    Value("1.5", "1.5 times as long"),
    Value("2", "twice as long"),
)
PARTS = (
    Value("1", "one"),
    Value("2", "two: the first closes before the second opens"),
)

START = Command(
    "mock.start",
    "enter",
    "start",
    "Start",
    "Start the exam and its clock, or go on with the one that is open.",
    footer=True,
)


@dataclass(frozen=True, slots=True)
class MockOffer:
    """What can be sat, and what is being sat."""

    exams: tuple[BlueprintView, ...]
    going_on: AttemptSummary | None


class ExamSetupScreen(TutorScreen[None]):
    """A mock exam is chosen with its length and rules; an open one is offered first.

    Args:
        exam: The exam to begin with; the learner's own unless given.
        rules: The rules to begin with; those that no line shows stay as they are.
    """

    AUTO_FOCUS = "#length"
    CSS_PATH = "exam_setup.tcss"
    KEYS = (START, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "A mock exam has the questions, the clock and the rules of the real one, and nothing is "
        "called right or wrong before you hand in. Up, down and Tab go from line to line, left "
        "and right change a value, Enter starts. A shorter form has its share of the time. Only "
        "one mock exam is open at a time; its clock goes on while you are away."
    )

    def __init__(self, exam: str | None = None, rules: MockRules | None = None) -> None:
        super().__init__()
        self._wanted = exam
        self._rules = rules or MockRules()
        self._exams: dict[str, BlueprintView] = {}
        self._going_on: AttemptSummary | None = None

    def compose(self) -> ComposeResult:
        """Lay out the open exam, the choices, what they come to, and the button."""
        yield Static("Mock exam", id="heading")
        with VerticalScroll(id="body", can_focus=False):
            yield Static(id="going-on")
            with Vertical(id="choices", classes="panel") as choices:
                choices.border_title = "Choose"
                yield ChoiceRow("Exam", (Value(None, "…"),), label_width=LABEL, id="exam")
                yield ChoiceRow("Length", (Value(None, "…"),), label_width=LABEL, id="length")
                yield self._row("Going back", "navigation", NAVIGATIONS, self._rules.navigation)
                yield self._row("Time", "factor", *_factors(self._rules.time_factor))
                yield self._row("Parts", "parts", PARTS, str(self._rules.parts))
            yield Static(id="about")
            yield Button("Start the exam (Enter)", id="start", variant="primary")
        yield KeyBar()

    @staticmethod
    def _row(label: str, name: str, values: Sequence[Value], key: str | None) -> ChoiceRow:
        return ChoiceRow(label, values, key=key, label_width=LABEL, id=name)

    def on_mount(self) -> None:
        """Show nothing that is not known yet."""
        self.query_one("#going-on").display = False

    def on_screen_resume(self) -> None:
        """Read what there is: an exam may have been begun or handed in meanwhile."""
        if self.app.is_open:
            self.ask(self._load, self._offer, group="load")

    def _load(self) -> MockOffer:
        """Read the exams and the open one. Runs in a thread."""
        services, learner = self.services, self.learner
        return MockOffer(
            tuple(services.mocks.blueprint(one.id) for one in services.profiles.exams()),
            services.mocks.unfinished(learner.id),
        )

    def _offer(self, offer: MockOffer) -> None:
        row = self.query_one("#exam", ChoiceRow)
        chosen = row.key or self._wanted or self.learner.exam
        self._exams = {view.id: view for view in offer.exams}
        row.offer([Value(one.id, f"{one.id.upper()} · {one.name}") for one in offer.exams], chosen)
        self._going_on = offer.going_on
        card = self.query_one("#going-on", Static)
        card.display = offer.going_on is not None
        if offer.going_on is not None:
            card.update(_going_on(offer.going_on))
        for part in ("#choices", "#about"):
            self.query_one(part).display = offer.going_on is None
        button = self.query_one("#start", Button)
        button.label = "Go on with it (Enter)" if offer.going_on else "Start the exam (Enter)"
        self._draw()
        if offer.going_on is not None:
            button.focus()
        elif self.focused is None or self.focused is button:
            self.query_one("#length").focus()

    # Choosing

    @property
    def rules(self) -> MockRules:
        """The rules as chosen."""
        view = self._exams.get(self._key("exam") or "")
        choice = view is not None and view.navigation == "choice"
        return replace(
            self._rules,
            length=self._key("length") or self._rules.length,
            navigation=self._key("navigation") if choice else self._rules.navigation,
            time_factor=float(self._key("factor") or 1),
            parts=int(self._key("parts") or 1),
        )

    @on(ChoiceRow.Changed)
    def _draw(self) -> None:
        view = self._exams.get(self._key("exam") or "")
        if view is None:
            return
        rules, length = self.rules, self.query_one("#length", ChoiceRow)
        length.offer([Value(key, text) for key, text in _lengths(view, rules)], rules.length)
        self.query_one("#navigation").display = view.navigation == "choice"
        self.query_one("#factor").display = view.minutes["full"] is not None
        self.query_one("#about", Static).update(Content("\n").join(_about(view, rules)))
        empty = not any(row.items for row in view.domains)
        self.query_one("#start", Button).disabled = empty and self._going_on is None

    def on_key(self, event: events.Key) -> None:
        """Up and down go from line to line."""
        go_by_line(self, event, "ChoiceRow, Button")

    def _key(self, row: str) -> str | None:
        return self.query_one(f"#{row}", ChoiceRow).key

    # Starting

    def action_start(self) -> None:
        """Start the exam as chosen, or go on with the open one."""
        exam = self._key("exam")
        if self._going_on is not None:
            self.app.resume_quiz(self._going_on.id)
        elif exam is not None and not self.query_one("#start", Button).disabled:
            self.app.start_mock_exam(exam, self.rules)

    @on(Button.Pressed, "#start")
    def _start_pressed(self) -> None:
        self.action_start()


def _going_on(one: AttemptSummary) -> Content:
    return Content.assemble(
        ("▶ ", "$accent"),
        show(one.title, "bold"),
        show(f"\n  {one.answered} of {one.total} answered, and its clock goes on. "),
        show("Another exam can begin when this one is handed in.", "$foreground-muted"),
    )


def _lengths(view: BlueprintView, rules: MockRules) -> Iterator[tuple[str, str]]:
    """Yield each length with its size and time."""
    for key, name in LENGTHS.items():
        minutes = view.minutes[key]
        clock = f"within {view.window_days} days"
        if minutes is not None:
            clock = f"{minutes * rules.time_factor:.0f} minutes"
        yield key, f"{name}: {view.sizes[key]} questions, {clock}"


def _factors(factor: float) -> tuple[tuple[Value, ...], str]:
    """Return the lengths of time that are offered, with one more if it was asked for."""
    key = f"{factor:g}"
    if key in {one.key for one in FACTORS}:
        return FACTORS, key
    return (*FACTORS, Value(key, f"{key} times as long")), key


def _about(view: BlueprintView, rules: MockRules) -> Iterator[Content]:
    """Yield what holds for the exam, and what the bank lacks for a form of this length."""
    length = rules.length
    books = "Open book: K opens the code book" if view.open_book else "Closed book"
    back = {"free": "you may go back", "forward-only": "no going back"}.get(view.navigation)
    yield show(". ".join((f"To pass: {view.pass_rule}", books)) + (f"; {back}." if back else "."))
    if rules.seed is not None:
        yield show(f"Form {rules.seed}, as you asked for.")
    if unmarked := view.pretest[length]:
        yield show(f"{unmarked} of the questions are unmarked, as on the real exam.")
    if view.navigation_note and view.navigation == "choice":
        yield show(view.navigation_note, "$foreground-muted")
    lacking = [(row.name, row.missing(length)) for row in view.domains if row.missing(length)]
    if lacking:
        said = "; ".join(f"{name} ({missing})" for name, missing in lacking)
        yield show(f"! Questions are missing, so the form will be shorter: {said}", "$text-warning")
