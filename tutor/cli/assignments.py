"""`tutor assignments`: what a student's classes gave to do, in line mode."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import click

from tutor.cli.assignment_files import hand_in, receive
from tutor.cli.assignments_say import dispute, messages, print_disputes
from tutor.cli.player import ask_all, show_feedback, show_question
from tutor.cli.render import MARKS, WORDS, heading, say, table
from tutor.cli.render import as_json as print_json
from tutor.cli.session import json_option, learner_for, profile_option, services
from tutor.domain.local_time import say_length
from tutor.domain.release import RULING_WORDS
from tutor.domain.text import points_text, quantity
from tutor.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.services.classroom.assigned_session import AssignedSession
    from tutor.services.classroom.work_views import Reminder, WorkLine, WorkResult
    from tutor.services.context import Services


@click.group(invoke_without_command=True)
@profile_option
@json_option
@click.pass_context
def assignments(ctx: click.Context, profile: str | None, as_json: bool) -> None:
    """Assignments of your classes: what is due, take one, look at one again.

    --profile may stand here or behind the sub-command.
    """
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_work, profile=profile, as_json=as_json)
    elif as_json:
        raise click.UsageError("--json stands behind the sub-command")
    elif profile:
        # A default of every sub-command: one of its own, behind it, goes before.
        ctx.default_map = {name: {"profile": profile} for name in assignments.list_commands(ctx)}


assignments.add_command(receive)
assignments.add_command(hand_in)


@assignments.command("list")
@profile_option
@json_option
def list_work(profile: str | None = None, as_json: bool = False) -> None:
    """List your assignments: overdue ones first, then what is due soonest."""
    with services() as opened:
        learner = learner_for(opened, profile)
        lines = opened.classroom.work.lines(opened.actor, learner.id)
    if as_json:
        print_json(lines)
    elif not lines:
        say("You have no assignments.")
    else:
        rows = [
            (one.title, one.status_text, one.next_text, _attempts(one), _points(one), one.course)
            for one in lines
        ]
        table(rows, ("Assignment", "State", "Next", "Attempts", "Points", "Course"))
        say('\nTake one: tutor assignments take "TITLE"')


@assignments.command()
@click.argument("assignment", required=False)
@profile_option
def take(assignment: str | None, profile: str | None) -> None:
    """Take an assignment, or go on with it (default: the most urgent one)."""
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile)
        work = opened.classroom.work
        if assignment is None:
            waiting = [one for one in work.lines(opened.actor, learner.id) if one.waiting]
            if not waiting:
                say("Nothing is waiting.")
                return
            line = waiting[0]
        else:
            line = work.line(opened.actor, assignment, learner.id)
        work_on(opened, work.start(opened.actor, line.assignment_id, learner.id))


@assignments.command()
@click.argument("assignment")
@click.option("--attempt", "number", type=int, help="Which attempt (default: the last).")
@profile_option
@json_option
def review(assignment: str, number: int | None, profile: str | None, as_json: bool) -> None:
    """Show what you handed in, with what may show of it now."""
    with services() as opened:
        learner = learner_for(opened, profile)
        work = opened.classroom.work
        line = work.line(opened.actor, assignment, learner.id)
        ended = [one for one in line.attempts if one.handed_in and number in (None, one.number)]
        if not ended:
            which = f"attempt {number}" if number else "attempt"
            raise NotFoundError(f"{line.title}: you have handed in no {which}")
        session = work.resume(opened.actor, ended[-1].attempt_id)
        result = work.result(opened.actor, session.attempt_id)
        questions = [session.review(place) for place in range(result.total)]
        disputed = opened.classroom.disputes.mine(opened.actor, session.attempt_id)
    if as_json:
        print_json({"result": result, "questions": questions, "disputes": disputed})
        return
    for question in questions:
        show_question(question)
        if question.feedback:
            show_feedback(question.feedback)
    print_result(result)
    print_disputes(disputed)


assignments.add_command(dispute)
assignments.add_command(messages)


def work_on(opened: Services, session: AssignedSession) -> None:
    """Ask what is left, and say what may be said once it is handed in."""
    _say_rules(session)
    if ask_all(session):
        print_result(opened.classroom.work.result(opened.actor, session.attempt_id))


def print_result(result: WorkResult) -> None:
    """Print an attempt that was handed in, with what may show of it."""
    from tutor.services.classroom.work_views import EXCUSED_LINE

    heading(f"{result.title}: attempt {result.number}")
    late = "" if not result.late_days else f", late ({quantity(result.late_days, 'day')} begun)"
    ran_out = "Time ran out. " if result.status == "expired" else ""
    say(f"{ran_out}Handed in: {result.answered} of {result.total} answered{late}.")
    if result.points is not None:
        share = "" if result.percent is None else f" ({result.percent:.0f} %)"
        say(f"{points_text(result.points, result.most)} points{share}")
    if result.by_hand:
        say(result.by_hand)
    for line in result.lines:
        said = f"{MARKS[line.outcome]} {WORDS[line.outcome]}: " if line.outcome else ""
        flag = " [flagged]" if line.flagged else ""
        blank = "" if line.answered or line.outcome else " [not answered]"
        ruled = f" [{RULING_WORDS[line.ruling]}]" if line.ruling else ""
        say(f"{line.title}{flag}{blank}{ruled}", f"{line.position + 1:3}. {said}", "     ")
    if result.excused:
        say(EXCUSED_LINE)
    for sentence in result.later:
        say(sentence)


def print_reminders(reminders: Sequence[Reminder]) -> None:
    """Print what is to do, most urgent first."""
    for one in reminders:
        mark = "! " if one.status == "late" else ""
        say(f"{mark}Assignment: {one.title} ({one.text})")
    say('  tutor assignments take "TITLE"\n')


def _say_rules(session: AssignedSession) -> None:
    palette, left = session.palette, session.seconds_left
    parts = [f"{palette.answered.count(True)} of {len(palette.answered)} answered"]
    if left is not None and session.assigned.policy.seconds:
        parts.append(f"{say_length(timedelta(seconds=round(left)))} left")
    if session.books_shut:
        parts.append("code book shut")
    say(" · ".join(parts))
    for sentence in session.later:
        say(sentence)


def _attempts(one: WorkLine) -> str:
    allowed = "any" if one.attempts_allowed is None else str(one.attempts_allowed)
    return f"{len(one.attempts)} of {allowed}"


def _points(one: WorkLine) -> str:
    if one.excused:
        return "do not count"
    late = " late" if one.late else ""
    if one.points is None or one.most is None:
        return late.strip()
    return f"{points_text(one.points, one.most)}{late}"
