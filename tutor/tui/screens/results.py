"""The result of a quiz: score, breakdown by domain and role, and every question's outcome."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import points_text
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Result, ResultLine, ScoreRow
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.text import outcome, show, show_line
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import ReviewList

NAME_WIDTH = 30
"""Columns for a domain's name."""
BAR_WIDTH = 12
"""Columns of a row's bar."""
OUTCOME_WIDTH = 21
"""Columns of the longest outcome, `◐ Partly right (67 %)`."""
ROLES = {"coder": "Coder", "biller": "Biller", "both": "Both roles"}
"""Whose work a question is about."""
ENDS = {"expired": "time ran out", "abandoned": "abandoned", "open": "not finished"}
"""How an attempt ended, where that is worth saying."""

REVIEW_WRONG = Command(
    "results.review_wrong",
    "w",
    "review_wrong",
    "Not right only",
    "Go through the questions that were not right.",
    footer=True,
)


class ResultsScreen(TutorScreen[None]):
    """Shows the result of an ended attempt."""

    CSS_PATH = "results.tcss"
    KEYS = (REVIEW_WRONG, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The result of the quiz. The score counts partly right answers by their share; "
        "questions without an answer earn nothing. Enter opens a question of the list with its "
        "feedback, W goes through those that were not right. Escape leaves."
    )

    def __init__(self, session: QuizSession) -> None:
        super().__init__()
        self._session = session
        self._result: Result | None = None

    def compose(self) -> ComposeResult:
        """Lay out the summary and the list of questions."""
        yield Static(show_line(f"Result · {self._session.title}", 200), id="heading")
        with Container(id="panes"):
            with VerticalScroll(id="summary"):
                yield Static(id="score")
                yield Static(id="breakdown")
            yield ReviewList(id="questions", classes="panel")
        yield KeyBar(show_command_palette=False)

    def on_mount(self) -> None:
        """Read the result."""
        self.query_one("#questions").border_title = "Questions"
        self.ask(self._session.result, self._draw)

    def action_review_wrong(self) -> None:
        """Review the questions that were not right, from the first."""
        for line in self._result.lines if self._result else ():
            if line.outcome != "right":
                self._review(line.position, only_wrong=True)
                return
        self.app.notify("Every question was right.", markup=False)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Review the question that was chosen."""
        self._review(event.option_index)

    def _review(self, position: int, *, only_wrong: bool = False) -> None:
        from tutor.tui.screens.review import ReviewScreen

        self.app.push_screen(ReviewScreen(self._session, position, only_wrong))

    def _draw(self, result: Result) -> None:
        self._result = result
        self.query_one("#score", Static).update(score_text(result))
        self.query_one("#breakdown", Static).update(breakdown_text(result))
        questions = self.query_one(OptionList)
        questions.set_options(Option(question_line(line)) for line in result.lines)
        questions.highlighted = 0
        questions.focus()


def score_text(result: Result) -> Content:
    """Return the score, how the quiz ended and what its exam asks for."""
    counts = [f"{result.right} of {result.total} right"]
    if result.score != result.right:
        counts.append(f"{result.score:.2f} points with partly right answers")
    if left := result.total - result.answered:
        counts.append(f"{left} not answered")
    counts.append(f"took {duration(result.seconds)}")
    if result.status in ENDS:
        counts.append(ENDS[result.status])
    lines = [bar(result.percent, 2 * BAR_WIDTH), show(" · ".join(counts))]
    if result.pass_rule:
        rule = f"The exam asks for {result.pass_rule}; a practice quiz cannot predict it."
        lines.append(show(rule, "$foreground-muted"))
    return Content("\n").join(lines)


def breakdown_text(result: Result) -> Content:
    """Return the breakdowns by exam domain and by role."""
    blocks = [_block("By domain", result.by_domain)] if result.by_domain else []
    roles = _block("By role", result.by_role, ROLES)
    return Content("\n").join([*blocks, roles])


def _block(title: str, rows: Iterable[ScoreRow], names: dict[str, str] | None = None) -> Content:
    lines = [Content.styled(title, "bold $primary")]
    lines += [_row(row, (names or {}).get(row.id, row.name)) for row in rows]
    return Content("\n").join(lines)


def _row(row: ScoreRow, name: str) -> Content:
    shown = show_line(name, NAME_WIDTH)
    return Content.assemble(
        shown.pad_right(NAME_WIDTH - shown.cell_length + 1),
        bar(row.percent, BAR_WIDTH),
        show(f"  {points_text(row.score, row.total)}", "$foreground-muted"),
    )


def question_line(line: ResultLine) -> Content:
    """Return a question as a line of the list: number, outcome, flag, beginning of its stem."""
    said = outcome(line.outcome, line.score)
    return Content.assemble(
        f"{line.position + 1:>3} ",
        said.pad_right(OUTCOME_WIDTH - said.cell_length + 1),
        "⚑ " if line.flagged else "  ",
        show(line.title),
    )


def duration(seconds: int) -> str:
    """Return a duration in words, such as `45 s` or `12 min`."""
    return f"{seconds} s" if seconds < 60 else f"{round(seconds / 60)} min"
