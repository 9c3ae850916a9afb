"""`tutor plan`: a dated study plan up to the exam."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import json_option, learner_for, lower, profile_option, services
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.plan_views import PlanDayView, PlanTaskView, StudyPlanView
    from tutor.services.study_plan import PlanChanges

DAYS = 14
"""Days that are printed unless more are asked for."""


@click.group(invoke_without_command=True)
@click.option("--days", type=click.IntRange(1, 366), help=f"Days to print (default: {DAYS}).")
@click.option(
    "--ics", "ics_file", type=click.Path(path_type=Path, dir_okay=False), help="Write a calendar."
)
@profile_option
@json_option
@click.pass_context
def plan(
    ctx: click.Context,
    days: int | None,
    ics_file: Path | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Show your study plan: what to do on which day up to your exam, and whether that is realistic.

    The plan is made anew each day from what is done. `tutor plan set` says for when, and how much
    time there is. --ics FILE writes it as a calendar; --json prints all of its days.
    """
    if ctx.invoked_subcommand is not None:
        return
    from tutor.services.study_plan import write_calendar

    with services() as opened:
        learner = learner_for(opened, profile)
        if ics_file:
            write_calendar(ics_file, opened.plan.calendar(learner.id))
        view = opened.plan.plan(learner.id)
    if as_json:
        print_json(replace(view, days=view.days[:days]) if days else view)
    elif ics_file:
        say(f"Written: {ics_file} ({len(view.days)} days). Import it anew after changes.")
    else:
        _print(view, days or DAYS)


@plan.command("set")
@click.option("--exam", callback=lower, help="Target exam: cpc, cca, cbcs, cmrs or cpb.")
@click.option("--date", "--exam-date", "exam_date", metavar="YYYY-MM-DD", help="Day of the exam.")
@click.option("--minutes", type=int, help="Minutes on a day of study.")
@click.option("--off", metavar="DAYS", help="Days of the week without study, such as sat,sun.")
@click.option(
    "--holiday",
    "holidays",
    metavar="DATE",
    multiple=True,
    help="A date without study, or a range such as 2026-12-24..2027-01-01; may be repeated.",
)
@click.option("--clear-date", is_flag=True, help="No date of the exam any more.")
@click.option("--clear-minutes", is_flag=True, help="Minutes by the daily goal again.")
@click.option("--clear-off", is_flag=True, help="No days of the week off any more.")
@click.option("--clear-holidays", is_flag=True, help="No dates off any more (before --holiday).")
@profile_option
@json_option
def change(profile: str | None, as_json: bool, **values: object) -> None:
    """Say when the exam is, how many minutes a day there are, and which days are off."""
    from tutor.services.plan_words import write_dates, write_weekdays

    if all(value is None or value is False or value == () for value in values.values()):
        raise UsageError("nothing to set: see `tutor plan set --help`")
    with services() as opened:
        learner = learner_for(opened, profile)
        held = frozenset(opened.plan.settings(learner.id).dates_off)
        opened.plan.change(learner.id, _changes(values, held))
        view = opened.plan.plan(learner.id)
    if as_json:
        print_json(view.settings)
        return
    found = view.settings
    source = "" if found.minutes_set else " (from your daily goal)"
    say(f"Exam: {view.exam_name}, {found.exam_date or 'no date yet'}")
    say(f"Minutes a day: {found.minutes}{source}")
    say(f"Off: {write_weekdays(found.weekdays_off) or 'no day of the week'}")
    if found.dates_off:
        say(f"Holidays: {write_dates(found.dates_off)}")
    say()
    say(view.verdict)


def _changes(values: dict[str, object], held: frozenset[object]) -> PlanChanges:
    """Return what the options ask for.

    Raises:
        UsageError: A value cannot be read, or is set and cleared at once.
    """
    from tutor.services.plan_words import read_dates, read_weekdays
    from tutor.services.profiles import parse_exam_date
    from tutor.services.study_plan import CLEAR, PlanChanges

    for value, clear in (("exam_date", "clear_date"), ("minutes", "clear_minutes"),
                         ("off", "clear_off")):  # fmt: skip
        if values[value] is not None and values[clear]:
            option = value.removeprefix("exam_")
            raise UsageError(f"--{option} and --{clear.replace('_', '-')} exclude each other")
    changes = PlanChanges(
        exam=str(values["exam"]) if values["exam"] else None,
        exam_date=CLEAR
        if values["clear_date"]
        else parse_exam_date(str(values["exam_date"] or "")),
        minutes=CLEAR if values["clear_minutes"] else values["minutes"],  # type: ignore[arg-type]
    )
    if values["off"] is not None or values["clear_off"]:
        changes = replace(changes, weekdays_off=read_weekdays(str(values["off"] or "")))
    if values["holidays"] or values["clear_holidays"]:
        kept = frozenset() if values["clear_holidays"] else held
        added = read_dates(" ".join(values["holidays"]))  # type: ignore[arg-type]
        changes = replace(changes, dates_off=kept | added)  # type: ignore[arg-type]
    return changes


def _print(view: StudyPlanView, days: int) -> None:
    heading(f"Study plan: {view.exam_name}")
    say(view.verdict)
    for line in view.details:
        say(line, "- ", "  ")
    for day in view.days[:days]:
        _print_day(day, view)
    if len(view.days) > days:
        say()
        say(f"{len(view.days) - days} more days: `tutor plan --days {len(view.days)}`.")


def _print_day(day: PlanDayView, view: StudyPlanView) -> None:
    from tutor.services.plan_words import duration

    today = day.day == view.today
    name = f"{day.day:%a} {day.day}" + (" (today)" if today else "")
    if day.off and not day.tasks:
        say()
        say(f"{name}: {day.note}")
        return
    time = view.today_line if today else duration(day.planned)
    heading(f"{name}: {time or 'nothing planned'}")
    if day.note:
        say(f"({day.note})")
    for task in day.tasks:
        _print_task(task, with_command=today)


def _print_task(task: PlanTaskView, *, with_command: bool) -> None:
    mark = "[x]" if task.finished else "[ ]"
    begun = f", {task.done} of {task.count} done" if 0 < task.done < task.count else ""
    say(f"{task.title} ({task.minutes:g} min{begun}); {task.why}", f"{mark} ", "    ")
    if with_command and not task.finished:
        click.echo(f"    {task.command}")
