"""Reading what readiness is judged by: first answers, how others fare, predictions that came due.

Nothing here writes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, Text, bindparam, func, select, type_coerce
from sqlmodel import Session

from tutor.domain.calibration import Prediction, SatMock
from tutor.domain.irt import guess_floor
from tutor.domain.item import CARD_POOL, DRILL_POOL, KEYLESS_POOL
from tutor.domain.records import ASSIGNED, ASSIGNED_TIMED, DIAGNOSTIC, MOCK
from tutor.domain.statistics_records import Facility, Fared, FirstAnswer
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.credit import to_score
from tutor.store.derived import (
    ANSWER_STATE,
    ASSIGNED_STATE,
    ATTEMPT_STATE,
    DOMAIN_TALLY,
    ITEM_HISTORY,
    SITTING_STATE,
)
from tutor.store.events import CANONICAL
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow, EventRow, ItemVersionRow, SittingRow
from tutor.store.returned_evidence import returned_answers

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)
_VERSIONS = table_of(ItemVersionRow)
_SITTINGS = table_of(SittingRow)
_EVENTS = table_of(EventRow)
_ANSWERS = ("answered", "check_answered")
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
_BODY = select(_VERSIONS.c.body).where(_VERSIONS.c.content_hash == bindparam("hash"))


class EvidenceAccess(Access):
    """The part of the store that tells what a learner has shown to know."""

    def first_answers(self, learner_id: str) -> tuple[FirstAnswer, ...]:
        """Return a learner's first exposure to each item met so far, oldest first.

        Repeats are left out. So is a question of an exam that was never reached; one that was
        seen and left blank counts as wrong. Questions made for a learner's own cards are no
        evidence: they come from the glossary and the code books. Answers whose verdict the
        learner may not see yet (those of a test or mock exam that is open, of an assignment not
        released) are left out too: nothing may tell of them.
        """
        with self._database.reading(snapshot=True) as session:
            return first_answers(session, learner_id)

    def practice_times(
        self, learner_id: str, exam: str
    ) -> dict[tuple[str, str], tuple[datetime, ...]]:
        """Return when a learner practised, by `(exam id, domain id)`: the last of each study day.

        First answers and repeats alike, those of an open exam too: a time tells no verdict.
        """
        with self._database.reading() as session:
            return practice_times(session, learner_id, exam)

    def facilities(self, exam: str, learner_id: str) -> dict[str, Facility]:
        """Return how all learners but one fare in each domain of an exam, by first answers."""
        with self._database.reading() as session:
            return facilities(session, exam, learner_id)

    def fared(self, learner_id: str) -> dict[str, Fared]:
        """Return how all learners but one fared with each item, by first answers.

        Leaving the learner out keeps the verdicts of their own open exams hidden.
        """
        with self._database.reading() as session:
            return fared(session, learner_id)

    def sat_mocks(self, learner_id: str) -> tuple[SatMock, ...]:
        """Return a learner's mock exams with what was predicted of them, newest first."""
        with self._database.reading(snapshot=True) as session:
            return sat_mocks(session, learner_id)


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


@decoding()
def practice_times(
    session: Session, learner_id: str, exam: str
) -> dict[tuple[str, str], tuple[datetime, ...]]:
    """Return when a learner practised last on each study day, by `(exam id, domain id)`."""
    # As bare text, ungrouped: of a long log, converting and sorting took most of the time.
    query = select(
        type_coerce(_EVENTS.c.item_hash, Text), type_coerce(_EVENTS.c.study_day, Text), _EVENTS.c.at
    ).where(_EVENTS.c.learner_id == learner_id, _EVENTS.c.kind.in_(_ANSWERS))
    connection = session.connection()
    domains: dict[str, list[tuple[str, str]]] = {}
    found: dict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)
    for item_hash, day, at in connection.execute(query):
        if item_hash not in domains:  # bodies are long, and the same few for all answers
            body = connection.execute(_BODY, {"hash": item_hash}).scalar_one()
            domains[item_hash] = [key for key in _about(body)[0] if key[0] == exam]
        for key in domains[item_hash]:
            days = found[key]
            if day not in days or days[day] < at:
                days[day] = at
    return {key: tuple(sorted(days.values())) for key, days in found.items()}


@decoding()
def facilities(session: Session, exam: str, learner_id: str) -> dict[str, Facility]:
    """Return how all learners but one fare in each domain of an exam."""
    query = (
        select(
            DOMAIN_TALLY.c.domain,
            func.count().label("learners"),
            func.sum(DOMAIN_TALLY.c.first_answered).label("answered"),
            func.sum(DOMAIN_TALLY.c.first_credit).label("credit"),
        )
        .where(DOMAIN_TALLY.c.exam == exam, DOMAIN_TALLY.c.learner_id != learner_id)
        .group_by(DOMAIN_TALLY.c.domain)
    )
    return {
        row.domain: Facility(int(row.learners), int(row.answered), to_score(int(row.credit)))
        for row in session.connection().execute(query)
    }


@decoding()
def fared(session: Session, learner_id: str) -> dict[str, Fared]:
    """Return how all learners but one fared with each item, by first answers."""
    one = ITEM_HISTORY.c
    shares = (
        select(one.learner_id, func.avg(one.first_score).label("share"))
        .where(one.learner_id != learner_id)
        .group_by(one.learner_id)
        .subquery()
    )
    query = (
        select(
            one.item_id,
            func.count().label("answered"),
            func.sum(one.first_score).label("credit"),
            func.avg(shares.c.share).label("share"),
        )
        .join(shares, shares.c.learner_id == one.learner_id)
        .group_by(one.item_id)
    )
    return {
        row.item_id: Fared(int(row.answered), float(row.credit), float(row.share))
        for row in session.connection().execute(query)
    }


@decoding()
def sat_mocks(session: Session, learner_id: str) -> tuple[SatMock, ...]:
    """Return a learner's mock exams with what was predicted of them, newest first."""
    connection = session.connection()
    query = (
        select(
            _SITTINGS.c.attempt_id,
            _SITTINGS.c.policy,
            _SITTINGS.c.form,
            _SITTINGS.c.prediction,
            _ATTEMPTS.c.started_at,
            ATTEMPT_STATE.c.status,
        )
        .join(SITTING_STATE, SITTING_STATE.c.attempt_id == _SITTINGS.c.attempt_id)
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _SITTINGS.c.attempt_id)
        .join(_ATTEMPTS, _ATTEMPTS.c.id == _SITTINGS.c.attempt_id)
        .where(SITTING_STATE.c.learner_id == learner_id)
        .order_by(_ATTEMPTS.c.started_at.desc(), _ATTEMPTS.c.id.desc())
    )
    scores = _scores(connection, learner_id)
    return tuple(
        _sat_mock(row, scores.get(row.attempt_id, {})) for row in connection.execute(query)
    )


def _sat_mock(row: Row[*tuple[Any, ...]], scores: dict[int, float]) -> SatMock:
    counting = [place for place, (_, counts) in enumerate(row.form) if counts]
    return SatMock(
        attempt_id=row.attempt_id,
        exam=str(row.policy["exam"]),
        length=str(row.policy["length"]),
        status=row.status,
        started_at=row.started_at,
        items=len(counting),
        marks=sum(scores.get(place, 0.0) for place in counting),
        prediction=Prediction(**row.prediction) if row.prediction else None,
    )


def _scores(connection: Connection, learner_id: str) -> dict[str, dict[int, float]]:
    """Return the credit of each answer in mock exams, by attempt and position."""
    query = (
        select(ANSWER_STATE.c.attempt_id, ANSWER_STATE.c.position, ANSWER_STATE.c.score)
        .join(SITTING_STATE, SITTING_STATE.c.attempt_id == ANSWER_STATE.c.attempt_id)
        .where(SITTING_STATE.c.learner_id == learner_id, ANSWER_STATE.c.score.is_not(None))
    )
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for row in connection.execute(query):
        found[row.attempt_id][row.position] = float(row.score)
    return found


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
        exams, level, guess, pool = _about(row.body)
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
        exams, level, guess, pool = _about(one.body)
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
        exams, level, guess, _ = _about(row.body)
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
def _about(body: str) -> tuple[tuple[tuple[str, str], ...], int, float, str]:
    """Return an item's exam domains, its difficulty, its guessing floor, and its pool."""
    data = json.loads(body)
    exams = tuple(dict.fromkeys((str(exam), str(domain)) for exam, domain in data["exams"]))
    parts = data["body"].get("options", data["body"].get("parts", ()))  # the latter without a key
    guess = guess_floor(str(data["kind"]), len(parts))
    return exams, int(data["difficulty"]), guess, str(data.get("pool", ""))
