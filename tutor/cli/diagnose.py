"""`tutor diagnose`: the placement test in line mode, and its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.player import ask_response, show_question
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say, table
from tutor.cli.session import json_option, learner_for, lower, profile_option, services
from tutor.domain.text import points_text
from tutor.errors import AttemptError

if TYPE_CHECKING:
    from tutor.services.diagnostic import DiagnosticService
    from tutor.services.diagnostic_session import DiagnosticSession
    from tutor.services.diagnostic_views import DiagnosticDomain, DiagnosticReport

WORDS = frozenset({"skip", "end", "quit"})
"""Words that are commands while the test asks."""
HELP = (
    "Also: skip (I don't know), end (see the result now), quit (everything is saved; the same "
    "command goes on), help."
)


@click.command()
@click.argument("exam", required=False, callback=lower)
@click.option("--report", "only_report", is_flag=True, help="Show the last result again.")
@click.option("--seed", type=int, help="Ask these questions; others each time unless given.")
@click.option("--plain", is_flag=True, help="Line mode; what this command always does.")
@profile_option
@json_option
def diagnose(
    exam: str | None,
    only_report: bool,
    seed: int | None,
    plain: bool,  # noqa: ARG001 - every learner flow takes --plain
    profile: str | None,
    as_json: bool,
) -> None:
    """Find out where you stand in EXAM (default: your target): a placement test.

    20 to 40 questions, chosen by how you answer, at your own pace. No answer is called right or
    wrong before the end. Left in the middle, it goes on at the same question. --json prints the
    last result.
    """
    if only_report or as_json:
        with services() as opened:
            learner = learner_for(opened, profile)
            report = opened.diagnostic.last_report(learner.id, exam)
        print_json(report) if as_json else print_report(report)
        return
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        sit(opened.diagnostic.start(learner.id, exam, seed=seed), opened.diagnostic)


def sit(session: DiagnosticSession, diagnostic: DiagnosticService) -> None:
    """Ask until the test is over or the learner leaves; print the result."""
    answered = sum(session.palette.answered)
    so_far = f"{answered} answered so far. " if answered else ""
    say(f"{session.title}. {so_far}20 to 40 questions; no feedback before the end. {HELP}")
    while session.open:
        try:
            if not _round(session):
                say("Paused. The same command goes on at this question.")
                return
        except AttemptError as error:
            say(str(error))
            if session.open:
                return
    print_report(diagnostic.report(session.attempt_id))


def _round(session: DiagnosticSession) -> bool:
    """Ask one question and go on; False to leave the test."""
    question = session.current()
    show_question(question)
    typed = ask_response(question, words=WORDS, help_text=HELP)
    if typed == "quit":
        return False
    if not isinstance(typed, str):
        session.answer(typed)
    if typed == "end" or not session.next():
        session.finish()
    return True


def print_report(report: DiagnosticReport) -> None:
    """Print what a test says."""
    heading(f"{report.exam.upper()}: where {report.learner} stands")
    say(report.words)
    say(
        f"{points_text(report.right, report.asked)} right. Of the exam's questions about "
        f"{report.expected_percent:.0f} % expected right, 8 times in 10 between "
        f"{report.low_percent:.0f} and {report.high_percent:.0f} %; "
        f"{report.cut_percent} % needed. The test ended because {report.ended}.\n"
    )
    table(
        [_cells(row) for row in report.domains],
        ("domain", "standing", "right", "expected", "between", "of exam", "name"),
    )
    say("\nWhat to study first")
    for step in report.first:
        say(f"{step.name}: {step.why}", "- ", "  ")
        if step.lesson:
            say(f"{step.lesson.title}: tutor learn {step.lesson.id}", "  ", "    ")
        say(step.command, "  ", "    ")
    say("\nWhat this rests on")
    for note in report.notes:
        say(note, "- ", "  ")
    say(f"\nEvery answer again, with its reasons: tutor review {report.attempt_id}")


def _cells(row: DiagnosticDomain) -> tuple[str, ...]:
    expected, between = "-", "-"
    if None not in (row.expected_percent, row.low_percent, row.high_percent):
        expected = f"{row.expected_percent:.0f} %"
        between = f"{row.low_percent:.0f}-{row.high_percent:.0f} %"
    name = row.name if len(row.name) <= 28 else f"{row.name[:27]}…"
    right = points_text(row.right, row.asked) if row.asked else "-"
    return (row.id, row.words, right, expected, between, f"{row.share:.0f} %", name)
