"""Searching questions by words and tags while somebody types."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from tutor.domain.catalog import ItemHead
from tutor.domain.item import Item
from tutor.domain.quiz_set import Rule
from tutor.domain.set_rules import fits
from tutor.domain.text import folded

_BREAKS = re.compile(r"[^\w.]+|_|\.(?!\w)")
"""What separates words; a code keeps its dot."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A question with all its words, each after one space."""

    head: ItemHead
    words: str
    own: bool
    """Whether it is of the course's own bank."""


def searchable(item: Item, head: ItemHead, *, own: bool) -> Searchable:
    """Return a question made ready for searching: id, tags, stem and case."""
    exhibit = (item.exhibit.title, item.exhibit.text) if item.exhibit else ()
    text = " ".join((item.id, item.id.replace("-", " "), item.topic, item.stem, *exhibit))
    return Searchable(head, f" {_BREAKS.sub(' ', folded(text))}", own)


def found(
    entries: Iterable[Searchable], text: str, rule: Rule, limit: int
) -> tuple[Searchable, ...]:
    """Return the first questions that fit a rule and have words that begin like those typed."""
    domains: list[str | None] = [domain for domain, _ in rule.domains] or [None]
    wanted = [f" {word}" for word in _BREAKS.sub(" ", folded(text)).split()]
    hits: Iterator[Searchable] = (
        entry
        for entry in entries
        if all(word in entry.words for word in wanted)
        and any(fits(entry.head, rule, domain) for domain in domains)
    )
    return tuple(islice(hits, limit))
