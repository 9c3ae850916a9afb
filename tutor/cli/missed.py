"""`tutor missed`: everything answered wrongly and not yet right on two study days since."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.player import play
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.screen import launcher
from tutor.cli.session import (
    json_option,
    learner_for,
    lower,
    plain_option,
    profile_option,
    services,
)
from tutor.domain.records import QuizSpec

if TYPE_CHECKING:
    from tutor.services.missed_views import MissedLine, MissedView

SHOWN = 30
"""Questions listed in text; JSON has them all."""
KINDS = {"bank": "", "lesson": "lesson check", "drill": "generated"}
"""How pools are named beside a question."""
exam_option = click.option("--exam", callback=lower, help="Only questions of this exam.")


@click.group(invoke_without_command=True)
@exam_option
@profile_option
@json_option
@click.pass_context
def missed(ctx: click.Context, exam: str | None, profile: str | None, as_json: bool) -> None:
    """Missed questions: from quizzes, reviews, mock exams, drills and lesson checks.

    A question stays until you have answered it right on two different study days.
    """
    if ctx.invoked_subcommand is not None:
        return
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.missed.view(learner.id, exam)
    if as_json:
        print_json(view)
    else:
        _show(view)


@missed.command()
@plain_option
@exam_option
@click.option("--domain", "domains", multiple=True, help="A domain of it; may be repeated.")
@click.option("--count", default=10, show_default=True, help="Number of questions, at most.")
@profile_option
def practice(
    plain: bool, exam: str | None, domains: tuple[str, ...], count: int, profile: str | None
) -> int | None:
    """Answer missed questions again, most often missed first."""
    folded = tuple(domain.strip().casefold() for domain in domains)
    spec = QuizSpec(exam=exam, domains=folded, count=count, seen="missed", source="both")
    if not plain:
        return launcher()(place="missed", spec=spec, profile=profile)
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        play(opened.practice.start(learner.id, spec))
    return None


def _show(view: MissedView) -> None:
    count = len(view.lines)
    what = f" of {view.exam.upper()}" if view.exam else ""
    heading(f"Missed questions{what}: {count}")
    if view.waiting:
        say(f"{view.waiting} more wait until your open test or mock exam is handed in.")
    if not count:
        say("Nothing to go over: what you answer wrongly comes here.")
        return
    say("Each stays until you have answered it right on two different study days.")
    more = f" --exam {view.exam}" if view.exam else ""
    say(f"  tutor missed practice --plain{more}")
    heading("By domain")
    for row in view.domains:
        say(f"{row.count:4}  {row.exam.upper()} {row.id}: {row.name}", "", "      ")
    if view.elsewhere:
        say(f"{view.elsewhere:4}  elsewhere")
    heading("Most often missed first")
    table([_row(line) for line in view.lines[:SHOWN]], ("Missed", "Last", "Right on", "Question"))
    if count > SHOWN:
        say(f"and {count - SHOWN} more (--json lists all)")


def _row(line: MissedLine) -> tuple[str, str, str, str]:
    kind = KINDS.get(line.pool, line.pool)
    return (
        f"{line.misses} x",
        line.last_at.strftime("%Y-%m-%d"),
        str(line.right_day or "-"),
        f"{line.title}{f' [{kind}]' if kind else ''}"[:60],
    )
