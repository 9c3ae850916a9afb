"""The heat map of a class: students by the domains of the exam, in figures and bars."""

from __future__ import annotations

from textual.widgets import Static

from tutor.domain.text import one_line, quantity
from tutor.errors import TutorError, UsageError
from tutor.services.classroom.following import ALL_STUDY, ASSIGNED_WORK
from tutor.services.classroom.grade_reports import heat_mark, heat_report, percent_text
from tutor.services.classroom.grade_views import HeatView
from tutor.services.classroom.reports import Report
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.report_place import WRITE
from tutor.tui.table_place import NOBODY, TablePlace
from tutor.tui.text import show

TITLE = 14
"""Columns of a domain's name; the cell at the cursor is told with all of it."""
SOURCE = Command(
    "heat.source",
    "f4",
    "source",
    "All study",
    "Change between the course's assigned work and all study on record.",
    footer=True,
)


class HeatScreen(TablePlace[HeatView]):
    """A bar and a percent for each student and domain.

    Args:
        course_id: The course.
    """

    KEYS = (SOURCE, WRITE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Percent of points by domain, with a bar of five heights. The cell at the cursor says of "
        "how many questions. F4 changes between assigned work and all study, F5 writes it as CSV "
        "and as a page that prints."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._source = ASSIGNED_WORK
        self._view: HeatView | None = None

    def load(self) -> HeatView:
        """Read the heat map."""
        following = self.classroom.following
        return following.heat(self.actor, self.course_id, source=self._source)

    def reload(self) -> None:
        """Read the heat map again; a course without an exam has no domains to show."""
        if self.app.is_open:
            self.ask(self.load, self.draw, group="load", failed=self._no_map)

    def _no_map(self, error: TutorError) -> None:
        self.head("Teach", "Heat map")
        note = "There is no heat map without an exam. F4, one step back, says what it is."
        told = note if isinstance(error, UsageError) else f"✗ {error}"
        self.query_one("#note", Static).update(show(told))

    def report(self, view: HeatView) -> Report:
        """Return the heat map as a report."""
        return heat_report(view)

    def draw(self, view: HeatView) -> None:
        """Draw the table."""
        self._view = view
        what = "all study" if view.source == ALL_STUDY else "assigned work"
        self.head("Teach", view.course.title, f"Heat map {view.exam.upper()}", note=what)
        rows = [
            (row.member.id, (row.member.label, *(heat_mark(one) for one in row.shares)))
            for row in view.rows
        ]
        whole = ("", ("The class", *(heat_mark(one) for one in view.whole)))
        titles = [one_line(one.name, TITLE) for one in view.whole]
        self.fill_table(("Student", *titles), [*rows, whole] if rows else [], NOBODY)

    def about(self, row: str, column: int) -> str:
        """Return a share with the number of questions behind it."""
        view = self._view
        if view is None:
            return ""
        found = next((one for one in view.rows if one.member.id == row), None)
        who, shares = (found.member.label, found.shares) if found else ("The class", view.whole)
        if column < 1:
            questions = quantity(sum(one.questions for one in shares), "question")
            return f"{who}: {questions} in all domains"
        one = shares[column - 1]
        questions = quantity(one.questions, "question")
        return f"{who}, {one.name}: {percent_text(one.percent)} of {questions}"

    def action_source(self) -> None:
        """Change what the map rests on."""
        self._source = ALL_STUDY if self._source == ASSIGNED_WORK else ASSIGNED_WORK
        self.reload()
