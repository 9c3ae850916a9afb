"""`tutor practice`, `tutor sort` and `tutor resume`."""

from __future__ import annotations

from dataclasses import replace

import click

from tutor.cli.player import play
from tutor.cli.render import say
from tutor.cli.screen import launcher
from tutor.cli.session import learner_for, lower, open_book, plain_option, profile_option, services
from tutor.domain.item import ROLES, SKILLS
from tutor.domain.records import ASSIGNED, DIAGNOSTIC, FEEDBACK_MODES, SHIFT, SOURCES, QuizSpec
from tutor.errors import UsageError


@click.command()
@plain_option
@click.option(
    "--exam", callback=lower, help="cpc, cca, cbcs, cmrs or cpb (default: the profile's target)."
)
@click.option("--domain", "domains", multiple=True, help="An exam domain; may be repeated.")
@click.option("--role", type=click.Choice(ROLES), help="Work of a coder, a biller, or both.")
@click.option("--skill", type=click.Choice(SKILLS), help="What the question trains.")
@click.option("--subject", help="Subject (folder) of the question bank.")
@click.option("--lesson", help="Questions taught by one lesson.")
@click.option("--count", default=10, show_default=True, help="Number of questions.")
@click.option(
    "--seen",
    type=click.Choice(("any", "new", "seen", "missed")),
    default="any",
    show_default=True,
    help="Questions never answered, answered before, or missed and not yet right twice.",
)
@click.option(
    "--feedback",
    type=click.Choice(FEEDBACK_MODES),
    default="tutor",
    show_default=True,
    help="After each answer (tutor) or at the end (test).",
)
@click.option(
    "--source",
    type=click.Choice(SOURCES),
    default="written",
    show_default=True,
    help="By authors, generated from the code books, or authors' first and then generated ones.",
)
@click.option("--seed", type=int, help="Draw the same quiz again.")
@profile_option
def practice(
    plain: bool,
    profile: str | None,
    exam: str | None,
    domains: tuple[str, ...],
    seed: int | None,
    **choices: object,
) -> int | None:
    """Take a quiz.

    Without --plain, the practice screen opens with this choice made; with --subject, --lesson or
    --seed, which it does not show, the quiz starts at once.
    """
    folded = tuple(domain.strip().casefold() for domain in domains)
    spec = QuizSpec(exam=exam, domains=folded, **choices)  # type: ignore[arg-type]
    if not plain:
        return launcher()(place="practice", spec=spec, profile=profile, seed=seed)
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        spec = replace(spec, exam=exam or learner.exam)
        if spec.source != "written":
            open_book(opened)
        session = opened.practice.start(learner.id, spec, seed=seed)
        total = len(session.palette.answered)
        if total < spec.count:
            say(f"{total} questions match, fewer than the {spec.count} asked for.")
        play(session)
    return None


@click.command()
@click.option("--count", default=20, show_default=True, help="Duties in the round.")
@click.option("--seconds", default=120, show_default=True, help="Time for the round.")
@plain_option
@profile_option
def sort(count: int, seconds: int, plain: bool, profile: str | None) -> int | None:
    """Sort duties to coder, biller or both, against the clock."""
    if not plain:
        spec = QuizSpec(context="sorter", count=count, seconds=seconds)
        return launcher()(place="sorter", spec=spec, profile=profile)
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile, may_ask=True)
        play(opened.practice.start_sorter(learner.id, count=count, seconds=seconds))
    return None


@click.command()
@plain_option
@profile_option
def resume(plain: bool, profile: str | None) -> int | None:
    """Go on with the quiz that was left last, at the same question."""
    if not plain:
        return launcher()(place="resume", profile=profile)
    with services(interactive=True) as opened:
        learner = learner_for(opened, profile)
        unfinished = opened.practice.unfinished(learner.id)
        if not unfinished:
            raise UsageError("there is no unfinished quiz: start one with `tutor practice --plain`")
        if unfinished[0].context == DIAGNOSTIC:
            from tutor.cli.diagnose import sit

            sit(opened.diagnostic.resume(unfinished[0].id), opened.diagnostic)
            return None
        if unfinished[0].context == SHIFT:
            from tutor.cli.shift import work

            work(opened.shifts.resume(unfinished[0].id), opened.shifts)
            return None
        if unfinished[0].context == ASSIGNED:
            from tutor.cli.assignments import work_on

            work_on(opened, opened.classroom.work.resume(opened.actor, unfinished[0].id))
            return None
        say(f"{unfinished[0].standing} so far.")
        play(opened.practice.resume(unfinished[0].id))
    return None
