"""Marks that came back in files: those of the latest feedback on an attempt, as the log has it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from tutor.store.base import table_of
from tutor.store.class_file_models import GivenAssignmentRow
from tutor.store.class_models import AssignedAttemptRow
from tutor.store.derived import ATTEMPT_STATE
from tutor.store.events import CANONICAL
from tutor.store.models import EventRow

RETURNED = "returned"
"""Under which the payload of `answers_released` holds what came in a file."""

_EVENTS = table_of(EventRow)
_ASSIGNED = table_of(AssignedAttemptRow)
_GIVEN = table_of(GivenAssignmentRow)
_MARKED = (
    select(
        _ASSIGNED.c.attempt_id,
        _ASSIGNED.c.assignment_id,
        _ASSIGNED.c.learner_id,
        ATTEMPT_STATE.c.answered,
        ATTEMPT_STATE.c.finished_at.label("submitted_at"),
        _EVENTS.c.payload,
    )
    .join(_GIVEN, _GIVEN.c.assignment_id == _ASSIGNED.c.assignment_id)
    .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
    .join(_EVENTS, _EVENTS.c.attempt_id == _ASSIGNED.c.attempt_id)
    .where(_GIVEN.c.keyless.is_(True), _EVENTS.c.kind == "answers_released")
    .order_by(*CANONICAL)
)


def latest_returned(connection: Connection, attempt_id: str) -> dict[str, Any] | None:
    """Return what the latest feedback on an attempt tells; None where none came in a file."""
    query = (
        select(_EVENTS.c.payload)
        .where(_EVENTS.c.attempt_id == attempt_id, _EVENTS.c.kind == "answers_released")
        .order_by(*(column.desc() for column in CANONICAL))
        .limit(1)
    )
    payload = connection.execute(query).scalar_one_or_none()
    told: dict[str, Any] | None = (payload or {}).get(RETURNED)
    return told


def returned_marks(connection: Connection, attempt_id: str | None = None) -> list[dict[str, Any]]:
    """Return the rows of marks that came in files: all of them, or that of one attempt.

    There is one for each attempt whose score shows.
    """
    query = _MARKED
    if attempt_id is not None:
        query = query.where(_ASSIGNED.c.attempt_id == attempt_id)
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute(query).mappings():
        values = dict(row)
        told = values.pop("payload").get(RETURNED)
        if told is None or told["points"] is None:
            found.pop(row["attempt_id"], None)
            continue
        marks = {
            "points": float(told["points"]),
            "most": float(told["most"]),
            "questions": [one["points"] for one in told["questions"]],
        }
        found[row["attempt_id"]] = values | marks
    return list(found.values())
