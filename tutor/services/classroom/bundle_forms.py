"""An assignment's questions as one student has them, with their keys and without."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tutor.domain.assignment import Assignment, Extension
from tutor.domain.assignment_window import attempts_for, window_for
from tutor.domain.classroom import Course
from tutor.domain.handed_out import Form, OutSlot, Terms
from tutor.domain.item import Item
from tutor.domain.keyless import Keyless, keyless
from tutor.domain.quiz_set import PublishedSet
from tutor.domain.set_draw import by_history, form_of
from tutor.errors import UsageError
from tutor.store.store import Store

DURING = "during"


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of a student's form: its slot, its points, the true item, and the one given."""

    slot: int
    section: int
    points: float
    item: Item
    given: Keyless


def carries_keys(assignment: Assignment) -> bool:
    """Tell whether the questions are handed out with their keys: they show at once anyway."""
    release = assignment.policy.release
    return release.key == DURING and release.rationale == DURING


def own_form(
    published: PublishedSet,
    form: Sequence[tuple[int, str]],
    items: dict[str, Item],
    secret: bytes,
    *,
    with_keys: bool,
) -> tuple[OwnQuestion, ...]:
    """Return the questions of one form, each with what is given away of it.

    Args:
        published: The set.
        form: `(slot, item hash)` of each question, in order.
        items: The item versions of the set, by hash.
        secret: What makes keyless questions opaque.
        with_keys: Hand the questions out as they are.
    """
    questions = []
    for slot, content_hash in form:
        item, frozen = items[content_hash], published.slots[slot]
        given = Keyless(item, {}) if with_keys else keyless(item, secret)
        questions.append(OwnQuestion(slot, frozen.section, frozen.points, item, given))
    hashes = [question.given.item.content_hash for question in questions]
    if len(set(hashes)) < len(hashes):
        raise UsageError(
            f"{published.title} asks the same question twice: without its key nobody could tell "
            "the two apart, so take one of them out"
        )
    return tuple(questions)


class FormReader:
    """Reads the forms of one assignment, the set and its items once.

    A form that depends on what the student has answered before is drawn by what this database
    knows of the student when it first goes out, and stays as it went out.
    """

    def __init__(self, store: Store, assignment: Assignment, secret: bytes) -> None:
        self.published: PublishedSet = store.published_set(assignment.version_id)
        hashes = {item_hash for slot in self.published.slots for _, item_hash in slot.pool}
        self.with_keys = carries_keys(assignment)
        self.by_history = by_history(self.published)
        self._items = store.item_versions(hashes)
        self._secret = secret
        self._store, self._assignment = store, assignment
        self._out = store.handed_forms(assignment) if self.by_history else {}

    def settle(self, actor_id: str | None, learner_ids: Iterable[str]) -> None:
        """Draw the forms of students who have none yet, and write down what goes out."""
        if not self.by_history:
            return
        new = {one: self._drawn(one) for one in learner_ids if one not in self._out}
        if new:
            self._store.keep_handed_forms(actor_id, self._assignment, new)
            self._out = self._store.handed_forms(self._assignment)

    def form(self, learner_id: str) -> tuple[OwnQuestion, ...]:
        """Return the questions that a student has.

        Raises:
            UsageError: Without keys, two of them could not be told apart.
        """
        # What went out without being kept was drawn without a history.
        hashes = self._out.get(learner_id) or tuple(
            item_hash for _, item_hash in form_of(self.published, learner_id)
        )
        form = tuple(enumerate(hashes))
        return own_form(self.published, form, self._items, self._secret, with_keys=self.with_keys)

    def _drawn(self, learner_id: str) -> tuple[str, ...]:
        """Return the content hash in each slot."""
        seen = self._store.item_history(learner_id) if self.by_history else ()
        return tuple(item_hash for _, item_hash in form_of(self.published, learner_id, seen))


def out_form(published: PublishedSet, questions: Sequence[OwnQuestion]) -> Form:
    """Return a form as it is handed out."""
    sections = tuple((one.title, one.text) for one in published.definition.sections)
    return Form(
        sections or (("", ""),),
        tuple(OutSlot(one.section, one.points, one.given.item) for one in questions),
    )


def terms_for(
    course: Course,
    assignment: Assignment,
    external_id: str | None,
    extension: Extension | None = None,
    factor: float = 1.0,
) -> Terms:
    """Return the terms of an assignment as they are for one student, or for all."""
    window = window_for(assignment, extension, factor)
    policy = replace(
        assignment.policy,
        attempts=attempts_for(assignment.policy, extension),
        seconds=window.seconds,
    )
    return Terms(
        course_id=course.id,
        course_title=course.title,
        assignment_id=assignment.id,
        title=assignment.title,
        version_id=assignment.version_id,
        policy=policy,
        opens_at=window.opens_at,
        due_at=window.due_at,
        closes_at=window.closes_at,
        external_id=external_id,
        keyless=not carries_keys(assignment),
    )
