"""Reading what the projections know of a learner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, select
from sqlmodel import Session

from tutor.domain.records import (
    DayTally,
    ItemHistory,
    LessonProgress,
    MissedItem,
    Progress,
    Tally,
)
from tutor.store.base import table_of
from tutor.store.credit import to_score
from tutor.store.derived import (
    ATTEMPT_STATE,
    DAY_TALLY,
    DOMAIN_TALLY,
    ITEM_HISTORY,
    LESSON_STATE,
    MISSED_STATE,
    ROLE_TALLY,
)
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)


@decoding()
def progress(session: Session, learner_id: str) -> Progress:
    """Return all tallies and lessons of a learner; days in order."""
    days = (
        _day(row)
        for row in _rows(session, DAY_TALLY, learner_id)
        if row.answered or row.pages  # not where the only answer was taken back
    )
    return Progress(
        domains={
            (row.exam, row.domain): _tally(row) for row in _rows(session, DOMAIN_TALLY, learner_id)
        },
        roles={row.role: _tally(row) for row in _rows(session, ROLE_TALLY, learner_id)},
        days=tuple(sorted(days, key=lambda day: day.day)),
        lessons=lessons(session, learner_id),
    )


@decoding()
def lessons(session: Session, learner_id: str) -> dict[str, LessonProgress]:
    """Return how far a learner is in each lesson begun."""
    return {
        row.lesson_id: LessonProgress(
            lesson_id=row.lesson_id,
            pages_read=frozenset(page for page in map(int, row.pages_read) if page < row.pages),
            last_page=row.last_page,
            last_at=row.last_at,
            completed_at=row.completed_at,
        )
        for row in _rows(session, LESSON_STATE, learner_id)
    }


@decoding()
def item_history(session: Session, learner_id: str) -> dict[str, ItemHistory]:
    """Return what a learner has done with each item answered so far."""
    history = {
        row.item_id: ItemHistory(
            row.item_id, row.times, row.first_score, row.last_score, row.last_at
        )
        for row in _rows(session, ITEM_HISTORY, learner_id)
    }
    for one in missed(session, learner_id):
        if one.item_id in history:
            history[one.item_id] = replace(history[one.item_id], missed=one.misses)
    return history


@decoding()
def missed(session: Session, learner_id: str) -> tuple[MissedItem, ...]:
    """Return what a learner still has to answer right: most often missed first, then latest."""
    query = select(MISSED_STATE).where(
        MISSED_STATE.c.learner_id == learner_id, MISSED_STATE.c.waiting.is_(True)
    )
    found = (
        MissedItem(
            item_id=row.item_id,
            content_hash=row.item_hash,
            misses=row.misses,
            last_at=row.last_at,
            right_day=date.fromisoformat(row.right_day) if row.right_day else None,
        )
        for row in session.connection().execute(query)
    )
    return tuple(
        sorted(found, key=lambda one: (-one.misses, -one.last_at.timestamp(), one.item_id))
    )


def withheld_items(session: Session, learner_id: str) -> frozenset[str]:
    """Return the items of a learner's tests and mock exams that are open."""
    query = (
        select(_ITEMS.c.item_id, _ATTEMPTS.c.spec)
        .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == _ITEMS.c.attempt_id)
        .join(_ATTEMPTS, _ATTEMPTS.c.id == _ITEMS.c.attempt_id)
        .where(ATTEMPT_STATE.c.learner_id == learner_id, ATTEMPT_STATE.c.status == "open")
    )
    with decoding():
        rows = session.connection().execute(query)
        return frozenset(row.item_id for row in rows if row.spec["feedback"] == "test")


def _rows(session: Session, table: Table, learner_id: str) -> list[Row[*tuple[Any, ...]]]:
    query = select(table).where(table.c.learner_id == learner_id)
    return list(session.connection().execute(query))


def _tally(row: Row[*tuple[Any, ...]]) -> Tally:
    return Tally(
        answered=row.answered,
        score=to_score(row.credit),
        first_answered=row.first_answered,
        first_score=to_score(row.first_credit),
        last_at=row.last_at,
    )


def _day(row: Row[*tuple[Any, ...]]) -> DayTally:
    return DayTally(
        date.fromisoformat(row.study_day), row.answered, to_score(row.credit), row.pages
    )
