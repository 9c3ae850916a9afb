"""Places of a course that begin with a choice of assignment."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.content import Content
from textual.screen import Screen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.services.classroom.grade_reports import tally_text
from tutor.services.classroom.grade_views import Column, GradebookView
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line

NOTHING = "There is no assignment yet. A, one step back, gives a set to students."


class GivenPlace(TeachPlace[GradebookView]):
    """Lists a course's assignments, the latest first; Enter opens the one at the cursor.

    Args:
        course_id: The course.
    """

    TITLE_OF: ClassVar[str]

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id

    def screen_for(self, assignment_id: str) -> Screen[None]:
        """Return what opens."""
        raise NotImplementedError

    def load(self) -> GradebookView:
        """Read the assignments, with how they stand."""
        return self.classroom.gradebook.gradebook(self.actor, self.course_id)

    def draw(self, view: GradebookView) -> None:
        """Draw the list."""
        self.head("Teach", view.course.title, self.TITLE_OF)
        width = self.room(42)
        options = [
            Option(_line(column, width), id=column.assignment.id)
            for column in reversed(view.columns)
        ]
        self.fill(options, NOTHING)

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(self.screen_for(event.option_id))


def _line(column: Column, width: int) -> Content:
    title = show_line(column.assignment.title, width, "bold")
    mean = f"mean {tally_text(column.mean)}"
    return Content.assemble(
        title.pad_right(width - title.cell_length), show(f"  {column.counts.text:<18} {mean}")
    )
