"""Replaying events: to make the projections again, or to prove that they are right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, text
from sqlmodel import Session

from tutor.domain.parameter_fit import Review
from tutor.store.base import row_key, table_of
from tutor.store.board import Board, Key, TagReader, empty_board
from tutor.store.board import Row as Values
from tutor.store.derived import PROJECTIONS
from tutor.store.events import CANONICAL
from tutor.store.fact import Fact
from tutor.store.faults import decoding
from tutor.store.memory_fold import model_of
from tutor.store.models import EventRow, LearnerRow
from tutor.store.projections import apply
from tutor.store.review_log import ReviewLog

Progress = Callable[[int, int], None]
"""Called with (events done, events in all)."""

REPORTED_ROWS = 100
"""`verify` names at most this many differing rows; more do not tell more."""
_STEP = 1000

_EVENTS = table_of(EventRow)
_LEARNERS = table_of(LearnerRow)
_FACTS = select(
    _EVENTS.c.learner_id,
    _EVENTS.c.kind,
    _EVENTS.c.at,
    _EVENTS.c.study_day,
    _EVENTS.c.attempt_id,
    _EVENTS.c.position,
    _EVENTS.c.item_id,
    _EVENTS.c.item_hash,
    _EVENTS.c.lesson_id,
    _EVENTS.c.payload,
).order_by(*CANONICAL)
_LATEST_SET = (
    select(_EVENTS.c.kind, _EVENTS.c.payload)
    .where(
        _EVENTS.c.learner_id == bindparam("learner"),
        _EVENTS.c.kind.in_(("parameters_fitted", "parameters_reset")),
    )
    .order_by(*(column.desc() for column in CANONICAL))
    .limit(1)
)


def rebuild(
    connection: Connection, tags: TagReader, progress: Progress | None = None
) -> dict[str, int]:
    """Empty the projections and fold every event again; return rows by table, and events.

    Runs inside the caller's transaction: other readers see the old rows until it is committed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE event IN SHARE ROW EXCLUSIVE MODE"))
    for table in PROJECTIONS:
        connection.execute(delete(table))
    counts = {table.name: 0 for table in PROJECTIONS} | {"event": 0}
    steps = _steps(connection, progress)
    for learner_id in _learner_ids(connection):
        board = _empty_board(connection, tags, learner_id)
        counts["event"] += _fold(connection, board, learner_id, steps)
        for table in PROJECTIONS:
            counts[table.name] += len(board.rows(table))
        board.save()
    return counts


def remake(
    connection: Connection, tags: TagReader, learner_id: str, progress: Progress | None = None
) -> None:
    """Make one learner's projections anew, inside the caller's transaction.

    The caller keeps other writers of that learner off.
    """
    for table in PROJECTIONS:
        connection.execute(delete(table).where(table.c.learner_id == learner_id))
    board = _empty_board(connection, tags, learner_id)
    _fold(connection, board, learner_id, _steps(connection, progress, learner_id))
    board.save()


def reviews(
    session: Session, tags: TagReader, learner_id: str, progress: Progress | None = None
) -> tuple[Review, ...]:
    """Return what has fed the cards that a learner has, in the order of feeding."""
    connection = session.connection()
    board = _empty_board(connection, tags, learner_id)
    board.review_log = ReviewLog()
    _fold(connection, board, learner_id, _steps(connection, progress, learner_id))
    return board.review_log.reviews


def differences(session: Session, tags: TagReader) -> Iterator[str]:
    """Yield one line for each projection row that a replay gives differently."""
    connection = session.connection()
    for learner_id in _learner_ids(connection):
        board = _empty_board(connection, tags, learner_id)
        _fold(connection, board, learner_id, lambda: None)
        for table in PROJECTIONS:
            yield from _compare(table, _stored(connection, table, learner_id), board.rows(table))


def _empty_board(connection: Connection, tags: TagReader, learner_id: str) -> Board:
    """Return an empty board with the weights that the learner's log says are in force."""
    with decoding():
        latest = connection.execute(_LATEST_SET, {"learner": learner_id}).first()
        fitted = latest.payload if latest and latest.kind == "parameters_fitted" else None
        return empty_board(connection, tags, model_of(fitted))


def _fold(connection: Connection, board: Board, learner_id: str, step: Callable[[], None]) -> int:
    """Fold one learner's events, in their canonical order."""
    number = 0
    for fact in _facts(connection, learner_id):
        with decoding():
            apply(board, fact)
        number += 1
        step()
    return number


def _facts(connection: Connection, learner_id: str) -> Iterator[Fact]:
    query = _FACTS.where(_EVENTS.c.learner_id == learner_id)
    with (
        decoding(),
        connection.execute(query, execution_options={"yield_per": _STEP}) as rows,
    ):
        for row in rows.mappings():
            yield Fact(**row)


def _steps(
    connection: Connection, progress: Progress | None, learner_id: str | None = None
) -> Callable[[], None]:
    """Return what to call after each event: it reports now and then, and at the end."""
    if progress is None:
        return lambda: None
    report = progress
    query = select(func.count()).select_from(_EVENTS)
    if learner_id is not None:
        query = query.where(_EVENTS.c.learner_id == learner_id)
    total = connection.execute(query).scalar_one()
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % _STEP == 0 or done == total:
            report(done, total)

    return step


def _learner_ids(connection: Connection) -> list[str]:
    return list(connection.execute(select(_LEARNERS.c.id).order_by(_LEARNERS.c.id)).scalars())


@decoding()
def _stored(connection: Connection, table: Table, learner_id: str) -> dict[Key, Values]:
    query = select(table).where(table.c.learner_id == learner_id)
    rows = (dict(row) for row in connection.execute(query).mappings())
    return {row_key(table, row): row for row in rows}


def _compare(table: Table, stored: dict[Key, Values], replayed: dict[Key, Values]) -> Iterator[str]:
    with decoding():
        keys = sorted(stored.keys() | replayed.keys())
    for key in keys:
        name = f"{table.name} {'/'.join(map(str, key))}"
        if key not in replayed:
            yield f"{name}: no event explains this row"
        elif key not in stored:
            yield f"{name}: the row is missing"
        elif faults := list(_unequal(stored[key], replayed[key])):
            yield f"{name}: {', '.join(faults)}"


def _unequal(stored: dict[str, Any], replayed: dict[str, Any]) -> Iterator[str]:
    for column, value in replayed.items():
        if stored[column] != value:
            yield f"{column} is {stored[column]!r}, events give {value!r}"
