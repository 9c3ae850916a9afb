"""`tutor class gradebook|overview|heat|at-risk|message`: following a class."""

from __future__ import annotations

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.class_reports import (
    Output,
    find_assignment,
    find_section,
    give,
    report_options,
    section_option,
)
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, lower, services
from tutor.domain.at_risk import Thresholds
from tutor.domain.text import points_text, quantity
from tutor.services.classroom.grade_views import GradebookView, HeatView

STATES = "Signs: · not started, … in progress, L late, M missed, ? marks to come, E excused, - not \
assigned, * set by hand. Figures are percent."


@click.command()
@course_option
@section_option
@report_options
def gradebook(
    course_name: str,
    section: str | None,
    out: Output,
) -> None:
    """Show students by assignments, with totals."""
    from tutor.services.classroom.grade_reports import gradebook_report

    with services() as opened:
        course = find_course(opened, course_name)
        cohort_id = find_section(opened, course.id, section)
        book = opened.classroom.gradebook
        view = book.gradebook(opened.actor, course.id, cohort_id=cohort_id)
    give(gradebook_report(view), view, out, lambda: _print_gradebook(view))


def _print_gradebook(view: GradebookView) -> None:
    from tutor.services.classroom.grade_reports import (
        cell_mark,
        gradebook_report,
        percent_text,
        tally_text,
    )

    heading(gradebook_report(view).title)
    for number, column in enumerate(view.columns, start=1):
        say(
            f"{number}  {column.assignment.title}: of {points_text(column.most)}; "
            f"{column.counts.text}; mean {tally_text(column.mean)}"
        )
    say(f"Mean total {tally_text(view.mean, 'students')}.\n")
    numbers = [str(number) for number in range(1, len(view.columns) + 1)]
    rows = [
        (
            f"{row.member.label}{' (left)' if row.left else ''}",
            row.cohort,
            f"{points_text(row.total.points)}/{points_text(row.total.most)}",
            percent_text(row.total.percent),
            *(cell_mark(cell) for cell in row.cells),
        )
        for row in view.rows
    ]
    table(rows, ("Student", "Section", "Points", "Total", *numbers))
    say(f"\n{STATES}")


@click.command()
@click.argument("assignment")
@course_option
@report_options
def overview(
    assignment: str,
    course_name: str,
    out: Output,
) -> None:
    """Show how an assignment goes now: who has not started, who is stuck on what."""
    from tutor.services.classroom.grade_reports import overview_report

    with services() as opened:
        course = find_course(opened, course_name)
        found = find_assignment(opened, course.id, assignment)
        view = opened.classroom.following.overview(opened.actor, found.id)
    give(overview_report(view), view, out)


@click.command()
@course_option
@section_option
@click.option("--exam", callback=lower, metavar="EXAM", help="By this exam's domains.")
@click.option("--all-study", is_flag=True, help="From all study, not from assigned work alone.")
@report_options
def heat(
    course_name: str,
    section: str | None,
    exam: str | None,
    all_study: bool,
    out: Output,
) -> None:
    """Show students by the domains of the exam."""
    from tutor.services.classroom.following import ALL_STUDY, ASSIGNED_WORK
    from tutor.services.classroom.grade_reports import heat_report

    with services() as opened:
        course = find_course(opened, course_name)
        view = opened.classroom.following.heat(
            opened.actor,
            course.id,
            cohort_id=find_section(opened, course.id, section),
            exam=exam,
            source=ALL_STUDY if all_study else ASSIGNED_WORK,
        )
    give(heat_report(view), view, out, lambda: _print_heat(view))


def _print_heat(view: HeatView) -> None:
    from tutor.services.classroom.grade_reports import heat_mark, heat_report, percent_text

    report = heat_report(view)
    heading(report.title)
    say(report.lines[0])
    for number, one in enumerate(view.whole, start=1):
        say(f"{number}  {one.name}: {percent_text(one.percent)} (n = {one.questions})")
    click.echo()
    numbers = [str(number) for number in range(1, len(view.whole) + 1)]
    rows = [(row.member.label, *(heat_mark(one) for one in row.shares)) for row in view.rows]
    table(rows, ("Student", *numbers))


@click.command("at-risk")
@course_option
@section_option
@click.option("--below", type=click.FloatRange(0, 100), metavar="P", help="Total below P percent.")
@click.option("--undone", type=click.IntRange(1), metavar="N", help="N due and not handed in.")
@click.option("--idle", type=click.IntRange(1), metavar="DAYS", help="Days without study.")
@report_options
def at_risk(
    course_name: str,
    section: str | None,
    below: float | None,
    undone: int | None,
    idle: int | None,
    out: Output,
) -> None:
    """List who may need help, each with the reasons."""
    from tutor.services.classroom.grade_reports import risk_report

    usual = Thresholds()
    limits = Thresholds(
        undone=undone or usual.undone,
        percent=usual.percent if below is None else below,
        idle_days=idle or usual.idle_days,
    )
    with services() as opened:
        course = find_course(opened, course_name)
        cohort_id = find_section(opened, course.id, section)
        following = opened.classroom.following
        view = following.at_risk(opened.actor, course.id, cohort_id=cohort_id, limits=limits)
    give(risk_report(view), view, out)


@click.group()
def message() -> None:
    """Send messages to students' Home screens."""


@message.command()
@click.argument("text")
@course_option
@click.option("--to", "names", multiple=True, metavar="STUDENT", help="To this student.")
@section_option
@click.option("--all", "everyone", is_flag=True, help="To everyone in the course.")
@json_option
def send(
    text: str,
    course_name: str,
    names: tuple[str, ...],
    section: str | None,
    everyone: bool,
    as_json: bool,
) -> None:
    """Send a message: to students named, to a section, or to everyone."""
    with services() as opened:
        course = find_course(opened, course_name)
        cohort_id = find_section(opened, course.id, section)
        roster, actor = opened.classroom.roster, opened.actor
        to = [roster.find(actor, course.id, name).learner_id for name in names]
        if everyone or cohort_id:
            lines = roster.roster(actor, course.id).members
            to += [
                line.member.learner_id
                for line in lines
                if line.here and cohort_id in (None, line.member.cohort_id)
            ]
        sent = opened.classroom.messages.send(opened.actor, course.id, to, text)
    if as_json:
        print_json({"sent": sent})
    else:
        say(f"Sent to {quantity(sent, 'student')}.")


@message.command("list")
@course_option
@json_option
def list_messages(course_name: str, as_json: bool) -> None:
    """List what was sent, and who has read it."""
    with services() as opened:
        course = find_course(opened, course_name)
        sent = opened.classroom.messages.sent(opened.actor, course.id)
    if as_json:
        print_json(sent)
        return
    for one in sent:
        say(f"{one.sent_at:%Y-%m-%d %H:%M}Z  {one.sender}  ({one.state})")
        say(one.text, "  ")
        if one.unread:
            say(f"Not read: {', '.join(one.unread)}", "  ")
