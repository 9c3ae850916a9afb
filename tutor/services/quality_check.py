"""House rules that need many items at once, reported at the line of an item, for authors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from tutor.domain.catalog import Problem
from tutor.domain.content_quality import Flaw, flat_domains, near_duplicates, unbalanced_keys
from tutor.domain.coverage import gaps
from tutor.domain.item import IMPORTED, POOLS, Item
from tutor.services.library import Library

WRITTEN = ("bank", "lesson")
"""Pools of items that people wrote."""


def quality_problems(library: Library, files: Collection[str]) -> Iterator[Problem]:
    """Yield what is against the rules over many items: repeats, guessable keys, one difficulty.

    Args:
        library: Compiled content.
        files: Where to report, as problems name files.
    """
    places = _places(library)
    written = [item for pool in WRITTEN for item in _items(library, pool)]
    bank = [item for item in written if item.pool == "bank"]
    yield from (problem for problem in _gaps(library) if problem.file in files)
    for flaw in (*near_duplicates(written), *_bank_flaws(bank), *flat_domains(bank)):
        file, line = places[flaw.item]
        if file in files:
            yield Problem(file, line, flaw.what, flaw.todo)


def _bank_flaws(items: Sequence[Item]) -> Iterator[Flaw]:
    for (subject, topic), group in groupby(items, key=lambda item: (item.subject, item.topic)):
        yield from unbalanced_keys(f"{subject}/{topic}", list(group))
    if items:
        yield from unbalanced_keys("all banks", items)


def _gaps(library: Library) -> Iterator[Problem]:
    """Yield the topics of exams in the coverage table that are not covered as they should be."""
    entries = library.coverage()
    listed = {entry.exam for entry in entries}
    exams = [exam for exam in library.blueprints() if exam.id in listed]
    tags = {head.id: head.exams for pool in POOLS for head in library.heads(pool)}
    for gap in gaps(exams, entries, tags):
        file, line = (gap.entry.file, gap.entry.line) if gap.entry else (entries[0].file, 1)
        yield Problem(file, line, f"{gap.exam} {gap.domain}, {gap.topic}: {gap.what}", gap.todo)


def _items(library: Library, pool: str) -> tuple[Item, ...]:
    """Return the items of a pool, but for imported ones: no author's rule is held against them."""
    return library.items(head.id for head in library.heads(pool) if head.subject != IMPORTED)


def _places(library: Library) -> dict[str, tuple[str, int]]:
    """Return file and line of every item; of an id defined twice the first."""
    places: dict[str, tuple[str, int]] = {}
    for file, facts in library.facts().items():
        for definition in facts.definitions:
            if definition.kind == "item":
                places.setdefault(definition.id, (file, definition.line))
    return places
