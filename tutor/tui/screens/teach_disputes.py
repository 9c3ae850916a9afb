"""Disputes of keys: answered here, and the question ruled on."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.classroom import Course
from tutor.domain.text import one_line
from tutor.errors import UsageError
from tutor.services.classroom.disputes import DisputeLine
from tutor.services.classroom.regrade_views import RegradeView
from tutor.services.views import Question
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import moment, show, show_line
from tutor.tui.widgets.open_list import QuestionList

UPHOLD = Command(
    "disputes.uphold", "u", "uphold", "Uphold", "Agree, and rule on the question.", footer=True
)
REJECT = Command(
    "disputes.reject", "j", "reject", "Reject", "Turn it down, with a reason.", footer=True
)
NAME = 20
"""Columns of a student's name, and of an assignment's title."""
RULING = '"void", "credit", or "rescore c" (several right answers: "rescore b;c"), then a reason'


Loaded = tuple[Course, tuple[DisputeLine, ...]]


class DisputesScreen(TeachPlace[Loaded]):
    """The disputes that wait, oldest first.

    Args:
        course_id: The course.
    """

    LIST = QuestionList
    KEYS = (UPHOLD, REJECT, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Students who object to a key. Enter shows the question with its key. U agrees: you are "
        "then asked what to do with the question (void: it counts for nobody; credit: full marks "
        "for all; rescore: by the answers that are right now), and shown how many grades change "
        "before anything does. J turns a dispute down; the student is shown your reply. Everything "
        "is kept in the log of the course."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._lines: dict[str, DisputeLine] = {}

    def load(self) -> Loaded:
        """Read the queue."""
        room, actor = self.classroom, self.actor
        course = room.courses.reached(actor, self.course_id)
        return course, room.disputes.queue(actor, self.course_id)

    def draw(self, view: Loaded) -> None:
        """Draw the queue."""
        course, lines = view
        self._lines = {line.id: line for line in lines}
        self.head("Teach", course.title, "Disputes", note=f"{len(lines)} waiting")
        options = [Option(_row(line), id=line.id) for line in lines]
        self.fill(options, "No dispute waits for an answer.")
        self.refresh_bindings()
        if not options:
            self.query_one("#note", Static).update("")

    @on(OptionList.OptionHighlighted, "#lines")
    def _say(self, event: OptionList.OptionHighlighted) -> None:
        line = self._lines.get(event.option_id or "")
        if line is not None:
            when = moment(line.at, self.learner.time_zone)
            key, given = ",".join(line.key), ",".join(line.response) or "nothing"
            text = f"{line.item_id}: {line.title}\nKey {key}; answered {given}. {when}\n{line.text}"
            self.query_one("#note", Static).update(show(text))

    @on(OptionList.OptionSelected, "#lines")
    def _show_question(self, event: OptionList.OptionSelected) -> None:
        dispute_id = event.option_id
        if dispute_id is None:
            return

        def call() -> Question:
            room, actor = self.classroom, self.actor
            return room.bank.shown(room.disputes.item(actor, dispute_id))

        self.ask(call, lambda shown: self.app.push_screen(KeyViewModal(shown)), group="question")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to answer only where a dispute waits."""
        if action in ("uphold", "reject") and not self._lines:
            return False
        return super().check_action(action, parameters)

    def action_reject(self) -> None:
        """Turn the dispute at the cursor down."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return

        def save(reply: str) -> object:
            return self.classroom.disputes.reject(self.actor, line.id, reply)

        modal = EntryModal("Reply to the student", "", "Why the key stands.", save)
        self.app.push_screen(modal, lambda _: self.reload())

    def action_uphold(self) -> None:
        """Agree with the dispute at the cursor, then ask for a ruling."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return

        def save(reply: str) -> str:
            return self.classroom.disputes.uphold(self.actor, line.id, reply).id

        def upheld(done: str | None) -> None:
            if done:
                self._ask_ruling(line)

        modal = EntryModal("Reply to the student", "You are right.", "May be empty.", save)
        self.app.push_screen(modal, upheld)

    def _ask_ruling(self, line: DisputeLine) -> None:
        version = f"{line.item_id}@{line.item_hash}"
        asked: list[tuple[str, list[tuple[str, ...]], str]] = []

        def preview(text: str) -> RegradeView:
            action, accepted, reason = read_ruling(text)
            asked[:] = [(action, accepted, reason)]
            regrading = self.classroom.regrading
            return regrading.preview(self.actor, self.course_id, version, action, accepted)

        def previewed(view: RegradeView | None) -> None:
            if view is not None:
                self._confirm(version, view, *asked[0])

        modal = EntryModal(f"What becomes of {line.item_id}?", "", RULING, preview)
        self.app.push_screen(modal, previewed)

    def _confirm(
        self,
        version: str,
        view: RegradeView,
        action: str,
        accepted: list[tuple[str, ...]],
        reason: str,
    ) -> None:
        def apply() -> RegradeView:
            regrading, actor = self.classroom.regrading, self.actor
            return regrading.apply(actor, self.course_id, version, action, reason, accepted)

        def answered(yes: bool | None) -> None:
            if yes:
                self.change(apply, lambda done: f"Done: {done.text}.")

        question = f"{action} {view.item_id}: {view.text}. Do it?"
        self.app.push_screen(ConfirmModal("Regrade", question, yes="Regrade"), answered)


def _row(line: DisputeLine) -> Content:
    name = show_line(line.student, NAME, "bold")
    return Content.assemble(
        name.pad_right(NAME - name.cell_length + 1),
        show(f"{one_line(line.assignment, NAME)}, question {line.question}: {line.text}"),
    )


def read_ruling(text: str) -> tuple[str, list[tuple[str, ...]], str]:
    """Return action, right answers and reason of a typed ruling.

    Raises:
        UsageError: It is not one, or has no reason.
    """
    action, _, rest = text.strip().partition(" ")
    accepted: list[tuple[str, ...]] = []
    if action.casefold() == "rescore":
        keys, _, rest = rest.strip().partition(" ")
        accepted = [tuple(one.split(",")) for one in keys.split(";") if one]
    if not rest.strip():
        raise UsageError("add the reason at the end: it is kept in the log of the course")
    return action.casefold(), accepted, rest.strip()
