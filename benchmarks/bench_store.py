"""The store: one committed answer, opening, reading a quiz back, a rebuild of 100,000 answers."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random

from sqlalchemy import insert, text

from tutor.clock import FixedClock
from tutor.domain.item import Choices, Item, Option
from tutor.domain.item_json import with_hash
from tutor.domain.records import Attempt, NewAttempt, PlacedItem, QuizSpec
from tutor.store.base import table_of
from tutor.store.models import EventRow
from tutor.store.store import Store, new_uuid7, open_store

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANSWERS = 400
"""Answers measured one by one."""
QUIZZES, QUESTIONS, ROUNDS = 500, 100, 2
"""The large history: each question of each quiz is answered, then revised."""
TALLIES = 7
"""Rows that an answer changes besides its event."""


def run(report: Callable[..., None]) -> None:
    """Measure the store on SQLite; commits against bare SQLite commits in the same folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.db"
        with closing(_bare(Path(folder) / "bare.db")) as bare:
            _measure_answers(report, path, bare)
        opened = [_seconds(lambda: _open(path).close()) for _time in range(20)]
        report("database opened", statistics.median(opened), "s")
        _measure_rebuild(report, Path(folder) / "large.db")


def _measure_answers(report: Callable[..., None], path: Path, bare: sqlite3.Connection) -> None:
    """Take turns, so that a busy machine slows all alike."""
    store = _open(path)
    attempt = _start(store, store.create_learner("Bench").id, [_item(n) for n in range(ANSWERS)])
    times: dict[str, list[float]] = {"ours": [], "bare commit": [], "bare commit, same rows": []}
    for position in range(ANSWERS):
        times["ours"].append(_seconds(partial(_answer, store, attempt.id, position)))
        times["bare commit"].append(_seconds(partial(_commit, bare, 0)))
        times["bare commit, same rows"].append(_seconds(partial(_commit, bare, TALLIES)))
    ours, *floors = ((name, statistics.median(values)) for name, values in times.items())
    for name, value in floors:
        report("answer committed, median", ours[1], "s", name, value)
    report(f"quiz of {ANSWERS} read back", _seconds(lambda: store.attempt(attempt.id)), "s")
    store.close()


def _measure_rebuild(report: Callable[..., None], path: Path) -> None:
    store = _open(path)
    learner = store.create_learner("Bench")
    items = [_item(number) for number in range(1000)]
    rng = Random(1)
    for _quiz in range(QUIZZES):
        _append_answers(store, _start(store, learner.id, rng.sample(items, QUESTIONS)), rng)
    answers = f"{QUIZZES * QUESTIONS * ROUNDS:,} answers"
    report(f"rebuild, {answers}", _seconds(store.rebuild), "s")
    report(f"verification, {answers}", _seconds(lambda: _verify(store)), "s")
    report(f"progress, {answers}", _seconds(lambda: store.progress(learner.id)), "s")
    report(f"database opened, {answers}", _seconds(lambda: _open(path).close()), "s")
    store.close()


def _append_answers(store: Store, attempt: Attempt, rng: Random) -> None:
    """Write answer events in bulk, without their projections: the rebuild makes those."""
    with store._database.writing() as session:
        connection = session.connection()
        device, seq = connection.execute(text("SELECT id, next_seq FROM device")).one()
        rows = [
            {
                "event_id": new_uuid7(),
                "learner_id": attempt.learner_id,
                "device_id": device,
                "seq": seq + number,
                "kind": "answered",
                "at": NOW,
                "order_at": NOW + timedelta(microseconds=number),
                "study_day": DAY.isoformat(),
                "attempt_id": attempt.id,
                "position": slot.position,
                "item_id": slot.placed.item.id,
                "item_hash": slot.placed.item.content_hash,
                "payload": {"response": ["a"], "score": rng.random(), "latency_ms": 900},
            }
            for number, slot in enumerate(attempt.slots * ROUNDS)
        ]
        connection.execute(insert(table_of(EventRow)), rows)
        connection.execute(text("UPDATE device SET next_seq = :next"), {"next": seq + len(rows)})


def _verify(store: Store) -> None:
    if differences := store.verify():
        raise AssertionError(differences[0])


def _open(path: Path) -> Store:
    return open_store(path, clock=FixedClock(NOW))


def _start(store: Store, learner_id: str, items: list[Item]) -> Attempt:
    placed = tuple(PlacedItem(item, ("d", "c", "b", "a")) for item in items)
    new = NewAttempt(learner_id, "Bench", QuizSpec(count=len(items)), 1, None, None, placed)
    return store.start_attempt(new, study_day=DAY)


def _answer(store: Store, attempt_id: str, position: int) -> None:
    store.record_answer(
        attempt_id, position, ("a",), 1.0, latency_ms=900, study_day=DAY, revise=False
    )


def _item(number: int) -> Item:
    options = tuple(
        Option(letter, f"Option {letter}", "Why " * 20, correct=letter == "a") for letter in "abcd"
    )
    return with_hash(
        Item(
            id=f"bench-{number}",
            version=1,
            kind="single",
            stem="What do you do next? " * 10,
            body=Choices(options),
            exams=(("cpc", f"d{number % 9}"), ("cpb", f"d{number % 5}")),
            role="both",
            subject="bench",
            topic="bench",
            skill="concept",
            level="apply",
            difficulty=2,
            references=(),
            lesson=None,
            code_set="FY2026",
        )
    )


def _bare(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("CREATE TABLE event (id INTEGER PRIMARY KEY, body TEXT)")
    connection.execute("CREATE TABLE tally (id INTEGER PRIMARY KEY, count INTEGER)")
    connection.executemany("INSERT INTO tally VALUES (?, 0)", [(n,) for n in range(TALLIES)])
    return connection


def _commit(connection: sqlite3.Connection, tallies: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO event (body) VALUES (?)", ("x" * 400,))
    for number in range(tallies):
        connection.execute("UPDATE tally SET count = count + 1 WHERE id = ?", (number,))
    connection.execute("COMMIT")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
