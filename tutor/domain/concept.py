"""Concepts: what spaced review remembers. One concept is one card."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.domain.item import CARD_POOL


def concept_of(lesson: str | None, exams: Iterable[tuple[str, str]]) -> str | None:
    """Return the concept that an item belongs to: its lesson and one of its exam domains.

    The domain is the first in alphabetical order, not in written order: an edit that only moves
    tags about must not start a new card. Items of one lesson and domain are siblings, and any of
    them may be asked to review the concept.

    Returns:
        Such as `who-pays/cbcs.d2`; the lesson alone where there are no tags; None for an item
        that belongs to no lesson, which has no card.
    """
    if lesson is None:
        return None
    first = min(exams, default=None)
    return lesson if first is None else f"{lesson}/{first[0]}.{first[1]}"


def card_of(
    pool: str, topic: str, lesson: str | None, exams: Iterable[tuple[str, str]]
) -> str | None:
    """Return the card that an answer to an item feeds.

    An item made for a card of the learner's own (see `tutor.domain.own_card`) names it as its
    topic; any other feeds its concept, if it has one.
    """
    return topic if pool == CARD_POOL else concept_of(lesson, exams)
