"""The result of a placement test: where the learner stands by domain, and where to begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import points_text
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, bindings
from tutor.tui.screens.results import REVIEW_WRONG, question_line
from tutor.tui.text import show, show_line
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList, ReviewList

if TYPE_CHECKING:
    from tutor.services.diagnostic import DiagnosticService
    from tutor.services.diagnostic_session import DiagnosticSession
    from tutor.services.diagnostic_views import DiagnosticDomain, DiagnosticReport, StudyFirst
    from tutor.services.views import Result

NAME_WIDTH = 26
"""Columns for a domain's name."""
BAR_WIDTH = 9
"""Columns of a row's bar."""
SIDES = {
    "above": ("✓", "$text-success"),
    "below": ("✗", "$text-error"),
    None: ("≈", "$foreground-muted"),
}
"""Where the ability lies of what it takes to pass -> mark, colour; the words stand beside it."""


class DiagnosticReportScreen(TutorScreen[None]):
    """Shows the result of a placement test that has ended."""

    AUTO_FOCUS = "#next"
    CSS_PATH = "diagnostic_report.tcss"
    KEYS = (REVIEW_WRONG, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The result of the placement test. For each domain: how many of its questions you are "
        "expected to get right, the range that holds 8 of 10 such learners, and what you got of "
        "those asked. Tab goes from the figures to what to study first (Enter opens the lesson, or "
        "the practice) and to the questions (Enter shows one with its reasons; W goes through "
        "those that were not right)."
    )

    def __init__(self, session: DiagnosticSession) -> None:
        super().__init__()
        self._session = session
        self._report: DiagnosticReport | None = None
        self._result: Result | None = None

    def compose(self) -> ComposeResult:
        """Lay out the figures, what to study first and the list of questions."""
        yield Static(show_line(f"Result · {self._session.title}", 200), id="heading")
        yield Static(id="verdict")
        with Container(id="top"):
            with VerticalScroll(id="summary"):
                yield Static(id="figures")
            first = OpenList(id="next", classes="panel")
            first.border_title = "What to study first"
            yield first
        questions = ReviewList(id="questions", classes="panel")
        questions.border_title = "Questions"
        yield questions
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the result."""
        diagnostic = self.services.diagnostic
        self.ask(lambda: self._read(diagnostic), self._draw)

    def _read(self, diagnostic: DiagnosticService) -> tuple[DiagnosticReport, Result]:
        """Read report and answers. Runs in a thread."""
        return diagnostic.report(self._session.attempt_id), self._session.result()

    def _draw(self, read: tuple[DiagnosticReport, Result]) -> None:
        self._report, self._result = read
        self.query_one("#verdict", Static).update(verdict_text(self._report))
        self.query_one("#figures", Static).update(Content("\n").join(_lines(self._report)))
        first, listed = (
            self.query_one("#next", OptionList),
            self.query_one("#questions", OptionList),
        )
        first.set_options(option for step in self._report.first for option in _step(step))
        first.action_first()
        listed.set_options(Option(question_line(line)) for line in self._result.lines)
        listed.highlighted = 0

    @on(OptionList.OptionSelected, "#next")
    def _follow(self, event: OptionList.OptionSelected) -> None:
        kind, _, target = (event.option_id or "").partition(" ")
        if kind == "lesson":
            self.app.open_lesson(target.partition(" ")[2])
        elif kind == "domain" and self._report is not None:
            self.app.open_practice(self._report.exam, target)

    @on(OptionList.OptionSelected, "#questions")
    def _open_question(self, event: OptionList.OptionSelected) -> None:
        self._review(event.option_index)

    def action_review_wrong(self) -> None:
        """Review the questions that were not right, from the first."""
        for line in self._result.lines if self._result else ():
            if line.outcome != "right":
                self._review(line.position, only_wrong=True)
                return
        self.app.notify("Every question was right.", markup=False)

    def _review(self, position: int, *, only_wrong: bool = False) -> None:
        from tutor.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self._session, position, only_wrong))


def verdict_text(report: DiagnosticReport) -> Content:
    """Return where the learner stands, in words and as a bar with its range."""
    mark, style = SIDES[report.side]
    return Content.assemble(
        (f"{mark} ", f"bold {style}"),
        show(report.words, "bold"),
        "\n",
        bar(report.expected_percent, 2 * BAR_WIDTH),
        show(
            f" expected ({report.low_percent:.0f}-{report.high_percent:.0f} %), "
            f"{report.cut_percent} % needed · {points_text(report.right, report.asked)} right",
            "$foreground-muted",
        ),
    )


def _lines(report: DiagnosticReport) -> Iterator[Content]:
    yield Content.styled("By domain: expected right, range, right of asked", "bold $primary")
    for row in report.domains:
        yield _row(row)
    yield Content("")
    yield show(f"The test ended because {report.ended}.", "$foreground-muted")
    for note in report.notes:
        yield show(note, "$foreground-muted")


def _row(row: DiagnosticDomain) -> Content:
    name = show_line(row.name, NAME_WIDTH)
    between = ""
    if row.low_percent is not None and row.high_percent is not None:
        between = f"{row.low_percent:.0f}-{row.high_percent:.0f} %"
    right = points_text(row.right, row.asked) if row.asked else ""
    return Content.assemble(
        name.pad_right(NAME_WIDTH - name.cell_length + 1),
        bar(row.expected_percent, BAR_WIDTH),
        show(f" {between:>8} {right:>9} · ", "$foreground-muted"),
        show(row.words),
    )


def _step(step: StudyFirst) -> Iterator[Option]:
    yield Option(show(f"{step.name}: {step.why}", "bold"), disabled=True)
    if step.lesson:
        # Two domains may begin with the same lesson; ids of a list must differ.
        yield Option(
            show(f"  Read: {step.lesson.title}"), id=f"lesson {step.domain} {step.lesson.id}"
        )
    yield Option(show("  Practice this domain"), id=f"domain {step.domain}")
