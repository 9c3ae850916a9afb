"""`tutor class staff`: who teaches a course."""

from __future__ import annotations

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import json_option, services


@click.group()
def staff() -> None:
    """Who teaches a course."""


@staff.command("list")
@course_option
@json_option
def list_staff(course_name: str, as_json: bool) -> None:
    """List who teaches a course."""
    with services() as opened:
        course = find_course(opened, course_name)
        lines = opened.classroom.courses.staff(opened.actor, course.id)
    if as_json:
        print_json(lines)
    else:
        table([(line.name, "you" if line.you else "") for line in lines], ("Name", ""))


@staff.command()
@click.argument("name")
@course_option
@json_option
def add(name: str, course_name: str, as_json: bool) -> None:
    """Let another instructor teach a course, by the name they sign in with."""
    with services() as opened:
        course = find_course(opened, course_name)
        line = opened.classroom.courses.add_staff(opened.actor, course.id, name)
    if as_json:
        print_json(line)
    else:
        say(f"{line.name} teaches {course.title} now.")


@staff.command()
@click.argument("name")
@course_option
@json_option
def remove(name: str, course_name: str, as_json: bool) -> None:
    """Take an instructor off a course."""
    with services() as opened:
        course = find_course(opened, course_name)
        line = opened.classroom.courses.find_staff(opened.actor, course.id, name)
        opened.classroom.courses.remove_staff(opened.actor, course.id, line.learner_id)
    if as_json:
        print_json(line)
    else:
        say(f"{line.name} does not teach {course.title} any more.")
