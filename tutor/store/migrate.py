"""The start-up gate and migrations: the schema is brought up to date, or the file left alone."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import ProgrammingError

from tutor.errors import StoreBusyError, StoreError, StoreTooNewError
from tutor.store import files
from tutor.store.backup import back_up
from tutor.store.engine import Database
from tutor.store.faults import readable_faults
from tutor.store.files import FILE_MODE

REVISIONS = (
    "0001_first",
    "0002_bookmarks",
    "0003_mock_exams",
    "0004_cards",
    "0005_study_days",
    "0006_undo",
    "0007_own_cards",
    "0008_fitted",
    "0009_classroom",
    "0011_accounts",
    "0013_assigned",
    "0014_class_files",
    "0015_merge",
    "0016_merged_shifts",
)
"""Every schema this program knows, oldest first; the last is the one it uses."""
HEAD = REVISIONS[-1]

SETUP_SECONDS = 60
"""How long to wait for another process that is migrating."""

_MIGRATION_LOCK = 7_305_804_385_366_798_964
"""Key of PostgreSQL's advisory lock under which one client migrates; any number does."""
_UNDEFINED_TABLE = "42P01"
_VERSION = "SELECT version_num FROM alembic_version"


def prepare(database: Database, now: datetime) -> None:
    """Check a database before it is opened for writing, and bring its schema up to date.

    Args:
        database: Not connected to yet.
        now: Goes into a backup's name.

    Raises:
        StoreError: The database cannot be used; it is as it was before.
    """
    path, backups = database.path, database.backups
    if path is None or backups is None:
        _migrate_server(database)
        return
    with readable_faults(str(path)):
        files.make_folder(path.parent)
        files.check_writable(path)
        revision = check_file(path)
        files.make_private(path)
        if revision != HEAD:
            _migrate_file(database, path, backups, now)
    if warning := files.folder_warning(path):
        database.warn(warning)


def check_file(path: Path) -> str | None:
    """Return the revision of a database file, without the right to change it.

    Returns:
        The revision; None where there is no file, or no table in it.

    Raises:
        StoreTooNewError: It was written by a newer version of the program.
        StoreCorruptError: A page is damaged.
        StoreError: It is not this program's database.
    """
    if not files.exists(path):
        return None
    files.check_header(path)
    with files.read_only(path) as connection:
        revision = _file_revision(connection, path)
        _check_known(revision, str(path))
        files.quick_check(connection, path)
    return revision


def server_revision(connection: Connection, place: str) -> str | None:
    """Return the revision of a PostgreSQL database; None before the first migration.

    Raises:
        StoreTooNewError: It was written by a newer version of the program.
    """
    try:
        with connection.begin_nested():
            revision = connection.execute(text(_VERSION)).scalar_one_or_none()
    except ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) == _UNDEFINED_TABLE:
            return None
        raise
    _check_known(revision, place)
    return revision


def _migrate_file(database: Database, path: Path, backups: Path, now: datetime) -> None:
    """Migrate a file, one process at a time; data is backed up first."""
    lock = FileLock(path.with_name(f"{path.name}.setup"), timeout=SETUP_SECONDS, mode=FILE_MODE)
    try:
        with lock:
            revision = check_file(path)  # another process may have migrated it meanwhile
            if revision == HEAD:
                return
            if revision is not None:
                back_up(path, backups, now, f"before-{HEAD}")
            _upgrade(database)
    except Timeout as error:
        raise StoreBusyError(
            f"{path}: another program is setting the database up: try again in a minute"
        ) from error


def _migrate_server(database: Database) -> None:
    with database.reading() as session:
        if server_revision(session.connection(), database.place) == HEAD:
            return
    _upgrade(database)


def _upgrade(database: Database) -> None:
    """Run Alembic, which takes half a second to import and so is imported only here."""
    from alembic import command
    from alembic.config import Config

    with database.migrating() as connection:
        if database.path is None:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config = Config()
        config.set_main_option("script_location", "tutor.store:migrations")
        config.attributes["connection"] = connection
        older = inspect(connection).has_table("alembic_version") and connection.execute(
            text(_VERSION)
        ).scalar_one_or_none() not in (None, HEAD)
        command.upgrade(config, "head")
        if older:
            _fill_projections(connection)


def _fill_projections(connection: Connection) -> None:
    """Make the projections anew: a migration may have added some that past events feed.

    A log that cannot be replayed must not keep the database from being opened: it stays as the
    migration left it, and `tutor doctor` and `tutor db rebuild` say what is wrong.
    """
    from tutor.store.board import TagReader
    from tutor.store.faults import UndecodableError
    from tutor.store.replay import rebuild

    with suppress(UndecodableError), connection.begin_nested():
        rebuild(connection, TagReader())


def _file_revision(connection: sqlite3.Connection, path: Path) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise StoreError(
            f"{path}: this is another program's database: move it away, or set TUTOR_HOME to "
            "another folder"
        )
    row = connection.execute(_VERSION).fetchone()
    return row[0] if row else None


def _check_known(revision: str | None, place: str) -> None:
    if revision is not None and revision not in REVISIONS:
        raise StoreTooNewError(
            f"{place}: this database was written by a newer version of the tutor (schema "
            f"{revision}; this version knows {HEAD}): install the newer version; nothing was "
            f"changed"
        )
