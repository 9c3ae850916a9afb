"""A course: its places, one line each."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.domain.classroom import Course
from tutor.domain.kinds import resolve
from tutor.services.classroom.people_views import CourseView
from tutor.services.views import ExamChoice
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.teach_place import TeachPlace, counted
from tutor.tui.teaching import COURSE_PLACES
from tutor.tui.text import exam_line, show

RENAME = Command(
    "course.rename", "f3", "rename", "Rename", "Give the course another title.", footer=True
)
EXAM = Command("course.exam", "f4", "choose_exam", "Exam", "Say which exam it is for.", footer=True)
NO_EXAM = ""
"""Stands for no exam in particular."""
GO_TO_PLACE = tuple(
    Command(
        f"course.{place.title.lower().replace(' ', '_')}",
        place.key,
        f"open_place('{place.key}')",
        place.title,
        f"{place.text}.",
    )
    for place in COURSE_PLACES
)


class CourseScreen(TeachPlace[CourseView]):
    """The places of a course; Enter, or a place's letter, opens it.

    Args:
        course_id: The course.
    """

    KEYS = (*GO_TO_PLACE, RENAME, EXAM, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Everything of one course. Move with the arrow keys and press Enter, or press the letter "
        "in front of a line. F3 gives the course another title, F4 says which exam it is for: the "
        "heat map shows that exam's domains."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._course: Course | None = None

    def load(self) -> CourseView:
        """Read the course."""
        return self.classroom.courses.course(self.actor, self.course_id)

    def draw(self, view: CourseView) -> None:
        """Draw heading and places."""
        self._course = course = view.course
        parts = [
            counted(view.students),
            (course.exam or "").upper(),
            "archived" if course.archived_at else "",
        ]
        self.head("Teach", course.title, note=" · ".join(part for part in parts if part))
        self.fill(
            [
                Option(
                    Content.assemble(
                        (place.key.upper(), "underline"),
                        f"  {place.title:<14}",
                        show(place.text, "$foreground-muted"),
                    ),
                    id=place.key,
                )
                for place in COURSE_PLACES
            ],
            "",
        )

    def action_open_place(self, key: str) -> None:
        """Open the place of a letter."""
        entry = next(place.screen for place in COURSE_PLACES if place.key == key)
        self.app.push_screen(resolve(entry)(self.course_id))

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.action_open_place(event.option_id)

    def action_rename(self) -> None:
        """Type another title."""
        if self._course is None:
            return

        def save(title: str) -> Course:
            return self.classroom.courses.rename(self.actor, self.course_id, title)

        self.type_line("Title of the course", self._course.title, "Up to 80 characters.", save)

    def action_choose_exam(self) -> None:
        """Choose the exam the course prepares for."""
        self.ask(self.services.profiles.exams, self._offer, group="exams")

    def _offer(self, exams: tuple[ExamChoice, ...]) -> None:
        choices = [
            (NO_EXAM, show("none in particular")),
            *((one.id, exam_line(one)) for one in exams),
        ]
        current = (self._course.exam if self._course else None) or NO_EXAM
        self.app.push_screen(ChooseModal("Exam of the course", choices, current), self._chosen)

    def _chosen(self, exam: str | None) -> None:
        if exam is None:
            return

        def call() -> Course:
            return self.classroom.courses.set_exam(self.actor, self.course_id, exam or None)

        self.change(call)
