"""Staff: who teaches a course."""

from __future__ import annotations

from textual.content import Content
from textual.widgets.option_list import Option

from tutor.services.classroom.people_views import CourseView, StaffLine
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show

ADD = Command("staff.add", "n,plus", "add", "Add", "Let another instructor teach it.", footer=True)
REMOVE = Command(
    "staff.remove",
    "x,delete",
    "remove",
    "Take off",
    "Take the person at the cursor off the course.",
    footer=True,
)


class StaffScreen(TeachPlace[CourseView]):
    """A list of people.

    Args:
        course_id: The course.
    """

    KEYS = (ADD, REMOVE, BACK)
    BINDINGS = bindings(KEYS)
    OPENS = False
    HELP = (
        "Who teaches this course: they see and change everything in it. N adds an instructor by "
        "the name they sign in with. X takes the one at the cursor off; the last one only an "
        "administrator can take off."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._lines: dict[str, StaffLine] = {}

    def load(self) -> CourseView:
        """Read the staff."""
        return self.classroom.courses.course(self.actor, self.course_id)

    def draw(self, view: CourseView) -> None:
        """Draw the staff."""
        self._lines = {line.learner_id: line for line in view.staff}
        self.head("Teach", view.course.title, "Staff")
        self.fill([Option(_row(line), id=line.learner_id) for line in view.staff], "Nobody.")

    def action_add(self) -> None:
        """Type the name of another instructor."""

        def save(name: str) -> StaffLine:
            return self.classroom.courses.add_staff(self.actor, self.course_id, name)

        self.type_line("Add to the staff", "", "The name they sign in with.", save)

    def action_remove(self) -> None:
        """Take the person at the cursor off, after asking."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return

        def call() -> None:
            self.classroom.courses.remove_staff(self.actor, self.course_id, line.learner_id)

        question = f"{line.name} will not reach this course any more. Take them off?"
        self.app.push_screen(
            ConfirmModal("Take off the staff", question, yes="Take off", no="Keep"),
            lambda sure: self.change(call) if sure else None,
        )


def _row(line: StaffLine) -> Content:
    return Content.assemble(
        show(line.name, "bold"), show("  (you)" if line.you else "", "$foreground-muted")
    )
