"""What passes between staff and students: disputes of keys, and messages to a student's Home."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, update

from tutor.domain.classroom import Change
from tutor.domain.item import Item, Response
from tutor.errors import NotFoundError, UsageError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import CourseRow, DisputeRow, MemberRow, MessageRow
from tutor.store.classroom.changes import note_change
from tutor.store.classroom.grades import ASSIGNED, ASSIGNMENTS
from tutor.store.derived import ANSWER_STATE
from tutor.store.faults import decoding
from tutor.store.models import ItemVersionRow
from tutor.store.upsert import insert_missing
from tutor.store.versions import read_version

DISPUTES = table_of(DisputeRow)
_MESSAGES = table_of(MessageRow)
_COURSES = table_of(CourseRow)
_MEMBERS = table_of(MemberRow)
_VERSIONS = table_of(ItemVersionRow)

DISPUTED = (
    select(
        DISPUTES,
        ASSIGNMENTS.c.title,
        _VERSIONS.c.body,
        ANSWER_STATE.c.response,
        _MEMBERS.c.display_name,
        _MEMBERS.c.external_id,
    )
    .join(ASSIGNED, ASSIGNED.c.attempt_id == DISPUTES.c.attempt_id)
    .join(ASSIGNMENTS, ASSIGNMENTS.c.id == ASSIGNED.c.assignment_id)
    .join(_VERSIONS, _VERSIONS.c.content_hash == DISPUTES.c.item_hash)
    .outerjoin(
        ANSWER_STATE,
        (ANSWER_STATE.c.attempt_id == DISPUTES.c.attempt_id)
        & (ANSWER_STATE.c.position == DISPUTES.c.position),
    )
    .outerjoin(
        _MEMBERS,
        (_MEMBERS.c.course_id == DISPUTES.c.course_id)
        & (_MEMBERS.c.learner_id == DISPUTES.c.learner_id),
    )
)
"""Disputes with what they are about."""


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
class DisputedQuestion:
    """A dispute with what it is about: who, in which assignment, the question, what was answered.

    Attributes:
        student: As the roster calls them.
        response: Empty where it was not answered.
    """

    dispute: Dispute
    student: str
    assignment: str
    item: Item
    response: Response


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
            made = connection.execute(insert_missing(connection.dialect.name, DISPUTES), row)
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
        found = self._disputes(DISPUTES.c.id == dispute_id)
        if not found:
            raise NotFoundError(f"there is no dispute {dispute_id!r}")
        return found[0]

    def disputes(self, course_id: str, status: str | None = None) -> tuple[DisputedQuestion, ...]:
        """Return the disputes of a course, oldest first; only those of a status, if named."""
        query = DISPUTED.where(DISPUTES.c.course_id == course_id)
        if status is not None:
            query = query.where(DISPUTES.c.status == status)
        query = query.order_by(DISPUTES.c.at, DISPUTES.c.id)
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query).mappings()
            return tuple(_disputed(dict(row)) for row in rows)

    def disputes_of(self, attempt_id: str) -> tuple[Dispute, ...]:
        """Return what was disputed of an attempt."""
        return self._disputes(DISPUTES.c.attempt_id == attempt_id)

    def answer_dispute(
        self, actor_id: str | None, dispute_id: str, status: str, reply: str
    ) -> None:
        """Uphold or reject a dispute that is open.

        Raises:
            UsageError: It was answered before.
        """
        with self._database.transaction() as connection:
            changed = connection.execute(
                update(DISPUTES)
                .where(DISPUTES.c.id == dispute_id, DISPUTES.c.status == "open")
                .values(status=status, reply=reply, replied_at=self._author.clock.now())
                .returning(DISPUTES.c.course_id)
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
        query = select(DISPUTES).where(where).order_by(DISPUTES.c.at, DISPUTES.c.id)
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


def _disputed(row: dict[str, Any]) -> DisputedQuestion:
    number, name = row.pop("external_id"), row.pop("display_name")
    title, body, response = row.pop("title"), row.pop("body"), row.pop("response")
    item = read_version(body, row["item_hash"])
    return DisputedQuestion(
        Dispute(**row), name or number or "", title, item, tuple(response or ())
    )
