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
        "r",
        "Roster",
        "tutor.tui.screens.teach_roster:RosterScreen",
        "Students by section; import a list, transfer, take out",
    ),
    CoursePlace(
        "c",
        "Sections",
        "tutor.tui.screens.teach_cohorts:CohortsScreen",
        "The groups a course is split into",
    ),
    CoursePlace(
        "s", "Staff", "tutor.tui.screens.teach_staff:StaffScreen", "Who teaches this course"
    ),
    CoursePlace(
        "l", "Log", "tutor.tui.screens.teach_log:LogScreen", "Every change: who, when, what"
    ),
)
"""In the order of the list."""
