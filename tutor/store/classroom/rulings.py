"""Rulings on item versions found at fault, and grades set by hand: each with its audit entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from tutor.domain.classroom import Change
from tutor.domain.item import Item
from tutor.domain.marking import Ruling
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import GradeOverrideRow
from tutor.store.classroom.changes import note_change
from tutor.store.classroom.grades import (
    ASSIGNED,
    ASSIGNMENTS,
    RULINGS,
    derived,
    derived_by,
    ended_attempts,
    hold_course,
    parts,
    rulings_of,
    save_grades,
)
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow
from tutor.store.upsert import upsert
from tutor.store.versions import read_versions

_ITEMS = table_of(AttemptItemRow)
_OVERRIDES = table_of(GradeOverrideRow)


@dataclass(frozen=True, slots=True)
class KeptRuling:
    """A ruling as it stands in a course; of several in force on one version the latest holds."""

    id: str
    course_id: str
    item_hash: str
    ruling: Ruling
    reason: str
    at: datetime
    by: str | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Regraded:
    """An attempt's marks before and after a ruling.

    Attributes:
        question_before: Mark of the question at issue; None where it did not count.
    """

    attempt_id: str
    assignment_id: str
    learner_id: str
    points_before: float
    most_before: float
    points: float
    most: float
    question_before: float | None
    question: float | None


class RulingAccess(Access):
    """The part of the store that keeps rulings and grades set by hand."""

    def used_versions(self, course_id: str, item_id: str) -> dict[str, Item]:
        """Return the versions of an item that attempts of a course had, by content hash."""
        query = (
            select(_ITEMS.c.item_hash)
            .distinct()
            .join(ASSIGNED, ASSIGNED.c.attempt_id == _ITEMS.c.attempt_id)
            .join(ASSIGNMENTS, ASSIGNMENTS.c.id == ASSIGNED.c.assignment_id)
            .where(ASSIGNMENTS.c.course_id == course_id, _ITEMS.c.item_id == item_id)
        )
        with self._database.reading(snapshot=True) as session:
            return read_versions(session, session.connection().execute(query).scalars())

    def rulings(self, course_id: str, *, include_revoked: bool = False) -> tuple[KeptRuling, ...]:
        """Return the rulings of a course, newest first."""
        query = select(RULINGS).where(RULINGS.c.course_id == course_id)
        if not include_revoked:
            query = query.where(RULINGS.c.revoked_at.is_(None))
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query.order_by(RULINGS.c.at.desc(), RULINGS.c.id))
            return tuple(_kept(dict(row)) for row in rows.mappings())

    def would_regrade(
        self, course_id: str, item_hash: str, ruling: Ruling | None
    ) -> tuple[Regraded, ...]:
        """Return every ended attempt that had an item version, as a ruling would change it.

        Nothing is changed. None stands for no ruling at all.
        """
        with self._database.reading(snapshot=True) as session:
            return _regraded(session.connection(), course_id, item_hash, ruling)

    def rule(
        self, actor_id: str | None, course_id: str, item_hash: str, ruling: Ruling, reason: str
    ) -> tuple[str, tuple[Regraded, ...]]:
        """Make a ruling and mark all that it touches anew; return its id and what changed.

        An earlier ruling on the same version is revoked with it.
        """
        with self._database.transaction() as connection:
            hold_course(connection, course_id, shared=False)
            changed = _regraded(connection, course_id, item_hash, ruling)
            before = _revoke_all(connection, course_id, item_hash, self._author.clock.now())
            ruling_id = self._author.new_id()
            row = {
                "id": ruling_id,
                "course_id": course_id,
                "item_hash": item_hash,
                "action": ruling.action,
                "key": [list(key) for key in ruling.key] or None,
                "reason": reason,
                "at": self._author.clock.now(),
                "by": actor_id,
            }
            connection.execute(insert(RULINGS), row)
            _save(connection, course_id, item_hash)
            after = _told(row) | {"attempts": len(changed)}
            change = Change("ruled", "item", item_hash, course_id, before, after)
            note_change(connection, self._author, actor_id, change)
        return ruling_id, changed

    def revoke_ruling(
        self, actor_id: str | None, course_id: str, ruling_id: str
    ) -> tuple[Regraded, ...]:
        """Take a ruling back and mark all that it touched anew; return what changed.

        Raises:
            NotFoundError: The course has no such ruling in force.
        """
        with self._database.transaction() as connection:
            hold_course(connection, course_id, shared=False)
            query = select(RULINGS).where(
                RULINGS.c.id == ruling_id,
                RULINGS.c.course_id == course_id,
                RULINGS.c.revoked_at.is_(None),
            )
            row = connection.execute(query).mappings().one_or_none()
            if row is None:
                raise NotFoundError(f"there is no ruling {ruling_id!r} in force in this course")
            item_hash = row["item_hash"]
            changed = _regraded(connection, course_id, item_hash, None)
            before = _revoke_all(connection, course_id, item_hash, self._author.clock.now())
            _save(connection, course_id, item_hash)
            change = Change("ruling revoked", "item", item_hash, course_id, before, None)
            note_change(connection, self._author, actor_id, change)
        return changed

    def override_grade(
        self,
        actor_id: str | None,
        course_id: str,
        assignment_id: str,
        learner_id: str,
        points: float | None,
        reason: str,
    ) -> None:
        """Set a student's grade in an assignment by hand; no points excuse them."""
        with self._database.transaction() as connection:
            before = _override(connection, assignment_id, learner_id)
            row = {
                "assignment_id": assignment_id,
                "learner_id": learner_id,
                "points": points,
                "reason": reason,
                "at": self._author.clock.now(),
                "by": actor_id,
                "removed_at": None,
            }
            connection.execute(upsert(connection.dialect.name, _OVERRIDES), row)
            after = {"learner_id": learner_id, "points": points, "reason": reason}
            change = Change("overridden", "grade", assignment_id, course_id, before, after)
            note_change(connection, self._author, actor_id, change)

    def remove_override(
        self, actor_id: str | None, course_id: str, assignment_id: str, learner_id: str
    ) -> None:
        """Let a student's own work count again.

        Raises:
            UsageError: No grade was set by hand.
        """
        with self._database.transaction() as connection:
            before = _override(connection, assignment_id, learner_id)
            if before is None:
                raise UsageError("that grade was not set by hand")
            connection.execute(
                update(_OVERRIDES)
                .where(
                    _OVERRIDES.c.assignment_id == assignment_id,
                    _OVERRIDES.c.learner_id == learner_id,
                )
                .values(removed_at=self._author.clock.now())
            )
            change = Change("override removed", "grade", assignment_id, course_id, before, None)
            note_change(connection, self._author, actor_id, change)


def _regraded(
    connection: Connection, course_id: str, item_hash: str, ruling: Ruling | None
) -> tuple[Regraded, ...]:
    ended = ended_attempts(connection, course_id, item_hash)
    rulings = rulings_of(connection, [course_id])
    before = derived_by(connection, ended, rulings)
    changed = {key: one for key, one in rulings.items() if key != (course_id, item_hash)}
    if ruling is not None:
        changed[course_id, item_hash] = ruling
    after = derived_by(connection, ended, changed)
    places = _places(connection, [row["attempt_id"] for row in ended], item_hash)
    return tuple(
        Regraded(
            attempt_id=old["attempt_id"],
            assignment_id=old["assignment_id"],
            learner_id=old["learner_id"],
            points_before=old["points"],
            most_before=old["most"],
            points=new["points"],
            most=new["most"],
            question_before=old["questions"][places[old["attempt_id"]]],
            question=new["questions"][places[old["attempt_id"]]],
        )
        for old, new in zip(before, after, strict=True)
    )


def _places(connection: Connection, attempt_ids: list[str], item_hash: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in parts(attempt_ids):
        query = select(_ITEMS.c.attempt_id, _ITEMS.c.position).where(
            _ITEMS.c.attempt_id.in_(some), _ITEMS.c.item_hash == item_hash
        )
        found |= {row.attempt_id: row.position for row in connection.execute(query)}
    return found


def _save(connection: Connection, course_id: str, item_hash: str) -> None:
    save_grades(connection, derived(connection, ended_attempts(connection, course_id, item_hash)))


def _revoke_all(
    connection: Connection, course_id: str, item_hash: str, now: datetime
) -> dict[str, Any] | None:
    """Revoke what is in force on a version; return what it was, for the audit log."""
    force = (
        RULINGS.c.course_id == course_id,
        RULINGS.c.item_hash == item_hash,
        RULINGS.c.revoked_at.is_(None),
    )
    query = select(RULINGS).where(*force).order_by(RULINGS.c.at.desc(), RULINGS.c.id.desc())
    found = connection.execute(query).mappings().first()
    connection.execute(update(RULINGS).where(*force).values(revoked_at=now))
    return _told(dict(found)) if found else None


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("action", "key", "reason")}


def _override(connection: Connection, assignment_id: str, learner_id: str) -> dict[str, Any] | None:
    query = select(_OVERRIDES).where(
        _OVERRIDES.c.assignment_id == assignment_id,
        _OVERRIDES.c.learner_id == learner_id,
        _OVERRIDES.c.removed_at.is_(None),
    )
    row = connection.execute(query).mappings().one_or_none()
    return {name: row[name] for name in ("learner_id", "points", "reason")} if row else None


def _kept(row: dict[str, Any]) -> KeptRuling:
    key = tuple(tuple(response) for response in row.pop("key") or ())
    return KeptRuling(ruling=Ruling(row.pop("action"), key), **row)
