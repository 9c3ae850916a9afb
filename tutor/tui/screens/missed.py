"""Missed questions: how many by domain, which, and going over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import QuizSpec
from tutor.services.missed_views import MissedLine, MissedView
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, bindings
from tutor.tui.text import day, short_day, show
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import PracticeList

COUNTS = tuple(Value(str(count), str(count)) for count in (5, 10, 20, 50, 100))
LISTED = 200
"""Questions listed."""
KINDS = {"lesson": "lesson check", "drill": "generated"}
"""How questions that are not the bank's are marked."""
RULE = "A question stays here until you have answered it right on two different study days."
EMPTY = "Nothing to go over. What you answer wrongly comes here, from wherever you answer it."


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the list of domains; all of them without a domain."""

    name: str
    count: int
    exam: str | None = None
    domain: str | None = None


class MissedScreen(TutorScreen[None]):
    """Lists what still has to be answered right; Enter starts a quiz of it."""

    AUTO_FOCUS = "#domains"
    CSS_PATH = "missed.tcss"
    KEYS = (BACK,)
    BINDINGS = bindings(KEYS)
    HELP = (
        "What you answered wrongly in quizzes, reviews, drills, lesson checks and mock exams "
        f"that are over. {RULE} Choose a domain with the arrow keys; Enter asks its missed "
        "questions again, most often missed first, with feedback after each. Tab goes to how many "
        "are asked, and to the list of questions."
    )

    def __init__(self) -> None:
        super().__init__()
        self._view: MissedView | None = None
        self._rows: tuple[_Row, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out the domains, how many to ask, and the questions."""
        yield Static("Missed questions", id="heading")
        yield Static(RULE, id="rule", markup=False)
        with Container(id="panes"):
            with Vertical(id="side"):
                domains = PracticeList(id="domains", classes="panel")
                domains.border_title = "By domain"
                yield domains
                yield ChoiceRow("Ask at most", COUNTS, key="10", label_width=12, id="count")
            with VerticalScroll(id="questions", classes="panel") as questions:
                questions.border_title = "Most often missed first"
                yield Static(id="lines")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Read the questions, again after a quiz: some may be done."""
        if self.app.is_open and not self.asking():
            services, learner_id = self.services, self.learner.id
            self.ask(lambda: services.missed.view(learner_id), self._draw)

    def _draw(self, view: MissedView) -> None:
        self._view = view
        self._rows = tuple(_rows(view)) if view.lines else ()
        domains = self.query_one("#domains", OptionList)
        at = domains.highlighted or 0
        domains.set_options(Option(_row_line(row)) for row in self._rows)
        if self._rows:
            domains.highlighted = min(at, len(self._rows) - 1)
        heading = f"Missed questions: {len(view.lines)}"
        if view.waiting:
            heading += f" · {view.waiting} more wait until your open test or mock exam is over"
        self.query_one("#heading", Static).update(show(heading))
        if not self._rows:
            self.query_one("#lines", Static).update(show(EMPTY))

    @on(OptionList.OptionHighlighted, "#domains")
    def _show_questions(self, event: OptionList.OptionHighlighted) -> None:
        if self._view is None:
            return
        row = self._rows[event.option_index]
        tag = (row.exam, row.domain)
        lines = [line for line in self._view.lines if row.domain is None or tag in line.domains]
        zone = self.learner.time_zone
        shown = [_question_line(line, zone) for line in lines[:LISTED]]
        if len(lines) > LISTED:
            shown.append(show(f"and {len(lines) - LISTED} more", "$foreground-muted"))
        self.query_one("#lines", Static).update(Content("\n").join(shown))
        self.query_one("#questions").scroll_home(animate=False)

    @on(OptionList.OptionSelected, "#domains")
    def _practise(self, event: OptionList.OptionSelected) -> None:
        row = self._rows[event.option_index]
        self.app.start_quiz(
            QuizSpec(
                exam=row.exam,
                domains=(row.domain,) if row.domain else (),
                count=int(self.query_one("#count", ChoiceRow).key or 1),
                seen="missed",
                source="both",
            )
        )


def _rows(view: MissedView) -> Iterable[_Row]:
    yield _Row("All missed questions", len(view.lines))
    for one in view.domains:
        exam = "" if view.counted else f"{one.exam.upper()} · "
        yield _Row(f"{exam}{one.name}", one.count, one.exam, one.id)


def _row_line(row: _Row) -> Content:
    style = "" if row.domain else "bold"
    return Content.assemble((f"{row.count:>4}  ", "bold $accent"), show(row.name, style))


def _question_line(line: MissedLine, zone: str) -> Content:
    notes = [f"missed {line.misses} x, last on {short_day(line.last_at, zone)}"]
    if line.right_day:
        notes.append(f"right on {day(line.right_day)}: once more on another day")
    if kind := KINDS.get(line.pool):
        notes.append(kind)
    return Content.assemble(show(line.title), "\n  ", show("; ".join(notes), "$foreground-muted"))
