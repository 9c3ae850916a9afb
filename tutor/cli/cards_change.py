"""`tutor cards add`, `remove`, `suspend`, `bury` and `resume`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from tutor.cli.render import say
from tutor.cli.session import learner_for, open_book, profile_option, services
from tutor.domain.code_sets import ORDER
from tutor.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from tutor.services.card_names import CardName
    from tutor.services.context import Services
    from tutor.services.own_cards import Added

LISTED = 12
"""Cards named after many were added."""
KINDS = ("term", "code", "lesson", "domain")
"""What cards can be made of; the last two stand for all their glossary terms."""


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--set", "code_set", type=click.Choice(ORDER), help="Look for a code only here.")
@profile_option
def add(kind: str, names: tuple[str, ...], code_set: str | None, profile: str | None) -> None:
    """Add cards of your own: a glossary term, a code, or all terms of a lesson or exam domain.

    \b
    tutor cards add term ABN "clean claim"
    tutor cards add code E11.9 J1885
    tutor cards add lesson who-pays
    tutor cards add domain cpb.bill
    """  # noqa: D301 - \b keeps the lines apart
    if code_set and kind != "code":
        raise UsageError("--set goes with codes")
    with services() as opened:
        learner = learner_for(opened, profile)
        if kind == "code":
            open_book(opened)
            added = opened.own_cards.add_codes(learner.id, names, code_set=code_set)
            _show_added(added)
            return
        adding = {"term": _add_terms, "lesson": _add_lessons, "domain": _add_domains}[kind]
        for added in adding(opened, learner.id, names):
            _show_added(added)


def _add_terms(opened: Services, learner_id: str, names: tuple[str, ...]) -> list[Added]:
    whole = " ".join(names)  # a name of several words, typed without quotation marks
    return [opened.own_cards.add_terms(learner_id, [whole] if _known(opened, whole) else names)]


def _add_lessons(opened: Services, learner_id: str, names: tuple[str, ...]) -> list[Added]:
    return [opened.own_cards.add_lesson(learner_id, name) for name in names]


def _add_domains(opened: Services, learner_id: str, names: tuple[str, ...]) -> list[Added]:
    pairs = [name.casefold().replace("/", ".").partition(".") for name in names]
    if not all(domain for _, _, domain in pairs):
        raise UsageError("a domain is written with its exam, such as cpb.bill")
    return [opened.own_cards.add_domain(learner_id, exam, domain) for exam, _, domain in pairs]


def _known(opened: Services, name: str) -> bool:
    try:
        opened.own_cards.term_card(name)
    except NotFoundError:
        return False
    return True


def _show_added(added: Added) -> None:
    for title in added.titles[:LISTED]:
        say(f"Added: {title}")
    if len(added.titles) > LISTED:
        say(f"… and {len(added.titles) - LISTED} more")
    if added.known:
        say(f"{added.known} {'was a card' if added.known == 1 else 'were cards'} already.")
    if added.titles:
        say("Due today: tutor cards review --plain")


def _change(name: str, done: str, sentence: str) -> click.Command:
    """Return a command that does something to one card, and says to which."""

    @click.command(name, help=sentence)
    @click.argument("card", nargs=-1, required=True)
    @profile_option
    def command(card: tuple[str, ...], profile: str | None) -> None:
        with services() as opened:
            change: Callable[[str, str], CardName] = getattr(opened.spaced, name)
            found = change(learner_for(opened, profile).id, " ".join(card))
        title = f"{found.title} " if found.title else ""
        say(f"{done}: {title}({found.short})")

    return command


CHANGES = (
    add,
    _change("remove", "Removed", "Remove a card of your own, with all that is known of it."),
    _change("suspend", "Suspended", "Stop asking a card until it is resumed."),
    _change("bury", "Put off until tomorrow", "Put a card off until tomorrow."),
    _change("resume", "Resumed", "Ask a suspended card, or one put off, again."),
)
"""Everything that changes cards."""
