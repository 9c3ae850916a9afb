"""When a learner studies: minutes a day, days off; and what was answered on a day."""

from __future__ import annotations

import json
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.item import DRILL_POOL
from tutor.domain.statistics_records import DayAnswer
from tutor.domain.study_day import StudyDays
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.choices import STUDY_DAYS, note_change
from tutor.store.derived import ANSWER_STATE
from tutor.store.faults import decoding
from tutor.store.models import (
    AttemptItemRow,
    AttemptRow,
    ItemVersionRow,
    LearnerRow,
    StudyDaysRow,
)
from tutor.store.upsert import upsert

_STUDY_DAYS = table_of(StudyDaysRow)
_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)
_VERSIONS = table_of(ItemVersionRow)


class StudyDaysAccess(Access):
    """The part of the store that keeps when a learner studies."""

    def study_days(self, learner_id: str) -> StudyDays:
        """Return when a learner studies; every day, by the daily goal, unless set."""
        with self._database.reading() as session:
            return read(session, learner_id)

    def answers_on(self, learner_id: str, study_day: date) -> tuple[DayAnswer, ...]:
        """Return the answers of a study day in quizzes, reviews and exams, open ones included.

        They tell what was asked, never whether it was right.
        """
        with self._database.reading(snapshot=True) as session:
            return answered(session, learner_id, study_day)

    def set_study_days(self, learner_id: str, days: StudyDays) -> None:
        """Replace when a learner studies.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            write(session, learner_id, days)
            now = self._author.clock.now()
            note_change(session.connection(), learner_id, STUDY_DAYS, now)


@decoding()
def read(session: Session, learner_id: str) -> StudyDays:
    """Return what is set, or the defaults."""
    query = select(_STUDY_DAYS).where(_STUDY_DAYS.c.learner_id == learner_id)
    row = session.connection().execute(query).one_or_none()
    if row is None:
        return StudyDays()
    return StudyDays(
        minutes=row.minutes,
        weekdays_off=frozenset(int(day) for day in row.weekdays_off),
        dates_off=frozenset(date.fromisoformat(day) for day in row.dates_off),
    )


@decoding()
def answered(session: Session, learner_id: str, study_day: date) -> tuple[DayAnswer, ...]:
    """Return the answers of a study day, in order of time."""
    query = (
        select(_ATTEMPTS.c.spec, _VERSIONS.c.body)
        .select_from(ANSWER_STATE)
        .join(_ATTEMPTS, _ATTEMPTS.c.id == ANSWER_STATE.c.attempt_id)
        .join(
            _ITEMS,
            (_ITEMS.c.attempt_id == ANSWER_STATE.c.attempt_id)
            & (_ITEMS.c.position == ANSWER_STATE.c.position),
        )
        .join(_VERSIONS, _VERSIONS.c.content_hash == _ITEMS.c.item_hash)
        .where(
            ANSWER_STATE.c.learner_id == learner_id,
            ANSWER_STATE.c.study_day == study_day.isoformat(),
            ANSWER_STATE.c.answered_at.is_not(None),
        )
        .order_by(ANSWER_STATE.c.answered_at, _ITEMS.c.attempt_id, _ITEMS.c.position)
    )
    return tuple(
        DayAnswer(
            context=str(row.spec["context"]),
            generated=body.get("pool") == DRILL_POOL,
            exams=tuple((str(exam), str(domain)) for exam, domain in body["exams"]),
        )
        for row in session.connection().execute(query)
        for body in (json.loads(row.body),)
    )


def write(session: Session, learner_id: str, days: StudyDays) -> None:
    """Write the one row of a learner."""
    if session.get(LearnerRow, learner_id) is None:
        raise NotFoundError(f"there is no learner {learner_id!r}")
    connection = session.connection()
    connection.execute(
        upsert(connection.dialect.name, _STUDY_DAYS),
        {
            "learner_id": learner_id,
            "minutes": days.minutes,
            "weekdays_off": sorted(days.weekdays_off),
            "dates_off": [day.isoformat() for day in sorted(days.dates_off)],
        },
    )
