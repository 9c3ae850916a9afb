"""Items of assignments begun whose keys are not released: free practice must not show them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlmodel import Session

from tutor.domain.release import shown
from tutor.store.base import table_of
from tutor.store.class_models import AssignedAttemptRow
from tutor.store.classroom.assignment_rows import ASSIGNMENTS, Limits, assignment_of
from tutor.store.derived import ATTEMPT_STATE
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow

_ASSIGNED = table_of(AssignedAttemptRow)
_ITEMS = table_of(AttemptItemRow)
_AT_ONCE = 500
"""Attempts asked for in one query."""


@decoding()
def unreleased_items(session: Session, learner_id: str, now: datetime) -> frozenset[str]:
    """Return the items of a learner's attempts at assignments whose keys may not show at `now`."""
    connection = session.connection()
    query = (
        select(ASSIGNMENTS, _ASSIGNED.c.attempt_id, ATTEMPT_STATE.c.status.label("attempt_status"))
        .join(_ASSIGNED, _ASSIGNED.c.assignment_id == ASSIGNMENTS.c.id)
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ASSIGNED.c.attempt_id)
        .where(_ASSIGNED.c.learner_id == learner_id)
    )
    limits = Limits(connection, learner_id)
    kept = []
    for row in connection.execute(query).all():
        assignment = assignment_of(row)
        closed = limits.window(assignment, learner_id).closed(now)
        ended = row.attempt_status != "open"
        if "key" not in shown(assignment.policy.release, ended=ended, closed=closed):
            kept.append(row.attempt_id)
    found: set[str] = set()
    for start in range(0, len(kept), _AT_ONCE):
        items = select(_ITEMS.c.item_id).where(
            _ITEMS.c.attempt_id.in_(kept[start : start + _AT_ONCE])
        )
        found.update(connection.execute(items).scalars())
    return frozenset(found)
