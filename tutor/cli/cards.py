"""`tutor cards`: spaced review in line mode."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.player import play
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.screen import launcher
from tutor.cli.session import json_option, learner_for, plain_option, profile_option, services
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.spaced_views import CardLine, CardsView, Retention

WIDEST = 40
"""Columns of the longest bar of the forecast."""
concept_argument = click.argument("concept")


@click.group(invoke_without_command=True)
@click.option("--all", "every", is_flag=True, help="List every concept, too.")
@profile_option
@json_option
@click.pass_context
def cards(ctx: click.Context, every: bool, profile: str | None, as_json: bool) -> None:
    """Spaced review: what is due, what comes, and whether the predictions hold.

    A card is a concept: one lesson in one exam domain. Cards come from the questions you answer.
    """
    if ctx.invoked_subcommand is not None:
        return
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.spaced.overview(learner.id)
    if as_json:
        print_json(view)
        return
    _show(view)
    if every:
        _list(view.lines)


@cards.command()
@plain_option
@click.option("--minutes", type=float, help="How long it may take (default: your daily goal's).")
@profile_option
def review(plain: bool, minutes: float | None, profile: str | None) -> int | None:
    """Review what is due, on screen or in line mode."""
    if not plain:
        if minutes is not None:
            raise UsageError("--minutes works with --plain")
        return launcher()(place="review", profile=profile)
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        play(opened.spaced.start(learner.id, minutes=minutes))
    return None


@cards.command()
@concept_argument
@profile_option
def suspend(concept: str, profile: str | None) -> None:
    """Stop asking about a concept until it is resumed."""
    with services() as opened:
        opened.spaced.suspend(learner_for(opened, profile).id, concept)
    say(f"Suspended: {concept}")


@cards.command()
@concept_argument
@profile_option
def bury(concept: str, profile: str | None) -> None:
    """Put a concept off until tomorrow."""
    with services() as opened:
        opened.spaced.bury(learner_for(opened, profile).id, concept)
    say(f"Put off until tomorrow: {concept}")


@cards.command()
@concept_argument
@profile_option
def resume(concept: str, profile: str | None) -> None:
    """Ask about a suspended or buried concept again."""
    with services() as opened:
        opened.spaced.resume(learner_for(opened, profile).id, concept)
    say(f"Resumed: {concept}")


def _show(view: CardsView) -> None:
    due = view.due
    heading("Spaced review")
    fits = f"; {due.now} fit into today's minutes (about {due.minutes:g})" if due.count else ""
    say(f"Due today: {due.count} of {view.cards} concepts{fits}.")
    if view.suspended:
        say(f"Suspended: {view.suspended} (`tutor cards --all` lists them).")
    if view.exam_date:
        say(f"Planned for your exam on {view.exam_date}.")
    if due.count:
        say("  tutor cards review --plain")
    heading("Coming up")
    most = max(day.due for day in view.forecast)
    for day in view.forecast:
        filled = round(WIDEST * day.due / most) if most else 0
        click.echo(f"  {day.day:%a %Y-%m-%d} {day.due:4}  {'#' * filled}".rstrip())
    _show_retention(view.retention)


def _show_retention(retention: Retention) -> None:
    heading("Retention")
    if not retention.reviews:
        say("Nothing to compare yet: it takes reviews a day or more apart.")
        return
    say(
        f"Predicted {retention.predicted:.1f} %, measured {retention.measured:.1f} % "
        f"({retention.reviews} {'review' if retention.reviews == 1 else 'reviews'})."
    )
    rows = [
        (f"{row.low}-{row.high} %", f"{row.predicted:.1f} %", f"{row.measured:.1f} %",
         str(row.reviews))
        for row in retention.rows
    ]  # fmt: skip
    table(rows, ("Range", "Predicted", "Measured", "Reviews"))


def _list(lines: tuple[CardLine, ...]) -> None:
    heading("Concepts")
    rows = [
        (line.concept, _when(line), "" if line.recall is None else f"{line.recall:.0f} %",
         str(line.reviews), str(line.lapses), str(line.items))
        for line in lines
    ]  # fmt: skip
    table(rows, ("Concept", "Due", "Recall", "Reviews", "Lapses", "Questions"))


def _when(line: CardLine) -> str:
    return "suspended" if line.suspended or line.due is None else str(line.due)
