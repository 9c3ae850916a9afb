"""`tutor shift`: a shift in the claims lab, on screen or in line mode, and its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.player import ask_response, show_feedback, show_question
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.screen import launcher
from tutor.cli.session import (
    json_option,
    learner_for,
    lower,
    plain_option,
    profile_option,
    services,
)
from tutor.domain.claims.money import dollars
from tutor.domain.claims.shift import AccountLine, ShiftOptions
from tutor.domain.text import quantity
from tutor.errors import AttemptError, UsageError

if TYPE_CHECKING:
    from tutor.services.shift_session import ShiftSession
    from tutor.services.shift_views import ShiftResult
    from tutor.services.shifts import ShiftService

WORDS = frozenset({"accounts", "end", "quit"})
"""Words that are commands while a shift asks."""
HELP = (
    "Also: accounts (how they stand), end (the report now), quit (everything is saved; the same "
    "command goes on), help."
)
CHOICES = ("role", "patients", "difficulty", "exam", "seed", "new")
"""Options that say which shift."""
DEFAULT = click.core.ParameterSource.DEFAULT
MET = {True: "✓ met", False: "✗ missed", None: "– not judged"}


@click.command()
@click.option(
    "--role",
    type=click.Choice(["coder", "biller", "both"]),
    default="both",
    show_default=True,
    help="Whose desk you work at; colleagues do the rest.",
)
@click.option("--patients", default=3, show_default=True, help="How many come, 1 to 8.")
@click.option("--difficulty", default=2, show_default=True, help="How much goes wrong, 1 to 5.")
@click.option("--exam", callback=lower, help="Exam that this is practice for.")
@click.option("--seed", type=int, help="Bring these patients; others each time unless given.")
@click.option("--new", is_flag=True, help="Start a new shift though one is open.")
@click.option("--report", "only_report", is_flag=True, help="Show the report of the last shift.")
@plain_option
@profile_option
@json_option
@click.pass_context
def shift(
    ctx: click.Context,
    role: str,
    patients: int,
    difficulty: int,
    exam: str | None,
    seed: int | None,
    new: bool,
    only_report: bool,
    plain: bool,
    profile: str | None,
    as_json: bool,
) -> int | None:
    """Work in a simulated practice: claims from registration to zero balance.

    What you send is what the payer gets: it answers after days of its own, and what follows is
    yours to work. Left in the middle, it goes on at the same task. --json prints the report of the
    last shift.
    """
    if only_report or as_json:
        with services() as opened:
            result = opened.shifts.last_result(learner_for(opened, profile).id)
        print_json(result) if as_json else print_report(result)
        return None
    chosen = [name for name in CHOICES if ctx.get_parameter_source(name) is not DEFAULT]
    if not plain and chosen:
        raise UsageError(f"--{chosen[0]} is for line mode: add --plain, or choose on the screen")
    if not plain:
        return launcher()(place="lab", profile=profile)
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        going_on = None if new or seed is not None else opened.shifts.unfinished(learner.id)
        if going_on is not None:
            if chosen:
                say("A shift is open, and goes on as it was begun; --new starts another one.")
            session = opened.shifts.resume(going_on.id)
        else:
            options = ShiftOptions(role, patients, difficulty, exam or learner.exam)
            session = opened.shifts.start(learner.id, options, seed=seed)
        work(session, opened.shifts)
    return None


def work(session: ShiftSession, shifts: ShiftService) -> None:
    """Ask until every account is closed or the learner leaves; print the report."""
    say(f"{session.title}. {HELP}")
    from tutor.services.shift_session import OTHER_PROGRAM

    if session.open and session.stale:
        raise AttemptError(f"{OTHER_PROGRAM} (`tutor shift --plain --new`)")
    while session.open:
        if not _round(session):
            say("Paused. The same command goes on at this task.")
            return
    print_report(shifts.result(session.attempt_id))


def _round(session: ShiftSession) -> bool:
    """Ask one task and go on; False to leave the shift."""
    question = session.current()
    if question.feedback is None:
        show_question(question)
        typed = ask_response(question, words=WORDS, help_text=HELP)
        if typed == "quit":
            return False
        if typed == "accounts":
            _say_accounts(session.desk.accounts)
            return True
        if typed == "end":
            session.end()
            return True
        answered = session.answer(tuple(typed))
        if answered.feedback:
            show_feedback(answered.feedback)
    if not session.next():
        session.end()
    return True


def print_report(result: ShiftResult) -> None:
    """Print what a shift came to."""
    from tutor.services.shift_views import STALE

    report = result.report
    heading(f"{result.title}: report")
    if result.stale:
        say(STALE)
    share = f", {100 * result.points / result.answered:.0f} % right" if result.answered else ""
    state = "every account is closed" if report.done else "not every account is closed"
    say(
        f"{quantity(result.answered, 'task')}{share}; {quantity(report.days, 'working day')}; "
        f"{state}; seed {result.seed}"
    )
    for one in report.measures:
        word = f" ({MET[one.met]})" if one.target else ""
        say(f"\n{one.label}: {one.value}{word}")
        if one.target:
            say(f"target: {one.target.text} ({one.target.source}, {one.target.year})", "  ", "  ")
        say(one.why, "  ", "  ")
    if report.strikes:
        say("\nCompliance strikes")
        for text in report.strikes:
            say(text, "! ", "  ")
    say("")
    _say_accounts(report.accounts)
    say(f"\nEvery task again, with its reasons: tutor review {result.attempt_id}")


def _say_accounts(accounts: tuple[AccountLine, ...]) -> None:
    for one in accounts:
        say(f"{one.patient}, {one.plan}: {one.stage}")
        lost = f"; {dollars(one.lost)} of it avoidable" if one.lost else ""
        say(
            f"charged {dollars(one.charged)} = collected {dollars(one.collected)} + written off "
            f"{dollars(one.written_off)}{lost} + patient owes {dollars(one.patient_due)} + payer "
            f"owes {dollars(one.payer_due)}",
            "  ",
            "    ",
        )
