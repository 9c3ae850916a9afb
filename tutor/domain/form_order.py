"""The order in which one student is asked the questions of a set."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from random import Random


def shuffled(
    sections: Sequence[int], cases: Sequence[Hashable | None], rng: Random
) -> tuple[int, ...]:
    """Return positions in another order.

    Sections stay in their order, and the questions of one case stay together as they are.

    Args:
        sections: Of each question, the number of its section.
        cases: Of each question, what names the case it belongs to; None for one on its own.
        rng: Source of the order.
    """
    groups: dict[tuple[int, Hashable], list[int]] = {}
    for position, (section, case) in enumerate(zip(sections, cases, strict=True)):
        name = ("alone", position) if case is None else ("case", case)
        groups.setdefault((section, name), []).append(position)
    order: list[int] = []
    for section in sorted(set(sections)):
        within = [group for (number, _), group in groups.items() if number == section]
        rng.shuffle(within)
        order += [position for group in within for position in group]
    return tuple(order)
