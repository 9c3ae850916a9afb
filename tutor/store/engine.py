"""Connections and transactions. SQLite gets its hooks here; PostgreSQL is left as it is."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from tutor.errors import StoreError
from tutor.store.faults import readable_faults

BUSY_SECONDS = 5
"""How long a transaction waits for another one to end."""

# psycopg logs what it also raises; without a handler, logging prints that over the screen.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # or INSERT OR REPLACE would slip past the delete triggers
    "PRAGMA synchronous = FULL",  # an acknowledged answer survives a power cut
    "PRAGMA wal_autocheckpoint = 500",
    "PRAGMA trusted_schema = OFF",
)


class Database:
    """An open database: where transactions come from.

    Attributes:
        place: What messages call it: the file, or the URL without its password.
        path: The SQLite file; None on PostgreSQL.
        backups: Where the file is copied to before it is migrated; None on PostgreSQL.
    """

    def __init__(self, target: Path | str, backups: Path | None = None) -> None:
        url = database_url(target)
        self.path = Path(url.database) if _is_sqlite(url) and url.database else None
        self.backups = (backups or self.path.parent / "backups") if self.path else None
        self.place = _shown(url)
        self._warnings: list[str] = []
        try:
            self.engine = create_engine(url, **_engine_options(url))
        except ModuleNotFoundError as error:
            raise StoreError(
                f"{self.place}: PostgreSQL needs one more package: "
                "pip install 'coding-billing-tutor[postgres]'"
            ) from error
        except (SQLAlchemyError, ValueError, TypeError) as error:
            raise _unusable(url, _WANTED) from error
        if self.path is not None:
            event.listen(self.engine, "connect", self._prepare)

    def warnings(self) -> tuple[str, ...]:
        """Return what is not as it should be, but does not stop the program."""
        return tuple(self._warnings)

    def warn(self, warning: str) -> None:
        """Add a warning, once."""
        if warning not in self._warnings:
            self._warnings.append(warning)

    @contextmanager
    def reading(self, *, snapshot: bool = False) -> Iterator[Session]:
        """Open a session to read with.

        Args:
            snapshot: All queries see one state, on PostgreSQL too (SQLite always does so).

        Raises:
            StoreError: The database cannot be read.
        """
        engine = self.engine
        if snapshot and self.path is None:
            engine = engine.execution_options(isolation_level="REPEATABLE READ")
        with readable_faults(self.place), Session(engine, expire_on_commit=False) as session:
            self._begin(session.connection(), "BEGIN")
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a session whose changes are committed together at the end, or not at all.

        Raises:
            StoreError: The database cannot be written; nothing of this transaction was kept.
        """
        with (
            self.transaction() as connection,
            Session(connection, expire_on_commit=False) as session,
        ):
            yield session
            session.flush()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a write transaction without a session, which would cost 0.1 ms an answer.

        Raises:
            StoreError: The database cannot be written; nothing of this transaction was kept.
        """
        with readable_faults(self.place), self.engine.begin() as connection:
            self._begin(connection, "BEGIN IMMEDIATE")
            yield connection

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """Open the connection that a migration runs on, as one transaction.

        SQLite's table rebuilds need foreign keys off, which is possible only before the
        transaction; they are checked as a whole before it is committed.
        """
        with readable_faults(self.place), self.engine.connect() as connection:
            if self.path is None:
                with connection.begin():
                    yield connection
                return
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101 - a fresh connection has its driver's
            raw.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    self._begin(connection, "BEGIN IMMEDIATE")
                    yield connection
                    self._check_foreign_keys(connection)
            finally:
                raw.execute("PRAGMA foreign_keys = ON")

    def forget_log(self) -> None:
        """Empty SQLite's write-ahead log into the file, so that it holds nothing old any more."""
        with readable_faults(self.place), self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection."""
        with readable_faults(self.place):
            self.engine.dispose()

    def _check_foreign_keys(self, connection: Connection) -> None:
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise StoreError(
                f"{self.place}: the upgrade would leave {len(broken)} rows without what they "
                "belong to, so nothing was changed: run `tutor doctor`"
            )

    def _begin(self, connection: Connection, statement: str) -> None:
        """Begin SQLite's transaction, which its driver in autocommit mode leaves to us.

        `BEGIN IMMEDIATE` takes the write lock at once: a transaction that reads first and
        writes later could neither wait for another writer nor see its changes. SQLAlchemy's
        `begin` event would do as well, but any engine event slows every statement down (by
        0.2 ms an answer).
        """
        if self.path is not None:
            connection.exec_driver_sql(statement)

    def _prepare(self, raw: sqlite3.Connection, _record: object) -> None:
        """Set a new SQLite connection up; the pragmas must run outside a transaction."""
        raw.isolation_level = None
        for pragma in _PRAGMAS:
            raw.execute(pragma)
        mode = raw.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            self.warn(
                f"{self.place}: this file system does not support write-ahead logging, so other "
                f"programs wait longer (journal mode {mode}): prefer a folder on this machine"
            )


def database_url(target: Path | str) -> URL:
    """Return the SQLAlchemy URL of a file or of a URL text.

    Raises:
        StoreError: The URL is not one of SQLite or PostgreSQL.
    """
    if isinstance(target, Path):
        return URL.create("sqlite+pysqlite", database=str(target))
    try:
        url = make_url(target)
    except (SQLAlchemyError, ValueError) as error:
        raise StoreError(f"TUTOR_DATABASE_URL is not a database URL: {_WANTED}") from error
    if url.drivername in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
    memory = _is_sqlite(url) and url.database in {None, "", ":memory:"}
    if memory or url.drivername not in {"sqlite", "sqlite+pysqlite", "postgresql+psycopg"}:
        raise _unusable(url, _WANTED)
    if _is_sqlite(url) and url.query:
        raise _unusable(url, "leave out the ? and what follows it")
    return url


def place_of(target: Path | str) -> str:
    """Return what a database is called in messages: a file, or a URL without any secret.

    A URL that cannot be read is not shown at all: who knows where in it a password stands.
    """
    try:
        return _shown(database_url(target))
    except StoreError:
        return "the address in TUTOR_DATABASE_URL, which cannot be used"


def _shown(url: URL) -> str:
    if _is_sqlite(url):
        return str(url.database)
    return url.set(query={}).render_as_string(hide_password=True)


def _unusable(url: URL, advice: str) -> StoreError:
    shown = url.set(query={}).render_as_string(hide_password=True)
    return StoreError(f"TUTOR_DATABASE_URL={shown} cannot be used: {advice}")


_WANTED = "use postgresql+psycopg://user@host/database, or leave it unset for a file"


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine_options(url: URL) -> dict[str, Any]:
    if _is_sqlite(url):
        return {"connect_args": {"timeout": BUSY_SECONDS}}
    return {
        "pool_pre_ping": True,
        "connect_args": {"connect_timeout": 10, "options": f"-c lock_timeout={BUSY_SECONDS}s"},
    }
