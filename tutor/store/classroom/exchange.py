"""What passes between staff and students: disputes of keys, and messages to a student's Home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from tutor.domain.classroom import Change
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import CourseRow, DisputeRow, MessageRow
from tutor.store.classroom.changes import note_change
from tutor.store.faults import decoding
from tutor.store.upsert import insert_missing

_DISPUTES = table_of(DisputeRow)
_MESSAGES = table_of(MessageRow)
_COURSES = table_of(CourseRow)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A student's objection to a key, and the answer to it (`open`, `upheld`, `rejected`)."""

    id: str
    course_id: str
    attempt_id: str
    position: int
    learner_id: str
    item_hash: str
    text: str
    at: datetime
    status: str
    reply: str
    replied_at: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message from a course's staff to one student. `read_at` None: not read yet."""

    id: str
    course_id: str
    course: str
    learner_id: str
    sender_id: str | None
    text: str
    sent_at: datetime
    read_at: datetime | None


class ExchangeAccess(Access):
    """The part of the store that keeps disputes and messages."""

    def add_dispute(
        self,
        course_id: str,
        attempt_id: str,
        position: int,
        learner_id: str,
        item_hash: str,
        text: str,
    ) -> str:
        """Keep a dispute; return its id.

        Raises:
            UsageError: The question of this attempt is disputed already.
        """
        row: dict[str, Any] = {
            "id": self._author.new_id(),
            "course_id": course_id,
            "attempt_id": attempt_id,
            "position": position,
            "learner_id": learner_id,
            "item_hash": item_hash,
            "text": text,
            "at": self._author.clock.now(),
            "status": "open",
            "reply": "",
        }
        with self._database.transaction() as connection:
            made = connection.execute(insert_missing(connection.dialect.name, _DISPUTES), row)
            if not made.rowcount:
                raise UsageError("you have disputed that question already")
            change = Change("disputed", "dispute", row["id"], course_id, None, {"text": text})
            note_change(connection, self._author, learner_id, change)
        return str(row["id"])

    def dispute(self, dispute_id: str) -> Dispute:
        """Return one dispute.

        Raises:
            NotFoundError: There is no such dispute.
        """
        found = self._disputes(_DISPUTES.c.id == dispute_id)
        if not found:
            raise NotFoundError(f"there is no dispute {dispute_id!r}")
        return found[0]

    def disputes(self, course_id: str, status: str | None = None) -> tuple[Dispute, ...]:
        """Return the disputes of a course, oldest first; only those of a status, if named."""
        where = _DISPUTES.c.course_id == course_id
        return self._disputes(where if status is None else where & (_DISPUTES.c.status == status))

    def disputes_of(self, attempt_id: str) -> tuple[Dispute, ...]:
        """Return what was disputed of an attempt."""
        return self._disputes(_DISPUTES.c.attempt_id == attempt_id)

    def answer_dispute(
        self, actor_id: str | None, dispute_id: str, status: str, reply: str
    ) -> None:
        """Uphold or reject a dispute that is open.

        Raises:
            UsageError: It was answered before.
        """
        with self._database.transaction() as connection:
            changed = connection.execute(
                update(_DISPUTES)
                .where(_DISPUTES.c.id == dispute_id, _DISPUTES.c.status == "open")
                .values(status=status, reply=reply, replied_at=self._author.clock.now())
                .returning(_DISPUTES.c.course_id)
            ).one_or_none()
            if changed is None:
                raise UsageError("that dispute was answered already")
            before = {"status": "open"}
            after = {"status": status, "reply": reply}
            change = Change(status, "dispute", dispute_id, changed.course_id, before, after)
            note_change(connection, self._author, actor_id, change)

    def send_messages(
        self, actor_id: str | None, course_id: str, learner_ids: Iterable[str], text: str
    ) -> int:
        """Send one message to several students; return to how many."""
        now = self._author.clock.now()
        about = {"course_id": course_id, "sender_id": actor_id, "text": text, "sent_at": now}
        rows: list[dict[str, Any]] = [
            {"id": self._author.new_id(), "learner_id": learner_id} | about
            for learner_id in dict.fromkeys(learner_ids)
        ]
        with self._database.transaction() as connection:
            connection.execute(insert(_MESSAGES), rows)
            after = {"text": text, "students": [row["learner_id"] for row in rows]}
            change = Change("sent", "message", rows[0]["id"], course_id, None, after)
            note_change(connection, self._author, actor_id, change)
        return len(rows)

    def unread_messages(self, learner_id: str) -> tuple[Message, ...]:
        """Return what a student has not read yet, oldest first."""
        return self._messages(
            (_MESSAGES.c.learner_id == learner_id) & _MESSAGES.c.read_at.is_(None)
        )

    def messages_of(self, learner_id: str) -> tuple[Message, ...]:
        """Return all messages to a student, oldest first."""
        return self._messages(_MESSAGES.c.learner_id == learner_id)

    def messages(self, course_id: str) -> tuple[Message, ...]:
        """Return all messages sent in a course, oldest first."""
        return self._messages(_MESSAGES.c.course_id == course_id)

    def read_message(self, message_id: str, learner_id: str) -> None:
        """Note that a student has read a message.

        Raises:
            NotFoundError: There is no such message to them.
        """
        mine = (_MESSAGES.c.id == message_id) & (_MESSAGES.c.learner_id == learner_id)
        with self._database.transaction() as connection:
            now = self._author.clock.now()
            connection.execute(
                update(_MESSAGES).where(mine, _MESSAGES.c.read_at.is_(None)).values(read_at=now)
            )
            if connection.execute(select(_MESSAGES.c.id).where(mine)).one_or_none() is None:
                raise NotFoundError(f"there is no message {message_id!r} to you")

    def _disputes(self, where: ColumnElement[bool]) -> tuple[Dispute, ...]:
        query = select(_DISPUTES).where(where).order_by(_DISPUTES.c.at, _DISPUTES.c.id)
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query).mappings()
            return tuple(Dispute(**row) for row in rows)

    def _messages(self, where: ColumnElement[bool]) -> tuple[Message, ...]:
        query = (
            select(_MESSAGES, _COURSES.c.title.label("course"))
            .join(_COURSES, _COURSES.c.id == _MESSAGES.c.course_id)
            .where(where)
            .order_by(_MESSAGES.c.sent_at, _MESSAGES.c.id)
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query).mappings()
            return tuple(Message(**row) for row in rows)
