"""`tutor class list`, `create`, `show`, `rename`, `archive`, `restore` and `log`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import course_argument, find_course, state
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, lower, services

if TYPE_CHECKING:
    from tutor.services.classroom.people_views import CourseView


@click.command("list")
@click.option("--all", "include_archived", is_flag=True, help="Archived courses, too.")
@json_option
def list_courses(include_archived: bool, as_json: bool) -> None:
    """List your courses."""
    with services() as opened:
        lines = opened.classroom.courses.courses(opened.actor, include_archived=include_archived)
    if as_json:
        print_json(lines)
        return
    if not lines:
        say("No course yet: make one with `tutor class create TITLE`.")
        return
    rows = [
        (
            line.course.title,
            (line.course.exam or "-").upper(),
            str(line.students),
            "yes" if line.course.pseudonymous else "",
            state(line.course.archived_at),
            line.course.id,
        )
        for line in lines
    ]
    table(rows, ("Course", "Exam", "Students", "Pseudonymous", "", "Id"))


@click.command()
@click.argument("title")
@click.option("--exam", callback=lower, help="The exam it prepares for.")
@click.option(
    "--pseudonymous", is_flag=True, help="Keep no real names of students. Cannot be changed later."
)
@json_option
def create(title: str, exam: str | None, pseudonymous: bool, as_json: bool) -> None:
    """Make a course; you teach it."""
    with services() as opened:
        course = opened.classroom.courses.create(
            opened.actor, title, exam=exam, pseudonymous=pseudonymous
        )
    if as_json:
        print_json(course)
    else:
        say(f"Made: {course.title} ({course.id})")


@click.command()
@course_argument
@json_option
def show(course_name: str, as_json: bool) -> None:
    """Show a course: who teaches it, its sections, how many students."""
    with services() as opened:
        course = find_course(opened, course_name)
        view = opened.classroom.courses.course(opened.actor, course.id)
    if as_json:
        print_json(view)
    else:
        _print_course(view)


def _print_course(view: CourseView) -> None:
    course = view.course
    archived = f" (archived {course.archived_at:%Y-%m-%d})" if course.archived_at else ""
    heading(f"{course.title}{archived}")
    say(f"Id        {course.id}")
    say(f"Exam      {(course.exam or 'none in particular').upper()}")
    say(f"Names     {'pseudonymous: none kept' if course.pseudonymous else 'kept'}")
    say(f"Staff     {', '.join(line.name for line in view.staff) or 'nobody'}")
    say(f"Students  {view.students}")
    if view.cohorts:
        heading("Sections")
        rows = [
            (line.cohort.name, str(line.students), state(line.cohort.archived_at))
            for line in view.cohorts
        ]
        table(rows, ("Section", "Students", ""))


@click.command()
@course_argument
@click.argument("title")
@json_option
def rename(course_name: str, title: str, as_json: bool) -> None:
    """Give a course another title."""
    with services() as opened:
        course = find_course(opened, course_name)
        course = opened.classroom.courses.rename(opened.actor, course.id, title)
    if as_json:
        print_json(course)
    else:
        say(f"Renamed: {course.title}")


@click.command()
@course_argument
@json_option
def archive(course_name: str, as_json: bool) -> None:
    """Take a course out of use; all that is in it is kept."""
    with services() as opened:
        course = find_course(opened, course_name)
        course = opened.classroom.courses.archive(opened.actor, course.id)
    if as_json:
        print_json(course)
    else:
        say(f"Archived: {course.title}. `tutor class restore` brings it back.")


@click.command()
@course_argument
@json_option
def restore(course_name: str, as_json: bool) -> None:
    """Bring an archived course back."""
    with services() as opened:
        course = find_course(opened, course_name)
        course = opened.classroom.courses.restore(opened.actor, course.id)
    if as_json:
        print_json(course)
    else:
        say(f"Back again: {course.title}")


@click.command()
@course_argument
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="How many.")
@json_option
def log(course_name: str, limit: int, as_json: bool) -> None:
    """List the changes in a course, newest first: when, who, what."""
    with services() as opened:
        course = find_course(opened, course_name)
        lines = opened.classroom.courses.log(opened.actor, course.id, limit=limit)
    if as_json:
        print_json(lines)
        return
    for line in lines:
        say(f"{line.at:%Y-%m-%d %H:%M}Z  {line.who}: {line.what}", hanging="    ")
