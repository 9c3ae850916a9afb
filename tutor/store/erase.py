"""Erasing: all of one learner's data goes for good, and only a note stays that it must not return.

Which tables hold it is read from the schema, so that none is forgotten: those with a `learner_id`,
and those whose rows belong to rows of such a table (as the questions of an attempt do).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
)

from tutor.errors import NotFoundError, UsageError
from tutor.store.base import Base, table_of
from tutor.store.class_models import AuditRow, MemberRow
from tutor.store.learners import CURRENT
from tutor.store.models import ErasureRow, EventRow, LearnerRow, SettingRow

_ERASURES, _EVENTS, _LEARNERS = table_of(ErasureRow), table_of(EventRow), table_of(LearnerRow)
_SETTINGS = table_of(SettingRow)
_AUDIT, _MEMBERS = table_of(AuditRow), table_of(MemberRow)
OWNER = "learner_id"
"""The column that says whose a row is."""
NOT_PERSONAL = frozenset({"erasure"})
"""Tables with that column which outlive a learner: here, the note of the erasure itself."""

Whose = ColumnElement[bool]


def refuse_erased(connection: Connection, learner_id: str) -> None:
    """Refuse to take in what was erased.

    Raises:
        UsageError: The learner was erased from this database.
    """
    query = select(_ERASURES.c.at).where(_ERASURES.c.learner_id == learner_id)
    at = connection.execute(query).scalar_one_or_none()
    if at is not None:
        raise UsageError(
            f"this learner's data was erased from this database on {at:%Y-%m-%d}, for good: "
            "nothing was taken"
        )


def erase(connection: Connection, learner_id: str, now: datetime) -> dict[str, int]:
    """Delete all of a learner's data; return the number of rows deleted, by table.

    Raises:
        NotFoundError: There is no such learner.
        UsageError: Something that is not the learner's own names them.
    """
    query = select(_LEARNERS.c.id).where(_LEARNERS.c.id == learner_id).with_for_update()
    if connection.execute(query).first() is None:
        raise NotFoundError(f"there is no learner {learner_id!r}")
    _refuse_named(connection, learner_id)
    row = {"learner_id": learner_id, "at": now, "numbers": _numbers(connection, learner_id)}
    connection.execute(insert(_ERASURES), row)  # from now on, triggers let the rows go
    deleted = {}
    for table, whose in reversed(list(personal_tables())):
        result = connection.execute(delete(table).where(whose), {"learner": learner_id})
        deleted[table.name] = result.rowcount
    connection.execute(delete(_LEARNERS).where(_LEARNERS.c.id == learner_id))
    chosen = _SETTINGS.c.key.startswith(CURRENT) & (_SETTINGS.c.value == learner_id)
    connection.execute(delete(_SETTINGS).where(chosen))
    return {"learner": 1} | deleted


def personal_tables() -> Iterator[tuple[Table, Whose]]:
    """Yield each table that holds learners' data, and which of its rows are one learner's.

    Tables that others refer to come first. The learner is the parameter `learner`.
    """
    found: dict[Table, Whose] = {}
    for table in _tables():
        whose = _whose(table, found)
        if whose is not None:
            found[table] = whose
            yield table, whose


def _tables() -> list[Table]:
    """Return all tables, those that others refer to first."""
    return Base.metadata.sorted_tables


def _whose(table: Table, found: dict[Table, Whose]) -> Whose | None:
    if table.name in NOT_PERSONAL:
        return None
    if table is _AUDIT:  # names a student where it tells of their account or their membership
        members = select(_MEMBERS.c.id).where(_MEMBERS.c.learner_id == bindparam("learner"))
        subject = table.c.subject_id
        return (subject == bindparam("learner")) | subject.in_(members)
    if OWNER in table.c:
        return table.c[OWNER] == bindparam("learner")
    for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
        if key.column.table in found:
            rows = select(key.column).where(found[key.column.table])
            return key.parent.in_(rows)
    return None


def _refuse_named(connection: Connection, learner_id: str) -> None:
    """Refuse to erase someone whom rows name that are not their own, such as a course they made."""
    for table in _tables():
        for key in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            if key.column.table is not _LEARNERS or key.parent.name == OWNER:
                continue
            query = select(func.count()).select_from(table).where(key.parent == learner_id)
            if count := connection.execute(query).scalar_one():
                raise UsageError(
                    f"this learner is named by {count} rows of {table.name} that are not only "
                    "theirs: hand those over to someone else first"
                )


def _numbers(connection: Connection, learner_id: str) -> dict[str, int]:
    query = (
        select(_EVENTS.c.device_id, func.count())
        .where(_EVENTS.c.learner_id == learner_id)
        .group_by(_EVENTS.c.device_id)
    )
    return {device: int(count) for device, count in connection.execute(query)}
