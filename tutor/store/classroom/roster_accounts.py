"""Accounts of students, as those who teach them give them out."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, select

from tutor.domain.actor import STUDENT
from tutor.domain.classroom import Change
from tutor.store.access import Access
from tutor.store.account_models import AccountRow
from tutor.store.base import table_of
from tutor.store.classroom.changes import note_changes
from tutor.store.classroom.people import STAFF
from tutor.store.events import Author
from tutor.store.upsert import insert_missing

_ACCOUNTS = table_of(AccountRow)


class RosterAccountAccess(Access):
    """The part of the store that gives the students of a course accounts."""

    def all_staff(self) -> frozenset[str]:
        """Return the learner ids of everybody who teaches any course, archived ones too."""
        query = select(STAFF.c.learner_id).where(STAFF.c.removed_at.is_(None)).distinct()
        with self._database.reading() as session:
            return frozenset(session.connection().execute(query).scalars())

    def give_accounts(
        self, actor_id: str | None, course_id: str, hashes: Mapping[str, str]
    ) -> frozenset[str]:
        """Give students of a course accounts, whose passwords hold for one sign-in.

        Args:
            actor_id: Who gives them, for the audit log.
            course_id: The course.
            hashes: Hash of each one's password, by learner id.

        Returns:
            Who got one: not those who have one meanwhile.
        """
        with self._database.transaction() as connection:
            return add_accounts(connection, self._author, actor_id, course_id, hashes)


def add_accounts(
    connection: Connection,
    author: Author,
    actor_id: str | None,
    course_id: str,
    hashes: Mapping[str, str],
) -> frozenset[str]:
    """Give students accounts inside a transaction; return who got one."""
    now = author.clock.now()
    statement = insert_missing(connection.dialect.name, _ACCOUNTS).returning(_ACCOUNTS.c.learner_id)
    made = [
        learner_id
        for learner_id in sorted(hashes)  # in one order: two who give at once wait, never lock
        if connection.execute(
            statement,
            {
                "learner_id": learner_id,
                "role": STUDENT,
                "password_hash": hashes[learner_id],
                "created_at": now,
                "disabled_at": None,
                "must_change": True,
            },
        ).first()
    ]
    changes = [
        Change("created", "account", one, course_id, None, {"role": STUDENT}) for one in made
    ]
    note_changes(connection, author, actor_id, changes)
    return frozenset(made)
