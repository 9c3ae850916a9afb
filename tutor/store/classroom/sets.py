"""Quiz sets: drafts changed in place, versions published for good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from tutor.domain.classroom import Change
from tutor.domain.item import Item
from tutor.domain.name_order import natural
from tutor.domain.quiz_set import SetDefinition
from tutor.domain.set_records import Frozen, QuizSet, SetVersion
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import QuizSetItemRow, QuizSetRow, QuizSetVersionRow
from tutor.store.classroom.changes import note_change
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.versions import keep_versions

_SETS = table_of(QuizSetRow)
_VERSIONS = table_of(QuizSetVersionRow)
_ITEMS = table_of(QuizSetItemRow)


class SetAccess(Access):
    """The part of the store that keeps quiz sets; who acts comes first, for the audit log."""

    def quiz_set(self, set_id: str) -> QuizSet:
        """Return a set with its draft.

        Raises:
            NotFoundError: There is no such set.
        """
        with self._database.reading() as session, decoding():
            return _read(session.connection(), set_id)

    def quiz_sets(self, course_id: str, *, include_archived: bool = False) -> tuple[QuizSet, ...]:
        """Return a course's sets, by title."""
        query = select(_SETS).where(_SETS.c.course_id == course_id)
        if not include_archived:
            query = query.where(_SETS.c.archived_at.is_(None))
        return self._sets(query)

    def shared_sets(self) -> tuple[QuizSet, ...]:
        """Return all sets in use that are offered to every instructor, by title."""
        return self._sets(
            select(_SETS).where(_SETS.c.shared.is_(True), _SETS.c.archived_at.is_(None))
        )

    def set_versions(self, set_ids: Sequence[str]) -> tuple[SetVersion, ...]:
        """Return what was published of some sets, in order of their numbers."""
        query = (
            select(_VERSIONS, func.count(_ITEMS.c.slot.distinct()).label("questions"))
            .outerjoin(_ITEMS, _ITEMS.c.version_id == _VERSIONS.c.id)
            .where(_VERSIONS.c.set_id.in_(set_ids))
            .group_by(_VERSIONS.c.id)
            .order_by(_VERSIONS.c.number, _VERSIONS.c.set_id)
        )
        with self._database.reading() as session, decoding():
            return tuple(
                SetVersion(
                    row.id,
                    row.set_id,
                    row.number,
                    row.title,
                    row.published_at,
                    row.questions,
                    SetDefinition.from_dict(row.definition),
                )
                for row in session.connection().execute(query)
            )

    def create_set(
        self,
        actor_id: str | None,
        course_id: str,
        title: str,
        definition: SetDefinition,
        origin_id: str | None = None,
    ) -> QuizSet:
        """Make a set in a course; `origin_id` names the one it is copied from."""
        now = self._author.clock.now()
        made = QuizSet(
            self._author.new_id(), course_id, title, definition, False, origin_id, now, now
        )
        values = {column.name: getattr(made, column.name) for column in _SETS.columns}
        action = "copied" if origin_id else "created"
        change = Change(
            action,
            "quiz_set",
            made.id,
            course_id,
            None,
            {"title": title, "definition": definition.to_dict(), "origin_id": origin_id},
        )
        with self._database.transaction() as connection:
            connection.execute(
                insert(_SETS).values(**(values | {"definition": definition.to_dict()}))
            )
            note_change(connection, self._author, actor_id, change)
        return made

    def change_set(
        self, actor_id: str | None, was: QuizSet, action: str, changes: Mapping[str, Any]
    ) -> QuizSet:
        """Change fields of a set: `title`, `definition`, `shared`, `archived_at`.

        Args:
            actor_id: Who acts.
            was: The set as the change was made from.
            action: What the audit log calls it.
            changes: New values by field; a definition as a `SetDefinition`.

        Raises:
            NotFoundError: There is no such set.
            UsageError: Somebody else has changed the draft in between.
        """
        now = self._author.clock.now()
        written = {name: _plain(value) for name, value in changes.items()}
        with self._database.transaction() as connection, decoding():
            locked = _SETS.c.id == was.id
            connection.execute(select(_SETS.c.id).where(locked).with_for_update())
            found = _read(connection, was.id)
            if found.definition != was.definition and "definition" in changes:
                raise UsageError(
                    f"{found.title!r} was changed by somebody else meanwhile: look at it again"
                )
            before = {name: _plain(getattr(found, name)) for name in changes}
            if before == written:
                return found
            connection.execute(update(_SETS).where(locked).values(**(written | {"edited_at": now})))
            change = Change(
                action, "quiz_set", was.id, was.course_id, _json(before), _json(written)
            )
            note_change(connection, self._author, actor_id, change)
            return _read(connection, was.id)

    def publish_set(
        self, actor_id: str | None, was: QuizSet, seed: int, slots: Sequence[Frozen]
    ) -> SetVersion:
        """Freeze a set: the exact version of each item that can come up in it.

        Raises:
            NotFoundError: There is no such set.
            UsageError: Somebody else has changed the draft in between.
        """
        with self._recording() as recorder:
            locked = select(_SETS.c.id).where(_SETS.c.id == was.id).with_for_update()
            recorder.connection.execute(locked)
            found = _read(recorder.connection, was.id)
            if found.definition != was.definition:
                raise UsageError(f"{found.title!r} was changed meanwhile: look at it again")
            version = _new_version(recorder, actor_id, found, seed, len(slots))
            _freeze(recorder, version.id, slots)
            after = {"version_id": version.id, "number": version.number, "questions": len(slots)}
            change = Change("published", "quiz_set", was.id, was.course_id, None, after)
            note_change(recorder.connection, self._author, actor_id, change)
        return version

    def _sets(self, query: Any) -> tuple[QuizSet, ...]:  # noqa: ANN401 - a select
        with self._database.reading() as session, decoding():
            found = [_set(dict(row)) for row in session.connection().execute(query).mappings()]
        return tuple(sorted(found, key=lambda one: (natural(one.title), one.id)))


def _new_version(
    recorder: Recorder, actor_id: str | None, was: QuizSet, seed: int, questions: int
) -> SetVersion:
    last = select(func.max(_VERSIONS.c.number)).where(_VERSIONS.c.set_id == was.id)
    number = (recorder.connection.execute(last).scalar_one() or 0) + 1
    version = SetVersion(
        recorder.new_id(), was.id, number, was.title, recorder.now, questions, was.definition
    )
    recorder.connection.execute(
        insert(_VERSIONS).values(
            id=version.id,
            set_id=was.id,
            number=number,
            title=was.title,
            definition=was.definition.to_dict(),
            seed=str(seed),
            published_at=recorder.now,
            published_by=actor_id,
        )
    )
    return version


def _freeze(recorder: Recorder, version_id: str, slots: Sequence[Frozen]) -> None:
    items: dict[str, Item] = {item.id: item for slot in slots for item in slot}
    hashes = dict(zip(items, keep_versions(recorder, items.values()), strict=True))
    rows = [
        {
            "version_id": version_id,
            "slot": number,
            "place": place,
            "item_id": item.id,
            "item_hash": hashes[item.id],
        }
        for number, slot in enumerate(slots)
        for place, item in enumerate(slot)
    ]
    recorder.connection.execute(insert(_ITEMS), rows)


def _read(connection: Connection, set_id: str) -> QuizSet:
    query = select(_SETS).where(_SETS.c.id == set_id)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFoundError(f"there is no quiz set {set_id!r}")
    return _set(dict(row))


def _set(row: Mapping[str, Any]) -> QuizSet:
    return QuizSet(**(dict(row) | {"definition": SetDefinition.from_dict(row["definition"])}))


def _plain(value: Any) -> Any:  # noqa: ANN401 - the value of any column
    return value.to_dict() if isinstance(value, SetDefinition) else value


def _json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in values.items()
    }
