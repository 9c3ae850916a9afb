"""Sets that instructors offer to each other: looked at, and taken into a course."""

from __future__ import annotations

from textual import on
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.classroom.set_views import SetLine
from tutor.tui.commands import BACK, bindings
from tutor.tui.screens.teach_shared_set import TAKE, SharedSetScreen, take
from tutor.tui.set_place import set_row
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show


class SharedSetsScreen(TeachPlace[tuple[SetLine, ...]]):
    """Lists what is shared; Enter opens the set at the cursor to look at.

    Args:
        course_id: The course that a set is taken into.
    """

    KEYS = (TAKE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Quiz sets that instructors share. Enter shows the one at the cursor with its questions "
        "and keys. T copies it into your course, as a draft of your own: what you change in it "
        "changes nothing for others."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id

    def load(self) -> tuple[SetLine, ...]:
        """Read what is shared."""
        return self.classroom.sets.shared(self.actor)

    def draw(self, view: tuple[SetLine, ...]) -> None:
        """Draw the sets."""
        self.head("Sets", "Shared by instructors", note=f"{len(view)} shared" if view else "")
        options = [Option(set_row(line, line.course), id=line.id) for line in view]
        self.fill(options, "No instructor shares a set at present.")
        self.query_one("#note", Static).update(
            show("T copies the set at the cursor into your course, as a draft of your own.")
        )
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer nothing to take where nothing is shared."""
        if action == "take":
            return self.at_cursor() is not None
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        """Copy the set at the cursor into the course."""
        set_id = self.at_cursor()
        if set_id:
            take(self, set_id, self.course_id, leave=1)

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id:
            self.app.push_screen(SharedSetScreen(self.course_id, event.option_id))
