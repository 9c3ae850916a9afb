"""Answers to assignments, question by question: for item analysis, heat maps, live overviews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from tutor.domain.item import Item, Response
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import MemberRow
from tutor.store.classroom.grades import ASSIGNED, ASSIGNMENTS, GRADES
from tutor.store.derived import ANSWER_STATE, ATTEMPT_STATE, DOMAIN_TALLY
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow
from tutor.store.versions import read_versions

_ITEMS = table_of(AttemptItemRow)
_MEMBERS = table_of(MemberRow)

ANSWERS = (
    select(
        ASSIGNED.c.attempt_id,
        _ITEMS.c.position,
        _ITEMS.c.item_hash,
        ANSWER_STATE.c.response,
        ANSWER_STATE.c.score,
    )
    .join(_ITEMS, _ITEMS.c.attempt_id == ASSIGNED.c.attempt_id)
    .outerjoin(
        ANSWER_STATE,
        (ANSWER_STATE.c.attempt_id == _ITEMS.c.attempt_id)
        & (ANSWER_STATE.c.position == _ITEMS.c.position),
    )
)
"""The answers of attempts at assignments."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question of an attempt. `mark` is None where it does not count.

    Attributes:
        worth: Its points.
        response: Empty where it was not answered.
        score: Credit by its own key; None where it was not answered.
        graded: Whether the mark heeds rulings: the attempt has ended.
    """

    position: int
    item_hash: str
    worth: float
    response: Response
    score: float | None
    mark: float | None
    graded: bool


@dataclass(frozen=True, slots=True)
class AnsweredAttempt:
    """An attempt at an assignment with its questions, by position."""

    attempt_id: str
    assignment_id: str
    learner_id: str
    number: int
    status: str
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True, slots=True)
class DomainCount:
    """What a student has answered in a domain, in whatever study: answers and credit earned."""

    learner_id: str
    domain: str
    answered: int
    credit: int


class ResponseAccess(Access):
    """The part of the store that reads answers to assignments."""

    def answered_attempts(
        self, assignment_ids: Sequence[str], learner_ids: Sequence[str] | None = None
    ) -> tuple[AnsweredAttempt, ...]:
        """Return the attempts at some assignments with their questions; of some students."""
        with self._database.reading(snapshot=True) as session, decoding():
            return _answered(session.connection(), assignment_ids, learner_ids)

    def item_versions(self, hashes: Iterable[str]) -> dict[str, Item]:
        """Return items exactly as they were asked, by content hash; unknown ones are left out."""
        with self._database.reading() as session:
            return read_versions(session, hashes)

    def assignments_of_version(self, version_id: str) -> tuple[tuple[str, str], ...]:
        """Return id and course of each assignment of a published set."""
        query = select(ASSIGNMENTS.c.id, ASSIGNMENTS.c.course_id).where(
            ASSIGNMENTS.c.version_id == version_id
        )
        with self._database.reading() as session:
            rows = session.connection().execute(query.order_by(ASSIGNMENTS.c.id))
            return tuple((row.id, row.course_id) for row in rows)

    def domain_counts(self, course_id: str, exam: str) -> tuple[DomainCount, ...]:
        """Return what a course's students have answered in an exam's domains, in all study."""
        inside = select(_MEMBERS.c.learner_id).where(_MEMBERS.c.course_id == course_id)
        query = select(DOMAIN_TALLY).where(
            DOMAIN_TALLY.c.learner_id.in_(inside), DOMAIN_TALLY.c.exam == exam
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query)
            return tuple(
                DomainCount(row.learner_id, row.domain, row.answered, row.credit) for row in rows
            )


def _answered(
    connection: Connection, assignment_ids: Sequence[str], learner_ids: Sequence[str] | None
) -> tuple[AnsweredAttempt, ...]:
    where = [ASSIGNED.c.assignment_id.in_(sorted(assignment_ids))]
    if learner_ids is not None:
        where.append(ASSIGNED.c.learner_id.in_(sorted(learner_ids)))
    questions: dict[str, list[Any]] = {}
    for attempt_id, *answer in connection.execute(ANSWERS.where(*where)).all():
        questions.setdefault(attempt_id, []).append(answer)
    heads = (
        select(
            ASSIGNED.c.attempt_id,
            ASSIGNED.c.assignment_id,
            ASSIGNED.c.learner_id,
            ASSIGNED.c.number,
            ASSIGNED.c.points,
            ATTEMPT_STATE.c.status,
            GRADES.c.questions,
        )
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == ASSIGNED.c.attempt_id)
        .outerjoin(GRADES, GRADES.c.attempt_id == ASSIGNED.c.attempt_id)
        .where(*where)
        .order_by(ASSIGNED.c.learner_id, ASSIGNED.c.assignment_id, ASSIGNED.c.number)
    )
    return tuple(
        AnsweredAttempt(
            row.attempt_id,
            row.assignment_id,
            row.learner_id,
            row.number,
            row.status,
            tuple(_questions(row.points, row.questions, questions.get(row.attempt_id, []))),
        )
        for row in connection.execute(heads)
    )


def _questions(
    worth: list[float], marks: list[float | None] | None, rows: list[Any]
) -> list[QuestionLine]:
    found = []
    for position, item_hash, response, score in sorted(rows, key=itemgetter(0)):
        points = float(worth[position])
        if marks is not None:
            mark = marks[position]
        else:
            mark = points * score if score is not None else 0.0
        given = tuple(response or ())
        found.append(
            QuestionLine(position, item_hash, points, given, score, mark, marks is not None)
        )
    return found
