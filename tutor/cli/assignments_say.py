"""What a student says to staff and hears from them: `tutor assignments dispute|messages`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import json_option, learner_for, profile_option, services
from tutor.errors import NotFoundError

if TYPE_CHECKING:
    from tutor.services.classroom.disputes import MyDispute


@click.command()
@click.argument("assignment")
@click.argument("question", type=click.IntRange(1))
@click.argument("text")
@click.option("--attempt", "number", type=int, help="Which attempt (default: the last).")
@profile_option
@json_option
def dispute(
    assignment: str,
    question: int,
    text: str,
    number: int | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Object to the key of a question of an assignment you handed in.

    QUESTION is its number in your attempt, TEXT says what is wrong (500 characters at most).
    """
    with services() as opened:
        learner = learner_for(opened, profile)
        line = opened.classroom.work.line(opened.actor, assignment, learner.id)
        ended = [one for one in line.attempts if one.handed_in and number in (None, one.number)]
        if not ended:
            which = f"attempt {number}" if number else "attempt"
            raise NotFoundError(f"{line.title}: you have handed in no {which}")
        disputes = opened.classroom.disputes
        made = disputes.dispute(opened.actor, ended[-1].attempt_id, question - 1, text)
    if as_json:
        print_json({"dispute": made})
    else:
        say("Your instructor will see it; the reply shows in the review of the assignment.")


@click.command()
@click.option("--dismiss", "message_id", metavar="ID", help="Note that you have read this one.")
@click.option("--all", "everything", is_flag=True, help="Also those you have read.")
@profile_option
@json_option
def messages(message_id: str | None, everything: bool, profile: str | None, as_json: bool) -> None:
    """Show what your instructors sent you."""
    with services() as opened:
        learner = learner_for(opened, profile)
        room, actor = opened.classroom.messages, opened.actor
        if message_id is not None:
            room.dismiss(actor, learner.id, message_id)
        read = room.all if everything else room.unread
        found = read(actor, learner.id)
    if as_json:
        print_json(found)
        return
    if not found:
        say("No message." if everything else "No message that you have not read.")
    for one in found:
        say(f"{one.id}  {one.sent_at:%Y-%m-%d %H:%M}Z  {one.course}")
        say(one.text, "  ")


def print_disputes(disputes: Iterable[MyDispute]) -> None:
    """Print what was disputed of an attempt, with the replies."""
    from tutor.services.classroom.disputes import STATUS_WORDS

    for number, one in enumerate(disputes):
        if not number:
            heading("Disputed")
        say(f"Question {one.position + 1}: {STATUS_WORDS[one.status]}. {one.text}", "", "  ")
        if one.reply:
            say(f"Reply: {one.reply}", "  ")
