"""`tutor class set section`: the sections of a quiz set."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import course_option
from tutor.cli.class_set_common import find_set, print_set, set_argument
from tutor.cli.session import services
from tutor.domain import set_sections
from tutor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.domain.quiz_set import SetDefinition

number_argument = click.argument("number", type=click.IntRange(1), metavar="SECTION")
text_option = click.option("--text", help="An instruction to the student.")
points_option = click.option("--points", type=float, help="What each question by rule is worth.")


@click.group()
def section() -> None:
    """Add, edit, move and remove sections; they are named by their number."""


@section.command()
@set_argument
@click.argument("title", default="")
@course_option
@text_option
@points_option
def add(name: str, title: str, course_name: str, text: str | None, points: float | None) -> None:
    """Add a section at the end."""

    def change(draft: SetDefinition) -> SetDefinition:
        draft = set_sections.with_section(draft, title)
        last = len(draft.sections) - 1
        return set_sections.with_heading(draft, last, text=text, points=points)

    _change(course_name, name, change)


@section.command()
@set_argument
@number_argument
@course_option
@click.option("--title", help="Another title.")
@text_option
@points_option
def edit(
    name: str,
    number: int,
    course_name: str,
    title: str | None,
    text: str | None,
    points: float | None,
) -> None:
    """Change title, instruction, or what its questions by rule are worth."""
    if title is None and text is None and points is None:
        raise UsageError("say --title, --text or --points")
    _change(
        course_name,
        name,
        lambda draft: set_sections.with_heading(draft, number - 1, title, text, points),
    )


@section.command()
@set_argument
@number_argument
@click.argument("place", type=click.IntRange(1), metavar="TO")
@course_option
def move(name: str, number: int, place: int, course_name: str) -> None:
    """Move a section to another place, such as `move "Week 1" 3 1`."""
    _change(
        course_name,
        name,
        lambda draft: set_sections.with_section_moved(draft, number - 1, place - number),
    )


@section.command()
@set_argument
@number_argument
@course_option
def remove(name: str, number: int, course_name: str) -> None:
    """Take a section out, with its questions and rules."""
    _change(course_name, name, lambda draft: set_sections.without_section(draft, number - 1))


def _change(course_name: str, name: str, change: Callable[[SetDefinition], SetDefinition]) -> None:
    with services() as opened:
        found, sets = find_set(opened, course_name, name), opened.classroom.sets
        sets.edit(opened.actor, found.id, change)
        view = sets.view(opened.actor, found.id)
    print_set(view)
