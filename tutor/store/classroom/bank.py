"""A course's own items."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from tutor.domain.classroom import Change
from tutor.domain.item import Item
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.set_records import CourseItem
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import CourseItemRow
from tutor.store.classroom.changes import note_change
from tutor.store.faults import decoding

_OWN = table_of(CourseItemRow)


class CourseBankAccess(Access):
    """The part of the store that keeps courses' own items."""

    def course_items(
        self, course_id: str, *, include_withdrawn: bool = False
    ) -> tuple[CourseItem, ...]:
        """Return the items of a course's bank, by id."""
        query = select(_OWN).where(_OWN.c.course_id == course_id).order_by(_OWN.c.item_id)
        if not include_withdrawn:
            query = query.where(_OWN.c.withdrawn_at.is_(None))
        with self._database.reading() as session, decoding():
            return tuple(
                CourseItem(
                    row.course_id,
                    item_from_json(row.body),
                    row.source,
                    row.edited_at,
                    row.edited_by,
                    row.withdrawn_at,
                )
                for row in session.connection().execute(query)
            )

    def keep_course_items(
        self, actor_id: str | None, course_id: str, entries: Sequence[tuple[Item, str]]
    ) -> None:
        """Write items with their sources, all or none; one that is there is written over.

        Raises:
            UsageError: One of them was changed by somebody else meanwhile: its version is not
                the one after what is kept.
        """
        now = self._author.clock.now()
        with self._database.transaction() as connection:
            for item, source in entries:
                where = (_OWN.c.course_id == course_id) & (_OWN.c.item_id == item.id)
                old = connection.execute(select(_OWN).where(where).with_for_update()).first()
                if item.version != (item_from_json(old.body).version + 1 if old else 1):
                    raise UsageError(f"{item.id} was changed meanwhile: look at it again")
                values = {
                    "content_hash": item.content_hash,
                    "source": source,
                    "body": item_to_json(item),
                    "edited_at": now,
                    "edited_by": actor_id,
                    "withdrawn_at": None,
                }
                key = {"course_id": course_id, "item_id": item.id}
                connection.execute(
                    update(_OWN).where(where).values(**values)
                    if old
                    else insert(_OWN).values(**key, **values)
                )
                before = {"hash": old.content_hash, "source": old.source} if old else None
                change = Change(
                    "edited" if old else "created",
                    "course_item",
                    item.id,
                    course_id,
                    before,
                    {"hash": item.content_hash, "version": item.version},
                )
                note_change(connection, self._author, actor_id, change)

    def withdraw_course_item(
        self, actor_id: str | None, course_id: str, item_id: str, *, withdrawn: bool
    ) -> None:
        """Take an item out of use, or into use again; the same again changes nothing.

        Raises:
            NotFoundError: The bank has no such item.
        """
        where = (_OWN.c.course_id == course_id) & (_OWN.c.item_id == item_id)
        with self._database.transaction() as connection:
            old = connection.execute(select(_OWN).where(where).with_for_update()).first()
            if old is None:
                raise NotFoundError(f"the course's bank has no item {item_id!r}")
            if (old.withdrawn_at is not None) == withdrawn:
                return
            at = self._author.clock.now() if withdrawn else None
            connection.execute(update(_OWN).where(where).values(withdrawn_at=at))
            action = "withdrawn" if withdrawn else "restored"
            note_change(
                connection,
                self._author,
                actor_id,
                Change(action, "course_item", item_id, course_id),
            )
