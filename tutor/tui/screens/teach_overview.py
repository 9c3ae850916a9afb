"""The live overview of an assignment: who has not started, goes on, is late, is stuck on what."""

from __future__ import annotations

from textual.screen import Screen

from tutor.domain.text import quantity
from tutor.services.classroom.grade_reports import (
    overview_report,
    percent_text,
    standing_text,
    tally_text,
)
from tutor.services.classroom.grade_views import OverviewView
from tutor.services.classroom.reports import Report
from tutor.tui.given_place import GivenPlace
from tutor.tui.table_place import TablePlace

AGAIN_SECONDS = 20.0
"""How often the overview is read anew."""


class OverviewsScreen(GivenPlace):
    """Chooses an assignment to follow."""

    TITLE_OF = "Overview"
    HELP = "Enter shows how the assignment at the cursor goes at this moment."

    def screen_for(self, assignment_id: str) -> Screen[None]:
        """Return the overview of an assignment."""
        return OverviewScreen(assignment_id)


class OverviewScreen(TablePlace[OverviewView]):
    """A row each student; it is read anew every little while.

    Args:
        assignment_id: The assignment.
    """

    HELP = (
        "How an assignment goes now; it is read anew by itself. Stuck: domains where less than "
        "half was earned, over two questions or more. The row at the cursor is told in full below. "
        "F5 writes it as CSV and as a page that prints."
    )

    def __init__(self, assignment_id: str) -> None:
        super().__init__()
        self._assignment_id = assignment_id
        self._view: OverviewView | None = None

    def on_mount(self) -> None:
        """Look again now and then."""
        self.set_interval(AGAIN_SECONDS, self._again)

    def _again(self) -> None:
        if self.is_current and not self.asking("load"):
            self.reload()

    def load(self) -> OverviewView:
        """Read the overview."""
        return self.classroom.following.overview(self.actor, self._assignment_id)

    def report(self, view: OverviewView) -> Report:
        """Return the overview as a report."""
        return overview_report(view)

    def draw(self, view: OverviewView) -> None:
        """Draw the table."""
        self._view = view
        late = f" · {view.overdue} overdue" if view.overdue else ""
        note = f"{view.counts.text}{late} · mean {tally_text(view.mean)}"
        self.head("Teach", view.course.title, view.assignment.title, note=note)
        rows = [
            (
                row.member.id,
                (
                    f"{row.member.label}{' (left)' if row.left else ''}",
                    f"{row.cell.status}{', overdue' if row.overdue else ''}",
                    f"{row.answered}/{row.questions}" if row.questions else "",
                    percent_text(row.cell.percent),
                    ", ".join(one.name for one in row.stuck),
                ),
            )
            for row in view.rows
        ]
        headings = ("Student", "Status", "Answered", "Grade", "Stuck on")
        self.fill_table(headings, rows, "It is for nobody.")

    def about(self, row: str, column: int) -> str:  # noqa: ARG002 - one row, one text
        """Return a student's line in full, and how the class does."""
        view = self._view
        found = next((one for one in view.rows if one.member.id == row), None) if view else None
        if view is None or found is None:
            return ""
        stuck = "; ".join(
            f"{one.name} {percent_text(one.percent)} of {quantity(one.questions, 'question')}"
            for one in found.stuck
        )
        weakest = "; ".join(f"{one.name} {percent_text(one.percent)}" for one in view.domains[:3])
        return (
            f"{found.member.label}: {standing_text(found)}"
            f"{f'. Stuck on {stuck}' if stuck else ''}\nWeakest in class: {weakest or '–'}"
        )
