"""The audit log: each change an instructor makes, in the transaction that makes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, func, insert, select
from sqlmodel import Session

from tutor.domain.classroom import AuditEntry, Change
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import AuditRow, MemberRow
from tutor.store.events import Author
from tutor.store.faults import decoding
from tutor.store.models import LearnerRow

_AUDIT = table_of(AuditRow)
_MEMBERS = table_of(MemberRow)
_ACTORS = table_of(LearnerRow).alias("actor")
_PEOPLE = table_of(LearnerRow).alias("subject_learner")
_NAMED = select(
    _AUDIT,
    _ACTORS.c.name.label("actor"),
    func.coalesce(_MEMBERS.c.display_name, _MEMBERS.c.external_id, _PEOPLE.c.name).label("called"),
).select_from(
    _AUDIT.outerjoin(_ACTORS, _ACTORS.c.id == _AUDIT.c.actor_id)
    .outerjoin(_MEMBERS, _MEMBERS.c.id == _AUDIT.c.subject_id)
    .outerjoin(_PEOPLE, _PEOPLE.c.id == _AUDIT.c.subject_id)
)
"""Changes with the names of who made them and of whom they were made to, in one query."""


def note_change(
    connection: Connection, author: Author, actor_id: str | None, change: Change
) -> None:
    """Append a change to the audit log, inside the transaction that makes it."""
    note_changes(connection, author, actor_id, (change,))


def note_changes(
    connection: Connection, author: Author, actor_id: str | None, changes: Iterable[Change]
) -> None:
    """Append many changes that one person makes at once."""
    now = author.clock.now()
    rows = [
        {
            "entry_id": author.new_id(),
            "at": now,
            "actor_id": actor_id,
            "course_id": change.course_id,
            "action": change.action,
            "subject": change.subject,
            "subject_id": change.subject_id,
            "before": change.before,
            "after": change.after,
        }
        for change in changes
    ]
    if rows:
        connection.execute(insert(_AUDIT), rows)


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
    query = _NAMED.where(_AUDIT.c.course_id == course_id)
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
    return AuditEntry(
        row["id"], row["at"], row["actor_id"], change, row["actor"] or "", row["called"] or ""
    )
