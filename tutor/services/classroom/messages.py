"""Messages from a course's staff to a student's Home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tutor.domain.actor import Actor
from tutor.domain.permissions import require_self
from tutor.errors import UsageError
from tutor.services.classroom.standing import taught
from tutor.store.classroom.exchange import Message
from tutor.store.store import Store

LONGEST = 1_000
"""Characters that a message may have."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message as staff see it: one text, and who of those it went to has read it."""

    text: str
    sent_at: datetime
    sender: str
    read: tuple[str, ...]
    unread: tuple[str, ...]

    @property
    def state(self) -> str:
        """How many have read it: `3 of 5 read`."""
        return f"{len(self.read)} of {len(self.read) + len(self.unread)} read"


class MessageService:
    """Messages, from both sides."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def send(self, actor: Actor, course_id: str, learner_ids: Sequence[str], text: str) -> int:
        """Send a message to students of a course; return to how many.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: It is empty or too long, or goes to someone who is not in the course.
        """
        taught(self._store, actor, course_id)
        kept = text.strip()
        if not kept:
            raise UsageError("the message is empty")
        if len(kept) > LONGEST:
            raise UsageError(f"a message has at most {LONGEST} characters, not {len(kept)}")
        here = {one.learner_id for one in self._store.members(course_id)}
        if not learner_ids:
            raise UsageError("say to whom")
        if not here.issuperset(learner_ids):
            raise UsageError("a message goes only to those who are in the course")
        return self._store.send_messages(actor.learner_id, course_id, learner_ids, kept)

    def sent(self, actor: Actor, course_id: str) -> tuple[SentMessage, ...]:
        """Return what was sent in a course, newest first.

        Raises:
            AccessError: The actor does not teach the course.
        """
        taught(self._store, actor, course_id)
        members = self._store.members(course_id, include_left=True)
        names = {one.learner_id: one.label for one in members}
        people = {one.id: one.name for one in self._store.learners(include_archived=True)}
        together: dict[tuple[datetime, str | None, str], list[Message]] = {}
        for one in self._store.messages(course_id):
            together.setdefault((one.sent_at, one.sender_id, one.text), []).append(one)
        return tuple(
            SentMessage(
                text,
                at,
                people.get(sender or "", ""),
                tuple(names.get(one.learner_id, "") for one in some if one.read_at),
                tuple(names.get(one.learner_id, "") for one in some if not one.read_at),
            )
            for (at, sender, text), some in reversed(together.items())
        )

    def unread(self, actor: Actor, learner_id: str) -> tuple[Message, ...]:
        """Return what a student has not read yet, oldest first.

        Raises:
            AccessError: They are another's.
        """
        require_self(actor, learner_id)
        return self._store.unread_messages(learner_id)

    def all(self, actor: Actor, learner_id: str) -> tuple[Message, ...]:
        """Return all messages to a student, oldest first.

        Raises:
            AccessError: They are another's.
        """
        require_self(actor, learner_id)
        return self._store.messages_of(learner_id)

    def dismiss(self, actor: Actor, learner_id: str, message_id: str) -> None:
        """Note that a student has read a message: it leaves their Home.

        Raises:
            AccessError: It is another's.
            NotFoundError: There is no such message to them.
        """
        require_self(actor, learner_id)
        self._store.read_message(message_id, learner_id)
