"""When a learner studies: minutes a day, days of the week and single dates off."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.study_day import StudyDays
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.faults import decoding
from tutor.store.models import LearnerRow, StudyDaysRow
from tutor.store.upsert import upsert

_STUDY_DAYS = table_of(StudyDaysRow)


class StudyDaysAccess(Access):
    """The part of the store that keeps when a learner studies."""

    def study_days(self, learner_id: str) -> StudyDays:
        """Return when a learner studies; every day, by the daily goal, unless set."""
        with self._database.reading() as session:
            return read(session, learner_id)

    def set_study_days(self, learner_id: str, days: StudyDays) -> None:
        """Replace when a learner studies.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            write(session, learner_id, days)


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
