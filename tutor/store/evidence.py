"""Reading what readiness is judged by: first answers, how others fare, predictions that came due.

Nothing here writes.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Text, bindparam, func, select, type_coerce
from sqlmodel import Session

from tutor.domain.calibration import Prediction, SatMock
from tutor.domain.statistics_records import Facility, Fared, FirstAnswer
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.credit import to_score
from tutor.store.derived import (
    ANSWER_STATE,
    ATTEMPT_STATE,
    DOMAIN_TALLY,
    ITEM_HISTORY,
    SITTING_STATE,
)
from tutor.store.faults import decoding
from tutor.store.first_answers import about_item, first_answers
from tutor.store.models import AttemptRow, EventRow, ItemVersionRow, SittingRow

_ATTEMPTS = table_of(AttemptRow)
_VERSIONS = table_of(ItemVersionRow)
_SITTINGS = table_of(SittingRow)
_EVENTS = table_of(EventRow)
_ANSWERS = ("answered", "check_answered")
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
            domains[item_hash] = [key for key in about_item(body)[0] if key[0] == exam]
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
