"""The report of a mock exam: the verdict, where marks were lost, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import points_text
from tutor.services.exam_export import cause_text, clock_text, report_file, save_report
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.screens.results import OUTCOME_WIDTH, REVIEW_WRONG, ROLES
from tutor.tui.text import outcome, short_day, show, show_line
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList, ReviewList

if TYPE_CHECKING:
    from pathlib import Path

    from tutor.domain.exam_report import Row
    from tutor.services.exam_session import ExamSession
    from tutor.services.exam_views import Advice, Earlier, ExamReport, QuestionLine

NAME_WIDTH = 27
"""Columns for a domain's name."""
BAR_WIDTH = 10
"""Columns of a row's bar."""
CAUSE_WIDTH = 13
"""Columns of the longest cause, and one."""
VERDICTS = {
    True: ("✓", "Pass mark reached", "$text-success"),
    False: ("✗", "Pass mark not reached", "$text-error"),
    None: ("–", "No verdict", "$foreground-muted"),
}
"""Whether the marks reach the cut -> mark, words, colour."""

SAVE_PAGE = Command(
    "report.page",
    "e",
    "save('html')",
    "Save page",
    "Save the report as a page (HTML) that prints well, in the data folder.",
    footer=True,
)
SAVE_TABLE = Command(
    "report.table",
    "t",
    "save('csv')",
    "Save table",
    "Save the questions as a table (CSV) with your notes, in the data folder.",
    footer=True,
)


class ExamReportScreen(TutorScreen[None]):
    """Shows the report of a mock exam that has ended."""

    AUTO_FOCUS = "#next"
    CSS_PATH = "exam_report.tcss"
    KEYS = (REVIEW_WRONG, SAVE_PAGE, SAVE_TABLE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The report of a mock exam. The figures count marked questions only; unmarked ones are "
        "listed, too. Why a mark was lost is read from your times, your earlier answers and how "
        "sure you said you were: a hint, not a measurement. Tab goes from the figures to what to "
        "do next (Enter opens the lesson, or the practice) and to the questions (Enter shows one "
        "with its reasons; W goes through those that were not right). E saves the report as a "
        "page, T as a table."
    )

    def __init__(self, session: ExamSession) -> None:
        super().__init__()
        self._session = session
        self._report: ExamReport | None = None

    def compose(self) -> ComposeResult:
        """Lay out the figures, what to do next and the list of questions."""
        yield Static(show_line(f"Report · {self._session.title}", 200), id="heading")
        yield Static(id="verdict")
        with Container(id="top"):
            with VerticalScroll(id="summary"):
                yield Static(id="figures")
            yield _titled(OpenList(id="next", classes="panel"), "What to do next")
        yield _titled(ReviewList(id="questions", classes="panel"), "Questions")
        yield Static(id="saved")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the report."""
        self.query_one("#saved").display = False
        mocks, attempt = self.services.mocks, self._session.attempt_id
        self.ask(lambda: mocks.report(attempt), self._draw)

    def _draw(self, report: ExamReport) -> None:
        self._report = report
        self.query_one("#verdict", Static).update(verdict_text(report))
        figures = Content("\n\n").join(_blocks(report, self.learner.time_zone))
        self.query_one("#figures", Static).update(figures)
        advised, listed = (
            self.query_one("#next", OptionList),
            self.query_one("#questions", OptionList),
        )
        advised.set_options(
            _advised(report) or [Option("Nothing: no mark was lost", disabled=True)]
        )
        listed.set_options(Option(question_line(line)) for line in report.lines)
        listed.highlighted = 0
        if report.advice:
            advised.action_first()
        else:
            listed.focus()

    # What the lists open

    @on(OptionList.OptionSelected, "#next")
    def _follow(self, event: OptionList.OptionSelected) -> None:
        domain, _, lesson = (event.option_id or "").partition(" ")
        if lesson:
            self.app.open_lesson(lesson)
        elif domain and self._report is not None:
            self.app.open_practice(self._report.policy.exam, domain)

    @on(OptionList.OptionSelected, "#questions")
    def _open_question(self, event: OptionList.OptionSelected) -> None:
        self._review(event.option_index)

    def action_review_wrong(self) -> None:
        """Review the questions that were not right, from the first."""
        for line in self._report.lines if self._report else ():
            if line.outcome != "right":
                self._review(line.position, only_wrong=True)
                return
        self.app.notify("Every question was right.", markup=False)

    def _review(self, position: int, *, only_wrong: bool = False) -> None:
        from tutor.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self._session, position, only_wrong))

    # Files

    def action_save(self, form: str) -> None:
        """Write the report into the data folder and say where, or send it to the browser."""
        report, folder = self._report, self.services.reports
        if report is not None and self.app.served:
            name, text = report_file(report, form)
            self.app.download(name, text.encode("utf-8"))
        elif report is not None:
            self.ask(lambda: save_report(report, folder, form), self._say_saved, group="save")

    def _say_saved(self, path: Path) -> None:
        line = self.query_one("#saved", Static)
        line.display = True
        line.update(Content.assemble(("✓ Saved: ", "bold $text-success"), show(str(path))))


def _titled(widget: OptionList, title: str) -> OptionList:
    widget.border_title = title
    return widget


def verdict_text(report: ExamReport) -> Content:
    """Return the verdict and the score, each on a line."""
    score = report.score
    mark, words, style = VERDICTS[score.passed]
    return Content.assemble(
        show(f"{mark} {words}. ", f"bold {style}"),
        show(report.verdict),
        "\n",
        bar(score.percent, 2 * BAR_WIDTH),
        show(
            f" · {score.answered} of {score.total} questions answered",
            "$foreground-muted",
        ),
    )


def _blocks(report: ExamReport, zone: str) -> Iterator[Content]:
    """Yield the parts of the summary."""
    if report.notes:
        yield Content("\n").join(show(note, "$foreground-muted") for note in report.notes)
    yield _block(
        "By domain", (_row(row, report.names.get(row.id, row.id)) for row in report.by_domain)
    )
    yield _block("By role", (_row(row, ROLES.get(row.id, row.id)) for row in report.score.by_role))
    if report.score.losses:
        losses = report.score.losses.items()
        yield _block(
            "Where marks were lost, as far as can be told",
            (show(f"{points_text(lost):>5}  {cause_text(cause)}") for cause, lost in losses),
        )
    if report.earlier:
        yield _block("Earlier", (_earlier(one, zone) for one in report.earlier))


def _block(title: str, lines: Iterable[Content]) -> Content:
    return Content("\n").join([Content.styled(title, "bold $primary"), *lines])


def _row(row: Row, name: str) -> Content:
    shown = show_line(name, NAME_WIDTH)
    return Content.assemble(
        shown.pad_right(NAME_WIDTH - shown.cell_length + 1),
        bar(row.percent, BAR_WIDTH),
        show(
            f"  {points_text(row.marks, row.items)}, {clock_text(row.seconds)} each",
            "$foreground-muted",
        ),
    )


def _earlier(one: Earlier, zone: str) -> Content:
    day = short_day(one.finished_at, zone) if one.finished_at else "–"
    return Content.assemble(show(f"{day:<8}{one.length:<8}"), bar(one.percent, BAR_WIDTH))


def _advised(report: ExamReport) -> list[Option]:
    return [option for advice in report.advice for option in _advice(advice)]


def _advice(advice: Advice) -> Iterator[Option]:
    marks = "1 mark" if advice.lost == 1 else f"{points_text(advice.lost)} marks"
    yield Option(show(f"{advice.name}: {marks} lost", "bold"), disabled=True)
    for lesson in advice.lessons:  # which may be advised for another domain, too
        yield Option(show(f"  Read: {lesson.title}"), id=f"{advice.domain} {lesson.id}")
    yield Option(show("  Practice this domain"), id=advice.domain)


def question_line(line: QuestionLine) -> Content:
    """Return a question as a line of the list: outcome, flag, time, likely cause, its beginning."""
    said = outcome(line.outcome, line.score)
    cause = cause_text(line.cause) if line.counts else "unmarked"
    return Content.assemble(
        f"{line.position + 1:>3} ",
        said.pad_right(OUTCOME_WIDTH - said.cell_length + 1),
        "⚑ " if line.flagged else "  ",
        show(f"{clock_text(line.seconds):>5}  {cause:<{CAUSE_WIDTH}}", "$foreground-muted"),
        show(line.title),
    )
