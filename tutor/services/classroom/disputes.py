"""Disputes: a student objects to a key that was released; staff answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import AssignedAttempt, Assignment
from tutor.domain.assignment_window import window_for
from tutor.domain.item import Item, Response
from tutor.domain.kinds import key_response
from tutor.domain.permissions import require_self, require_staff, require_teacher
from tutor.domain.release import shown
from tutor.domain.text import one_line
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.standing import taught
from tutor.store.classroom.exchange import Dispute
from tutor.store.store import Store

LONGEST = 500
"""Characters that a dispute, or the reply to it, may have."""
OPEN, UPHELD, REJECTED = "open", "upheld", "rejected"
STATUS_WORDS = {OPEN: "waiting for an answer", UPHELD: "upheld", REJECTED: "rejected"}
"""How the states of a dispute read."""


@dataclass(frozen=True, slots=True)
class DisputeLine:
    """A dispute for those who answer it.

    Attributes:
        key: The key it is about.
        response: What the student answered.
        question: Number of the question in the student's attempt, from 1.
    """

    id: str
    student: str
    assignment: str
    attempt_id: str
    question: int
    item_id: str
    item_hash: str
    title: str
    key: Response
    response: Response
    text: str
    at: datetime
    status: str
    reply: str


@dataclass(frozen=True, slots=True)
class MyDispute:
    """A dispute for the student who made it."""

    id: str
    position: int
    text: str
    at: datetime
    status: str
    reply: str
    replied_at: datetime | None


class DisputeService:
    """Disputes of keys, from both sides."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    # --- the student

    def may_dispute(self, actor: Actor, attempt_id: str) -> bool:
        """Whether the questions of an attempt may be disputed by its student now."""
        attempt = self._store.assigned_attempt(attempt_id)
        if attempt is None or (not actor.owner and attempt.learner_id != actor.learner_id):
            return False
        return self._released(attempt, self._store.assignment(attempt.assignment_id))

    def dispute(self, actor: Actor, attempt_id: str, position: int, text: str) -> str:
        """Object to the key of a question (from 0) of an attempt that has ended; return an id.

        Raises:
            AccessError: The attempt is another's.
            NotFoundError: There is no such attempt at an assignment, or no such question.
            UsageError: The key is not released, there is no text, or it was disputed before.
        """
        attempt = self._own(actor, attempt_id)
        assignment = self._store.assignment(attempt.assignment_id)
        if not self._released(attempt, assignment):
            raise UsageError("the key of this assignment is not released: dispute it once it is")
        slots = self._store.attempt(attempt_id).slots
        if not 0 <= position < len(slots):
            raise NotFoundError(f"there is no question {position + 1} in this attempt")
        item_hash = slots[position].placed.item.content_hash
        kept = _text(text, "say what is wrong with the key")
        return self._store.add_dispute(
            assignment.course_id, attempt_id, position, attempt.learner_id, item_hash, kept
        )

    def mine(self, actor: Actor, attempt_id: str) -> tuple[MyDispute, ...]:
        """Return what a student disputed of an attempt of theirs, with the replies.

        Raises:
            AccessError: The attempt is another's.
            NotFoundError: There is no such attempt at an assignment.
        """
        self._own(actor, attempt_id)
        return tuple(
            MyDispute(one.id, one.position, one.text, one.at, one.status, one.reply, one.replied_at)
            for one in self._store.disputes_of(attempt_id)
        )

    # --- the staff

    def queue(
        self, actor: Actor, course_id: str, status: str | None = OPEN
    ) -> tuple[DisputeLine, ...]:
        """Return the disputes of a course, oldest first: those that wait, unless asked for others.

        Raises:
            AccessError: The actor does not teach the course.
        """
        taught(self._store, actor, course_id)
        found = self._store.disputes(course_id, status)
        items = self._store.item_versions({one.item_hash for one in found})
        members = {
            one.learner_id: one.label for one in self._store.members(course_id, include_left=True)
        }
        titles = {one.id: one.title for one in self._store.assignments(course_id)}
        lines = []
        for one in found:
            item, attempt = items[one.item_hash], self._store.assigned_attempt(one.attempt_id)
            answer = self._store.attempt(one.attempt_id).slots[one.position].answer
            lines.append(
                DisputeLine(
                    id=one.id,
                    student=members.get(one.learner_id, ""),
                    assignment=titles[attempt.assignment_id] if attempt else "",
                    attempt_id=one.attempt_id,
                    question=one.position + 1,
                    item_id=item.id,
                    item_hash=one.item_hash,
                    title=one_line(item.stem, 60),
                    key=key_response(item),
                    response=answer.response if answer else (),
                    text=one.text,
                    at=one.at,
                    status=one.status,
                    reply=one.reply,
                )
            )
        return tuple(lines)

    def uphold(self, actor: Actor, dispute_id: str, reply: str = "") -> Dispute:
        """Agree with a dispute; the ruling on the question is another step.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such dispute.
            UsageError: It was answered before.
        """
        return self._answer(actor, dispute_id, UPHELD, _text(reply, "") if reply.strip() else "")

    def question_name(self, actor: Actor, dispute: Dispute) -> str:
        """Return what a disputed question is called where it is ruled on.

        Raises:
            AccessError: The actor does not teach the course.
        """
        require_staff(actor, self._store.staff(dispute.course_id))
        item = self._store.item_versions([dispute.item_hash])[dispute.item_hash]
        return f"{item.id}@{dispute.item_hash[:6]}"

    def item(self, actor: Actor, dispute_id: str) -> Item:
        """Return the very version of the question that a dispute is about.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such dispute.
        """
        found = self._store.dispute(dispute_id)
        taught(self._store, actor, found.course_id)
        return self._store.item_versions([found.item_hash])[found.item_hash]

    def reject(self, actor: Actor, dispute_id: str, reply: str) -> Dispute:
        """Turn a dispute down, with the reason that the student is shown.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such dispute.
            UsageError: It was answered before, or there is no reason.
        """
        kept = _text(reply, "say why: the student is shown the reply")
        return self._answer(actor, dispute_id, REJECTED, kept)

    def _answer(self, actor: Actor, dispute_id: str, status: str, reply: str) -> Dispute:
        require_teacher(actor)
        found = self._store.dispute(dispute_id)
        require_staff(actor, self._store.staff(found.course_id))
        self._store.answer_dispute(actor.learner_id, dispute_id, status, reply)
        return self._store.dispute(dispute_id)

    def _own(self, actor: Actor, attempt_id: str) -> AssignedAttempt:
        attempt = self._store.assigned_attempt(attempt_id)
        if attempt is None:
            raise NotFoundError(f"there is no attempt {attempt_id!r} at an assignment")
        require_self(actor, attempt.learner_id)
        return attempt

    def _released(self, attempt: AssignedAttempt, assignment: Assignment) -> bool:
        extension = self._store.extension(assignment.id, attempt.learner_id)
        factor = self._store.accommodations(assignment.course_id).get(attempt.learner_id, 1.0)
        closed = window_for(assignment, extension, factor).closed(self._clock.now())
        ended = attempt.status != "open"
        return ended and "key" in shown(assignment.policy.release, ended=True, closed=closed)


def _text(text: str, missing: str) -> str:
    kept = text.strip()
    if not kept:
        raise UsageError(missing)
    if len(kept) > LONGEST:
        raise UsageError(f"at most {LONGEST} characters, not {len(kept)}")
    return kept
