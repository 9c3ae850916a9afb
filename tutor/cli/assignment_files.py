"""`tutor assignments import` and `hand-in`: assignments and feedback that come and go as files."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import json_option, learner_for, profile_option, services
from tutor.domain.local_time import say_length
from tutor.domain.release import FACT_WORDS
from tutor.domain.text import printable, quantity

if TYPE_CHECKING:
    from tutor.services.classroom.bundle_views import ReceivedView, ReturnedView


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--roster-id", metavar="ID", help="Who you are in the course, if the file asks.")
@click.option("--accept-key", metavar="CODE", help="A new key of the course, as you were told it.")
@profile_option
@json_option
def receive(
    file: Path, roster_id: str | None, accept_key: str | None, profile: str | None, as_json: bool
) -> None:
    """Open a file your instructor sent: an assignment (.tutorset) or feedback (.tutorfeedback)."""
    from tutor.services.classroom.bundle_views import ReturnedView

    with services() as opened:
        learner = learner_for(opened, profile)
        view = opened.classroom.handouts.receive(
            opened.actor, file, roster_id=roster_id, accept_key=accept_key, learner_id=learner.id
        )
    if as_json:
        print_json(view)
    elif isinstance(view, ReturnedView):
        print_returned(view)
    else:
        print_received(view)


@click.command("hand-in")
@click.argument("assignment")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="A folder, or the file (default: a file in this folder).",
)
@profile_option
@json_option
def hand_in(assignment: str, out: Path | None, profile: str | None, as_json: bool) -> None:
    """Write your results (.tutorresults), to be sent to your instructor."""
    with services() as opened:
        learner = learner_for(opened, profile)
        line = opened.classroom.work.line(opened.actor, assignment, learner.id)
        view = opened.classroom.handouts.hand_in(
            opened.actor, line.assignment_id, out, learner_id=learner.id
        )
    if as_json:
        print_json(view)
        return
    say(f"Written: {printable(view.path)}")
    say(f"{view.title}: {quantity(view.attempts, 'attempt')}. Send the file to your instructor.")
    if view.open:
        say("The attempt that is going on is not in it: finish it, then hand in again.")
    say(f"It is signed with the key of this machine, code {view.code}.")


def print_received(view: ReceivedView) -> None:
    """Print what came: whose, what, until when."""
    heading(f"{view.title} ({'updated' if view.updated else 'new'})")
    say(f"Course     {view.course}")
    say(f"For        {view.external_id}")
    say(f"Questions  {view.questions}")
    for name, at in (("Opens", view.opens_at), ("Due", view.due_at), ("Closes", view.closes_at)):
        if at is not None:
            say(f"{name:10} {at.astimezone():%Y-%m-%d %H:%M} on this machine's clock")
    if view.seconds is not None:
        say(f"Time       {say_length(timedelta(seconds=view.seconds))}")
    say(f"Attempts   {view.attempts or 'any number'}")
    if view.keyless:
        say("It holds no keys: marks and what was right come back in a feedback file.")
    if view.first:
        say(f"\nThe course's key has the code {view.code}. Compare it with what you were told:")
        say("from now on files signed with any other key are refused.")
    say(f'\nTake it: tutor assignments take "{view.title}"')


def print_returned(view: ReturnedView) -> None:
    """Print what feedback came, and how to look at it."""
    heading(f"{view.title}: feedback on {quantity(view.attempts, 'attempt')}")
    say(f"Course     {view.course}")
    say(f"Shows      {', '.join(FACT_WORDS[fact] for fact in view.shows) or 'nothing yet'}")
    if view.older:
        say("Later feedback is here already: nothing has changed.")
    elif not view.new:
        say("All of it is here already: nothing has changed.")
    if view.elsewhere:
        say(f"{view.elsewhere} more were made on another machine: open the file there, too.")
    say(f'\nLook at it: tutor assignments review "{view.title}"')
