"""Answer to feedback: grading, one durable commit, and the feedback view."""

from __future__ import annotations

import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.services.context import open_services
from tutor.settings import Settings

ANSWERS = 100
"""Questions answered in a run."""


def run(report: Callable[..., None]) -> None:
    """Measure answers in a quiz on the shipped content against bare durable commits."""
    with tempfile.TemporaryDirectory() as folder:
        ours = _answers(Path(folder) / "home")
        bare = _bare_commits(Path(folder) / "bare.db")
    report("answer to feedback, median", ours, "s", "bare commit, synchronous=FULL", bare)


def _answers(home: Path) -> float:
    times = []
    with open_services(Settings(home=home)) as services:
        learner = services.profiles.create("Bench", time_zone="UTC")
        session = services.practice.start(learner.id, QuizSpec(count=ANSWERS), seed=1)
        while session.open:
            item = services.library.item(session.current().item_id)
            started = time.perf_counter()
            session.answer(key_response(item))
            times.append(time.perf_counter() - started)
            if not session.next():
                session.finish()
    return statistics.median(times)


def _bare_commits(path: Path) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE answer (id INTEGER PRIMARY KEY, body TEXT)")
    times = []
    for _ in range(ANSWERS):
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO answer (body) VALUES ('b')")
        connection.execute("COMMIT")
        times.append(time.perf_counter() - started)
    connection.close()
    return statistics.median(times)
