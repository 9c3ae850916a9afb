"""A set that another instructor shares: looked at, and taken into a course."""

from __future__ import annotations

from typing import Any

from tutor.domain.set_records import QuizSet
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.set_place import SetPlace
from tutor.tui.teach_place import TeachPlace

TAKE = Command("shared.take", "t", "take", "Take", "Copy the set into your course.", footer=True)
VIEW = Command("shared.view", "v,enter", "preview", "View", "Show key and rationale.", footer=True)


class SharedSetScreen(SetPlace):
    """A shared set, to look at and to take.

    Args:
        course_id: The course that it is taken into.
        set_id: The set.
    """

    KEYS = (TAKE, VIEW, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "A set that another instructor shares, as its draft stands. V shows the question at the "
        "cursor with key and rationale. T copies the set into your course."
    )

    HINT = "T copies it into your course, as a draft of your own."

    def __init__(self, course_id: str, set_id: str) -> None:
        super().__init__(set_id)
        self.course_id = course_id

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer a view where there is a question."""
        if action == "preview":
            return self.at.pick is not None
        return super().check_action(action, parameters)

    def action_take(self) -> None:
        """Copy the set into the course."""
        take(self, self.set_id, self.course_id, leave=2)


def take(screen: TeachPlace[Any], set_id: str, course_id: str, *, leave: int) -> None:
    """Copy a set into a course, then leave so many screens, to the course's sets."""

    def taken(made: QuizSet) -> None:
        screen.app.notify(f"Taken: {made.title}, a draft of your own", markup=False)
        for _ in range(leave):
            screen.app.pop_screen()

    screen.ask(
        lambda: screen.classroom.sets.copy(screen.actor, set_id, course_id),
        taken,
        group="change",
        once=True,
    )
