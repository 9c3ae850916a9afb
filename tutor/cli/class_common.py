"""What the commands of `tutor class` share: naming a course, and the words of its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from tutor.domain.classroom import Course
    from tutor.services.context import Services

course_option = click.option(
    "--course", "course_name", required=True, metavar="C", help="The course: its title or its id."
)
course_argument = click.argument("course_name", metavar="COURSE")


def find_course(opened: Services, text: str) -> Course:
    """Return the course meant by a title or an id.

    Raises:
        NotFoundError: You teach no such course.
        UsageError: Several are meant.
    """
    return opened.classroom.courses.find(opened.actor, text)


def state(archived_at: datetime | None) -> str:
    """Return whether something is in use, in a word."""
    return "archived" if archived_at else ""
