"""The places of a course: what its screen lists, each imported when it is first opened."""

from __future__ import annotations

from typing import NamedTuple


class CoursePlace(NamedTuple):
    """A place of a course. Its screen is made with the course's id.

    Attributes:
        key: The letter that opens it.
        title: Its name.
        screen: `module:ScreenClass`.
        text: What it is for, in one line.
    """

    key: str
    title: str
    screen: str
    text: str


COURSE_PLACES: tuple[CoursePlace, ...] = (
    CoursePlace(
        "a",
        "Assignments",
        "tutor.tui.screens.teach_assignments:GivenScreen",
        "Give sets to students: dates, attempts, what shows when",
    ),
    CoursePlace(
        "l", "Log", "tutor.tui.screens.teach_log:LogScreen", "Every change: who, when, what"
    ),
)
"""In the order of the list."""
