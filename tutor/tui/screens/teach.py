"""Teach: the courses of an instructor."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.classroom import Course
from tutor.services.classroom.people_views import CourseLine
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.screens.teach_course import CourseScreen
from tutor.tui.teach_place import TeachPlace, counted
from tutor.tui.text import show, show_line

TITLE = 44
"""Columns of a course's title."""
NEW = Command("teach.new", "n,plus", "new", "New course", "Make a course.", footer=True)
ARCHIVE = Command(
    "teach.archive",
    "x",
    "archive",
    "Archive",
    "Take the course at the cursor out of use, or an archived one into use again.",
    footer=True,
)
SHOW_ALL = Command(
    "teach.all",
    "a",
    "show_all",
    "Archived",
    "Show archived courses, too, or hide them again.",
    footer=True,
)
NONE_YET = "No course yet. N makes one."


class TeachScreen(TeachPlace[tuple[CourseLine, ...]]):
    """A list of courses; Enter opens the one at the cursor."""

    KEYS = (NEW, ARCHIVE, SHOW_ALL, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Your courses. N makes one: it holds students, quiz sets, assignments and grades. Enter "
        "opens the course at the cursor. X archives a course that is over: everything in it is "
        "kept and can be read, and X on an archived one brings it back. A shows archived ones."
    )

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, CourseLine] = {}
        self._all = False

    def load(self) -> tuple[CourseLine, ...]:
        """Read the courses."""
        return self.classroom.courses.courses(self.actor, include_archived=self._all)

    def draw(self, view: tuple[CourseLine, ...]) -> None:
        """Draw the courses."""
        self._lines = {line.course.id: line for line in view}
        self.head("Teach", note="archived ones, too" if self._all else "")
        self.fill([Option(_row(line), id=line.course.id) for line in view], NONE_YET)
        self.query_one("#note", Static).update("" if view else show(self.HELP))

    def action_new(self) -> None:
        """Ask for a title, and open the new course."""
        from tutor.tui.modals.new_course import NewCourseModal

        self.app.push_screen(NewCourseModal(), self._made)

    def _made(self, course: Course | None) -> None:
        if course is not None:
            self.app.push_screen(CourseScreen(course.id))

    def action_archive(self) -> None:
        """Archive the course at the cursor after asking, or restore it."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return
        course = line.course
        if course.archived_at is not None:
            self._set_archived(course, archived=False)
            return
        question = (
            f"Take {course.title} out of use? Nothing is deleted, and it can be brought back. "
            "Archive it?"
        )
        modal = ConfirmModal("Archive the course", question, yes="Archive", no="Keep")
        self.app.push_screen(
            modal, lambda sure: self._set_archived(course, archived=True) if sure else None
        )

    def _set_archived(self, course: Course, *, archived: bool) -> None:
        def call() -> Course:
            courses = self.classroom.courses
            change = courses.archive if archived else courses.restore
            return change(self.actor, course.id)

        self.change(call, f"{course.title}: {'archived' if archived else 'in use again'}")

    def action_show_all(self) -> None:
        """Show archived courses, or hide them."""
        self._all = not self._all
        self.reload()

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(CourseScreen(event.option_id))


def _row(line: CourseLine) -> Content:
    course = line.course
    marks = [
        (course.exam or "").upper(),
        "pseudonymous" if course.pseudonymous else "",
        "archived" if course.archived_at else "",
    ]
    title = show_line(course.title, TITLE, "bold").pad_right(max(0, TITLE - len(course.title)))
    return Content.assemble(
        title,
        f"  {counted(line.students):>14}  ",
        show(" · ".join(mark for mark in marks if mark), "$foreground-muted"),
    )
