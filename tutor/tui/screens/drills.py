"""Drills: endless questions whose keys are computed from the code books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Button, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import QuizSpec
from tutor.tui.base import TutorScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import DrillList

if TYPE_CHECKING:
    from tutor.services.drills.service import DrillKindView

MIXED = "mixed"
"""Stands for all kinds in turn; no kind has this name."""
LABEL = 14
"""Columns for the names of the choices."""
RACE = "lookup"
"""The kind that is meant to be done against the clock: it begins with one."""
RACE_CLOCK = "40"
WRONG = "Wrong options"
LEVELS = (
    Value("far", "from other chapters"),
    Value("near", "from the same chapter"),
    Value("sibling", "the closest kin"),
)
COUNTS = tuple(Value(str(count), str(count)) for count in (5, 10, 20, 30, 50))
CLOCKS = (
    Value(None, "no clock"),
    Value("20", "20 seconds a question"),
    Value("40", "40 seconds a question"),
    Value("90", "90 seconds a question"),
)

START = Command(
    "drills.start",
    "enter",
    "start_drill",
    "Start drill",
    "Make the questions and start.",
    footer=True,
)


class DrillsScreen(TutorScreen[None]):
    """A round of generated questions is put together from its kind, level, length and clock.

    Args:
        kind: Name of the kind at the cursor; all of them, mixed, unless given.
    """

    AUTO_FOCUS = "#kinds"
    CSS_PATH = "drills.tcss"
    KEYS = (START,)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Endless questions, made from the code books, so that their keys are always right. "
        "Choose a kind with the arrow keys; Tab goes to the choices beside it, left and right "
        "change them. The nearer the wrong options stand to the right one, the harder it gets. "
        "Enter starts. Kinds marked – say what they need."
    )

    def __init__(self, kind: str | None = None) -> None:
        super().__init__()
        self._kind = kind
        self._kinds: dict[str, DrillKindView] = {}
        self._clock_chosen = False

    def compose(self) -> ComposeResult:
        """Lay out the kinds and what can be chosen."""
        with Horizontal(id="form"):
            kinds = DrillList(id="kinds", classes="panel")
            kinds.border_title = "Drills"
            yield kinds
            with VerticalScroll(id="side", can_focus=False):
                yield Static(id="about")
                with Vertical(id="choices", classes="panel") as choices:
                    choices.border_title = "Questions"
                    level = LEVELS[1].key
                    yield ChoiceRow(WRONG, LEVELS, key=level, label_width=LABEL, id="level")
                    yield ChoiceRow("How many", COUNTS, key="10", label_width=LABEL, id="count")
                    yield ChoiceRow("Clock", CLOCKS, label_width=LABEL, id="clock")
                yield Button("Start drill (Enter)", id="start", variant="primary")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read which kinds there are."""
        if self.app.is_open:
            services = self.services
            self.ask(lambda: services.drills.kinds(), self._offer)

    def _offer(self, kinds: tuple[DrillKindView, ...]) -> None:
        self._kinds = {kind.name: kind for kind in kinds}
        listed = self.query_one("#kinds", OptionList)
        listed.set_options(
            [
                Option(show("  All kinds, mixed", "bold"), id=MIXED),
                *(Option(_kind_line(kind), id=kind.name) for kind in kinds),
            ]
        )
        listed.highlighted = [MIXED, *self._kinds].index(self._kind or MIXED)

    @on(OptionList.OptionHighlighted, "#kinds")
    def _show_kind(self, event: OptionList.OptionHighlighted) -> None:
        kind = self._kinds.get(event.option_id or "")
        level = self.query_one("#level", ChoiceRow)
        levels = _levels(kind)
        told = "Errors" if kind and kind.levels_told else WRONG
        level.offer(levels, level.key if level.key in {one.key for one in levels} else None, told)
        level.display = len(levels) > 1
        if not self._clock_chosen:
            racing = event.option_id == RACE
            self.query_one("#clock", ChoiceRow).offer(CLOCKS, RACE_CLOCK if racing else None)
        self.query_one("#about", Static).update(_about(kind))
        self.query_one("#start", Button).disabled = bool(kind and kind.needs)

    @on(ChoiceRow.Changed, "#clock")
    def _keep_clock(self) -> None:
        self._clock_chosen = True

    @property
    def spec(self) -> QuizSpec:
        """The round as chosen."""
        kinds = self.query_one("#kinds", OptionList)
        option = kinds.highlighted_option
        name = option.id if option else None
        count, seconds = int(self._key("count") or 1), self._key("clock")
        return QuizSpec(
            count=count,
            seconds=count * int(seconds) if seconds else None,
            source="generated",
            drills=(name,) if name in self._kinds else (),
            drill_level=self._key("level") or "near",
        )

    def action_start_drill(self) -> None:
        """Start the round as chosen, if it can be drilled here."""
        spec = self.spec
        needs = [self._kinds[name].needs for name in spec.drills]
        if self.app.is_open and not any(needs):
            self.app.start_quiz(spec)

    @on(OptionList.OptionSelected, "#kinds")
    @on(Button.Pressed, "#start")
    def _start(self) -> None:
        self.action_start_drill()

    def _key(self, row: str) -> str | None:
        return self.query_one(f"#{row}", ChoiceRow).key


def _kind_line(kind: DrillKindView) -> Content:
    if kind.needs:
        return show(f"– {kind.label}", "$foreground-muted")
    return show(f"  {kind.label}")


def _levels(kind: DrillKindView | None) -> tuple[Value, ...]:
    """Return the levels that a kind has, in its words."""
    if kind and kind.levels_told:
        return tuple(map(Value, kind.levels, kind.levels_told))
    return tuple(value for value in LEVELS if kind is None or value.key in kind.levels)


def _about(kind: DrillKindView | None) -> Content:
    if kind is None:
        return show("Every kind that can be drilled here, in turn.")
    about = show(kind.about)
    if kind.needs:
        return Content.assemble(about, "\n", show(f"– {kind.needs}", "$text-warning"))
    exams = sorted({exam.upper() for exam, _ in kind.exams})
    return Content.assemble(about, "\n", show(f"For {', '.join(exams)}", "$foreground-muted"))
