"""Marks of ended attempts at assignments: derived from answers and rulings, and from nothing else.

They are written in the transaction that ends an attempt, or that makes or revokes a ruling;
`rebuild` makes them anew and `verify` compares them, as with every projection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, delete, select
from sqlmodel import Session

from tutor.domain.marking import RESCORE, AttemptMarks, GivenAnswer, Ruling, mark_attempt
from tutor.store.base import table_of
from tutor.store.class_file_models import GivenAssignmentRow
from tutor.store.class_models import (
    AssignedAttemptRow,
    AssignmentRow,
    AttemptGradeRow,
    CourseRow,
    RulingRow,
)
from tutor.store.classroom.returned_marks import returned_marks
from tutor.store.derived import ANSWER_STATE, ATTEMPT_STATE
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, ItemVersionRow
from tutor.store.upsert import upsert
from tutor.store.versions import read_version

ASSIGNED = table_of(AssignedAttemptRow)
ASSIGNMENTS = table_of(AssignmentRow)
GRADES = table_of(AttemptGradeRow)
RULINGS = table_of(RulingRow)
_COURSES = table_of(CourseRow)
_GIVEN = table_of(GivenAssignmentRow)
_ITEMS = table_of(AttemptItemRow)
_VERSIONS = table_of(ItemVersionRow)
_AT_ONCE = 400
"""Attempts whose answers are read in one query: databases take only so many values."""
_ENDED = (
    select(
        ASSIGNED.c.attempt_id,
        ASSIGNED.c.assignment_id,
        ASSIGNED.c.learner_id,
        ASSIGNED.c.points,
        ASSIGNMENTS.c.course_id,
        ATTEMPT_STATE.c.finished_at,
    )
    .join(ASSIGNMENTS, ASSIGNMENTS.c.id == ASSIGNED.c.assignment_id)
    .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == ASSIGNED.c.attempt_id)
    .where(
        ATTEMPT_STATE.c.status != "open",
        # without keys there is nothing to mark: the instructor does that, and sends the marks
        ASSIGNED.c.assignment_id.not_in(
            select(_GIVEN.c.assignment_id).where(_GIVEN.c.keyless.is_(True))
        ),
    )
)
_ANSWERS = (
    select(
        _ITEMS.c.attempt_id,
        _ITEMS.c.position,
        _ITEMS.c.item_hash,
        ANSWER_STATE.c.response,
        ANSWER_STATE.c.score,
    )
    .outerjoin(
        ANSWER_STATE,
        (ANSWER_STATE.c.attempt_id == _ITEMS.c.attempt_id)
        & (ANSWER_STATE.c.position == _ITEMS.c.position),
    )
    .order_by(_ITEMS.c.attempt_id, _ITEMS.c.position)
)

Value = TypeVar("Value")
Rulings = dict[tuple[str, str], Ruling]
"""What is in force, by course and item hash."""


def keep_grade(recorder: Recorder, attempt_id: str) -> None:
    """Write the marks of an assigned attempt that has ended, in the transaction that ends it.

    An attempt that is open, or no assignment's, is left alone.
    """
    recorder.board.save()  # what was answered in this very transaction
    connection = recorder.connection
    query = _ENDED.where(ASSIGNED.c.attempt_id == attempt_id)
    found = connection.execute(query).mappings().one_or_none()
    if found is not None:
        hold_course(connection, found["course_id"], shared=True)
        save_grades(connection, derived(connection, [dict(found)]))


def hold_course(connection: Connection, course_id: str, *, shared: bool) -> None:
    """Keep rulings and the ends of attempts of a course apart: neither may miss the other.

    Many attempts may end at once (`shared`). SQLite has one writer anyway.
    """
    query = select(_COURSES.c.id).where(_COURSES.c.id == course_id)
    connection.execute(query.with_for_update(read=shared))


def derived(connection: Connection, ended: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of marks that ended attempts have by the rulings in force.

    Args:
        connection: Where answers and rulings are read.
        ended: Rows of assigned attempts with course and end, as `ended_attempts` returns them.
    """
    rulings = rulings_of(connection, {row["course_id"] for row in ended})
    return derived_by(connection, ended, rulings)


def derived_by(
    connection: Connection, ended: Sequence[dict[str, Any]], rulings: Rulings
) -> list[dict[str, Any]]:
    """Return the rows of marks that ended attempts would have by these rulings."""
    rows = []
    for some in parts(ended):
        answers = _answers(connection, [row["attempt_id"] for row in some])
        bodies = _bodies(connection, some, answers, rulings)
        for row in some:
            mine = answers.get(row["attempt_id"], [])
            with decoding():
                marks = mark_attempt(_given(row, mine, rulings, bodies))
            rows.append(_grade_row(row, marks))
    return rows


def ended_attempts(
    connection: Connection, course_id: str, item_hash: str | None = None
) -> list[dict[str, Any]]:
    """Return the ended attempts of a course, or those of them that had an item version."""
    query = _ENDED.where(ASSIGNMENTS.c.course_id == course_id)
    if item_hash is not None:
        had = (
            select(_ITEMS.c.position)
            .where(_ITEMS.c.attempt_id == ASSIGNED.c.attempt_id, _ITEMS.c.item_hash == item_hash)
            .exists()
        )
        query = query.where(had)
    return _rows(connection, query.order_by(ASSIGNED.c.attempt_id))


def save_grades(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of marks over those there are."""
    if rows:
        connection.execute(upsert(connection.dialect.name, GRADES), list(rows))


def replace_grade(connection: Connection, attempt_id: str, rows: Sequence[dict[str, Any]]) -> None:
    """Write an attempt's row of marks over the one there is; none takes it away."""
    connection.execute(delete(GRADES).where(GRADES.c.attempt_id == attempt_id))
    save_grades(connection, rows)


def remake_grades(connection: Connection) -> int:
    """Make all marks anew, inside the caller's transaction; return how many there are."""
    connection.execute(delete(GRADES))
    count = 0
    for rows in _all_derived(connection):
        save_grades(connection, rows)
        count += len(rows)
    return count


def grade_differences(session: Session) -> Iterator[str]:
    """Yield one line for each row of marks that answers and rulings give differently."""
    connection = session.connection()
    known = set(connection.execute(select(GRADES.c.attempt_id)).scalars())
    for rows in _all_derived(connection):
        ids = [row["attempt_id"] for row in rows]
        query = select(GRADES).where(GRADES.c.attempt_id.in_(ids))
        stored = {row["attempt_id"]: row for row in _rows(connection, query)}
        known.difference_update(ids)
        for row in rows:
            yield from _compare(stored.get(row["attempt_id"]), row)
    for attempt_id in sorted(known):
        yield f"attempt_grade {attempt_id}: no ended attempt explains this row"


def rulings_of(connection: Connection, course_ids: Iterable[str]) -> Rulings:
    """Return the rulings in force in some courses: of several on one version, the latest."""
    query = (
        select(RULINGS)
        .where(RULINGS.c.course_id.in_(sorted(course_ids)), RULINGS.c.revoked_at.is_(None))
        .order_by(RULINGS.c.at, RULINGS.c.id)
    )
    with decoding():
        return {
            (row["course_id"], row["item_hash"]): Ruling(row["action"], _key(row["key"]))
            for row in _rows(connection, query)
        }


def parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """Yield values some at a time: as many as one query can take."""
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]


def _key(stored: list[list[str]] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(response) for response in stored or ())


def _all_derived(connection: Connection) -> Iterator[list[dict[str, Any]]]:
    """Yield the marks of all ended assigned attempts, some at a time, then those from files."""
    ids = connection.execute(select(ASSIGNED.c.attempt_id).order_by(ASSIGNED.c.attempt_id))
    for some in parts(ids.scalars().all()):
        query = _ENDED.where(ASSIGNED.c.attempt_id.in_(some)).order_by(ASSIGNED.c.attempt_id)
        yield derived(connection, _rows(connection, query))
    with decoding():
        yield returned_marks(connection)


def _answers(connection: Connection, attempt_ids: list[str]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    with decoding():
        for row in _rows(connection, _ANSWERS.where(_ITEMS.c.attempt_id.in_(attempt_ids))):
            found.setdefault(row["attempt_id"], []).append(row)
    return found


def _bodies(
    connection: Connection,
    ended: Sequence[dict[str, Any]],
    answers: dict[str, list[dict[str, Any]]],
    rulings: Rulings,
) -> dict[str, str]:
    """Return the texts of the item versions that have to be graded again."""
    wanted = {
        one["item_hash"]
        for row in ended
        for one in answers.get(row["attempt_id"], ())
        if (ruling := rulings.get((row["course_id"], one["item_hash"])))
        and ruling.action == RESCORE
    }
    if not wanted:
        return {}
    query = select(_VERSIONS.c.content_hash, _VERSIONS.c.body)
    rows = connection.execute(query.where(_VERSIONS.c.content_hash.in_(sorted(wanted))))
    return {row.content_hash: row.body for row in rows}


def _given(
    attempt: dict[str, Any],
    answers: Sequence[dict[str, Any]],
    rulings: Rulings,
    bodies: dict[str, str],
) -> list[GivenAnswer]:
    worth = attempt["points"]
    return [
        GivenAnswer(
            points=float(worth[row["position"]]),
            response=tuple(row["response"] or ()),
            score=row["score"] or 0.0,
            item=read_version(bodies[row["item_hash"]], row["item_hash"])
            if row["item_hash"] in bodies
            else None,
            ruling=rulings.get((attempt["course_id"], row["item_hash"])),
        )
        for row in answers
    ]


def _grade_row(attempt: dict[str, Any], marks: AttemptMarks) -> dict[str, Any]:
    return {
        "attempt_id": attempt["attempt_id"],
        "assignment_id": attempt["assignment_id"],
        "learner_id": attempt["learner_id"],
        "points": marks.points,
        "most": marks.most,
        "answered": marks.answered,
        "questions": list(marks.questions),
        "submitted_at": attempt["finished_at"],
    }


def _compare(stored: dict[str, Any] | None, row: dict[str, Any]) -> Iterator[str]:
    name = f"attempt_grade {row['attempt_id']}"
    if stored is None:
        yield f"{name}: the row is missing"
        return
    faults = [
        f"{column} is {stored[column]!r}, answers give {value!r}"
        for column, value in row.items()
        if stored[column] != value
    ]
    if faults:
        yield f"{name}: {', '.join(faults)}"


def _rows(connection: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    with decoding():
        return [dict(row) for row in connection.execute(query).mappings()]
