"""Learners' profiles, and which one this machine is used by."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tutor.domain.name_order import natural
from tutor.domain.records import Learner
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.choices import PROFILE, note_change
from tutor.store.events import Author
from tutor.store.faults import decoding
from tutor.store.models import LearnerRow, SettingRow
from tutor.store.upsert import upsert

CHANGEABLE = ("name", "exam", "exam_date", "daily_goal", "time_zone", "theme")
"""What a learner may change of a profile."""
CURRENT = "current_learner"
"""Setting: the learner last chosen; on a shared server, one for each device."""

_SETTINGS = table_of(SettingRow)


class LearnerAccess(Access):
    """The part of the store that keeps learners' profiles."""

    def learners(self, *, include_archived: bool = False) -> tuple[Learner, ...]:
        """Return the learners, by name."""
        with self._database.reading() as session:
            return every(session, include_archived=include_archived)

    def learner(self, learner_id: str) -> Learner:
        """Return one learner, archived or not.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.reading() as session:
            return one(session, learner_id)

    def create_learner(
        self,
        name: str,
        *,
        exam: str | None = None,
        exam_date: date | None = None,
        daily_goal: int = 20,
        time_zone: str = "UTC",
        theme: str = "tutor-dark",
    ) -> Learner:
        """Add a learner.

        Raises:
            UsageError: The name is empty or in use (in any case), or a value is out of range.
        """
        with self._database.writing() as session:
            return create(
                session,
                self._author,
                name,
                exam=exam,
                exam_date=exam_date,
                daily_goal=daily_goal,
                time_zone=time_zone,
                theme=theme,
            )

    def update_learner(self, learner_id: str, **changes: Any) -> Learner:  # noqa: ANN401
        """Change any of name, exam, exam_date, daily_goal, time_zone, theme.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: The name is in use, a value is out of range, or there is no such field.
        """
        with self._database.writing() as session:
            return update(session, learner_id, changes, self._author.clock.now())

    def archive_learner(self, learner_id: str) -> None:
        """Take a learner out of use; the history stays, and the name becomes free.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            archive(session, learner_id, self._author.clock.now())

    def restore_learner(self, learner_id: str) -> None:
        """Take a learner into use again.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: Another learner has the name now.
        """
        with self._database.writing() as session:
            restore(session, learner_id)

    def current_learner_id(self) -> str | None:
        """Return the learner last chosen on this machine, if still in use."""
        with self._database.reading() as session:
            return current_id(session, self._scope)

    def set_current_learner(self, learner_id: str) -> None:
        """Remember which learner uses this machine.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            choose(session, learner_id, self._scope)


@decoding()
def every(session: Session, *, include_archived: bool) -> tuple[Learner, ...]:
    """Return learners by name."""
    query = select(LearnerRow)
    if not include_archived:
        query = query.where(col(LearnerRow.archived_at).is_(None))
    learners = [_learner(row) for row in session.exec(query)]
    return tuple(sorted(learners, key=lambda learner: (natural(learner.name), learner.id)))


@decoding()
def one(session: Session, learner_id: str) -> Learner:
    """Return one learner, archived or not."""
    return _learner(_row(session, learner_id))


def create(
    session: Session,
    author: Author,
    name: str,
    *,
    exam: str | None,
    exam_date: date | None,
    daily_goal: int,
    time_zone: str,
    theme: str,
) -> Learner:
    """Add a learner."""
    row = LearnerRow(
        id=author.new_id(),
        name=name,
        name_key="",
        created_at=author.clock.now(),
        exam=exam,
        exam_date=exam_date,
        daily_goal=daily_goal,
        time_zone=time_zone,
        theme=theme,
    )
    return _saved(session, row)


def update(session: Session, learner_id: str, changes: dict[str, Any], now: datetime) -> Learner:
    """Change fields of a profile."""
    row = _row(session, learner_id)
    for name, value in changes.items():
        if name not in CHANGEABLE:
            raise UsageError(f"a profile has no {name!r} to change; it has {', '.join(CHANGEABLE)}")
        setattr(row, name, value)
    saved = _saved(session, row)
    note_change(session.connection(), learner_id, PROFILE, now)
    return saved


def archive(session: Session, learner_id: str, now: datetime) -> None:
    """Take a learner out of use; nothing is deleted."""
    row = _row(session, learner_id)
    if row.archived_at is None:
        row.archived_at = now


def restore(session: Session, learner_id: str) -> None:
    """Take a learner into use again.

    Raises:
        UsageError: Another learner has the name now.
    """
    row = _row(session, learner_id)
    row.archived_at = None
    _saved(session, row)


@decoding()
def current_id(session: Session, scope: str) -> str | None:
    """Return the id of the learner last chosen, if in use still."""
    setting = session.get(SettingRow, CURRENT + scope)
    row = session.get(LearnerRow, setting.value) if setting else None
    return row.id if row and row.archived_at is None else None


def choose(session: Session, learner_id: str, scope: str) -> None:
    """Remember the learner last chosen."""
    _row(session, learner_id)
    connection = session.connection()
    statement = upsert(connection.dialect.name, _SETTINGS)
    connection.execute(statement, {"key": CURRENT + scope, "value": learner_id})


def name_key(name: str) -> str:
    """Return a name as it is compared: in one case, with single spaces."""
    return unicodedata.normalize("NFKC", " ".join(name.split())).casefold()


def lock(connection: Connection, learner_id: str) -> None:
    """Hold other writers of a learner off, if there is that learner."""
    connection.execute(select(LearnerRow.id).where(LearnerRow.id == learner_id).with_for_update())


def _saved(session: Session, row: LearnerRow) -> Learner:
    """Check a profile and write it.

    Raises:
        UsageError: A value is out of range, or the name is taken.
    """
    row.name = " ".join(row.name.split())
    row.name_key = name_key(row.name)
    _check(row)
    name = row.name
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:
        raise UsageError(f"there is a profile named {name!r} already") from error
    return _learner(row)


def _check(row: LearnerRow) -> None:
    if not row.name:
        raise UsageError("a profile needs a name")
    if row.daily_goal < 1:
        raise UsageError("the daily goal is a number of questions, 1 or more")
    try:
        ZoneInfo(row.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UsageError(
            f"there is no time zone {row.time_zone!r}; a known one is America/New_York"
        ) from error


@decoding()
def _row(session: Session, learner_id: str) -> LearnerRow:
    row = session.get(LearnerRow, learner_id)
    if row is None:
        raise NotFoundError(f"there is no learner {learner_id!r}")
    return row


def _learner(row: LearnerRow) -> Learner:
    return Learner(
        id=row.id,
        name=row.name,
        created_at=row.created_at,
        exam=row.exam,
        exam_date=row.exam_date,
        daily_goal=row.daily_goal,
        time_zone=row.time_zone,
        theme=row.theme,
        archived_at=row.archived_at,
    )
