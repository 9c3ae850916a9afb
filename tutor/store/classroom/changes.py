"""The audit log: each change an instructor makes, in the transaction that makes it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, insert, select
from sqlmodel import Session

from tutor.domain.classroom import AuditEntry, Change
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import AuditRow
from tutor.store.events import Author
from tutor.store.faults import decoding

_AUDIT = table_of(AuditRow)


def note_change(
    connection: Connection, author: Author, actor_id: str | None, change: Change
) -> None:
    """Append a change to the audit log, inside the transaction that makes it."""
    values = {
        "entry_id": author.new_id(),
        "at": author.clock.now(),
        "actor_id": actor_id,
        "course_id": change.course_id,
        "action": change.action,
        "subject": change.subject,
        "subject_id": change.subject_id,
        "before": change.before,
        "after": change.after,
    }
    connection.execute(insert(_AUDIT), values)


class ChangeAccess(Access):
    """The part of the store that reads the audit log."""

    def changes(
        self, course_id: str, *, subject_id: str | None = None, limit: int = 200
    ) -> tuple[AuditEntry, ...]:
        """Return the latest changes in a course, newest first; of one thing, if it is named."""
        with self._database.reading() as session:
            return _entries(session, course_id, subject_id, limit)


@decoding()
def _entries(
    session: Session, course_id: str, subject_id: str | None, limit: int
) -> tuple[AuditEntry, ...]:
    query = select(_AUDIT).where(_AUDIT.c.course_id == course_id)
    if subject_id is not None:
        query = query.where(_AUDIT.c.subject_id == subject_id)
    rows = session.connection().execute(query.order_by(_AUDIT.c.id.desc()).limit(limit))
    return tuple(_entry(dict(row)) for row in rows.mappings())


def _entry(row: dict[str, Any]) -> AuditEntry:
    change = Change(
        action=row["action"],
        subject=row["subject"],
        subject_id=row["subject_id"],
        course_id=row["course_id"],
        before=row["before"],
        after=row["after"],
    )
    return AuditEntry(row["id"], row["at"], row["actor_id"], change)
