"""Progress: where the learner stands, by exam domain, by role, by day, and every past quiz."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import AttemptSummary
from tutor.domain.study_day import study_day
from tutor.services.views import DomainRow, ExamProgress, ProgressView, RoleRow
from tutor.tui.base import PlaceScreen
from tutor.tui.hanging import Hanging
from tutor.tui.text import NO_TARGET, short_day, show
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.days import days_chart
from tutor.tui.widgets.open_list import OpenList, PracticeList

BAR = 10
"""Columns of a domain's bar."""
HEADINGS = f"{'right':<{BAR + 8}}{'exam':>5}{'seen':>8}  domain"
"""Above the columns of `_domain_line`."""
ROLE_NAMES = {"coder": "Coder", "biller": "Biller", "both": "Shared"}
"""Roles as they are shown."""
STATUS = {"open": "unfinished", "expired": "time ran out", "abandoned": "given up"}
"""How an attempt ended, where that was not by finishing it."""


class ProgressScreen(PlaceScreen[ProgressView]):
    """Results by exam, domain, role and day, and the list of past quizzes."""

    PLACE = "progress"
    AUTO_FOCUS = "#domains"
    CSS_PATH = "progress.tcss"
    HELP = (
        "Progress counts your first answer to each question: repeats are remembered, so they "
        "would flatter you. Left and right on the top line change the exam. Each domain shows "
        "how many of the bank's questions you have seen, the percent right of those, and its "
        "share of the exam; Enter practices it. Work of coder and biller counts everything you "
        "answered, checks in lessons and sorted duties, too. Tab goes to the past quizzes: Enter "
        "opens a result."
    )

    def __init__(self) -> None:
        super().__init__()
        self._exams: dict[str, ExamProgress] = {}
        self._lines: dict[str, AttemptSummary] = {}

    def compose_body(self) -> ComposeResult:
        """Lay out exam, domains, days, roles and history."""
        yield ChoiceRow("Exam", (Value(None, "…"),), label_width=6, id="exam")
        yield Static(id="summary")
        with Container(id="panes"):
            with Vertical(id="standing", classes="panel") as standing:
                standing.border_title = "Domains: first answers to the questions seen"
                yield Static(HEADINGS, id="headings")
                yield PracticeList(id="domains")
            with Container(id="rest"):
                with Container(id="figures"):
                    yield _titled(Static(id="days"), "Questions a day")
                    yield _titled(Static(id="roles"), "Work of")
                yield _titled(OpenList(id="history"), "Past quizzes")

    def load(self) -> ProgressView:
        """Read the learner's standing in every exam."""
        return self.services.progress.overview(self.learner.id)

    def draw(self, view: ProgressView) -> None:
        """Draw everything, keeping exam and cursors."""
        first = not self._exams
        self._exams = {standing.exam.id: standing for standing in view.exams}
        row = self.query_one("#exam", ChoiceRow)
        row.offer([_exam_value(one) for one in view.exams], None if first else row.key)
        self._draw_exam()
        today = study_day(self.app.clock.now(), self.learner.time_zone)
        self.query_one("#days", Static).update(days_chart(view.days, today))
        self.query_one("#roles", Static).update(
            Content("\n").join(_role_line(role) for role in view.roles)
        )
        self.query_one("#summary", Static).update(_summary(view))
        self._draw_history(view)

    @on(ChoiceRow.Changed, "#exam")
    def _draw_exam(self) -> None:
        standing = self._exams.get(self.query_one("#exam", ChoiceRow).key or "")
        if standing is None:
            return
        domains = self.query_one("#domains", OptionList)
        _fill(domains, [Option(_domain_line(row), id=row.id) for row in standing.domains])
        self.query_one("#standing").border_subtitle = _standing(standing)

    def _draw_history(self, view: ProgressView) -> None:
        zone = self.learner.time_zone
        self._lines = {one.id: one for one in view.history}
        _fill(
            self.query_one("#history", OptionList),
            [Option(_attempt_line(one, zone), id=one.id) for one in view.history],
        )

    @on(OptionList.OptionSelected, "#domains")
    def _practise(self, event: OptionList.OptionSelected) -> None:
        self.app.open_practice(self.query_one("#exam", ChoiceRow).key, event.option_id)

    @on(OptionList.OptionSelected, "#history")
    def _open_attempt(self, event: OptionList.OptionSelected) -> None:
        one = self._lines.get(event.option_id or "")
        if one is not None and one.status == "open":
            self.app.resume_quiz(one.id)
        elif one is not None:
            self.app.open_result(one.id)


def _titled(widget: OptionList | Static, title: str) -> OptionList | Static:
    widget.border_title = title
    return widget


def _fill(found: OptionList, options: list[Option]) -> None:
    """Show other options with the cursor on the same line as before."""
    kept = found.highlighted or 0
    empty = Option(Content.styled("Nothing yet", "dim"), disabled=True)
    found.set_options(options or [empty])
    if options:
        found.highlighted = min(kept, len(options) - 1)


def _exam_value(standing: ExamProgress) -> Value:
    return Value(standing.exam.id, f"{standing.exam.id.upper()} · {standing.exam.name}")


def _standing(standing: ExamProgress) -> Content:
    if standing.percent is None:
        return Content("not tried yet")
    return Content(f"{standing.percent:.0f} % over the domains tried")


def _summary(view: ProgressView) -> Content:
    days = "1 day" if view.streak == 1 else f"{view.streak} days"
    target = "" if view.target else f"\n{NO_TARGET}"
    return Content(
        f"{days} in a row · {view.lessons_done} of {view.lessons_total} lessons read · "
        f"{len(view.history)} quizzes{target}"
    )


def _domain_line(row: DomainRow) -> Hanging:
    seen = f"{row.seen}/{row.items}"
    figures = Content.assemble(bar(row.percent, BAR), (f"  {row.share:3.0f} %{seen:>8}  ", "dim"))
    return Hanging(figures, show(row.name, "bold"))


def _role_line(row: RoleRow) -> Content:
    return Content.assemble(
        f"{ROLE_NAMES[row.role]:<7}",
        bar(row.percent, 8, "$secondary"),
        (f"  {row.answered}", "dim"),
    )


def _attempt_line(one: AttemptSummary, zone: str) -> Content:
    score = f"{100 * (one.score or 0) / one.total:3.0f} %" if one.total else ""
    standing = f"{one.answered} of {one.total}" if one.status == "open" else score
    return Content.assemble(
        show(f"{short_day(one.started_at, zone)}  ", "dim"),
        (f"{standing:>9}  ", "bold"),
        show(one.title),
        (f"   {STATUS.get(one.status, '')}", "dim"),
    )
