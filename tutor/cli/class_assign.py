"""`tutor class assign`: giving published sets to students."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, services
from tutor.domain.assignment import (
    COUNTING,
    FACTS,
    LATE_RULES,
    AssignmentPolicy,
)
from tutor.domain.release import moment_of
from tutor.domain.text import quantity
from tutor.domain.whole_number import is_whole
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.domain.assignment import Assignment
    from tutor.services.classroom.assignment_views import AssignmentView, StudentLine
    from tutor.services.context import Services

NO_LIMIT = ("none", "unlimited", "any")
"""Words for no limit."""
Command = Callable[..., Any]
assignment_argument = click.argument("name", metavar="ASSIGNMENT")
course_of = click.option(
    "--course", "course_name", metavar="C", help="Its course, to name it by title (else by id)."
)
_OPTIONS = (
    click.option("--title", metavar="T", help="What students see (default: the set's title)."),
    click.option("--opens", metavar="DATE", help="In your time zone: 2026-12-01 or with 08:00."),
    click.option("--due", metavar="DATE", help="Later is late. A day alone ends at 23:59."),
    click.option("--closes", metavar="DATE", help="Nothing is taken any more."),
    click.option("--section", "cohorts", multiple=True, metavar="S", help="Whom it is for."),
    click.option("--student", "students", multiple=True, metavar="ID", help="Single students."),
    click.option("--attempts", metavar="N", help="How many; none for no limit. [1]"),
    click.option("--counts", type=click.Choice(COUNTING), help="Which attempt counts. [best]"),
    click.option("--minutes", metavar="N", help="Time limit; none for no limit."),
    click.option("--late", type=click.Choice(LATE_RULES), help="What late work gets. [accept]"),
    click.option("--late-percent", type=float, metavar="P", help="Cost of each late day begun."),
    click.option("--shuffle/--no-shuffle", default=None, help="Another order for each student."),
    click.option("--book/--no-book", "books", default=None, help="Code book open or shut."),
    click.option(
        "--show",
        "shows",
        multiple=True,
        metavar="FACT=MOMENT",
        help="score, correctness, key or rationale = during, after-submit, after-close or never.",
    ),
)


def _with_options(command: Command) -> Command:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.group()
def assign() -> None:
    """Give published sets to sections and single students."""


@assign.command()
@click.argument("set_name", metavar="SET")
@course_option
@_with_options
@json_option
def create(set_name: str, course_name: str, as_json: bool, **said: Any) -> None:  # noqa: ANN401
    """Give a published set (by its title or the id of a version)."""
    from tutor.services.classroom.assignment_views import AssignmentDraft

    changes = _policy(AssignmentPolicy(), said)
    with services() as opened:
        given, actor = opened.classroom.assignments, opened.actor
        course = find_course(opened, course_name)
        draft = AssignmentDraft(
            version_id=given.version(actor, course.id, set_name).id,
            title=said["title"] or "",
            opens=said["opens"] or "",
            due=said["due"] or "",
            closes=said["closes"] or "",
            policy=replace(AssignmentPolicy(), **changes),
            cohorts=said["cohorts"],
            students=said["students"],
        )
        view = given.create(actor, course.id, draft)
    _tell(view, as_json)


@assign.command("list")
@course_option
@json_option
def list_given(course_name: str, as_json: bool) -> None:
    """List a course's assignments."""
    with services() as opened:
        course = find_course(opened, course_name)
        lines = opened.classroom.assignments.lines(opened.actor, course.id)
    if as_json:
        print_json(lines)
        return
    rows = [
        (
            one.title,
            "withdrawn" if one.withdrawn else one.opens,
            one.due,
            one.closes,
            str(one.counts.students),
            str(one.counts.started),
            str(one.counts.submitted),
            str(one.counts.overdue + one.counts.missed),
            one.id,
        )
        for one in lines
    ]
    columns = ("Assignment", "Opens", "Due", "Closes", "For", "Started", "In", "Missing", "Id")
    table(rows, columns)


@assign.command()
@assignment_argument
@course_of
@json_option
def show(name: str, course_name: str | None, as_json: bool) -> None:
    """Show an assignment: rules, what shows when, and each student."""
    with services() as opened:
        one = find_assignment(opened, name, course_name)
        view = opened.classroom.assignments.show(opened.actor, one.id)
    _tell(view, as_json)


@assign.command()
@assignment_argument
@course_of
@_with_options
@json_option
def edit(name: str, course_name: str | None, as_json: bool, **said: Any) -> None:  # noqa: ANN401
    """Change dates, what shows when, attempts, whom it is for. A date "none" goes away."""
    with services() as opened:
        one = find_assignment(opened, name, course_name)
        texts = {key: said[key] for key in ("title", "opens", "due", "closes") if said[key]}
        view = opened.classroom.assignments.edit(
            opened.actor,
            one.id,
            policy=_policy(one.policy, said),
            cohorts=said["cohorts"] or None,
            students=said["students"] or None,
            **texts,
        )
    _tell(view, as_json)


@assign.command()
@assignment_argument
@course_of
def withdraw(name: str, course_name: str | None) -> None:
    """Take an assignment back; attempts begun can be finished."""
    with services() as opened:
        one = find_assignment(opened, name, course_name)
        opened.classroom.assignments.withdraw(opened.actor, one.id)
    say(f"Withdrawn: {one.title}.")


@assign.command()
@assignment_argument
@course_of
@click.option("--student", "students", multiple=True, required=True, metavar="ID", help="Whom.")
@click.option("--due", default="", metavar="DATE", help="Their due date.")
@click.option("--closes", default="", metavar="DATE", help="Their closing date.")
@click.option("--more-attempts", default=0, metavar="N", help="Attempts beyond the others'.")
@click.option("--reason", default="", metavar="TEXT", help="Kept in the course's log.")
@json_option
def extend(
    name: str,
    course_name: str | None,
    students: tuple[str, ...],
    as_json: bool,
    **more: Any,  # noqa: ANN401
) -> None:
    """Give some students later dates or more attempts, also in the middle of one."""
    with services() as opened:
        one = find_assignment(opened, name, course_name)
        view = opened.classroom.assignments.extend(opened.actor, one.id, students, **more)
    _tell(view, as_json)


@assign.command()
@course_option
@click.option("--student", "students", multiple=True, required=True, metavar="ID", help="Whom.")
@click.option("--factor", type=float, required=True, metavar="F", help="1.5 is time and a half.")
def accommodate(course_name: str, students: tuple[str, ...], factor: float) -> None:
    """Give students a time factor in a course: limits and windows grow by it."""
    with services() as opened:
        course = find_course(opened, course_name)
        given = opened.classroom.assignments
        names = given.accommodate(opened.actor, course.id, students, factor)
    say(f"{', '.join(names)}: {factor:g} times the time in {course.title}.")


def find_assignment(opened: Services, name: str, course_name: str | None) -> Assignment:
    """Return the assignment meant by a title or an id."""
    course = find_course(opened, course_name).id if course_name else None
    return opened.classroom.assignments.find(opened.actor, name, course)


def _policy(old: AssignmentPolicy, said: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a policy that options name.

    Raises:
        UsageError: A number or a moment cannot be read.
    """
    named = ("counts", "late", "late_percent", "shuffle", "books")
    values = {name: said[name] for name in named if said[name] is not None}
    if said["attempts"] is not None:
        values["attempts"] = _number(said["attempts"], "attempts")
    if said["minutes"] is not None:
        minutes = _number(said["minutes"], "minutes")
        values["seconds"] = None if minutes is None else 60 * minutes
    if said["shows"]:
        values["release"] = replace(old.release, **dict(map(_moment, said["shows"])))
    return values


def _moment(text: str) -> tuple[str, str | None]:
    fact, _, moment = text.partition("=")
    fact = fact.strip().casefold()
    if fact not in FACTS:
        raise UsageError(f"--show takes {', '.join(FACTS)} = a moment, not {text!r}")
    return fact, moment_of(moment)


def _number(text: str, what: str) -> int | None:
    if text.strip().casefold() in NO_LIMIT:
        return None
    if not is_whole(text.strip()):
        raise UsageError(f"--{what} takes a whole number, or none for no limit; not {text!r}")
    return int(text)


def _tell(view: AssignmentView, as_json: bool) -> None:
    if as_json:
        print_json(view)
        return
    one, policy = view.assignment, view.assignment.policy
    heading(f"{one.title}{' (withdrawn)' if one.withdrawn_at else ''}")
    names = [link.title for link in (*view.cohorts, *view.named)]
    say(f"Set: {view.set_title}   For: {', '.join(names)}   Id: {one.id}")
    say(
        f"Opens {view.opens or 'at once'} · due {view.due or 'never'} · closes "
        f"{view.closes or 'never'} ({view.zone})"
    )
    attempts = (
        "any number of attempts"
        if policy.attempts is None
        else quantity(policy.attempts, "attempt")
    )
    limit = "no time limit" if policy.seconds is None else f"{policy.seconds / 60:g} min"
    late = f"deduct {policy.late_percent:g} % a day" if policy.late == "deduct" else policy.late
    say(
        f"{attempts}, {policy.counts} counts · {limit} · late: {late} · "
        f"{'shuffled' if policy.shuffle else 'in order'} · "
        f"book {'open' if policy.books else 'shut'}"
    )
    say("; ".join(f"{fact}: {moment}" for fact, moment in view.matrix))
    for warning in view.warnings:
        say(f"! {warning}")
    say("")
    table([_row(line) for line in view.students], ("Student", "State", "Tries", "Due", "More"))


def _row(line: StudentLine) -> tuple[str, ...]:
    more = [f"{line.factor:g}x time"] if line.factor != 1 else []
    if line.extension:
        extra = line.extension.more_attempts
        words = f"extended, {extra} more attempts" if extra else "extended"
        more.append(f"{words}: {line.extension.reason}" if line.extension.reason else words)
    state = f"{line.status_text}, late" if line.late else line.status_text
    return line.label, state, str(line.attempts), line.due, "; ".join(more)
