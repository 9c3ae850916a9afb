"""Missed items, what an open test must not give away, and taking the latest answer back."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.statistics_records import MissedItem
from tutor.store import attempts
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.classroom.unreleased import unreleased_items
from tutor.store.derived import ATTEMPT_STATE, MISSED_STATE, UNDO_STATE
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)


class MissedAccess(Access):
    """The part of the store that keeps slips and misses."""

    def undo_answer(self, attempt_id: str, position: int, *, study_day: date) -> None:
        """Take the latest answer back, also in all statistics; the log keeps both events.

        Raises:
            NotFoundError: There is no such attempt.
            AttemptError: The attempt has ended, or this is not the learner's latest answer, or
                it was not given in practice or a review with feedback after each answer.
        """
        with self._recording() as recorder:
            attempts.undo(recorder, attempt_id, position, study_day)

    def undoable(self, learner_id: str) -> tuple[str, int] | None:
        """Return attempt and position of the answer that can be taken back, if one can."""
        query = select(UNDO_STATE).where(UNDO_STATE.c.learner_id == learner_id)
        with self._database.reading() as session, decoding():
            row = session.connection().execute(query).mappings().one_or_none()
            return attempts.undoable(dict(row) if row else None)

    def missed(self, learner_id: str) -> tuple[MissedItem, ...]:
        """Return what a learner still has to answer right: most often missed first."""
        with self._database.reading() as session:
            return missed(session, learner_id)

    def withheld_items(self, learner_id: str) -> frozenset[str]:
        """Return the items whose keys must not show.

        Those of tests and mock exams that are open, and of assignments begun whose keys are not
        released.
        """
        with self._database.reading() as session:
            now = self._author.clock.now()
            return withheld_items(session, learner_id) | unreleased_items(session, learner_id, now)


@decoding()
def missed(session: Session, learner_id: str) -> tuple[MissedItem, ...]:
    """Return what a learner still has to answer right: most often missed first, then latest."""
    query = select(MISSED_STATE).where(
        MISSED_STATE.c.learner_id == learner_id, MISSED_STATE.c.waiting.is_(True)
    )
    found = (
        MissedItem(
            item_id=row.item_id,
            content_hash=row.item_hash,
            misses=row.misses,
            last_at=row.last_at,
            right_day=date.fromisoformat(row.right_day) if row.right_day else None,
        )
        for row in session.connection().execute(query)
    )
    return tuple(
        sorted(found, key=lambda one: (-one.misses, -one.last_at.timestamp(), one.item_id))
    )


def withheld_items(session: Session, learner_id: str) -> frozenset[str]:
    """Return the items of a learner's tests and mock exams that are open."""
    query = (
        select(_ITEMS.c.item_id, _ATTEMPTS.c.spec)
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ITEMS.c.attempt_id)
        .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
        .where(ATTEMPT_STATE.c.learner_id == learner_id, ATTEMPT_STATE.c.status == "open")
    )
    with decoding():
        rows = session.connection().execute(query)
        return frozenset(row.item_id for row in rows if row.spec["feedback"] == "test")
