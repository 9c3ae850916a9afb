"""Reading what the projections know of a learner."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, select
from sqlmodel import Session

from tutor.domain.statistics_records import DayTally, ItemHistory, LessonProgress, Progress, Tally
from tutor.store.credit import to_score
from tutor.store.derived import (
    DAY_TALLY,
    DOMAIN_TALLY,
    ITEM_HISTORY,
    LESSON_STATE,
    ROLE_TALLY,
)
from tutor.store.faults import decoding
from tutor.store.missed import missed


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
