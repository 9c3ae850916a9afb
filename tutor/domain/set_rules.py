"""Questions by rule: what fits, and how questions are shared out among rules.

A rule with domains is one *part* for each of them; a rule without is one part. Questions are
matched to parts so that no question stands twice and a part goes short only where it must
(maximum bipartite matching by augmenting paths, Kuhn 1955).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from tutor.domain.catalog import ItemHead
from tutor.domain.quiz_set import Rule, SetDefinition
from tutor.domain.selection import Unit, units_of

GENERATED = "generated"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """What is drawn from one pool: `count` questions of a rule, of one domain if it names some.

    Attributes:
        section: Number of the section, from 0.
        rule: Number of the rule in its section, from 0.
    """

    section: int
    rule: int
    count: int
    domain: str | None = None


def parts_of(definition: SetDefinition) -> tuple[tuple[Part, Rule], ...]:
    """Return the parts of all rules, in the order of their slots."""
    return tuple(
        (Part(number, place, count, domain), rule)
        for number, section in enumerate(definition.sections)
        for place, rule in enumerate(section.rules)
        for domain, count in (rule.domains or ((None, rule.count),))
    )


def fits(head: ItemHead, rule: Rule, domain: str | None = None) -> bool:
    """Whether an item fits a rule, and a domain of its exam. Whether it was seen is not asked."""
    domains = head.domains(rule.exam) if rule.exam else ()
    low, high = rule.difficulty
    return (
        (rule.exam is None or bool(domains))
        and (domain is None or domain in domains)
        and rule.role in (None, head.role)
        and rule.skill in (None, head.skill)
        and rule.subject in (None, head.subject)
        and rule.level in (None, head.level)
        and low <= head.difficulty <= high
    )


def fitting(heads: Iterable[ItemHead], rule: Rule, domain: str | None) -> tuple[ItemHead, ...]:
    """Return the items that fit. A case fits as a whole, in the domain of its first question.

    Args:
        heads: All items there are, so that cases are seen whole.
        rule: The rule.
        domain: A domain of its exam, or None for any.
    """
    return tuple(
        head
        for unit in units_of(tuple(heads))
        if fits(unit[0], rule, domain) and all(fits(head, rule) for head in unit[1:])
        for head in unit
    )


def draw_once(
    counts: Sequence[int], fit: Sequence[Sequence[ItemHead]], rng: Random
) -> tuple[tuple[ItemHead, ...], ...]:
    """Draw one form: for each part its questions, none twice, cases whole and in order.

    Args:
        counts: Questions wanted by part.
        fit: What fits each part.
        rng: Source of randomness; the same state gives the same draw.

    Returns:
        By part what was drawn; fewer than wanted where there are not enough.
    """
    used: set[str] = set()
    cases: list[list[Unit]] = []
    for count, heads in zip(counts, fit, strict=True):
        chosen = _cases(count, _shuffled(units_of(heads), rng), used)
        cases.append(chosen)
    rooms = [count - _size(units) for count, units in zip(counts, cases, strict=True)]
    singles = [_shuffled([head for head in heads if head.case_id is None], rng) for heads in fit]
    matched = match(rooms, singles)
    drawn = []
    for room, units, heads, part in zip(rooms, cases, matched, fit, strict=True):
        more = [unit for unit in units_of(part) if unit[0].case_id is not None]
        extra = _filling(room - len(heads), _shuffled(more, rng), used)
        form = _shuffled([*units, *((head,) for head in heads), *extra], rng)
        drawn.append(tuple(head for unit in form for head in unit))
    return tuple(drawn)


def share_pools(
    counts: Sequence[int], fit: Sequence[Sequence[ItemHead]], rng: Random
) -> tuple[tuple[ItemHead, ...], ...]:
    """Share items out as pools: each in one pool at most, and each pool large enough if it can.

    Questions of cases are left out: they cannot be drawn one by one.

    Returns:
        The pool of each part; what is left after all have enough goes where it is scarcest.
    """
    singles = [_shuffled([head for head in heads if head.case_id is None], rng) for heads in fit]
    pools = [list(heads) for heads in match(counts, singles)]
    taken = {head.id for pool in pools for head in pool}
    open_to: dict[str, list[int]] = {}
    heads_of = {head.id: head for heads in singles for head in heads}
    for number, heads in enumerate(singles):
        for head in heads:
            open_to.setdefault(head.id, []).append(number)
    for item_id, parts in open_to.items():
        if item_id not in taken:
            scarcest = min(parts, key=lambda part: len(pools[part]) / counts[part])
            pools[scarcest].append(heads_of[item_id])
    return tuple(tuple(sorted(pool, key=lambda head: head.id)) for pool in pools)


def match(
    counts: Sequence[int], fit: Sequence[Sequence[ItemHead]]
) -> tuple[tuple[ItemHead, ...], ...]:
    """Give each part as many of its items as wanted, no item twice, as well as can be done."""
    holder: dict[str, int] = {}
    held: list[dict[str, ItemHead]] = [{} for _ in counts]
    for number, count in enumerate(counts):
        while len(held[number]) < count and _augment(number, fit, holder, held):
            pass
    return tuple(tuple(part.values()) for part in held)


def _augment(
    start: int,
    fit: Sequence[Sequence[ItemHead]],
    holder: dict[str, int],
    held: list[dict[str, ItemHead]],
) -> bool:
    """Give a part one more item, by handing others' items on along a shortest way."""
    came: dict[int, tuple[int, ItemHead]] = {}
    ways, seen = [start], {start}
    for part in ways:
        for head in fit[part]:
            owner = holder.get(head.id)
            if owner is None:
                _hand_on(part, head, came, holder, held)
                return True
            if owner not in seen:
                seen.add(owner)
                came[owner] = (part, head)
                ways.append(owner)
    return False


def _hand_on(
    part: int,
    head: ItemHead,
    came: dict[int, tuple[int, ItemHead]],
    holder: dict[str, int],
    held: list[dict[str, ItemHead]],
) -> None:
    held[part][head.id], holder[head.id] = head, part
    while part in came:
        taker, given = came[part]
        del held[part][given.id]
        held[taker][given.id], holder[given.id] = given, taker
        part = taker


def _cases(count: int, units: Sequence[Unit], used: set[str]) -> list[Unit]:
    """Return the cases that a plain draw of `count` questions would come upon."""
    chosen: list[Unit] = []
    room = count
    for unit in units:
        if room <= 0:
            break
        if unit[0].case_id is None:
            room -= 1
        elif len(unit) <= room and not any(head.id in used for head in unit):
            used.update(head.id for head in unit)
            chosen.append(unit)
            room -= len(unit)
    return chosen


def _filling(room: int, units: Sequence[Unit], used: set[str]) -> list[Unit]:
    """Return cases for room that single questions could not fill."""
    chosen: list[Unit] = []
    for unit in units:
        if len(unit) <= room and not any(head.id in used for head in unit):
            used.update(head.id for head in unit)
            chosen.append(unit)
            room -= len(unit)
    return chosen


def _shuffled(things: Iterable[T], rng: Random) -> list[T]:
    mixed = list(things)
    rng.shuffle(mixed)
    return mixed


def _size(units: Iterable[Unit]) -> int:
    return sum(len(unit) for unit in units)
