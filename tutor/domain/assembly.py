"""Assembling mock exam forms: exact counts by domain, no repeats, least seen first, cases whole.

Of what was seen equally often, questions of the exam's own kind come first: nearly all real
questions are single choice.

A form is fixed by its blueprint, its length, the stock of items, what the learner has seen and a
seed: the same five give the same form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tutor.domain.blueprint import Blueprint, allocate
from tutor.domain.catalog import ItemHead
from tutor.domain.selection import Unit, units_of

SPRINT = 30
"""Questions of a sprint."""
LENGTHS = ("full", "half", "sprint")
"""How long a form can be."""


@dataclass(frozen=True, slots=True)
class FormCounts:
    """How many questions of each domain a form takes: those that count, and unmarked ones."""

    scored: dict[str, int]
    pretest: dict[str, int]

    @property
    def total(self) -> int:
        """Questions in all."""
        return sum(self.scored.values()) + sum(self.pretest.values())

    def of(self, domain: str) -> int:
        """Questions of one domain, unmarked ones included."""
        return self.scored[domain] + self.pretest[domain]


@dataclass(frozen=True, slots=True)
class FormItem:
    """One question of a form, the domain it stands for, and whether it counts."""

    item: str
    domain: str
    pretest: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form, in the order its questions are asked.

    Attributes:
        lacking: Domains of which there are too few items, and how many are missing.
    """

    exam: str
    length: str
    seed: int
    items: tuple[FormItem, ...]
    lacking: dict[str, int]

    def by_domain(self) -> dict[str, tuple[str, ...]]:
        """Return the ids of the questions by domain, in their order."""
        found: dict[str, list[str]] = {}
        for one in self.items:
            found.setdefault(one.domain, []).append(one.item)
        return {domain: tuple(ids) for domain, ids in found.items()}


def counts_for(blueprint: Blueprint, length: str) -> FormCounts:
    """Return the counts of a form; shorter forms keep the exam's proportions.

    Unmarked questions keep their share of the form, rounded down.
    """
    size = form_size(blueprint, length)
    unmarked = Fraction(blueprint.items_pretest or 0, _all_items(blueprint))
    pretest = 0 if blueprint.practice_items else int(size * unmarked)
    return FormCounts(allocate(blueprint, size - pretest), allocate(blueprint, pretest))


def form_size(blueprint: Blueprint, length: str) -> int:
    """Return how many questions a form of a length has, unmarked ones included."""
    full = blueprint.form_size
    return {"full": full, "half": full // 2, "sprint": min(SPRINT, full)}[length]


def assemble(
    blueprint: Blueprint,
    heads: Iterable[ItemHead],
    times_seen: Mapping[str, int],
    *,
    length: str,
    seed: int,
) -> Form:
    """Assemble a form.

    Args:
        blueprint: The exam.
        heads: All items that may be drawn.
        times_seen: How often the learner has answered each item; missing means never.
        length: One of `LENGTHS`.
        seed: Source of all chance.

    Returns:
        The form. Where items are lacking it is shorter than it should be, and says so.
    """
    rng = Random(seed)  # noqa: S311 - a draw, not a secret
    counts = counts_for(blueprint, length)
    wanted = {domain.id: counts.of(domain.id) for domain in blueprint.domains}
    stock = sorted((head for head in heads if head.domains(blueprint.id)), key=lambda h: h.id)
    units = units_of(stock)
    rng.shuffle(units)
    kinds = _exam_kinds(blueprint)
    units.sort(
        key=lambda unit: (
            min(times_seen.get(head.id, 0) for head in unit),
            sum(head.kind not in kinds for head in unit) / len(unit),
        )
    )
    filled = _Filling(blueprint, wanted, units)
    filled.take_cases()
    filled.take_singles()
    chosen = filled.chosen
    lacking = {
        domain: short
        for domain, count in wanted.items()
        if (short := count - sum(one == domain for one in chosen.values()))
    }
    unmarked = _draw_pretest(chosen, counts.pretest, rng)
    order = [unit for unit in units if any(head.id in chosen for head in unit)]
    rng.shuffle(order)
    items = tuple(
        FormItem(head.id, chosen[head.id], head.id in unmarked)
        for unit in order
        for head in unit
        if head.id in chosen
    )
    return Form(blueprint.id, length, seed, items, lacking)


def _exam_kinds(blueprint: Blueprint) -> frozenset[str]:
    """Return the kinds of items that are asked as on the real exam; others only fill up."""
    fill_in = {"numeric", "text"} if "fill_in" in blueprint.item_types else set()
    return frozenset({"single"} | fill_in)


class _Filling:
    """A form while it is being filled: which item stands for which domain."""

    def __init__(
        self, blueprint: Blueprint, wanted: Mapping[str, int], units: Sequence[Unit]
    ) -> None:
        self.chosen: dict[str, str] = {}
        self._exam = blueprint.id
        self._wanted = wanted
        self._units = units
        self._domains = {head.id: head.domains(blueprint.id) for unit in units for head in unit}
        stock = Counter(domain for domains in self._domains.values() for domain in domains)
        in_cases = Counter(
            domain
            for unit in units
            for head in unit
            for domain in self._domains[head.id]
            if len(unit) > 1
        )
        self._in_cases = {name: Fraction(in_cases[name], stock[name] or 1) for name in wanted}
        self._scarcity = {
            domain: Fraction(stock[domain], count) if count else Fraction(0)
            for domain, count in wanted.items()
        }
        self._holders: dict[str, list[str]] = {domain: [] for domain in wanted}
        for unit in units:
            for head in unit:
                for domain in self._domains[head.id]:
                    self._holders.setdefault(domain, []).append(head.id)

    def take_cases(self) -> None:
        """Take whole cases, in order, while the domain they stand for has room.

        Of the domains that all its questions have in common, a case stands for the one that
        consists of cases the most: an exam's case analysis, rather than the subject at hand.
        """
        cases = [unit for unit in self._units if len(unit) > 1]
        room = dict(self._wanted)
        for unit in cases:
            common = set(self._domains[unit[0].id]).intersection(
                *(self._domains[head.id] for head in unit[1:])
            )
            domain = max(common, key=lambda name: (self._in_cases[name], name), default=None)
            if domain is not None and len(unit) <= room[domain]:
                room[domain] -= len(unit)
                self.chosen |= {head.id: domain for head in unit}

    def take_singles(self) -> None:
        """Fill every domain up, single questions before those of cases that were left.

        A domain that finds no item of its own takes one that stands for another domain, if that
        one can be filled in turn (augmenting paths), so that no domain is short without need.
        """
        alone = {unit[0].id for unit in self._units if len(unit) == 1}
        for rank in self._holders.values():
            rank.sort(key=lambda name: name not in alone)
        for domain in sorted(self._wanted, key=lambda name: (self._scarcity[name], name)):
            missing = self._wanted[domain] - sum(one == domain for one in self.chosen.values())
            for _ in range(missing):
                if not self._augment(domain, set()):
                    break

    def _augment(self, domain: str, tried: set[str]) -> bool:
        tried.add(domain)
        for item in self._holders[domain]:
            if item not in self.chosen:
                self.chosen[item] = domain
                return True
        for item in self._holders[domain]:
            other = self.chosen[item]
            if other not in tried and self._augment(other, tried):
                self.chosen[item] = domain
                return True
        return False


def _draw_pretest(
    chosen: Mapping[str, str], wanted: Mapping[str, int], rng: Random
) -> frozenset[str]:
    """Draw the questions that do not count, domain by domain."""
    drawn: list[str] = []
    for domain, count in wanted.items():
        held = sorted(item for item, one in chosen.items() if one == domain)
        drawn += rng.sample(held, min(count, len(held)))
    return frozenset(drawn)


def _all_items(blueprint: Blueprint) -> int:
    return blueprint.items_scored + (blueprint.items_pretest or 0)
