"""`tutor class roster` and `tutor class transfer`: the students of a course."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.class_common import course_option, find_course
from tutor.cli.class_passwords import (
    accounts,
    keep,
    password_bar,
    passwords_option,
    print_passwords,
    private,
    refuse_file,
    reset_password,
    shown,
)
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, services
from tutor.errors import EXIT_FAULT, EXIT_OK

if TYPE_CHECKING:
    from tutor.domain.classroom import Member
    from tutor.domain.roster_plan import RosterPlan
    from tutor.services.classroom.password_list import PrivateFile
    from tutor.services.classroom.people_views import ImportedRoster
    from tutor.services.context import Services

student_argument = click.argument("student", metavar="STUDENT")


@click.group()
def roster() -> None:
    """Who is in a course; import a list of students.

    STUDENT is an id of the roster, a sign-in name, or a name.
    """


roster.add_command(accounts)
roster.add_command(reset_password)


@roster.command()
@course_option
@click.option("--cohort", "cohort", metavar="NAME", help="Of this section only.")
@click.option("--left", is_flag=True, help="Those who left, too.")
@json_option
def show(course_name: str, cohort: str | None, left: bool, as_json: bool) -> None:
    """List the students of a course."""
    with services() as opened:
        room, actor = opened.classroom, opened.actor
        course = find_course(opened, course_name)
        found = room.cohorts.find(actor, course.id, cohort) if cohort else None
        view = room.roster.roster(
            actor, course.id, cohort_id=found.id if found else None, left=left
        )
    if as_json:
        print_json(view)
        return
    rows = [
        (
            line.member.external_id,
            line.member.display_name or "-",
            line.cohort,
            line.sign_in,
            line.account if line.here else f"left {line.member.left_at:%Y-%m-%d}",
        )
        for line in view.members
    ]
    table(rows, ("Id", "Name", "Section", "Sign-in name", ""))


@roster.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@course_option
@click.option("--cohort", metavar="NAME", help="Section of all rows that name none.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--drop-missing", is_flag=True, help="Who is not in the file leaves the course.")
@click.option("--no-new-cohorts", is_flag=True, help="Refuse rows of sections that are not there.")
@click.option("--link", is_flag=True, help="A sign-in name in use means that same person.")
@passwords_option
@json_option
def import_file(
    file: Path,
    course_name: str,
    cohort: str | None,
    dry_run: bool,
    drop_missing: bool,
    no_new_cohorts: bool,
    link: bool,
    passwords_file: Path | None,
    as_json: bool,
) -> None:
    """Import students from a CSV file; every row is reported.

    Columns go by their headers: an id that stays the same (needed), name, section, sign-in name.
    Students are known by the id, in any case: importing the same file again changes nothing.
    Rows that cannot be taken are refused with the reason, and the exit code is 1 then.
    Where people sign in, new students get one-time passwords, which are told this once.
    """
    from tutor.domain.roster_plan import RosterOptions

    options = RosterOptions(cohort, not no_new_cohorts, drop_missing, link)
    with services() as opened, password_bar() as bar:
        room = opened.classroom
        course = find_course(opened, course_name)
        refuse_file(passwords_file, needed=room.roster_accounts.needed)
        plan = room.roster.plan_file(opened.actor, course.id, file, options)
        if dry_run:
            _print_tried(plan, room.roster.joining(plan), as_json=as_json)
        else:
            with private(passwords_file) as out:
                done = room.roster.apply(opened.actor, plan, bar.update)
                keep(done.passwords, out)
    if not dry_run:
        _print_done(plan, done, out, course.title, as_json=as_json)
    click.get_current_context().exit(EXIT_FAULT if plan.totals["refused"] else EXIT_OK)


@roster.command()
@student_argument
@click.argument("name")
@course_option
@json_option
def rename(student: str, name: str, course_name: str, as_json: bool) -> None:
    """Change the name a student is shown by."""
    with services() as opened:
        member = _find(opened, course_name, student)
        member = opened.classroom.roster.rename(opened.actor, member.id, name)
    _say(member, f"{member.external_id} is called {member.label} now.", as_json)


@roster.command()
@student_argument
@course_option
@json_option
def leave(student: str, course_name: str, as_json: bool) -> None:
    """Take a student out of a course; the work done is kept."""
    with services() as opened:
        member = _find(opened, course_name, student)
        member = opened.classroom.roster.leave(opened.actor, member.id)
    _say(member, f"{member.label} has left.", as_json)


@roster.command("return")
@student_argument
@course_option
@json_option
def come_back(student: str, course_name: str, as_json: bool) -> None:
    """Take a student who left into the course again."""
    with services() as opened:
        member = _find(opened, course_name, student)
        member = opened.classroom.roster.come_back(opened.actor, member.id)
    _say(member, f"{member.label} is back.", as_json)


@click.command()
@student_argument
@click.argument("cohort", metavar="SECTION")
@course_option
@json_option
def transfer(student: str, cohort: str, course_name: str, as_json: bool) -> None:
    """Move a student to another section of the course."""
    with services() as opened:
        course = find_course(opened, course_name)
        member = opened.classroom.roster.find(opened.actor, course.id, student)
        target = opened.classroom.cohorts.find(opened.actor, course.id, cohort)
        member = opened.classroom.roster.transfer(opened.actor, member.id, target.id)
    _say(member, f"{member.label} is in {target.name} now.", as_json)


def _print_plan(plan: RosterPlan) -> None:
    """Print what becomes of each row, who is missing, and the totals."""
    from tutor.services.classroom.roster_words import missing_words, row_words, totals_line

    rows = [
        (str(row.line), row.external_id or "-", row.outcome, row_words(row)) for row in plan.rows
    ]
    table(rows, ("Row", "Id", "Outcome", ""))
    if plan.missing:
        heading("Not in the file")
        for one in plan.missing:
            say(missing_words(one))
    heading("In all")
    say(totals_line(plan))
    if plan.new_cohorts:
        say(f"New sections: {', '.join(plan.new_cohorts)}")
    for note in plan.notes:
        say(f"Note: {note}", hanging="      ")


def _print_tried(plan: RosterPlan, joining: int, *, as_json: bool) -> None:
    """Print what would be done."""
    if as_json:
        print_json(_report(plan) | {"applied": False, "accounts_to_make": joining})
        return
    _print_plan(plan)
    if joining:
        say(f"Accounts with one-time passwords to be made: {joining}")
    say("Nothing was changed: that was a dry run.")


def _print_done(
    plan: RosterPlan, done: ImportedRoster, out: PrivateFile | None, title: str, *, as_json: bool
) -> None:
    """Print what was done, and the way in of who is new."""
    if as_json:
        report = _report(plan) | {"applied": True, "new_students": done.students}
        accounts_made = {"accounts": shown(done.passwords, out), "without_account": done.without}
        print_json(report | accounts_made)
        return
    _print_plan(plan)
    say(f"Imported into {title}." if plan.changes else "There was nothing to change.")
    print_passwords(done.passwords, out)
    if done.without:
        from tutor.services.classroom.roster_words import without_words

        say(without_words(done.without))


def _report(plan: RosterPlan) -> dict[str, object]:
    return {
        "course_id": plan.course_id,
        "rows": plan.rows,
        "missing": plan.missing,
        "new_cohorts": plan.new_cohorts,
        "totals": plan.totals,
        "notes": plan.notes,
    }


def _find(opened: Services, course_name: str, student: str) -> Member:
    course = find_course(opened, course_name)
    return opened.classroom.roster.find(opened.actor, course.id, student)


def _say(member: Member, line: str, as_json: bool) -> None:
    if as_json:
        print_json(member)
    else:
        say(line)
