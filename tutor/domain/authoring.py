"""What authors keep beside their text: facts that age, and how blind solving went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class YearlyFact:
    """A fact in some text that changes from year to year.

    Attributes:
        kind: What holds the text: `item`, `case`, `lesson` or `term`.
        owner: Its id.
        fact: What has to be looked up, such as `Medicare Part B deductible`.
        as_of: First day for which the text's figure holds.
        file: Where it is written, as problems name it.
        line: Line of the entry.
    """

    kind: str
    owner: str
    fact: str
    as_of: date
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Solved:
    """How blind solving of an item went: solvers saw neither key nor rationale.

    Attributes:
        item: The item's id.
        by: How many solved it.
        agreed: How many of them arrived at the key.
        file: Where the item is written.
    """

    item: str
    by: int
    agreed: int
    file: str


@dataclass(frozen=True, slots=True)
class SolvedCount:
    """Blind solving over a bank or a track: items, those solved, those all agreed on."""

    place: str
    items: int
    solved: int
    unanimous: int


def stale(facts: Iterable[YearlyFact], before: date) -> tuple[YearlyFact, ...]:
    """Return the facts whose figures date from before a day, oldest first."""
    old = (fact for fact in facts if fact.as_of < before)
    return tuple(sorted(old, key=lambda fact: (fact.as_of, fact.file, fact.line)))


def count_solved(
    items: Iterable[tuple[str, str]], solved: Iterable[Solved]
) -> tuple[SolvedCount, ...]:
    """Count blind solving by place, in the order of the items.

    Args:
        items: `(place, item id)` of every item that should have been solved.
        solved: What is on record.
    """
    known = {one.item: one for one in solved}
    every: Counter[str] = Counter()
    done: Counter[str] = Counter()
    unanimous: Counter[str] = Counter()
    for place, item in items:
        every[place] += 1
        record = known.get(item)
        done[place] += record is not None
        unanimous[place] += record is not None and record.agreed == record.by
    return tuple(
        SolvedCount(place, count, done[place], unanimous[place]) for place, count in every.items()
    )
