"""`tutor class regrade|override|disputes`: mending grades."""

from __future__ import annotations

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.class_reports import Output, find_assignment, give, report_options
from tutor.cli.render import as_json as print_json
from tutor.cli.render import say
from tutor.cli.session import json_option, services
from tutor.domain.text import points_text

ACTIONS = ("rescore", "credit", "void")


@click.group()
def regrade() -> None:
    """Rule on a question found at fault: rescore, full credit, or void."""


@regrade.command("question")
@click.argument("item")
@course_option
@click.option(
    "--action",
    type=click.Choice(ACTIONS),
    required=True,
    help="By another key, full credit for all, or counted for nobody.",
)
@click.option(
    "--accept",
    multiple=True,
    metavar="ANSWER",
    help="An answer that is right now, such as b, or a,c for several parts; may be repeated "
    "(rescore).",
)
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log of the course.")
@click.option("--apply", is_flag=True, help="Do it; else only say what would happen.")
@report_options
def question(
    item: str,
    course_name: str,
    action: str,
    accept: tuple[str, ...],
    reason: str,
    apply: bool,
    out: Output,
) -> None:
    """List every attempt that had a question, with its marks before and after.

    ITEM is an item id, or id@hash where attempts had several versions. Nothing is changed
    without --apply.

    Each --accept is one right answer: "--accept b --accept c" takes either, "--accept a,c" both
    together. Of a form, whose values may hold commas, each names one box: "--accept '2=DIAZ, ROSA'
    --accept 11=G100" is one answer, and a box named again begins another. Figures may be written
    with commas, too: "--accept 1,234.50".
    """
    from tutor.services.classroom.grade_reports import regrade_report

    with services() as opened:
        course = find_course(opened, course_name)
        regrading, actor = opened.classroom.regrading, opened.actor
        accepted = regrading.key_named(actor, course.id, item, accept)
        if apply:
            view = regrading.apply(actor, course.id, item, action, reason, accepted)
        else:
            view = regrading.preview(actor, course.id, item, action, accepted)
    give(regrade_report(view), view, out)


@regrade.command("list")
@course_option
@click.option("--all", "include_revoked", is_flag=True, help="Also those taken back.")
@json_option
def list_rulings(course_name: str, include_revoked: bool, as_json: bool) -> None:
    """List the rulings of a course."""
    with services() as opened:
        course = find_course(opened, course_name)
        found = opened.classroom.regrading.rulings(
            opened.actor, course.id, include_revoked=include_revoked
        )
    if as_json:
        print_json(found)
        return
    if not found:
        say("No ruling.")
    for one in found:
        gone = ", taken back" if one.revoked_at else ""
        right = f" ({'; '.join(','.join(key) for key in one.accepted)})" if one.accepted else ""
        say(f"{one.id}  {one.item_id}: {one.action}{right}{gone}. {one.reason}", "", "  ")


@regrade.command()
@click.argument("ruling")
@course_option
@report_options
def revoke(
    ruling: str,
    course_name: str,
    out: Output,
) -> None:
    """Take a ruling back: marks are by the question's own key again."""
    from tutor.services.classroom.grade_reports import regrade_report

    with services() as opened:
        course = find_course(opened, course_name)
        view = opened.classroom.regrading.revoke(opened.actor, course.id, ruling)
    give(regrade_report(view), view, out)


@click.command()
@click.argument("assignment")
@click.argument("student")
@course_option
@click.option("--points", type=click.FloatRange(0), metavar="P", help="The grade in points.")
@click.option("--excuse", is_flag=True, help="Let the assignment not count for the student.")
@click.option("--remove", is_flag=True, help="Let the student's own work count again.")
@click.option("--reason", default="", metavar="TEXT", help="Why; kept in the log of the course.")
@json_option
def override(
    assignment: str,
    student: str,
    course_name: str,
    points: float | None,
    excuse: bool,
    remove: bool,
    reason: str,
    as_json: bool,
) -> None:
    """Set a student's grade in an assignment by hand."""
    if (points is not None) + excuse + remove != 1:
        raise click.UsageError("give one of --points, --excuse and --remove")
    with services() as opened:
        course = find_course(opened, course_name)
        found = find_assignment(opened, course.id, assignment)
        member = opened.classroom.roster.find(opened.actor, course.id, student)
        regrading, actor = opened.classroom.regrading, opened.actor
        if remove:
            regrading.remove_override(actor, found.id, member.learner_id)
        else:
            regrading.override(actor, found.id, member.learner_id, points, reason)
        book = opened.classroom.gradebook.gradebook(actor, course.id)
    row = next(one for one in book.rows if one.member.id == member.id)
    place = next(n for n, one in enumerate(book.columns) if one.assignment.id == found.id)
    cell = row.cells[place]
    if as_json:
        print_json(cell)
        return
    grade = "does not count" if cell.points is None else points_text(cell.points, cell.most)
    say(f"{member.label}, {found.title}: {grade}.")


@click.group()
def disputes() -> None:
    """Answer students who dispute a key."""


@disputes.command("list")
@course_option
@click.option("--all", "everything", is_flag=True, help="Also those answered.")
@json_option
def list_disputes(course_name: str, everything: bool, as_json: bool) -> None:
    """List the disputes that wait for an answer."""
    with services() as opened:
        course = find_course(opened, course_name)
        found = opened.classroom.disputes.queue(
            opened.actor, course.id, None if everything else "open"
        )
    if as_json:
        print_json(found)
        return
    if not found:
        say("No dispute waits for an answer.")
    for one in found:
        say(f"{one.id}  {one.student}, {one.assignment}, question {one.question}", "", "  ")
        say(f"{one.item_id}: {one.title}", "  ")
        say(f"Key {','.join(one.key)}; answered {','.join(one.response) or 'nothing'}.", "  ")
        say(one.text, "  > ")
        if one.status != "open":
            say(f"{one.status}: {one.reply}", "  ")


@disputes.command()
@click.argument("dispute_id", metavar="DISPUTE")
@click.option("--reply", default="", metavar="TEXT", help="What the student is told.")
@json_option
def uphold(dispute_id: str, reply: str, as_json: bool) -> None:
    """Agree with a dispute; then rule on the question with `tutor class regrade question`."""
    with services() as opened:
        found = opened.classroom.disputes.uphold(opened.actor, dispute_id, reply)
        name = opened.classroom.disputes.question_name(opened.actor, found)
    if as_json:
        print_json(found)
        return
    say(f"Upheld. Now rule on it: tutor class regrade question {name} --course … --action …")


@disputes.command()
@click.argument("dispute_id", metavar="DISPUTE")
@click.option("--reply", required=True, metavar="TEXT", help="Why; the student is told.")
@json_option
def reject(dispute_id: str, reply: str, as_json: bool) -> None:
    """Turn a dispute down."""
    with services() as opened:
        found = opened.classroom.disputes.reject(opened.actor, dispute_id, reply)
    if as_json:
        print_json(found)
    else:
        say("Rejected; the student is shown your reply.")
