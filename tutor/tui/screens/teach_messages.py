"""Messages sent in a course, and who has read them; a new one to everyone."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.classroom import Course
from tutor.services.classroom.messages import SentMessage
from tutor.services.classroom.people_views import CourseView
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.teach_place import TeachPlace, counted
from tutor.tui.text import moment, show

NEW = Command(
    "messages.new",
    "n,plus",
    "new_message",
    "New",
    "Write to everyone, or to a section.",
    footer=True,
)


Loaded = tuple[Course, tuple[SentMessage, ...]]
EVERYONE = ""
"""Stands for all sections."""


class MessagesScreen(TeachPlace[Loaded]):
    """What was sent, newest first.

    Args:
        course_id: The course.
    """

    OPENS = False
    KEYS = (NEW, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Messages to students' Home screens, and who has read them. N writes to everyone in the "
        "course or to one section; to write to one student, press Enter on their line in At risk, "
        "or use tutor class message send."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._sent: dict[str, SentMessage] = {}

    def load(self) -> Loaded:
        """Read what was sent."""
        room, actor = self.classroom, self.actor
        course = room.courses.reached(actor, self.course_id)
        return course, room.messages.sent(actor, self.course_id)

    def draw(self, view: Loaded) -> None:
        """Draw the list."""
        course, sent = view
        self._sent = {str(number): one for number, one in enumerate(sent)}
        self.head("Teach", course.title, "Messages")
        zone = self.learner.time_zone
        options = [
            Option(
                Content.assemble(
                    show(f"{moment(one.sent_at, zone)}  {one.state:<14}  ", "$foreground-muted"),
                    show(one.text.replace("\n", " ")),
                ),
                id=key,
            )
            for key, one in self._sent.items()
        ]
        self.fill(options, "Nothing was sent yet. N writes to everyone, or to a section.")

    @on(OptionList.OptionHighlighted, "#lines")
    def _say(self, event: OptionList.OptionHighlighted) -> None:
        one = self._sent.get(event.option_id or "")
        if one is not None:
            waiting = f"\nNot read by: {', '.join(one.unread)}" if one.unread else ""
            self.query_one("#note", Static).update(show(f"{one.text}{waiting}"))

    def action_new_message(self) -> None:
        """Ask to whom, then for the text; a course of one section is not asked about."""
        self.ask(
            lambda: self.classroom.courses.course(self.actor, self.course_id),
            self._choose,
            group="sections",
        )

    def _choose(self, course: CourseView) -> None:
        if not course.students:
            self.app.notify("Nobody is on the roster yet.", markup=False)
            return
        groups = {EVERYONE: f"Everyone ({course.students})"}
        groups |= {
            one.cohort.id: f"Section {one.cohort.name} ({one.students})"
            for one in course.cohorts
            if one.students
        }
        if len(groups) <= 2:
            self._write(EVERYONE, groups[EVERYONE])
            return

        def chosen(cohort_id: str | None) -> None:
            if cohort_id is not None:
                self._write(cohort_id, groups[cohort_id])

        choices = [(key, show(text)) for key, text in groups.items()]
        self.app.push_screen(ChooseModal("Write to whom?", choices, EVERYONE), chosen)

    def _write(self, cohort_id: str, whom: str) -> None:
        def send(text: str) -> int:
            lines = self.classroom.roster.roster(
                self.actor, self.course_id, cohort_id=cohort_id or None
            ).members
            to = [line.member.learner_id for line in lines if line.here]
            return self.classroom.messages.send(self.actor, self.course_id, to, text)

        modal = EntryModal(f"Message: {whom}", "", "Shown on their Home.", send)
        self.app.push_screen(modal, self._done)

    def _done(self, count: int | None) -> None:
        if count:
            self.app.notify(f"Sent to {counted(count)}.", markup=False)
        self.reload()
