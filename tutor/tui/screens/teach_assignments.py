"""A course's assignments, with how far its students are."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.classroom import Course
from tutor.services.classroom.assignment_views import AssignmentLine
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.screens.teach_assignment import AssignmentScreen
from tutor.tui.screens.teach_assignment_form import AssignmentFormScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line

FIGURES = 53
"""Columns beside the title."""
NEW = Command("given.new", "n,plus", "new", "New", "Give a published set.", footer=True)


Loaded = tuple[Course, tuple[AssignmentLine, ...]]


class GivenScreen(TeachPlace[Loaded]):
    """Lists assignments; Enter opens the one at the cursor.

    Args:
        course_id: The course.
    """

    KEYS = (NEW, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "What this course was given to do. N gives a published set to sections or single "
        "students. Enter opens the assignment at the cursor: its students, extensions, changes."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id

    def load(self) -> Loaded:
        """Read the assignments."""
        room, actor = self.classroom, self.actor
        course = room.courses.reached(actor, self.course_id)
        return course, room.assignments.lines(actor, self.course_id)

    def draw(self, view: Loaded) -> None:
        """Draw the assignments."""
        course, lines = view
        self.head("Teach", course.title, "Assignments")
        empty = "Nothing assigned yet. N gives a published set."
        width = self.room(FIGURES)
        self.fill([Option(_row(line, width), id=line.id) for line in lines], empty)
        self.query_one("#note", Static).update(
            show("For: students who have it. In: handed in. Out: overdue or missed.")
        )

    def action_new(self) -> None:
        """Open the form of a new assignment."""
        self.app.push_screen(AssignmentFormScreen(self.course_id))

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(AssignmentScreen(event.option_id))


def _row(line: AssignmentLine, width: int) -> Content:
    counts = line.counts
    out = counts.overdue + counts.missed
    title = show_line(line.title, width, "bold")
    return Content.assemble(
        title.pad_right(width - title.cell_length + 1),
        show(f"{line.stands:<20} "),
        show(
            f"for {counts.students:>2} started {counts.started:>2} in {counts.submitted:>2} "
            f"out {out:>2}",
            "$foreground-muted",
        ),
    )
