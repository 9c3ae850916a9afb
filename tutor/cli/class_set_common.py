"""What the commands of `tutor class set` share: naming a set, and printing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import find_course
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.domain.text import points_text, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.domain.set_records import QuizSet
    from tutor.services.classroom.set_views import SetLine, SetView
    from tutor.services.context import Services

set_argument = click.argument("name", metavar="SET")
section_option = click.option(
    "--section", type=click.IntRange(1), default=1, show_default=True, help="Its number."
)


def find_set(opened: Services, course_name: str, name: str) -> QuizSet:
    """Return the set meant by a title, an id, or the beginning of an id.

    Raises:
        NotFoundError: There is no such course or set.
        UsageError: Several are meant.
    """
    course = find_course(opened, course_name)
    return opened.classroom.sets.find(opened.actor, course.id, name)


def told(made: object, text: str, *, as_json: bool) -> None:
    """Say what was done, or print what was made as JSON."""
    if as_json:
        print_json(made)
    else:
        say(text)


def print_sets(lines: Sequence[SetLine], *, shared: bool, as_json: bool) -> None:
    """Print sets as a table; shared ones with their courses."""
    if as_json:
        print_json(lines)
    elif not lines and shared:
        say("No instructor shares a set at present.")
    elif not lines:
        say("No set yet: make one with `tutor class set create TITLE --course C`.")
    else:
        rows = [
            (
                one.title,
                one.course if shared else one.status + " · shared" * one.shared,
                str(one.questions),
                points_text(one.points),
                one.id,
            )
            for one in lines
        ]
        table(rows, ("Set", "Course" if shared else "Status", "Questions", "Points", "Id"))


def print_set(view: SetView) -> None:
    """Print a set: its questions, what fits its rules, what may be wrong."""
    heading(f"{view.quiz_set.title} ({view.status})")
    drawn = "drawn per student" if view.quiz_set.definition.per_student else "one form for all"
    say(f"{quantity(view.questions, 'question')}, {points_text(view.points)} points, {drawn}")
    for section in view.sections:
        heading(f"Section {section.number} {section.title}".rstrip())
        if section.text:
            say(section.text)
        for pick in section.picks:
            title = pick.missing.upper() if pick.missing else pick.title
            say(
                f"{pick.number:>3}. {pick.item_id} ({points_text(pick.points)}): {title}",
                hanging="     ",
            )
        for number, line in enumerate(section.rules, 1):
            fits = "; ".join(
                f"{what}: made at publishing, wants {wants}"
                if fitting is None
                else f"{what}: fits {fitting}, wants {wants}"
                for what, fitting, wants in line.counts
            )
            say(f"  Rule {number}: {line.text} ({fits})", hanging="     ")
    for warning in view.warnings:
        say(f"! {warning}", hanging="  ")
