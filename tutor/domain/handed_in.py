"""A student's results as a file hands them in: attempts with all that happened in them.

Whoever signed a file may have written anything into it, so it is read as strictly as it is graded:
an attempt has a beginning, an end, and between them only what can happen at its questions. Scores
are never taken from it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from tutor.domain.item import Response
from tutor.domain.strict_json import Fields

MOST_ATTEMPTS = 50
MOST_EVENTS = 20_000
MOST_QUESTIONS = 500
MOST_PARTS = 64
"""Parts of a response, or of the order of a question's parts."""
STARTED, ENDED = "attempt_started", "attempt_ended"
ANSWERS = ("response_given", "answered")
"""Kinds of events that hold a response: without a key, and where the student has it."""
AT_QUESTIONS = (*ANSWERS, "shown", "flagged", "unflagged")
"""What happens at a question and is taken over."""
LEFT_OUT = ("struck", "noted", "deadline_moved", "answers_released")
"""What may be there and stays with the student, or is made anew."""
ENDINGS = ("finished", "expired")
"""How an attempt that is handed in may have ended; one abandoned is none."""
_LATENCY = 10**9


@dataclass(frozen=True, slots=True)
class InEvent:
    """Something that happened, as the student's machine wrote it down.

    Attributes:
        seq: Its number among the events of that machine.
        response: Of an answer; else empty.
        latency_ms: Of an answer.
        status: Of the end.
        ended_at: Of the end, where the time ran out before anybody looked.
    """

    event_id: str
    seq: int
    kind: str
    at: datetime
    day: date
    position: int | None = None
    response: Response = ()
    latency_ms: int = 0
    confidence: str | None = None
    status: str = ""
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class InAttempt:
    """One attempt: its questions as `(content hash, order of parts)`, and its events in order.

    Attributes:
        digest: Hash of all of it: the same attempt handed in again has the same.
        trace: Hash of what happened when, without any id: a copy of it has the same.
    """

    id: str
    number: int
    questions: tuple[tuple[str, tuple[str, ...]], ...]
    events: tuple[InEvent, ...]
    digest: str
    trace: str

    @property
    def started_at(self) -> datetime:
        """When it began, by the clock of the student's machine."""
        return self.events[0].at

    @property
    def finished_at(self) -> datetime:
        """When it ended."""
        return self.events[-1].ended_at or self.events[-1].at

    @property
    def set_back(self) -> int:
        """How often the clock of the student's machine went back meanwhile."""
        return sum(later.at < earlier.at for earlier, later in pairwise(self.events))


@dataclass(frozen=True, slots=True)
class Results:
    """What a student hands in of one assignment."""

    course_id: str
    assignment_id: str
    external_id: str
    attempts: tuple[InAttempt, ...]


def read_results(value: object) -> Results:
    """Read the JSON form.

    Raises:
        ValueError: It is not what a student's program writes; the text says what is wrong.
    """
    fields = Fields(value)
    attempts = fields.objects("attempts", MOST_ATTEMPTS, _attempt)
    if not attempts:
        raise ValueError("attempts is empty")
    if len({one.id for one in attempts}) < len(attempts):
        raise ValueError("an attempt is there twice")
    if len({one.number for one in attempts}) < len(attempts):
        raise ValueError("two attempts have the same number")
    return Results(
        course_id=fields.text("course_id", 64),
        assignment_id=fields.text("assignment_id", 64),
        external_id=fields.text("external_id", 200),
        attempts=tuple(sorted(attempts, key=lambda one: one.number)),
    )


def _attempt(fields: Fields) -> InAttempt:
    questions = fields.objects(
        "questions",
        MOST_QUESTIONS,
        lambda one: (one.text("hash", 64), one.texts("arrangement", MOST_PARTS, 200)),
    )
    events = fields.objects("events", MOST_EVENTS, _event)
    _check_events(events, len(questions))
    values = {name: fields.plain(name) for name in ("id", "number", "questions", "events")}
    return InAttempt(
        id=fields.text("id", 64),
        number=fields.whole("number", 1, MOST_ATTEMPTS * 20),
        questions=questions,
        events=tuple(one for one in events if one.kind not in LEFT_OUT),
        digest=_hash(values),
        trace=_hash([[one.at.isoformat(), one.kind, one.latency_ms] for one in events]),
    )


def _check_events(events: tuple[InEvent, ...], questions: int) -> None:
    """Refuse events that cannot have happened in this order."""
    kinds = [one.kind for one in events]
    if len(kinds) < 2 or (kinds[0], kinds[-1]) != (STARTED, ENDED):
        raise ValueError("an attempt has no beginning or no end")
    if kinds.count(STARTED) != 1 or kinds.count(ENDED) != 1:
        raise ValueError("an attempt begins or ends twice")
    if any(later.seq <= earlier.seq for earlier, later in pairwise(events)):
        raise ValueError("events are not in their order")
    if len({one.event_id for one in events}) < len(events):
        raise ValueError("an event is there twice")
    if any(one.position is not None and one.position >= questions for one in events):
        raise ValueError("an event is about a question that is not there")


def _event(fields: Fields) -> InEvent:
    kind = fields.text("kind", 40)
    payload = fields.inner("payload")
    at_question = kind in (*AT_QUESTIONS, "struck", "noted")
    if not at_question and kind not in (STARTED, ENDED, *LEFT_OUT):
        raise ValueError("an event is of a kind that no assignment has")
    about: dict[str, Any] = {}
    if kind in ANSWERS:
        about["response"] = payload.texts("response", MOST_PARTS, 200)
        about["latency_ms"] = payload.whole("latency_ms", 0, _LATENCY)
        if not about["response"]:
            raise ValueError("an answer is empty")
        if payload.has("confidence"):
            about["confidence"] = payload.text("confidence", 20)
    if kind == ENDED:
        about["status"] = payload.text("status", 20)
        if about["status"] not in ENDINGS:
            raise ValueError("an attempt did not end by being handed in or by its time")
        if payload.has("ended_at"):
            about["ended_at"] = payload.instant("ended_at")
    return InEvent(
        event_id=fields.text("event_id", 64),
        seq=fields.whole("seq", 1, 2**60),
        kind=kind,
        at=fields.instant("at"),
        day=fields.day("study_day"),
        position=fields.whole("position", 0, MOST_QUESTIONS) if at_question else None,
        **about,
    )


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
