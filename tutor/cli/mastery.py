"""`tutor mastery`: what a learner has shown in each domain, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, learner_for, lower, profile_option, services
from tutor.domain.text import points_text

if TYPE_CHECKING:
    from tutor.services.mastery_views import MasteryDomain, MasteryView


@click.command()
@click.argument("exam", required=False, callback=lower)
@profile_option
@json_option
def mastery(exam: str | None, profile: str | None, as_json: bool) -> None:
    """Show what you have mastered of EXAM (default: your target), and on what evidence.

    Gives each domain's state and what it lacks: how many different questions you answered and
    when, how many are expected right, and how much of it you recall.
    """
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.mastery.view(learner.id, exam)
    if as_json:
        print_json(view)
    else:
        print_mastery(view)


def print_mastery(view: MasteryView) -> None:
    """Print it."""
    heading(f"{view.exam.upper()}: what {view.learner} has mastered")
    counts = ", ".join(f"{count} {state}" for state, count in view.states.items() if count)
    say(f"{view.answered} different questions answered. Domains: {counts}.\n")
    table(
        [_cells(row) for row in view.domains],
        ("domain", "state", "answered", "right", "last", "expected", "between", "recall"),
    )
    say("\nWhat is missing")
    for row in view.domains:
        if row.state not in ("mastered", "not tried"):
            say(f"{row.name} ({row.state}): {row.why}", "- ", "  ")
    untried = [row.name for row in view.domains if row.state == "not tried"]
    if untried:
        say(f"Not tried yet: {'; '.join(untried)}", "- ", "  ")
    say("\nWhat this rests on")
    for sentence in view.rules:
        say(sentence, "- ", "  ")


def _cells(row: MasteryDomain) -> tuple[str, ...]:
    last = "never" if row.days_ago is None else f"{row.days_ago} d ago"
    between = "-"
    if row.low_percent is not None and row.high_percent is not None:
        between = f"{row.low_percent:.0f}-{row.high_percent:.0f} %"
    return (
        row.id,
        row.state,
        f"{row.items} of {row.questions}",
        points_text(row.right),
        "today" if row.days_ago == 0 else last,
        _share(row.expected_percent),
        between,
        _share(row.recall_percent),
    )


def _share(percent: float | None) -> str:
    return "-" if percent is None else f"{percent:.0f} %"
