"""`tutor drill`: endless questions whose keys are computed from the code books."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.player import play
from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.screen import launcher
from tutor.cli.session import (
    json_option,
    learner_for,
    open_book,
    plain_option,
    profile_option,
    services,
)
from tutor.domain.records import QuizSpec
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.drills.service import DrillKindView

DEFAULT_COUNT = 10
LEVELS = ("far", "near", "sibling")


@click.command()
@click.argument("kind", required=False)
@click.option("--count", default=DEFAULT_COUNT, show_default=True, help="Number of questions.")
@click.option(
    "--level",
    type=click.Choice(LEVELS),
    default="near",
    show_default=True,
    help="Wrong options from other chapters, the same chapter, or the closest kin.",
)
@click.option("--seconds", type=int, help="Time for the whole round.")
@click.option("--seed", type=int, help="Draw the same round again.")
@click.option("--list", "listed", is_flag=True, help="List the kinds of drills.")
@json_option
@plain_option
@profile_option
def drill(
    kind: str | None,
    count: int,
    level: str,
    seconds: int | None,
    seed: int | None,
    listed: bool,
    as_json: bool,
    plain: bool,
    profile: str | None,
) -> int | None:
    """Take a round of generated questions of one KIND; in line mode, of all kinds unless given.

    `tutor drill --list` has the kinds. Without --plain and KIND, the drills open on screen.
    """
    if listed:
        _list(as_json)
        return None
    if as_json:
        raise UsageError("--json goes with --list")
    kinds = (kind.strip().casefold(),) if kind else ()
    if not plain and not kinds:
        return launcher()(place="drills", profile=profile)
    if not plain:
        with services() as opened:
            opened.drills.check(kinds, level)
        spec = QuizSpec(
            count=count, seconds=seconds, source="generated", drills=kinds, drill_level=level
        )
        return launcher()(place="practice", spec=spec, profile=profile, seed=seed)
    with services(interactive=True) as opened:
        opened.drills.check(kinds, level)
        learner = learner_for(opened, profile, may_ask=True)
        open_book(opened)
        session = opened.practice.start_drill(
            learner.id, kinds, count=count, level=level, seconds=seconds, seed=seed
        )
        play(session)
    return None


def _list(as_json: bool) -> None:
    with services() as opened:
        kinds = opened.drills.kinds()
    if as_json:
        print_json(kinds)
        return
    heading("Drills")
    for kind in kinds:
        _say_kind(kind)


def _say_kind(kind: DrillKindView) -> None:
    exams = ", ".join(sorted({exam.upper() for exam, _ in kind.exams}))
    say(f"{kind.name}: {kind.about} ({exams}; levels: {', '.join(kind.levels)})", "  ", "     ")
    if kind.needs:
        say(f"– {kind.needs}", "     ", "       ")
