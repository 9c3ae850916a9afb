"""Reading how long answers took. Nothing here writes."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Text, select, type_coerce

from tutor.domain.statistics_records import AnswerTime
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.derived import ANSWER_STATE
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)


class TimeAccess(Access):
    """The part of the store that tells how long answers took."""

    def answer_times(self, learner_id: str, since: datetime) -> tuple[AnswerTime, ...]:
        """Return how long each answer took in the attempts begun since an instant.

        Answers whose time was not measured are left out.
        """
        # From the attempts, which are few and have an index by time, to their answers.
        query = (
            select(
                type_coerce(ANSWER_STATE.c.study_day, Text).label("study_day"),
                ANSWER_STATE.c.latency_ms,
                type_coerce(_ITEMS.c.item_hash, Text).label("item_hash"),
            )
            .join(_ATTEMPTS, _ATTEMPTS.c.id == ANSWER_STATE.c.attempt_id)
            .join(
                _ITEMS,
                (_ITEMS.c.attempt_id == ANSWER_STATE.c.attempt_id)
                & (_ITEMS.c.position == ANSWER_STATE.c.position),
            )
            .where(
                _ATTEMPTS.c.learner_id == learner_id,
                _ATTEMPTS.c.started_at >= since,
                ANSWER_STATE.c.latency_ms > 0,
            )
        )
        with self._database.reading(snapshot=True) as session, decoding():
            connection, tags = session.connection(), self._author.tags
            return tuple(
                AnswerTime(
                    date.fromisoformat(day), int(latency), tags.read(connection, item_hash).exams
                )
                for day, latency, item_hash in connection.execute(query)
            )
