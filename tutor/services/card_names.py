"""Naming a card as people do: by its short id, its title, or any other name of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tutor.errors import NotFoundError, UsageError

OFFERED = 4
"""Cards named where a name fits several."""


@dataclass(frozen=True, slots=True)
class CardName:
    """What a card answers to.

    Attributes:
        id: Its id in the store.
        short: The shortest id that means it.
        title: What people call it.
        others: Its other names.
    """

    id: str
    short: str
    title: str
    others: tuple[str, ...] = ()


def find_card(typed: str, cards: Sequence[CardName]) -> CardName:
    """Return the card that a name means: as written, or the beginning of a name of one alone.

    Raises:
        NotFoundError: None has a name like this.
        UsageError: Several have.
    """
    wanted = typed.strip().casefold()
    tests: tuple[Callable[[str], bool], ...] = (wanted.__eq__, lambda name: name.startswith(wanted))
    for test in tests:
        found = [card for card in cards if any(map(test, _names(card)))] if wanted else []
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(card.short for card in found[:OFFERED])
            more = ", …" if len(found) > OFFERED else ""
            raise UsageError(f"{typed!r} may be several cards: {some}{more}: type one of these")
    raise NotFoundError(f"there is no card {typed!r}: `tutor cards --all` lists them")


def _names(card: CardName) -> Iterable[str]:
    names = (card.id, card.short, card.title, *card.others)
    return {name.casefold() for name in names if name}


def shorten(ids: Iterable[str]) -> dict[str, str]:
    """Return the shortest id for each card: what no other one has, too.

    `clean-claim/cbcs.d4` is `clean-claim`, `term:abn` is `abn`, `code:icd10cm:E11.9` is `E11.9`,
    unless that would mean two cards: those keep their whole ids.
    """
    short = {one: one.rpartition(":")[2].partition("/")[0] for one in ids}
    times: dict[str, int] = {}
    for name in short.values():
        times[name.casefold()] = times.get(name.casefold(), 0) + 1
    return {one: name if times[name.casefold()] == 1 else one for one, name in short.items()}
