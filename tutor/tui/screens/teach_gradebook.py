"""The gradebook: students by assignments; a grade can be set by hand."""

from __future__ import annotations

from tutor.domain.gradebook import Cell
from tutor.domain.text import one_line, points_text
from tutor.errors import UsageError
from tutor.services.classroom.grade_reports import (
    cell_mark,
    gradebook_report,
    percent_text,
    status_text,
    tally_text,
)
from tutor.services.classroom.grade_views import Column, GradebookView, StudentRow
from tutor.services.classroom.reports import Report
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.entry import EntryModal
from tutor.tui.report_place import WRITE
from tutor.tui.table_place import NOBODY, TablePlace
from tutor.tui.text import moment

FIRST = 3
"""Columns before the assignments: student, total, section."""
NARROW, WIDE, WIDE_FROM = 12, 18, 120
"""Columns of an assignment's title, and from how wide a screen on it takes more."""
BY_HAND = Command(
    "gradebook.override",
    "f4",
    "override",
    "By hand",
    "Set the grade at the cursor by hand, excuse the student, or take that back.",
    footer=True,
)
HINT = '"8.5 typing slip" sets points with a reason, "excuse ill" excuses, "remove" takes it back.'


class GradebookScreen(TablePlace[GradebookView]):
    """A table of percents; the cell at the cursor is told in full below it.

    Args:
        course_id: The course.
    """

    KEYS = (BY_HAND, WRITE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Percent by student and assignment. Signs: · not started, … in progress, L late, M missed, "
        "? marks to come, E excused, - not assigned, * set by hand. The arrow keys move; the cell "
        "at the cursor is told in full below. F4 sets a grade by hand, F5 writes the gradebook as "
        "CSV and as a page that prints."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._view: GradebookView | None = None

    def load(self) -> GradebookView:
        """Read the gradebook."""
        return self.classroom.gradebook.gradebook(self.actor, self.course_id)

    def report(self, view: GradebookView) -> Report:
        """Return the gradebook as a report."""
        return gradebook_report(view)

    def draw(self, view: GradebookView) -> None:
        """Draw the table."""
        self._view = view
        note = f"mean total {tally_text(view.mean, 'students')}"
        self.head("Teach", view.course.title, "Gradebook", note=note)
        width = WIDE if self.size.width >= WIDE_FROM else NARROW
        titles = [one_line(column.assignment.title, width) for column in view.columns]
        rows = [
            (
                row.member.id,
                (
                    f"{row.member.label}{' (left)' if row.left else ''}",
                    percent_text(row.total.percent),
                    row.cohort,
                    *(cell_mark(cell) for cell in row.cells),
                ),
            )
            for row in view.rows
        ]
        if not view.columns:
            note = "nothing assigned yet: A, one step back, gives a set to students"
            self.head("Teach", view.course.title, "Gradebook", note=note)
        self.fill_table(("Student", "Total", "Section", *titles), rows, NOBODY)

    def about(self, row: str, column: int) -> str:
        """Return a cell, or a total, in full."""
        view = self._view
        found = next((one for one in view.rows if one.member.id == row), None) if view else None
        if view is None or found is None:
            return ""
        who = f"{found.member.label} ({found.member.external_id})"
        if column < FIRST:
            total = found.total
            return (
                f"{who}: {points_text(total.points, total.most)} points, {total.counted} of "
                f"{total.of} assignments counted"
            )
        cell, given = found.cells[column - FIRST], view.columns[column - FIRST]
        return (
            f"{who}, {given.assignment.title}: {_points(cell)}{status_text(cell)}"
            f"{self._when(cell)}\nAll: {given.counts.text}, mean {tally_text(given.mean)}"
        )

    def _when(self, cell: Cell) -> str:
        if cell.submitted_at is None:
            return ""
        return f", handed in {moment(cell.submitted_at, self.learner.time_zone)}"

    def action_override(self) -> None:
        """Set the grade at the cursor by hand."""
        at = self._at_cursor()
        if at is None:
            self.app.notify("Move to the cell of an assignment first.", markup=False)
            return
        row, column = at
        title = f"{row.member.label}, {column.assignment.title} (of {points_text(column.most)})"
        given, learner = column.assignment.id, row.member.learner_id

        def save(text: str) -> bool:
            regrading, actor = self.classroom.regrading, self.actor
            word, _, reason = text.strip().partition(" ")
            if word.casefold() == "remove":
                regrading.remove_override(actor, given, learner)
            else:
                points = None if word.casefold() == "excuse" else _number(word)
                regrading.override(actor, given, learner, points, reason)
            return True

        self.app.push_screen(EntryModal(title, "", HINT, save), lambda _: self.reload())

    def _at_cursor(self) -> tuple[StudentRow, Column] | None:
        from textual.widgets import DataTable

        place = self.query_one("#lines", DataTable).cursor_coordinate.column - FIRST
        row = (
            next((r for r in self._view.rows if r.member.id == self.row_key), None)
            if self._view
            else None
        )
        if self._view is None or row is None or place < 0:
            return None
        return row, self._view.columns[place]


def _points(cell: Cell) -> str:
    return "" if cell.points is None else f"{points_text(cell.points, cell.most)} points, "


def _number(word: str) -> float:
    try:
        return float(word.replace(",", "."))
    except ValueError as error:
        raise UsageError("begin with the points, with excuse, or with remove") from error
