"""Reading first answers: what a learner said to each item when they met it first.

Nothing here writes.
"""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from sqlalchemy import Connection, func, select
from sqlmodel import Session

from tutor.domain.irt import guess_floor
from tutor.domain.item import CARD_POOL, DRILL_POOL, KEYLESS_POOL
from tutor.domain.records import ASSIGNED, ASSIGNED_TIMED, DIAGNOSTIC, MOCK
from tutor.domain.statistics_records import FirstAnswer
from tutor.store.base import table_of
from tutor.store.derived import ANSWER_STATE, ASSIGNED_STATE, ATTEMPT_STATE, ITEM_HISTORY
from tutor.store.events import CANONICAL
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow, EventRow, ItemVersionRow
from tutor.store.returned_evidence import returned_answers

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)
_VERSIONS = table_of(ItemVersionRow)
_EVENTS = table_of(EventRow)
_EXPOSURES = (
    select(
        ANSWER_STATE.c.attempt_id,
        ANSWER_STATE.c.position,
        ANSWER_STATE.c.score,
        ANSWER_STATE.c.answered_at,
        ANSWER_STATE.c.shown_at,
        ANSWER_STATE.c.latency_ms,
        ANSWER_STATE.c.first,
        ITEM_HISTORY.c.first_score,
        _ITEMS.c.item_id,
        _VERSIONS.c.body,
    )
    .join(
        _ITEMS,
        (_ITEMS.c.attempt_id == ANSWER_STATE.c.attempt_id)
        & (_ITEMS.c.position == ANSWER_STATE.c.position),
    )
    .join(_VERSIONS, _VERSIONS.c.content_hash == _ITEMS.c.item_hash)
    .outerjoin(
        ITEM_HISTORY,
        (ITEM_HISTORY.c.learner_id == ANSWER_STATE.c.learner_id)
        & (ITEM_HISTORY.c.item_id == _ITEMS.c.item_id),
    )
)


@dataclass(frozen=True, slots=True)
class _Terms:
    """Under which terms the answers of an attempt were given."""

    context: str
    hidden: bool
    blanks_count: bool
    left_at: int | None
    """Position of the question that was on screen at the end, where its blank says nothing."""


@decoding()
def first_answers(session: Session, learner_id: str) -> tuple[FirstAnswer, ...]:
    """Return a learner's first exposure to each item met so far, oldest first."""
    connection = session.connection()
    found: dict[str, FirstAnswer] = {}
    begun = _begun_in_attempts(connection, learner_id)
    for one in chain(
        _in_attempts(connection, learner_id),
        _returned(connection, learner_id),
        _in_lessons(connection, learner_id, begun),
    ):
        earlier = found.get(one.item_id)
        if earlier is None or one.at < earlier.at:
            found[one.item_id] = one
    return tuple(sorted(found.values(), key=lambda one: (one.at, one.item_id)))


def _in_attempts(connection: Connection, learner_id: str) -> Iterator[FirstAnswer]:
    """Yield first answers, and questions that were seen and left blank in ended exams.

    Those are mock exams, timed assignments and placement tests, where a blank says "don't know".
    A first answer stays what it was when it is taken back: its key was seen.
    """
    terms = _terms(connection, learner_id)
    unanswered = ANSWER_STATE.c.answered_at.is_(None) & ANSWER_STATE.c.shown_at.is_not(None)
    query = _EXPOSURES.where(
        ANSWER_STATE.c.learner_id == learner_id, ANSWER_STATE.c.first.is_(True) | unanswered
    )
    for row in connection.execute(query):
        under = terms[row.attempt_id]
        blank = row.answered_at is None and not row.first
        if under.hidden or (blank and not (under.blanks_count and row.position != under.left_at)):
            continue
        exams, level, guess, pool = about_item(row.body)
        if pool in (CARD_POOL, KEYLESS_POOL):  # the latter count by what feedback says of them
            continue
        yield FirstAnswer(
            item_id=row.item_id,
            exams=exams,
            context="drill" if pool == DRILL_POOL else under.context,
            score=float(row.first_score) if row.first else 0.0,
            at=row.answered_at or row.shown_at,
            latency_ms=row.latency_ms,
            level=level,
            guess=guess,
        )


def _returned(connection: Connection, learner_id: str) -> Iterator[FirstAnswer]:
    """Yield first answers that were graded elsewhere, once their verdicts came back."""
    terms: dict[str, _Terms] = {}
    for one in returned_answers(connection, learner_id):
        terms = terms or _terms(connection, learner_id)
        exams, level, guess, pool = about_item(one.body)
        yield FirstAnswer(
            item_id=one.item_id,
            exams=exams,
            context="drill" if pool == DRILL_POOL else terms[one.attempt_id].context,
            score=one.score,
            at=one.answered_at,
            latency_ms=one.latency_ms,
            level=level,
            guess=guess,
        )


def _terms(connection: Connection, learner_id: str) -> dict[str, _Terms]:
    query = (
        select(
            _ATTEMPTS.c.id,
            _ATTEMPTS.c.spec,
            ATTEMPT_STATE.c.status,
            ATTEMPT_STATE.c.position,
            ASSIGNED_STATE.c.withheld,
        )
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ATTEMPTS.c.id)
        .outerjoin(ASSIGNED_STATE, ASSIGNED_STATE.c.attempt_id == _ATTEMPTS.c.id)
        .where(_ATTEMPTS.c.learner_id == learner_id)
    )
    found = {}
    for row in connection.execute(query):
        context = str(row.spec["context"])
        if context == ASSIGNED and row.spec["seconds"]:
            context = ASSIGNED_TIMED
        found[row.id] = _Terms(
            context=context,
            hidden=bool(row.withheld) or (row.status == "open" and row.spec["feedback"] == "test"),
            blanks_count=context in (MOCK, DIAGNOSTIC, ASSIGNED_TIMED)
            and row.status in ("finished", "expired"),
            left_at=row.position if context == DIAGNOSTIC else None,
        )
    return found


def _in_lessons(
    connection: Connection, learner_id: str, begun: Container[str]
) -> Iterator[FirstAnswer]:
    """Yield the first answer to each check of a lesson, unless an attempt asked it before.

    The projection keeps the latest answer to a check; the log has the first.
    """
    place = func.row_number().over(partition_by=_EVENTS.c.item_id, order_by=CANONICAL)
    checks = (
        select(_EVENTS.c.id, place.label("place"))
        .where(_EVENTS.c.learner_id == learner_id, _EVENTS.c.kind == "check_answered")
        .subquery()
    )
    firsts = select(checks.c.id).where(checks.c.place == 1)
    query = (
        select(
            _EVENTS.c.item_id,
            _EVENTS.c.at,
            _EVENTS.c.payload,
            _VERSIONS.c.body,
        )
        .join(_VERSIONS, _VERSIONS.c.content_hash == _EVENTS.c.item_hash)
        .where(_EVENTS.c.id.in_(firsts))
    )
    for row in connection.execute(query):
        if row.item_id in begun:
            continue
        exams, level, guess, _ = about_item(row.body)
        yield FirstAnswer(
            item_id=row.item_id,
            exams=exams,
            context="lesson",
            score=float(row.payload["score"]),
            at=row.at,
            latency_ms=int(row.payload["latency_ms"]),
            level=level,
            guess=guess,
        )


def _begun_in_attempts(connection: Connection, learner_id: str) -> frozenset[str]:
    """Return the items whose first answer was given in an attempt."""
    query = (
        select(_ITEMS.c.item_id)
        .join(
            ANSWER_STATE,
            (_ITEMS.c.attempt_id == ANSWER_STATE.c.attempt_id)
            & (_ITEMS.c.position == ANSWER_STATE.c.position),
        )
        .where(ANSWER_STATE.c.learner_id == learner_id, ANSWER_STATE.c.first.is_(True))
    )
    return frozenset(connection.execute(query).scalars())


@lru_cache(maxsize=4096)
def about_item(body: str) -> tuple[tuple[tuple[str, str], ...], int, float, str]:
    """Return an item's exam domains, its difficulty, its guessing floor, and its pool."""
    data = json.loads(body)
    exams = tuple(dict.fromkeys((str(exam), str(domain)) for exam, domain in data["exams"]))
    parts = data["body"].get("options", data["body"].get("parts", ()))  # the latter without a key
    guess = guess_floor(str(data["kind"]), len(parts))
    return exams, int(data["difficulty"]), guess, str(data.get("pool", ""))
