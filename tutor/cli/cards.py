"""`tutor cards`: spaced review in line mode."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from tutor.cli.cards_change import CHANGES
from tutor.cli.cards_fit import fit
from tutor.cli.player import play
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.screen import launcher
from tutor.cli.session import (
    json_option,
    learner_for,
    open_book,
    plain_option,
    profile_option,
    services,
)
from tutor.domain.memory import DEFAULT_SET
from tutor.domain.text import one_line, quantity
from tutor.errors import UsageError
from tutor.services.card_filter import ALL, WHICH, picked

if TYPE_CHECKING:
    from tutor.services.spaced_views import CardLine, CardsView, Retention

WIDEST = 40
"""Columns of the longest bar of the forecast."""
TITLE = 32
"""Columns of a title in the list."""


@click.group(invoke_without_command=True)
@click.option("--all", "which", flag_value=ALL, help="List every card, too.")
@click.option("--only", "which", type=click.Choice(WHICH), help="List these cards, too.")
@click.option("--find", "text", metavar="TEXT", help="List cards with these words, too.")
@profile_option
@json_option
@click.pass_context
def cards(
    ctx: click.Context, which: str | None, text: str | None, profile: str | None, as_json: bool
) -> None:
    """Spaced review: what is due, what comes, and whether the predictions hold.

    A card is a concept (one lesson in one exam domain), which comes from the questions you
    answer, or a glossary term or code that you add yourself.
    """
    if ctx.invoked_subcommand is not None:
        return
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.spaced.overview(learner.id)
    listed = picked(view.lines, which or ALL, text or "", view.today)
    if as_json:
        print_json(replace(view, lines=listed))
        return
    _show(view)
    if which or text:
        _list(listed)


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
        if opened.spaced.needs_book(learner.id):
            open_book(opened)
        play(opened.spaced.start(learner.id, minutes=minutes))
    return None


for change in CHANGES:
    cards.add_command(change)
cards.add_command(fit)


def _show(view: CardsView) -> None:
    due = view.due
    heading("Spaced review")
    fits = f"; {due.now} fit into today's minutes (about {due.minutes:g})" if due.count else ""
    say(f"Due today: {due.count} of {quantity(view.cards, 'card')}{fits}.")
    if view.suspended:
        say(f"Suspended: {view.suspended} (`tutor cards --all` lists them).")
    if view.unseen:
        say(f"Not to be asked at present, as the glossary or code book lacks them: "
            f"{', '.join(view.unseen)}.")  # fmt: skip
    if view.parameter_set != DEFAULT_SET:
        say(f"Worked out with weights fitted to you ({view.parameter_set}).")
    if view.exam_date:
        say(f"Planned for your exam on {view.exam_date}.")
    if due.count:
        say("  tutor cards review --plain")
    if not view.cards:
        say("Cards come from the questions you answer; add your own: `tutor cards add term ABN`.")
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
        f"({quantity(retention.reviews, 'review')})."
    )
    rows = [
        (f"{row.low}-{row.high} %", f"{row.predicted:.1f} %", f"{row.measured:.1f} %",
         str(row.reviews))
        for row in retention.rows
    ]  # fmt: skip
    table(rows, ("Range", "Predicted", "Measured", "Reviews"))


def _list(lines: tuple[CardLine, ...]) -> None:
    heading("Cards")
    if not lines:
        say("No card is like that.")
        return
    rows = [
        (line.short, one_line(line.title, TITLE), line.state, str(line.due or ""),
         "" if line.recall is None else f"{line.recall:.0f} %", str(line.reviews),
         str(line.lapses))
        for line in lines
    ]  # fmt: skip
    table(rows, ("Card", "About", "State", "Due", "Recall", "Reviews", "Lapses"))
