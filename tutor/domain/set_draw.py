"""The form of one student: which question stands in each slot of a published set."""

from __future__ import annotations

from random import Random

from tutor.domain.quiz_set import PublishedSet


def form_of(published: PublishedSet, learner_id: str) -> tuple[tuple[int, str], ...]:
    """Return `(slot, content hash)` for each slot of a set, the same every time.

    Where a slot has a pool, one of it is drawn from the set's seed and the student, and no item
    is drawn twice while the pool has another.
    """
    rng = Random(f"{published.seed}:{learner_id}")  # noqa: S311 - a draw, not a secret
    taken: set[str] = set()
    form = []
    for number, slot in enumerate(published.slots):
        free = [one for one in slot.pool if one[0] not in taken] or list(slot.pool)
        item_id, item_hash = free[0] if len(free) == 1 else rng.choice(free)
        taken.add(item_id)
        form.append((number, item_hash))
    return tuple(form)
