"""A course's assignments, with how far its students are."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.classroom.assignment_views import AssignmentLine
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.screens.teach_assignment import AssignmentScreen
from tutor.tui.screens.teach_assignment_form import AssignmentFormScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line

TITLE = 26
NEW = Command("given.new", "n,plus", "new", "New", "Give a published set.", footer=True)


class GivenScreen(TeachPlace[tuple[AssignmentLine, ...]]):
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

    def load(self) -> tuple[AssignmentLine, ...]:
        """Read the assignments."""
        return self.classroom.assignments.lines(self.actor, self.course_id)

    def draw(self, view: tuple[AssignmentLine, ...]) -> None:
        """Draw the assignments."""
        self.head("Teach", "Assignments")
        empty = "Nothing assigned yet. N gives a published set."
        self.fill([Option(_row(line), id=line.id) for line in view], empty)
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


def _row(line: AssignmentLine) -> Content:
    counts = line.counts
    out = counts.overdue + counts.missed
    state = "withdrawn" if line.withdrawn else f"due {line.due or 'never'}"
    title = show_line(line.title, TITLE)
    return Content.assemble(
        title.stylize("bold").pad_right(TITLE - title.cell_length + 1),
        show(f"{state:<20} "),
        show(
            f"for {counts.students:<3} started {counts.started:<3} in {counts.submitted:<3} "
            f"out {out}",
            "$foreground-muted",
        ),
    )
