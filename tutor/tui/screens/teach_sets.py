"""A course's quiz sets: made, copied, shared, archived."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.set_records import QuizSet
from tutor.domain.text import quantity
from tutor.services.classroom.set_views import SetLine
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.screens.teach_set import SetScreen
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line

TITLE = 32
NEW = Command("sets.new", "n,plus", "new", "New", "Make an empty set.", footer=True)
COPY = Command("sets.copy", "c", "copy", "Copy", "Copy the set at the cursor.", footer=True)
SHARE = Command(
    "sets.share",
    "s",
    "share",
    "Share",
    "Offer the set at the cursor to all instructors, or no longer.",
    footer=True,
)
ARCHIVE = Command(
    "sets.archive",
    "x",
    "archive",
    "Archive",
    "Take the set at the cursor out of use, or into it again; nothing is lost.",
    footer=True,
)


class SetsScreen(TeachPlace[tuple[SetLine, ...]]):
    """Lists quiz sets; Enter opens the one at the cursor.

    Args:
        course_id: The course.
    """

    KEYS = (NEW, COPY, SHARE, ARCHIVE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "The quiz sets of this course. N makes one, Enter opens the one at the cursor to edit and "
        "publish it. C copies it, S offers it to all instructors or stops that. X takes it out "
        "of use or back; archived sets stand at their place with the word behind them."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._lines: dict[str, SetLine] = {}

    def load(self) -> tuple[SetLine, ...]:
        """Read the sets."""
        return self.classroom.sets.sets(self.actor, self.course_id, include_archived=True)

    def draw(self, view: tuple[SetLine, ...]) -> None:
        """Draw the sets."""
        self._lines = {line.id: line for line in view}
        self.head("Teach", "Quiz sets")
        self.fill([Option(_row(line), id=line.id) for line in view], "No set yet. N makes one.")
        self.query_one("#note", Static).update(show("A published version never changes."))
        self.refresh_bindings()

    def action_new(self) -> None:
        """Ask for a title, make the set."""

        def save(title: str) -> QuizSet:
            return self.classroom.sets.create(self.actor, self.course_id, title)

        self.type_line("New quiz set", "", "Its title, such as Week 1.", save)

    def action_copy(self) -> None:
        """Copy the set at the cursor."""
        set_id = self.at_cursor()
        if set_id:
            self.change(
                lambda: self.classroom.sets.copy(self.actor, set_id),
                lambda made: f"Copied: {made.title}",
            )

    def action_share(self) -> None:
        """Offer the set at the cursor to all instructors, or no longer."""
        line = self._lines.get(self.at_cursor() or "")
        if line:
            shared = not line.shared
            self.change(
                lambda: self.classroom.sets.share(self.actor, line.id, shared=shared),
                "Shared: every instructor can read and copy it." if shared else "Not shared now.",
            )

    def action_archive(self) -> None:
        """Take the set at the cursor out of use, or into it again."""
        line = self._lines.get(self.at_cursor() or "")
        if line is None:
            return
        sets_out = line.status == "archived"

        def call() -> QuizSet:
            sets = self.classroom.sets
            return (sets.restore if sets_out else sets.archive)(self.actor, line.id)

        self.change(call, "In use again." if sets_out else "Archived. X brings it back.")

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(SetScreen(self.course_id, event.option_id))


def _row(line: SetLine) -> Content:
    title = show_line(line.title, TITLE, "bold")
    questions = quantity(line.questions, "question")
    return Content.assemble(
        title.pad_right(TITLE - title.cell_length + 1),
        show(f"{questions:<14} {line.status}", "$foreground-muted"),
        show(" · shared" if line.shared else ""),
    )
