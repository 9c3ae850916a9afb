"""`tutor ready`: the honest answer to "am I ready?"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.render import BAR_WIDTH, heading, say, table
from tutor.cli.render import as_json as print_json
from tutor.cli.session import json_option, learner_for, lower, profile_option, services
from tutor.domain.text import points_text

if TYPE_CHECKING:
    from tutor.domain.calibration import Calibration
    from tutor.services.readiness_views import ReadinessDomain, ReadinessView

NAME_WIDTH = 34
"""Columns of a domain's name in the table."""


@click.command()
@click.argument("exam", required=False, callback=lower)
@profile_option
@json_option
def ready(exam: str | None, profile: str | None, as_json: bool) -> None:
    """Say how ready you are for EXAM (default: your target), and how sure that is.

    Gives the chance of passing today, the score to expect, the evidence behind both, where marks
    are at stake, and what to do next.
    """
    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.readiness.view(learner.id, exam)
    if as_json:
        print_json(view)
    else:
        print_readiness(view)


def print_readiness(view: ReadinessView) -> None:
    """Print it."""
    heading(f"{view.exam.upper()}: is {view.learner} ready?")
    print_verdict(view)
    _evidence(view)
    _stakes(view.domains)
    say("\nWhat to do next")
    for step in view.steps:
        say(f"{step.title}: {step.why}", "- ", "  ")
        say(step.command, "  ", "    ")
    say("\nCan earlier predictions be trusted?")
    print_calibration(view.calibration)
    say("\nWhat this rests on")
    for sentence in view.assumptions:
        say(sentence, "- ", "  ")


def print_verdict(view: ReadinessView) -> None:
    """Print the chance to pass and the score to expect."""
    what = "Estimated readiness" if view.cut_assumed else "Chance of passing today"
    if view.probability is None:
        say(f"{what}: not enough evidence.")
        say(
            f"{view.words} Domains with {view.unknown_percent:.0f} % of the marks are hardly known "
            "(20 % may be)."
        )
    else:
        say(f"{what}: {_percent(view.probability)}")
        say(view.words)
    needed = f"{view.cut} ({view.cut_percent} %)"
    needed += ", which is assumed: see below" if view.cut_assumed else ""
    caution = "" if view.enough else " So far this is mostly guesswork."
    say(
        f"Expected score: {view.expected:.0f} of {view.items} marks ({view.expected_percent:.0f} "
        f"%), 8 times in 10 between {view.low} and {view.high}. Needed: {needed}.{caution}"
    )


def _evidence(view: ReadinessView) -> None:
    say(f"\nThe evidence: {view.answered} different questions, first answers only")
    rows = [
        (
            row.id,
            str(row.items),
            points_text(row.right),
            _ago(row.days_ago),
            f"{row.expected_percent:.0f} %",
            "yes" if row.enough else "too little",
            _short(row.name),
        )
        for row in view.domains
    ]
    table(rows, ("domain", "answered", "right", "last", "expected", "known", "name"))


def _stakes(domains: tuple[ReadinessDomain, ...]) -> None:
    say("\nMarks at stake (expected to be lost, of those in the exam)")
    top = max(row.at_stake for row in domains) or 1.0
    for row in sorted(domains, key=lambda row: -row.at_stake):
        filled = round(BAR_WIDTH * row.at_stake / top)
        bar = "#" * filled + "-" * (BAR_WIDTH - filled)
        say(f"{bar} {row.at_stake:4.1f} of {row.marks:2}  {row.name}", "  ", " " * 36)


def print_calibration(found: Calibration) -> None:
    """Print how earlier predictions fared, once there are enough of them."""
    if found.brier is None or found.log_loss is None or found.inside is None:
        from tutor.domain.calibration import NEEDED

        say(
            f"Shown after {NEEDED} finished full mock exams with a prediction; "
            f"{found.count} so far."
        )
        return
    say(
        f"Over {found.count} full mock exams: Brier score {found.brier:.3f} (0 is perfect, saying "
        f"50 % every time gives 0.250), log loss {found.log_loss:.3f}; "
        f"{100 * found.inside:.0f} % of the scores fell inside their interval (80 % should)."
    )
    if found.shaky:
        say(f"{found.shaky} of these predictions were made on too little evidence.")
    rows = [
        (
            f"{one.low}-{one.high} %",
            str(one.count),
            f"{100 * one.predicted:.0f} %",
            f"{100 * one.passed:.0f} %",
        )
        for one in found.bins
    ]
    table(rows, ("Predicted", "Exams", "Mean predicted", "Passed"))


def _percent(chance: float) -> str:
    figure = round(100 * chance)
    return {0: "under 1 %", 100: "over 99 %"}.get(figure, f"{figure} %")


def _ago(days: int | None) -> str:
    if days is None:
        return "never"
    return "today" if days == 0 else f"{days} d ago"


def _short(name: str) -> str:
    return name if len(name) <= NAME_WIDTH else name[: NAME_WIDTH - 1] + "…"
