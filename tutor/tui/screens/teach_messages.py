"""Messages sent in a course, and who has read them; a new one to everyone."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.classroom.messages import SentMessage
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.entry import EntryModal
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import moment, show

NEW = Command(
    "messages.new", "n", "new_message", "New", "Write to everyone in the course.", footer=True
)


class MessagesScreen(TeachPlace[tuple[SentMessage, ...]]):
    """What was sent, newest first.

    Args:
        course_id: The course.
    """

    KEYS = (NEW, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Messages to students' Home screens, and who has read them. N writes to everyone in the "
        "course; to write to one student, press Enter on their line in At risk, or use "
        "tutor class message send."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._sent: dict[str, SentMessage] = {}

    def load(self) -> tuple[SentMessage, ...]:
        """Read what was sent."""
        return self.classroom.messages.sent(self.actor, self.course_id)

    def draw(self, view: tuple[SentMessage, ...]) -> None:
        """Draw the list."""
        self._sent = {str(number): one for number, one in enumerate(view)}
        self.head("Teach", "Messages")
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
        self.fill(options, "Nothing was sent yet.")

    @on(OptionList.OptionHighlighted, "#lines")
    def _say(self, event: OptionList.OptionHighlighted) -> None:
        one = self._sent.get(event.option_id or "")
        if one is not None:
            waiting = f"\nNot read by: {', '.join(one.unread)}" if one.unread else ""
            self.query_one("#note", Static).update(show(f"{one.text}{waiting}"))

    def action_new_message(self) -> None:
        """Write to everyone in the course."""

        def send(text: str) -> int:
            lines = self.classroom.roster.roster(self.actor, self.course_id).members
            to = [line.member.learner_id for line in lines if line.here]
            return self.classroom.messages.send(self.actor, self.course_id, to, text)

        modal = EntryModal("Message to everyone in the course", "", "Shown on their Home.", send)
        self.app.push_screen(modal, lambda _: self.reload())
