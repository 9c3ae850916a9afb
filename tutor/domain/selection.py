"""Drawing the questions of a quiz: filters, exam proportions, least seen first, cases whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from tutor.domain.catalog import ItemHead
from tutor.domain.item import DRILL_POOL
from tutor.domain.records import QuizSpec
from tutor.domain.statistics_records import ItemHistory

Unit = tuple[ItemHead, ...]
"""What is drawn as one: a single item, or all questions of a case in order."""


def eligible(
    heads: Iterable[ItemHead], spec: QuizSpec, history: Mapping[str, ItemHistory]
) -> tuple[ItemHead, ...]:
    """Return the items that pass every filter of the spec."""
    return tuple(head for head in heads if _fits(head, spec) and _seen_fits(head, spec, history))


def draw(
    heads: Iterable[ItemHead],
    spec: QuizSpec,
    history: Mapping[str, ItemHistory],
    quotas: Mapping[str, int],
    rng: Random,
) -> tuple[ItemHead, ...]:
    """Draw up to `spec.count` items.

    Args:
        heads: All items to draw from.
        spec: The filters and the count.
        history: What the learner has answered, by item id; least answered items come first.
        quotas: Questions wanted by domain of `spec.exam`; empty where proportions do not matter.
        rng: Source of randomness; the same state gives the same draw.

    Returns:
        The items in the order they are asked. Questions of a case stand together, in order.
        Of missed ones, those missed most often come first, whatever their domains and cases.
        Fewer than `spec.count` when there are not enough, or when only whole cases that are
        too long are left.
    """
    if spec.seen == "missed":
        return _most_missed(eligible(heads, spec, history), spec.count, history, rng)
    units = units_of(eligible(heads, spec, history))
    rng.shuffle(units)
    units.sort(key=lambda unit: _times_seen(unit, history))
    chosen = _by_quota(units, spec, quotas) if quotas else []
    room = spec.count - _size(chosen)
    chosen += _fitting((unit for unit in units if unit not in chosen), room)
    rng.shuffle(chosen)
    return tuple(head for unit in chosen for head in unit)


def _fits(head: ItemHead, spec: QuizSpec) -> bool:
    pools = {"sorter"} if spec.context == "sorter" else {"bank"}
    if spec.seen == "missed":
        pools = {"bank", "lesson", DRILL_POOL}
    domains = head.domains(spec.exam) if spec.exam else ()
    return (
        head.pool in pools
        and (spec.exam is None or bool(domains))
        and (not spec.domains or any(domain in spec.domains for domain in domains))
        and spec.role in (None, head.role)
        and spec.skill in (None, head.skill)
        and spec.subject in (None, head.subject)
        and spec.lesson in (None, head.lesson)
    )


def _seen_fits(head: ItemHead, spec: QuizSpec, history: Mapping[str, ItemHistory]) -> bool:
    past = history.get(head.id)
    match spec.seen:
        case "new":
            return past is None
        case "seen":
            return past is not None
        case "missed":
            return past is not None and past.missed > 0
        case _:
            return True


def units_of(heads: Sequence[ItemHead]) -> list[Unit]:
    """Return what is drawn as one: single items, then the questions of each case in order."""
    cases: dict[str, list[ItemHead]] = {}
    units: list[Unit] = []
    for head in heads:
        if head.case_id is None:
            units.append((head,))
        else:
            cases.setdefault(head.case_id, []).append(head)
    units += [tuple(sorted(case, key=lambda head: head.case_position)) for case in cases.values()]
    return units


def _times_seen(unit: Unit, history: Mapping[str, ItemHistory]) -> int:
    return min(history[head.id].times if head.id in history else 0 for head in unit)


def _most_missed(
    heads: Iterable[ItemHead], count: int, history: Mapping[str, ItemHistory], rng: Random
) -> tuple[ItemHead, ...]:
    ordered = list(heads)
    rng.shuffle(ordered)
    ordered.sort(key=lambda head: -history[head.id].missed)
    return tuple(ordered[:count])


def _by_quota(units: Sequence[Unit], spec: QuizSpec, quotas: Mapping[str, int]) -> list[Unit]:
    """Take units for the domain they help most, while a domain still lacks questions."""
    lacking = dict(quotas)
    room = spec.count
    chosen: list[Unit] = []
    for unit in units:
        domain = max(
            (domain for head in unit for domain in head.domains(spec.exam or "")),
            key=lambda name: lacking.get(name, 0),
        )
        if len(unit) <= min(lacking.get(domain, 0), room):
            chosen.append(unit)
            lacking[domain] -= len(unit)
            room -= len(unit)
    return chosen


def _fitting(units: Iterable[Unit], room: int) -> list[Unit]:
    chosen: list[Unit] = []
    for unit in units:
        if len(unit) <= room:
            chosen.append(unit)
            room -= len(unit)
    return chosen


def _size(units: Sequence[Unit]) -> int:
    return sum(len(unit) for unit in units)
