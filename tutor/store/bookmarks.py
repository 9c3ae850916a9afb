"""Bookmarks in the code book: which pages a learner keeps at hand."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.records import Bookmark, BookmarkKey
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.choices import later
from tutor.store.faults import decoding
from tutor.store.models import BookmarkRow, LearnerRow
from tutor.store.upsert import upsert

_BOOKMARKS = table_of(BookmarkRow)


class BookmarkAccess(Access):
    """The part of the store that keeps bookmarks."""

    def bookmarks(self, learner_id: str) -> tuple[Bookmark, ...]:
        """Return a learner's bookmarks, newest first."""
        with self._database.reading() as session:
            return every(session, learner_id)

    def set_bookmark(self, learner_id: str, key: BookmarkKey, *, kept: bool) -> None:
        """Keep a page at hand, or no longer; saying the same again changes nothing.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._database.writing() as session:
            put(session, learner_id, key, kept=kept, now=self._author.clock.now())


@decoding()
def every(session: Session, learner_id: str) -> tuple[Bookmark, ...]:
    """Return the bookmarks in use, newest first."""
    query = (
        select(_BOOKMARKS)
        .where(_BOOKMARKS.c.learner_id == learner_id, _BOOKMARKS.c.removed_at.is_(None))
        .order_by(_BOOKMARKS.c.created_at.desc(), _BOOKMARKS.c.code_set, _BOOKMARKS.c.code)
    )
    return tuple(
        Bookmark(BookmarkKey(row.code_set, row.edition, row.code), row.created_at)
        for row in session.connection().execute(query)
    )


def put(session: Session, learner_id: str, key: BookmarkKey, *, kept: bool, now: datetime) -> None:
    """Write a bookmark, or note when it was removed; a row is never deleted."""
    if session.get(LearnerRow, learner_id) is None:
        raise NotFoundError(f"there is no learner {learner_id!r}")
    row = session.get(BookmarkRow, (learner_id, key.code_set, key.edition, key.code))
    in_use = row is not None and row.removed_at is None
    if in_use == kept:
        return
    if row is not None:
        now = later(now, changed_at(row.created_at, row.removed_at))
    connection = session.connection()
    connection.execute(
        upsert(connection.dialect.name, _BOOKMARKS),
        {
            "learner_id": learner_id,
            "code_set": key.code_set,
            "edition": key.edition,
            "code": key.code,
            "created_at": now if row is None or kept else row.created_at,
            "removed_at": None if kept else now,
        },
    )


def changed_at(created_at: datetime, removed_at: datetime | None) -> datetime:
    """Return when a bookmark was set or removed last: of two replicas the later one holds."""
    return max(created_at, removed_at or created_at)
