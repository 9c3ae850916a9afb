"""Backups are complete, verified, private, and never half there."""

import os
import sqlite3
import stat
from contextlib import closing

import pytest

from tests.store.conftest import START, World, answer, some_items, start
from tutor.errors import StoreError
from tutor.store import backup
from tutor.store.backup import back_up, row_counts, verify_copy


@pytest.fixture
def in_use(file_world):
    """Return a database that is open, with answers still in its write-ahead log."""
    store = file_world.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(3))
    for position in range(3):
        answer(store, made.id, position)
    return file_world, store, learner


def test_a_backup_of_a_database_in_use_is_a_database_of_its_own(in_use, tmp_path):
    world, store, learner = in_use
    copy = back_up(world.target, tmp_path / "backups", START, "by-hand")
    assert copy.name == "main-20261123T150000Z-by-hand.db"
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(copy.parent.stat().st_mode) == 0o700
    restored = World(copy)
    other = restored.open()
    assert other.progress(learner.id) == store.progress(learner.id)
    assert other.health().ok
    restored.close()


def test_backups_of_one_second_do_not_overwrite_each_other(in_use, tmp_path):
    world, _store, _learner = in_use
    names = {back_up(world.target, tmp_path, START, "x").name for _time in range(3)}
    assert names == {f"main-20261123T150000Z-x{suffix}.db" for suffix in ("", "-2", "-3")}


def test_a_copy_with_missing_rows_or_damaged_pages_is_refused(in_use, tmp_path):
    world, _store, _learner = in_use
    copy = back_up(world.target, tmp_path, START, "x")
    with closing(sqlite3.connect(copy)) as connection:
        counts = row_counts(connection)
    verify_copy(copy, counts)
    with pytest.raises(StoreError, match="incomplete"):
        verify_copy(copy, counts | {"event": 99})
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size // 2 // 4096 * 4096)
        file.write(b"\xff" * 4096)
    with pytest.raises((StoreError, sqlite3.DatabaseError)):
        verify_copy(copy, counts)


def test_a_failed_backup_leaves_nothing_behind(in_use, tmp_path, monkeypatch):
    world, _store, _learner = in_use

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="disk is full"):
        back_up(world.target, tmp_path / "backups", START, "x")
    assert list((tmp_path / "backups").iterdir()) == []
    monkeypatch.undo()

    monkeypatch.setattr(backup, "row_counts", lambda _connection: {"event": id(object())})
    monkeypatch.setattr(backup, "verify_copy", lambda _copy, _expected: backup_refused())
    with pytest.raises(StoreError, match="refused"):
        back_up(world.target, tmp_path / "backups", START, "x")
    assert list((tmp_path / "backups").iterdir()) == []


def backup_refused():
    raise StoreError("refused")
