"""The check-up finds what it is meant to find; a server's faults are clear lines too."""

import re
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from sqlalchemy import text

from tests.store.conftest import World, answer, some_items, start
from tutor.errors import StoreBusyError, StoreError, StoreReadOnlyError
from tutor.store import engine
from tutor.store.migrate import REVISIONS


@pytest.fixture
def server_world(postgres):
    """Return a world on PostgreSQL."""
    made = World(postgres.make(with_schema=True))
    yield made
    made.close()
    postgres.drop(made.target)


def test_a_healthy_database(world, store, learner):
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0)
    health = store.health()
    assert health.ok
    assert health.place == store.place
    assert health.revision == REVISIONS[-1]
    assert re.fullmatch(r"(SQLite|PostgreSQL) \d+\.\d+(\.\d+)?", health.backend)
    assert (health.counts["learner"], health.counts["attempt_item"]) == (1, 2)
    expected = ("ok", "wal") if store._database.path else ("not needed", None)
    assert (health.check, health.journal_mode) == expected
    assert (health.seq_gaps, health.orphans, health.warnings) == (0, 0, ())


def test_numbers_without_events_are_gaps(store, learner):
    with store._database.writing() as session:
        session.connection().execute(text("UPDATE device SET next_seq = next_seq + 3"))
    health = store.health()
    assert health.seq_gaps == 3
    assert not health.ok


def test_an_attempt_that_nothing_started_is_an_orphan(store, learner):
    with store._database.writing() as session:
        session.connection().execute(
            text(
                "INSERT INTO attempt (id, learner_id, title, spec, seed, total, started_at) "
                "VALUES ('a', :learner, 't', '{}', '1', 1, '2026-01-01 00:00:00')"
            ),
            {"learner": learner.id},
        )
    health = store.health()
    assert health.orphans == 1
    assert not health.ok


def test_broken_references_are_orphans(file_world):
    store = file_world.open()
    learner = store.create_learner("Ann")
    answer(store, start(store, learner.id, some_items(1)).id, 0)
    with closing(sqlite3.connect(file_world.target)) as raw, raw:
        raw.execute("DELETE FROM learner")
    assert store.health().orphans > 0


def test_the_place_of_a_server_hides_its_password(server_world):
    store = server_world.open()
    assert store.place.startswith("postgresql+psycopg://postgres@/")
    assert store.health().place == store.place


def test_a_read_only_server(server_world):
    store = server_world.open()
    learner = store.create_learner("Ann")
    name = store._database.engine.url.database
    with store._database.writing() as session:
        session.connection().execute(
            text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        )
    store.close()
    store = server_world.open()
    with pytest.raises(StoreReadOnlyError, match="read-only"):
        store.update_learner(learner.id, theme="paper")
    assert store.learner(learner.id) == learner


def test_a_server_that_keeps_a_row_locked_is_busy(server_world, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.1)
    store = server_world.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(1))
    with store._database.writing() as session:
        session.connection().execute(text("SELECT id FROM learner FOR UPDATE"))
        with pytest.raises(StoreBusyError, match="busy"):
            answer(store, made.id, 0)
    answer(store, made.id, 0)
    assert store.verify() == ()


def test_writers_that_block_one_another_are_told_to_try_again(server_world):
    store = server_world.open()
    names = [store.create_learner(name).id for name in ("Ann", "Ben")]
    together = threading.Barrier(2)
    said = []

    def lock_both(order):
        query = text("SELECT id FROM learner WHERE id = :id FOR UPDATE")
        try:
            with store._database.writing() as session:
                session.connection().execute(query, {"id": order[0]})
                together.wait()
                session.connection().execute(query, {"id": order[1]})
        except StoreBusyError as error:
            said.append(str(error))

    threads = [threading.Thread(target=lock_both, args=(order,)) for order in (names, names[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [f"{store.place}: two programs wrote at once: try again; nothing is lost"]


def test_the_driver_does_not_log_on_the_screen():
    code = (
        "import logging; from tutor.store.engine import Database\n"
        "Database('postgresql://host/db'); logging.getLogger('psycopg.pq').warning('noise')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout + done.stderr == ""


def test_folders_that_are_not_as_they_should_be(file_world):
    store = file_world.open()
    home = file_world.target.parent
    home.chmod(0o750)
    (home / "backups").write_text("not a folder")
    health = store.health()
    assert health.warnings == (
        f"{home}: other users may look into this folder: run chmod 700 on it",
        f"{home}/backups: no backup could be written here: make the folder writable",
    )
    assert health.ok


def test_a_lost_connection_is_one_line_and_the_next_call_works(server_world):
    store = server_world.open()
    learner = store.create_learner("Ann")

    def cut_off():
        with store._database.writing() as session:
            session.connection().execute(text("UPDATE learner SET theme = 'x'"))
            other = store._database.engine.connect()
            other.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid != pg_backend_pid()"
                )
            )
            other.close()
            session.connection().execute(text("SELECT 1"))

    with pytest.raises(StoreError, match="the database reports") as caught:
        cut_off()
    assert "\n" not in str(caught.value)
    assert store.learner(learner.id) == learner
