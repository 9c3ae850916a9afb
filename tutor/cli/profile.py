"""`tutor profile`: who learns on this machine."""

from __future__ import annotations

from typing import Any

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import json_option, lower, services

NO_EXAM = "none"
"""What is typed to have no target exam (any more)."""


@click.group()
def profile() -> None:
    """List, add, choose and change learner profiles."""


def _choices(command: Any) -> Any:  # noqa: ANN401 - click's decorators have no better type
    for option in reversed(
        (
            click.option(
                "--exam", callback=lower, help="Target exam: cpc, cca, cbcs, cmrs, cpb or none."
            ),
            click.option("--exam-date", metavar="YYYY-MM-DD", help="Day of the exam."),
            click.option("--daily-goal", type=int, help="Questions a day."),
            click.option("--time-zone", help="IANA name (default: the machine's)."),
        )
    ):
        command = option(command)
    return command


@profile.command("list")
@click.option("--all", "everybody", is_flag=True, help="Imported students of your courses, too.")
@json_option
def list_profiles(everybody: bool, as_json: bool) -> None:
    """List the profiles; the current one is marked."""
    with services() as opened:
        learners, current = opened.profiles.all(), opened.profiles.current()
        if not everybody and opened.actor.owner:
            learners = opened.classroom.roster.own_profiles(opened.actor)
    if as_json:
        print_json({"profiles": learners, "current": current.id if current else None})
        return
    rows = [
        (
            "*" if current and current.id == learner.id else "",
            learner.name,
            (learner.exam or "-").upper(),
            str(learner.exam_date or "-"),
            str(learner.daily_goal),
        )
        for learner in learners
    ]
    table(rows, ("", "Name", "Exam", "Date", "Goal"))


@profile.command()
@click.argument("name")
@_choices
def add(name: str, **choices: Any) -> None:  # noqa: ANN401 - as declared above
    """Add a profile and choose it."""
    with services() as opened:
        learner = opened.profiles.create(name, **_values(choices))
    say(f"Added and chosen: {learner.name}")


@profile.command()
@click.argument("name")
def use(name: str) -> None:
    """Choose the current profile."""
    with services() as opened:
        learner = opened.profiles.choose(opened.profiles.named(name).id)
    say(f"Current profile: {learner.name}")


@profile.command("set")
@click.argument("name")
@click.option("--name", "new_name", help="A new name.")
@_choices
def change(name: str, new_name: str | None, **choices: Any) -> None:  # noqa: ANN401
    """Change a profile."""
    values = _values(choices)
    if new_name:
        values["name"] = new_name
    with services() as opened:
        learner = opened.profiles.update(opened.profiles.named(name).id, **values)
    say(f"Changed: {learner.name}")


@profile.command()
@click.argument("name")
def archive(name: str) -> None:
    """Take a profile out of use; its history is kept."""
    with services() as opened:
        learner = opened.profiles.named(name)
        opened.profiles.archive(learner.id)
    say(
        f"Archived: {learner.name}. The history stays in the database; "
        "`tutor profile restore NAME` brings it back."
    )


@profile.command()
@click.argument("name")
def restore(name: str) -> None:
    """Bring an archived profile back, with its history."""
    with services() as opened:
        learner = opened.profiles.restore(name)
    say(f"Back again: {learner.name}")


def _values(choices: dict[str, Any]) -> dict[str, Any]:
    from tutor.services.profiles import parse_exam_date

    values = {key: value for key, value in choices.items() if value is not None}
    if "exam_date" in values:
        values["exam_date"] = parse_exam_date(values["exam_date"])
    if values.get("exam") == NO_EXAM:
        values["exam"] = None
    return values
