"""Reading attempts back, exactly as they were drawn and as they stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlmodel import Session

from tutor.domain.records import Answer, Attempt, AttemptSummary, PlacedItem, QuizSpec, Slot
from tutor.errors import NotFoundError
from tutor.store.base import table_of
from tutor.store.credit import to_score
from tutor.store.derived import ANSWER_STATE, ASSIGNED_STATE, ATTEMPT_STATE
from tutor.store.events import CANONICAL
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow, EventRow, ItemVersionRow
from tutor.store.versions import read_version

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)
_VERSIONS = table_of(ItemVersionRow)
_PLACED = select(func.count()).where(_ITEMS.c.attempt_id == _ATTEMPTS.c.id).scalar_subquery()
_ATTEMPT_WITH_STATE = (
    select(
        _ATTEMPTS,
        _PLACED.label("placed"),
        ATTEMPT_STATE.c.status,
        ATTEMPT_STATE.c.position,
        ATTEMPT_STATE.c.answered,
        ATTEMPT_STATE.c.credit,
        ATTEMPT_STATE.c.finished_at,
        ASSIGNED_STATE.c.attempt_id.label("assigned"),
        ASSIGNED_STATE.c.deadline.label("moved_deadline"),
        ASSIGNED_STATE.c.withheld,
    )
    .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ATTEMPTS.c.id)
    .outerjoin(ASSIGNED_STATE, ASSIGNED_STATE.c.attempt_id == _ATTEMPTS.c.id)
)
_SLOTS = (
    select(
        _ITEMS.c.position,
        _ITEMS.c.arrangement,
        _ITEMS.c.item_hash,
        _VERSIONS.c.body,
        ANSWER_STATE.c.response,
        ANSWER_STATE.c.score,
        ANSWER_STATE.c.answered_at,
        ANSWER_STATE.c.latency_ms,
        ANSWER_STATE.c.flagged,
        ANSWER_STATE.c.shown_at,
    )
    .join(_VERSIONS, _VERSIONS.c.content_hash == _ITEMS.c.item_hash)
    .outerjoin(
        ANSWER_STATE,
        (ANSWER_STATE.c.attempt_id == _ITEMS.c.attempt_id)
        & (ANSWER_STATE.c.position == _ITEMS.c.position),
    )
    .order_by(_ITEMS.c.position)
)


@decoding()
def learner_of(session: Session, attempt_id: str) -> str:
    """Return whose attempt it is.

    Raises:
        NotFoundError: There is no such attempt.
    """
    query = select(_ATTEMPTS.c.learner_id).where(_ATTEMPTS.c.id == attempt_id)
    found = session.connection().execute(query).scalar_one_or_none()
    if found is None:
        raise NotFoundError(f"there is no attempt {attempt_id!r}")
    return str(found)


@decoding()
def read(session: Session, attempt_id: str) -> Attempt:
    """Return an attempt with all its questions and answers.

    Raises:
        NotFoundError: There is no such attempt.
    """
    connection = session.connection()
    row = connection.execute(_ATTEMPT_WITH_STATE.where(_ATTEMPTS.c.id == attempt_id)).one_or_none()
    if row is None:
        raise NotFoundError(f"there is no attempt {attempt_id!r}")
    slots = connection.execute(_SLOTS.where(_ITEMS.c.attempt_id == attempt_id))
    return Attempt(
        id=row.id,
        learner_id=row.learner_id,
        title=row.title,
        spec=spec_of(row.spec),
        seed=int(row.seed),
        blueprint=row.blueprint,
        started_at=row.started_at,
        deadline=row.moved_deadline if row.assigned else row.deadline,
        status=row.status,
        finished_at=row.finished_at,
        position=row.position,
        slots=tuple(_slot(slot) for slot in slots),
    )


@decoding()
def end_record(session: Session, attempt_id: str) -> dict[str, Any] | None:
    """Return what the latest end of an attempt wrote down; None if nothing was."""
    events = table_of(EventRow)
    query = (
        select(events.c.payload)
        .where(events.c.attempt_id == attempt_id, events.c.kind == "attempt_ended")
        .order_by(*(column.desc() for column in CANONICAL))
        .limit(1)
    )
    payload = session.connection().execute(query).scalar_one_or_none()
    return payload.get("record") if payload else None


@decoding()
def summaries(
    session: Session,
    learner_id: str,
    *,
    only_open: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> tuple[AttemptSummary, ...]:
    """Return a learner's attempts, newest first."""
    query = _ATTEMPT_WITH_STATE.where(_ATTEMPTS.c.learner_id == learner_id)
    if only_open:
        query = query.where(ATTEMPT_STATE.c.status == "open")
    query = _newest_first(query).limit(limit).offset(offset)
    return tuple(_summary(row) for row in session.connection().execute(query))


def _newest_first(query: Select[Any]) -> Select[Any]:
    return query.order_by(_ATTEMPTS.c.started_at.desc(), _ATTEMPTS.c.id.desc())


def _slot(row: Row[*tuple[Any, ...]]) -> Slot:
    item = read_version(row.body, row.item_hash)
    answer = None
    if row.answered_at is not None:
        answer = Answer(tuple(row.response), row.score, row.answered_at, row.latency_ms)
    return Slot(
        position=row.position,
        placed=PlacedItem(item, tuple(row.arrangement)),
        answer=answer,
        flagged=bool(row.flagged),
        shown_at=row.shown_at,
    )


def _summary(row: Row[*tuple[Any, ...]]) -> AttemptSummary:
    spec = spec_of(row.spec)
    hidden = bool(row.withheld) or (row.status == "open" and spec.feedback == "test")
    return AttemptSummary(
        id=row.id,
        title=row.title,
        exam=spec.exam,
        context=spec.context,
        feedback=spec.feedback,
        status=row.status,
        started_at=row.started_at,
        finished_at=row.finished_at,
        total=row.total if row.status == "open" else row.placed,
        answered=row.answered,
        score=None if hidden else to_score(row.credit),
    )


def spec_of(data: dict[str, Any]) -> QuizSpec:
    """Return what an attempt's row says was asked for."""
    lists = {name: tuple(data.get(name, ())) for name in ("domains", "drills")}
    return QuizSpec(**(data | lists))
