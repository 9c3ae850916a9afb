"""`tutor class`: for instructors. Each part has a module `class_<part>` of its own."""

from __future__ import annotations

import click

from tutor.cli.lazy import LazyGroup

COMMANDS = {
    "list": ("tutor.cli.class_courses:list_courses", "List your courses."),
    "create": ("tutor.cli.class_courses:create", "Make a course."),
    "show": ("tutor.cli.class_courses:show", "Show a course: staff, sections, students."),
    "rename": ("tutor.cli.class_courses:rename", "Give a course another title."),
    "archive": ("tutor.cli.class_courses:archive", "Take a course out of use; all is kept."),
    "restore": ("tutor.cli.class_courses:restore", "Bring an archived course back."),
    "staff": ("tutor.cli.class_staff:staff", "Who teaches a course."),
    "cohort": ("tutor.cli.class_cohorts:cohort", "Sections of a course."),
    "roster": ("tutor.cli.class_roster:roster", "Students of a course; import a list of them."),
    "transfer": ("tutor.cli.class_roster:transfer", "Move a student to another section."),
    "log": ("tutor.cli.class_courses:log", "Every change in a course: who, when, what."),
    "item-analysis": (
        "tutor.cli.class_item_analysis:item_analysis",
        "Say how a test and each of its items worked.",
    ),
}


@click.group("class", cls=LazyGroup, lazy=COMMANDS)
def classroom() -> None:
    """Run classes: courses and students, sets, assignments, grades."""
