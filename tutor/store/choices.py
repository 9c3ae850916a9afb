"""What a learner chooses of which only the last choice holds, and when it was changed last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from tutor.store.base import table_of
from tutor.store.events import TICK
from tutor.store.models import LastChangeRow
from tutor.store.upsert import upsert

PROFILE, STUDY_DAYS = "profile", "study_days"

LAST_CHANGES = table_of(LastChangeRow)
_LAST = select(LAST_CHANGES.c.at).where(
    LAST_CHANGES.c.learner_id == bindparam("learner"), LAST_CHANGES.c.what == bindparam("what")
)


def last_change(connection: Connection, learner_id: str, what: str) -> datetime | None:
    """Return when a choice was changed last; None where it never was."""
    return connection.execute(_LAST, {"learner": learner_id, "what": what}).scalar_one_or_none()


def note_change(connection: Connection, learner_id: str, what: str, now: datetime) -> None:
    """Note that a choice changes now: after every change before, whatever the clock says."""
    last = last_change(connection, learner_id, what)
    set_change(connection, learner_id, what, later(now, last))


def set_change(connection: Connection, learner_id: str, what: str, at: datetime) -> None:
    """Write when a choice was changed last."""
    row = {"learner_id": learner_id, "what": what, "at": at}
    connection.execute(upsert(connection.dialect.name, LAST_CHANGES), row)


def later(now: datetime, last: datetime | None) -> datetime:
    """Return now, or the next instant after the last change if the clock was set back."""
    return now if last is None else max(now, last + TICK)
