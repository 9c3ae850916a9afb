"""`tutor class cohort`: the sections of a course."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import course_option, find_course, state
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import json_option, services

if TYPE_CHECKING:
    from tutor.domain.actor import Actor
    from tutor.domain.classroom import Cohort
    from tutor.services.classroom.cohorts import CohortService


@click.group()
def cohort() -> None:
    """Sections of a course: each student is in one of them."""


@cohort.command("list")
@course_option
@json_option
def list_cohorts(course_name: str, as_json: bool) -> None:
    """List the sections of a course."""
    with services() as opened:
        course = find_course(opened, course_name)
        lines = opened.classroom.courses.course(opened.actor, course.id).cohorts
    if as_json:
        print_json(lines)
        return
    rows = [
        (line.cohort.name, str(line.students), state(line.cohort.archived_at)) for line in lines
    ]
    table(rows, ("Section", "Students", ""))


@cohort.command()
@click.argument("name")
@course_option
@json_option
def create(name: str, course_name: str, as_json: bool) -> None:
    """Add a section to a course."""
    with services() as opened:
        course = find_course(opened, course_name)
        made = opened.classroom.cohorts.create(opened.actor, course.id, name)
    _say("Made", made, as_json)


@cohort.command()
@click.argument("name")
@click.argument("new_name")
@course_option
@json_option
def rename(name: str, new_name: str, course_name: str, as_json: bool) -> None:
    """Give a section another name."""
    changed = _changed(
        course_name, name, lambda cohorts, actor, one: cohorts.rename(actor, one, new_name)
    )
    _say("Renamed", changed, as_json)


@cohort.command()
@click.argument("name")
@course_option
@json_option
def archive(name: str, course_name: str, as_json: bool) -> None:
    """Take a section out of use, once nobody is in it any more."""
    changed = _changed(course_name, name, lambda cohorts, actor, one: cohorts.archive(actor, one))
    _say("Archived", changed, as_json)


@cohort.command()
@click.argument("name")
@course_option
@json_option
def restore(name: str, course_name: str, as_json: bool) -> None:
    """Bring an archived section back."""
    changed = _changed(course_name, name, lambda cohorts, actor, one: cohorts.restore(actor, one))
    _say("Back again", changed, as_json)


def _changed(
    course_name: str, name: str, change: Callable[[CohortService, Actor, str], Cohort]
) -> Cohort:
    """Find a section of a course by its name, and change it."""
    with services() as opened:
        cohorts, actor = opened.classroom.cohorts, opened.actor
        found = cohorts.find(actor, find_course(opened, course_name).id, name)
        return change(cohorts, actor, found.id)


def _say(done: str, changed: Cohort, as_json: bool) -> None:
    if as_json:
        print_json(changed)
    else:
        say(f"{done}: {changed.name}")
