"""Sections: the groups a course is split into."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.domain.classroom import Cohort
from tutor.services.classroom.people_views import CohortLine, CourseView
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.teach_place import TeachPlace, counted
from tutor.tui.text import show, show_line

NAME = 42
"""Columns of a section's name."""
NEW = Command("cohorts.new", "n,plus", "new", "New section", "Add a section.", footer=True)
RENAME = Command(
    "cohorts.rename", "e", "rename", "Rename", "Give the section another name.", footer=True
)
ARCHIVE = Command(
    "cohorts.archive",
    "x",
    "archive",
    "Archive",
    "Take the empty section at the cursor out of use, or an archived one into use again.",
    footer=True,
)
HINT = "Up to 40 characters, such as Morning."


class CohortsScreen(TeachPlace[CourseView]):
    """A list of sections; Enter shows the students of the one at the cursor.

    Args:
        course_id: The course.
    """

    KEYS = (NEW, RENAME, ARCHIVE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The sections of this course. Each student is in one of them, and assignments can be "
        "given to some of them. N adds one, E renames the one at the cursor, X archives it once "
        "nobody is in it any more, or brings it back. Enter shows its students."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._lines: dict[str, CohortLine] = {}

    def load(self) -> CourseView:
        """Read the sections."""
        return self.classroom.courses.course(self.actor, self.course_id)

    def draw(self, view: CourseView) -> None:
        """Draw the sections."""
        self._lines = {line.cohort.id: line for line in view.cohorts}
        self.head("Teach", view.course.title, "Sections")
        options = [Option(_row(line), id=line.cohort.id) for line in view.cohorts]
        self.fill(options, "No section yet. N adds one; importing a list of students makes them.")

    def action_new(self) -> None:
        """Type the name of a new section."""

        def save(name: str) -> Cohort:
            return self.classroom.cohorts.create(self.actor, self.course_id, name)

        self.type_line("New section", "", HINT, save)

    def action_rename(self) -> None:
        """Type another name."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return

        def save(name: str) -> Cohort:
            return self.classroom.cohorts.rename(self.actor, line.cohort.id, name)

        self.type_line("Name of the section", line.cohort.name, HINT, save)

    def action_archive(self) -> None:
        """Archive the section at the cursor, or restore it."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return

        def call() -> Cohort:
            cohorts = self.classroom.cohorts
            change = cohorts.restore if line.cohort.archived_at else cohorts.archive
            return change(self.actor, line.cohort.id)

        self.change(call)

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        from tutor.tui.screens.teach_roster import RosterScreen

        line = self._lines.get(event.option_id or "")
        if line is not None:
            self.app.push_screen(RosterScreen(self.course_id, line.cohort.name))


def _row(line: CohortLine) -> Content:
    return Content.assemble(
        show_line(line.cohort.name, NAME, "bold"),
        " " * max(1, NAME - len(line.cohort.name)),
        f"{counted(line.students):>14}  ",
        show("archived" if line.cohort.archived_at else "", "$foreground-muted"),
    )
