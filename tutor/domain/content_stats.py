"""Counting content: what there is of everything, and how well the keys are spread."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from tutor.domain.assembly import counts_for
from tutor.domain.blueprint import Blueprint
from tutor.domain.item import Choices, Item

STOCK_FACTOR = Fraction(3, 2)
"""How many times a mock form's need a domain should hold."""


@dataclass(frozen=True, slots=True)
class DomainStock:
    """How many bank items an exam's domain has, and how many a full mock exam asks for.

    Attributes:
        need: Questions of one full mock form, unmarked ones included.
        goal: What the domain should hold, so that a second form is not the first one again.
    """

    exam: str
    domain: str
    name: str
    need: int
    have: int

    @property
    def goal(self) -> int:
        """`STOCK_FACTOR` times the need, rounded up."""
        return ceil(self.need * STOCK_FACTOR)

    @property
    def short(self) -> int:
        """Items missing to the goal."""
        return max(0, self.goal - self.have)


@dataclass(frozen=True, slots=True)
class KeyBalance:
    """Where keys stand and how long they are, over all `single` items.

    Attributes:
        singles: How many there are.
        positions: Items by the key's written place, counted from 1.
        longest: Items whose key is strictly the longest option.
    """

    singles: int
    positions: dict[int, int]
    longest: int

    @property
    def longest_percent(self) -> float:
        """Share of items that a learner would get right by choosing the longest option."""
        return 100 * self.longest / self.singles if self.singles else 0.0


@dataclass(frozen=True, slots=True)
class ContentStats:
    """Counts of bank items by tag, and of everything else.

    Attributes:
        by: Tag (`exam`, `role`, `kind`, `level`, `skill`, `subject`) -> value -> items. An item
            tagged to several exams counts for each.
        domains: Stock of every domain of every exam.
    """

    items: int
    sorter_items: int
    lesson_items: int
    cases: int
    lessons: int
    terms: int
    by: dict[str, dict[str, int]]
    keys: KeyBalance
    domains: tuple[DomainStock, ...]


TAGS = ("role", "kind", "level", "skill", "subject")
"""Tags of which an item has exactly one."""


def count_content(
    items: Sequence[Item],
    blueprints: Iterable[Blueprint],
    *,
    lessons: int,
    terms: int,
) -> ContentStats:
    """Count content.

    Args:
        items: Of all pools.
        blueprints: Of all exams.
        lessons: Number of lessons.
        terms: Number of glossary terms.
    """
    bank = [item for item in items if item.pool == "bank"]
    pools = Counter(item.pool for item in items)
    by = {tag: _sorted(Counter(str(getattr(item, tag)) for item in bank)) for tag in TAGS}
    by["exam"] = _sorted(Counter(exam for item in bank for exam in dict(item.exams)))
    return ContentStats(
        items=len(bank),
        sorter_items=pools["sorter"],
        lesson_items=pools["lesson"],
        cases=len({item.exhibit.case_id for item in bank if item.exhibit}),
        lessons=lessons,
        terms=terms,
        by=by,
        keys=balance_keys(bank),
        domains=tuple(_stock(bank, blueprints)),
    )


def balance_keys(items: Iterable[Item]) -> KeyBalance:
    """Count places and lengths of the keys of `single` items.

    Items whose options are all fixed do not count: their order is not an author's choice.
    """
    positions: Counter[int] = Counter()
    longest = 0
    for item in items:
        body = item.body
        if item.kind != "single" or not isinstance(body, Choices):
            continue
        if all(option.fixed for option in body.options):
            continue
        place = next(n for n, option in enumerate(body.options, 1) if option.correct)
        lengths = [len(option.text) for option in body.options]
        key = lengths.pop(place - 1)
        positions[place] += 1
        longest += key > max(lengths)
    return KeyBalance(positions.total(), dict(sorted(positions.items())), longest)


def _stock(items: Sequence[Item], blueprints: Iterable[Blueprint]) -> Iterable[DomainStock]:
    have = Counter(tag for item in items for tag in set(item.exams))
    for blueprint in blueprints:
        need = counts_for(blueprint, "full")
        for domain in blueprint.domains:
            yield DomainStock(
                exam=blueprint.id,
                domain=domain.id,
                name=domain.name,
                need=need.of(domain.id),
                have=have[blueprint.id, domain.id],
            )


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
