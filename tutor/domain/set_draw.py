"""The form of one student: which question stands in each slot of a published set."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random

from tutor.domain.quiz_set import PublishedSet


def form_of(
    published: PublishedSet, learner_id: str, seen: Collection[str] = ()
) -> tuple[tuple[int, str], ...]:
    """Return `(slot, content hash)` for each slot of a set, the same every time.

    Where a slot has a pool, one of it is drawn from the set's seed and the student, and no item
    is drawn twice while the pool has another.

    Args:
        published: The set.
        learner_id: The student.
        seen: Ids of items the student has answered. Slots whose rule wants new or seen ones
            take those first; the others serve where there are not enough.
    """
    rng = Random(f"{published.seed}:{learner_id}")  # noqa: S311 - a draw, not a secret
    wishes = _wishes(published)
    taken: set[str] = set()
    form = []
    for number, slot in enumerate(published.slots):
        free = [one for one in slot.pool if one[0] not in taken] or list(slot.pool)
        wish = next(wishes, "any")
        if seen and wish != "any":
            free = [one for one in free if (one[0] in seen) == (wish == "seen")] or free
        item_id, item_hash = free[0] if len(free) == 1 else rng.choice(free)
        taken.add(item_id)
        form.append((number, item_hash))
    return tuple(form)


def by_history(published: PublishedSet) -> bool:
    """Tell whether a form depends on what the student has answered before."""
    return any(wish != "any" for wish in _wishes(published))


def _wishes(published: PublishedSet) -> Iterator[str]:
    """Yield for each slot whether its rule wants new or seen questions."""
    for section in published.definition.sections:
        yield from ("any" for _ in section.picks)
        for rule in section.rules:
            yield from (rule.seen for _ in range(rule.count))
