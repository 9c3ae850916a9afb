"""Verified copies of an SQLite database, taken while it may be in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from tutor.errors import StoreError
from tutor.store.faults import readable_faults
from tutor.store.files import make_folder, make_private, read_only

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"


def back_up(source: Path, folder: Path, now: datetime, reason: str) -> Path:
    """Copy a database, verify the copy, and only then give it its name.

    Args:
        source: The database.
        folder: Where copies are kept; made if absent.
        now: Goes into the name, in UTC.
        reason: Goes into the name: a few words joined by `-`.

    Returns:
        The copy: one self-contained file, readable by its owner only.

    Raises:
        StoreError: The copy could not be made or does not match; the folder is as before.
    """
    with readable_faults(str(folder)):
        make_folder(folder)
        target = _free_name(folder, f"{source.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{reason}")
        temporary = target.with_name(f"{target.name}.part")
        try:
            make_private(temporary)
            _copy(source, temporary)
            _flush(temporary)
            temporary.replace(target)
            _flush(folder)
        finally:
            temporary.unlink(missing_ok=True)
    return target


def verify_copy(copy: Path, expected: dict[str, int]) -> None:
    """Check a copy's pages and row counts.

    Raises:
        StoreError: The copy is damaged or incomplete.
    """
    with read_only(copy) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if found != ("ok",):
            raise StoreError(f"{copy}: the backup is damaged ({found[0]}), so nothing was changed")
        if row_counts(connection) != expected:
            raise StoreError(f"{copy}: the backup is incomplete, so nothing was changed")


def row_counts(connection: sqlite3.Connection) -> dict[str, int]:
    """Return the number of rows in each table."""
    names = [name for (name,) in connection.execute(_TABLES)]
    return {
        name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
        for name in names
    }


def _copy(source: Path, temporary: Path) -> None:
    with read_only(source) as original:
        original.isolation_level = None
        original.execute("BEGIN")  # the counts and the copy see one state
        expected = row_counts(original)
        with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
            original.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        original.execute("ROLLBACK")
    verify_copy(temporary, expected)


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}.db"
    number = 2
    while target.exists():
        target = folder / f"{stem}-{number}.db"
        number += 1
    return target


def _flush(path: Path) -> None:
    """Make sure that a file, or a folder's list of names, is on disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder; renames are journalled there
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
