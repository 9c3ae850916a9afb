"""Drawing an attempt at an assignment: the student's form, in the student's order."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from random import Random

from tutor.domain.assignment import Assignment
from tutor.domain.form_order import shuffled
from tutor.domain.item import Item
from tutor.domain.kinds import arrange
from tutor.domain.quiz_set import PublishedSet
from tutor.domain.records import ASSIGNED, Learner, NewAttempt, PlacedItem, QuizSpec
from tutor.domain.set_draw import form_of
from tutor.store.store import Store


def drawn(
    store: Store, assignment: Assignment, learner: Learner, number: int
) -> tuple[NewAttempt, list[float]]:
    """Return an attempt with the student's form, and what each question is worth.

    Args:
        store: Where the set and the student's history are read.
        assignment: At what.
        learner: Whose.
        number: Of the student's attempts, from 1: each has an order of its own.
    """
    policy = assignment.policy
    published = store.published_set(assignment.version_id)
    form = form_of(published, learner.id, store.item_history(learner.id))
    versions = store.item_versions(item_hash for _, item_hash in form)
    items = [versions[item_hash] for _, item_hash in form]
    slots = [published.slots[slot] for slot, _ in form]
    seed = _seed(published, learner.id, number)
    rng = Random(seed)  # noqa: S311 - an order, not a secret
    order: Sequence[int] = range(len(items))
    if policy.shuffle:
        order = shuffled([slot.section for slot in slots], [_case(one) for one in items], rng)
    window = store.window(assignment.id, learner.id)
    during = policy.release.correctness == "during"
    new = NewAttempt(
        learner_id=learner.id,
        title=assignment.title,
        spec=QuizSpec(
            exam=store.course(assignment.course_id).exam,
            count=len(items),
            feedback="tutor" if during else "test",
            context=ASSIGNED,
            seconds=window.seconds,
        ),
        seed=seed,
        blueprint=None,
        deadline=None,
        items=tuple(PlacedItem(items[at], arrange(items[at], rng)) for at in order),
    )
    return new, [slots[at].points for at in order]


def _seed(published: PublishedSet, learner_id: str, number: int) -> int:
    text = f"{published.id}:{published.seed}:{learner_id}:{number}"
    return int.from_bytes(sha256(text.encode()).digest()[:6])


def _case(item: Item) -> str | None:
    return item.exhibit.case_id if item.exhibit else None
