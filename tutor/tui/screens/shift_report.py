"""The report of a shift: what it came to beside what the industry works towards."""

from __future__ import annotations

from dataclasses import replace

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.claims.shift import Measure
from tutor.domain.text import quantity
from tutor.services.shift_session import ShiftSession
from tutor.services.shift_views import STALE, ShiftResult
from tutor.services.views import Result
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, CLAIM_FILE, bindings
from tutor.tui.modals.accounts import account_table
from tutor.tui.screens.results import REVIEW_WRONG, question_line
from tutor.tui.text import show, show_line
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import ReviewList

MET = {True: ("✓", "met"), False: ("✗", "missed"), None: ("–", "not judged")}
"""Whether a target was met -> sign and word."""


class ShiftReportScreen(TutorScreen[None]):
    """Shows what a shift came to, and every task again."""

    AUTO_FOCUS = "#figures-box"
    CSS_PATH = "shift_report.tcss"
    KEYS = (REVIEW_WRONG, CLAIM_FILE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The report of the shift: its measures, each with what the industry works towards and "
        "where that figure is from; compliance strikes; every account. A few patients make no "
        "statistics: what counts is why a figure is as it is. Tab goes to the tasks, Enter shows "
        "one again with its reasons, W goes through those that were not right."
    )

    def __init__(self, session: ShiftSession) -> None:
        super().__init__()
        self._session = session
        self._lines: Result | None = None

    def compose(self) -> ComposeResult:
        """Lay out the figures and the list of tasks."""
        yield Static(show_line(f"Report · {self._session.title}", 200), id="heading")
        with VerticalScroll(id="figures-box", classes="panel"):
            yield Static(id="figures")
        tasks = ReviewList(id="questions", classes="panel")
        tasks.border_title = "Tasks"
        yield tasks
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the report."""
        shifts, attempt_id = self.services.shifts, self._session.attempt_id
        self.ask(lambda: (shifts.result(attempt_id), self._session.result()), self._draw)

    def _draw(self, read: tuple[ShiftResult, Result]) -> None:
        result, self._lines = read
        self.query_one("#figures", Static).update(report_text(result))
        listed = self.query_one("#questions", OptionList)
        about = dict(enumerate(result.tasks))
        listed.set_options(
            Option(question_line(replace(line, title=about.get(line.position, line.title))))
            for line in self._lines.lines
        )
        if self._lines.lines:
            listed.highlighted = 0

    @on(OptionList.OptionSelected, "#questions")
    def _open_question(self, event: OptionList.OptionSelected) -> None:
        self._review(event.option_index)

    def action_review_wrong(self) -> None:
        """Review the tasks that were not right, from the first."""
        for line in self._lines.lines if self._lines else ():
            if line.outcome != "right":
                self._review(line.position, only_wrong=True)
                return
        self.app.notify("Every task was right.", markup=False)

    def _review(self, position: int, *, only_wrong: bool = False) -> None:
        from tutor.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self._session, position, only_wrong))


def report_text(result: ShiftResult) -> Content:
    """Return the report as text."""
    report = result.report
    share = f", {100 * result.points / result.answered:.0f} % right" if result.answered else ""
    done = "every account is closed" if report.done else "not every account is closed"
    head = (
        f"{quantity(result.answered, 'task')}{share} · {quantity(report.days, 'working day')} · "
        f"{done} · seed {result.seed}"
    )
    parts = [show(head, "bold"), *([show(f"! {STALE}")] if result.stale else []), Content("")]
    parts += [_measure(one) for one in report.measures]
    if report.strikes:
        parts += [Content(""), show("Compliance strikes", "bold")]
        parts += [show(f"! {text}") for text in report.strikes]
    parts += [
        Content(""),
        show("Accounts", "bold"),
        show("\n".join(account_table(report.accounts))),
    ]
    return Content("\n").join(parts)


def _measure(one: Measure) -> Content:
    sign, word = MET[one.met]
    target = ""
    if one.target:
        target = f"\n    target: {one.target.text} ({one.target.source}, {one.target.year})"
    return Content.assemble(
        show(f"{sign} {one.label}: ", "bold"),
        show(f"{one.value} ({word})" if one.target else one.value),
        show(f"{target}\n    {one.why}", "$foreground-muted"),
    )
