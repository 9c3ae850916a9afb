"""What a gradebook is made from: one course's students, assignments, attempts and exceptions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from tutor.domain.assignment import Assignment, AssignmentPolicy, Extension
from tutor.domain.classroom import Member
from tutor.domain.gradebook import Override
from tutor.domain.marking import VOID
from tutor.domain.name_order import natural
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.class_models import (
    AccommodationRow,
    AssignmentTargetRow,
    CohortRow,
    ExtensionRow,
    GradeOverrideRow,
    MemberRow,
    QuizSetItemRow,
    QuizSetVersionRow,
)
from tutor.store.classroom.grades import ASSIGNED, ASSIGNMENTS, GRADES, RULINGS
from tutor.store.derived import ATTEMPT_STATE, DAY_TALLY
from tutor.store.faults import decoding

_MEMBERS = table_of(MemberRow)
_COHORTS = table_of(CohortRow)
_TARGETS = table_of(AssignmentTargetRow)
_EXTENSIONS = table_of(ExtensionRow)
_ACCOMMODATIONS = table_of(AccommodationRow)
_OVERRIDES = table_of(GradeOverrideRow)
_SET_VERSIONS = table_of(QuizSetVersionRow)
_SET_ITEMS = table_of(QuizSetItemRow)

ATTEMPTS = (
    select(
        ASSIGNED.c.attempt_id,
        ASSIGNED.c.assignment_id,
        ASSIGNED.c.learner_id,
        ASSIGNED.c.number,
        ASSIGNED.c.policy,
        ASSIGNED.c.due_at,
        ATTEMPT_STATE.c.status,
        GRADES.c.points,
        GRADES.c.most,
        GRADES.c.submitted_at,
    )
    .join(ASSIGNMENTS, ASSIGNMENTS.c.id == ASSIGNED.c.assignment_id)
    .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == ASSIGNED.c.attempt_id)
    .outerjoin(GRADES, GRADES.c.attempt_id == ASSIGNED.c.attempt_id)
)
"""The attempts at assignments, with their marks: the one shape that every report reads."""


@dataclass(frozen=True, slots=True)
class AttemptLine:
    """An attempt at an assignment. Marks are None until they are there.

    Attributes:
        status: `open`, or how it ended.
        due_at: Until when it was in time, as it was at its start.
    """

    attempt_id: str
    assignment_id: str
    learner_id: str
    number: int
    policy: AssignmentPolicy
    due_at: datetime | None
    status: str
    points: float | None
    most: float | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClassWork:
    """All that a gradebook of a course is made from.

    Attributes:
        members: Everyone ever on the roster, of the cohort asked for.
        cohorts: Names of the cohorts, by id.
        most: What each assignment is out of, by its id.
        targets: For whom each assignment is: ids of cohorts and of learners.
        last_days: The last study day of each learner who has one, as ISO date.
    """

    members: tuple[Member, ...]
    cohorts: dict[str, str]
    assignments: tuple[Assignment, ...]
    most: dict[str, float]
    targets: dict[str, frozenset[str]]
    attempts: tuple[AttemptLine, ...]
    extensions: dict[tuple[str, str], Extension]
    factors: dict[str, float]
    overrides: dict[tuple[str, str], Override]
    last_days: dict[str, str]


class GradebookAccess(Access):
    """The part of the store that reads what gradebooks are made from."""

    def class_work(
        self,
        course_id: str,
        *,
        cohort_id: str | None = None,
        assignment_id: str | None = None,
        learner_id: str | None = None,
    ) -> ClassWork:
        """Return the work of a course; of one cohort, assignment or student, if it is named.

        Assignments withdrawn before anyone began them are left out.
        """
        with self._database.reading(snapshot=True) as session, decoding():
            return _Reader(session.connection(), course_id, cohort_id, assignment_id).read(
                learner_id
            )


class _Reader:
    """Reads the work of one course on one connection."""

    def __init__(
        self,
        connection: Connection,
        course_id: str,
        cohort_id: str | None,
        assignment_id: str | None,
    ) -> None:
        self._connection = connection
        self._course_id = course_id
        self._cohort_id = cohort_id
        self._assignment_id = assignment_id

    def read(self, learner_id: str | None) -> ClassWork:
        """Read it all; of one student, if they are named."""
        members = self._members(learner_id)
        attempts = self._attempts(learner_id)
        begun = {line.assignment_id for line in attempts}
        assignments = tuple(
            one for one in self._assignments() if one.withdrawn_at is None or one.id in begun
        )
        return ClassWork(
            members=members,
            cohorts={row.id: row.name for row in self._of_course(_COHORTS)},
            assignments=assignments,
            most=self._most(assignments),
            targets=self._targets(),
            attempts=attempts,
            extensions={
                (row.assignment_id, row.learner_id): Extension(
                    row.due_at, row.closes_at, row.more_attempts, row.reason
                )
                for row in self._of_assignments(_EXTENSIONS)
            },
            factors={row.learner_id: row.factor for row in self._of_course(_ACCOMMODATIONS)},
            overrides={
                (row.assignment_id, row.learner_id): Override(
                    row.points, row.reason, row.at, row.by
                )
                for row in self._of_assignments(_OVERRIDES)
                if row.removed_at is None
            },
            last_days=self._last_days([one.learner_id for one in members]),
        )

    def _members(self, learner_id: str | None) -> tuple[Member, ...]:
        query = select(_MEMBERS).where(_MEMBERS.c.course_id == self._course_id)
        if self._cohort_id is not None:
            query = query.where(_MEMBERS.c.cohort_id == self._cohort_id)
        if learner_id is not None:
            query = query.where(_MEMBERS.c.learner_id == learner_id)
        found = [_member(dict(row)) for row in self._connection.execute(query).mappings()]
        return tuple(sorted(found, key=lambda one: (natural(one.label), one.id)))

    def _assignments(self) -> tuple[Assignment, ...]:
        query = self._named(select(ASSIGNMENTS)).order_by(
            func.coalesce(ASSIGNMENTS.c.due_at, ASSIGNMENTS.c.created_at), ASSIGNMENTS.c.id
        )
        rows = self._connection.execute(query).mappings()
        return tuple(
            Assignment(**(dict(row) | {"policy": AssignmentPolicy.from_dict(row["policy"])}))
            for row in rows
        )

    def _named(self, query: Select[Any]) -> Select[Any]:
        """Narrow a query that has assignments in it to those asked for."""
        query = query.where(ASSIGNMENTS.c.course_id == self._course_id)
        if self._assignment_id is not None:
            query = query.where(ASSIGNMENTS.c.id == self._assignment_id)
        return query

    def _attempts(self, learner_id: str | None) -> tuple[AttemptLine, ...]:
        query = self._named(ATTEMPTS)
        if self._cohort_id is not None:
            inside = select(_MEMBERS.c.learner_id).where(_MEMBERS.c.cohort_id == self._cohort_id)
            query = query.where(ASSIGNED.c.learner_id.in_(inside))
        if learner_id is not None:
            query = query.where(ASSIGNED.c.learner_id == learner_id)
        known: dict[str, AssignmentPolicy] = {}
        return tuple(_attempt(row, known) for row in self._connection.execute(query))

    def _targets(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for row in self._of_assignments(_TARGETS):
            found.setdefault(row.assignment_id, set()).add(row.cohort_id or row.learner_id)
        return {key: frozenset(ids) for key, ids in found.items()}

    def _most(self, assignments: Iterable[Assignment]) -> dict[str, float]:
        """Return what each assignment is out of, without fixed questions that are void."""
        versions = {one.version_id for one in assignments}
        query = select(_SET_VERSIONS.c.id, _SET_VERSIONS.c.definition)
        found = self._connection.execute(query.where(_SET_VERSIONS.c.id.in_(sorted(versions))))
        worth = {row.id: slot_points(row.definition) for row in found}
        void = self._void(versions)
        return {
            one.id: sum(
                points
                for slot, points in enumerate(worth[one.version_id])
                if (one.version_id, slot) not in void
            )
            for one in assignments
        }

    def _void(self, versions: set[str]) -> set[tuple[str, int]]:
        """Return the slots of some sets whose only question counts for nobody in the course."""
        hashes = select(RULINGS.c.item_hash).where(
            RULINGS.c.course_id == self._course_id,
            RULINGS.c.action == VOID,
            RULINGS.c.revoked_at.is_(None),
        )
        gone = set(self._connection.execute(hashes).scalars())
        if not gone:
            return set()
        query = (
            select(_SET_ITEMS.c.version_id, _SET_ITEMS.c.slot, func.min(_SET_ITEMS.c.item_hash))
            .where(_SET_ITEMS.c.version_id.in_(sorted(versions)))
            .group_by(_SET_ITEMS.c.version_id, _SET_ITEMS.c.slot)
            .having(func.count() == 1)
        )
        rows = self._connection.execute(query)
        return {(version, slot) for version, slot, item_hash in rows if item_hash in gone}

    def _last_days(self, learner_ids: list[str]) -> dict[str, str]:
        query = (
            select(DAY_TALLY.c.learner_id, func.max(DAY_TALLY.c.study_day).label("day"))
            .where(DAY_TALLY.c.learner_id.in_(learner_ids))
            .group_by(DAY_TALLY.c.learner_id)
        )
        return {row.learner_id: row.day for row in self._connection.execute(query)}

    def _of_course(self, table: Any) -> list[Row[*tuple[Any, ...]]]:  # noqa: ANN401 - a table
        query = select(table).where(table.c.course_id == self._course_id)
        return list(self._connection.execute(query))

    def _of_assignments(self, table: Any) -> list[Row[*tuple[Any, ...]]]:  # noqa: ANN401
        query = select(table).join(ASSIGNMENTS, ASSIGNMENTS.c.id == table.c.assignment_id)
        return list(self._connection.execute(self._named(query)))


def slot_points(definition: dict[str, Any]) -> list[float]:
    """Return what each slot of a published set is worth: by section, picked before drawn."""
    points: list[float] = []
    for section in definition.get("sections", ()):
        points += [float(pick["points"]) for pick in section["picks"]]
        drawn = sum(rule["count"] for rule in section["rules"])
        points += [float(section["points"])] * drawn
    return points


def _member(row: dict[str, Any]) -> Member:
    del row["external_key"]
    return Member(**row)


def _attempt(row: Row[*tuple[Any, ...]], known: dict[str, AssignmentPolicy]) -> AttemptLine:
    """Return an attempt; most attempts at an assignment have one policy, which is read once."""
    text = repr(row.policy)
    if text not in known:
        known[text] = AssignmentPolicy.from_dict(row.policy)
    return AttemptLine(
        attempt_id=row.attempt_id,
        assignment_id=row.assignment_id,
        learner_id=row.learner_id,
        number=row.number,
        policy=known[text],
        due_at=row.due_at,
        status=row.status,
        points=row.points,
        most=row.most,
        submitted_at=row.submitted_at,
    )
