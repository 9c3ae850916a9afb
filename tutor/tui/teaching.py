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
        "q",
        "Quiz sets",
        "tutor.tui.screens.teach_sets:SetsScreen",
        "Put questions together; publish, copy, share",
    ),
    CoursePlace(
        "b",
        "Course bank",
        "tutor.tui.screens.teach_bank:BankScreen",
        "Questions of your own, for this course's sets",
    ),
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
        "o",
        "Overview",
        "tutor.tui.screens.teach_overview:OverviewsScreen",
        "How an assignment goes now: who is stuck on what",
    ),
    CoursePlace(
        "g",
        "Gradebook",
        "tutor.tui.screens.teach_gradebook:GradebookScreen",
        "Students by assignments, with totals",
    ),
    CoursePlace(
        "h",
        "Heat map",
        "tutor.tui.screens.teach_heat:HeatScreen",
        "Students by the domains of the exam",
    ),
    CoursePlace(
        "k",
        "At risk",
        "tutor.tui.screens.teach_risk:RiskScreen",
        "Who may need help, and why; write to them",
    ),
    CoursePlace(
        "i",
        "Item analysis",
        "tutor.tui.screens.teach_items:AnalysesScreen",
        "How the questions of an assignment worked",
    ),
    CoursePlace(
        "d",
        "Disputes",
        "tutor.tui.screens.teach_disputes:DisputesScreen",
        "Students who object to a key; regrade",
    ),
    CoursePlace(
        "m",
        "Messages",
        "tutor.tui.screens.teach_messages:MessagesScreen",
        "Write to students' Home screens",
    ),
    CoursePlace(
        "l", "Log", "tutor.tui.screens.teach_log:LogScreen", "Every change: who, when, what"
    ),
)
"""In the order of the list."""
