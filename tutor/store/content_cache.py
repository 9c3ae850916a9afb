"""The compiled content in a SQLite file of its own, which may be deleted at any time.

Standard library only, so that a warm start loads neither SQLAlchemy nor pydantic nor yaml. A
connection is opened for each operation: any thread may read, and nothing has to be closed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tutor.domain.catalog import ItemHead, Problem
from tutor.domain.compiled import CompiledFile, Facts, Linked
from tutor.domain.plain import from_json
from tutor.store.content_tables import (
    FORMAT,
    TABLES,
    Stamp,
    add_file,
    drop_file,
    exam_pairs,
    set_linked,
)

BUSY_SECONDS = 10
"""How long to wait while another process writes the cache."""
FILE_MODE = 0o600
"""Only the owner may read it: a user's own content is the user's."""


class CacheDamagedError(Exception):
    """The cache cannot be read; it is to be made again."""


class CacheUnwritableError(Exception):
    """No cache can be kept at this place."""


@dataclass(frozen=True, slots=True)
class Found:
    """One search result, best first."""

    kind: str
    id: str
    title: str
    excerpt: str
    page: int


class ContentCache:
    """The cache file. Every method opens and closes its own connection."""

    def __init__(self, path: Path, key: str) -> None:
        """Name the cache; nothing is opened yet.

        Args:
            path: The file.
            key: What its content was made by and from (versions, roots). A cache with another
                key counts as empty.
        """
        self.path = path
        self._key = f"{FORMAT}:{key}"

    def prepare(self) -> None:
        """Make the cache usable: create it, or empty it if it was made by another version.

        Raises:
            CacheDamagedError: The file is not a usable database.
            CacheUnwritableError: The folder does not allow one.
        """
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CacheUnwritableError(str(error)) from error
        with self._connected() as db:
            if _key_of(db) != self._key:
                self._create(db)

    def remove(self) -> None:
        """Delete the cache's files.

        Raises:
            CacheUnwritableError: They cannot be deleted.
        """
        for suffix in ("-wal", "-shm", "-journal", ""):
            try:
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            except OSError as error:
                raise CacheUnwritableError(str(error)) from error

    def stamps(self) -> dict[str, Stamp]:
        """Return what is known of each compiled file, by path."""
        rows = self._read(
            "SELECT path, shown, root, kind, size, mtime_ns, digest, sources FROM file"
        )
        return {row[0]: Stamp(*row) for row in rows}

    def facts(self) -> dict[str, Facts]:
        """Return what linking needs to know of each file, by path."""
        rows = self._read("SELECT path, facts FROM file")
        return {path: from_json(Facts, facts) for path, facts in rows}

    def replace(
        self,
        changed: Iterable[tuple[Stamp, CompiledFile]],
        gone: Iterable[str],
        linked: Linked,
    ) -> None:
        """Replace the results of changed files and of linking, in one transaction.

        Args:
            changed: Newly compiled files.
            gone: Paths of files that are no longer there.
            linked: What comparing all files found.
        """
        with self._connected() as db, _transaction(db):
            for path in gone:
                drop_file(db, path)
            for stamp, result in changed:
                drop_file(db, stamp.path)
                add_file(db, stamp, result)
            set_linked(db, linked)

    def touch(self, stamps: Iterable[Stamp]) -> None:
        """Note new dates of files whose bytes are the same."""
        with self._connected() as db, _transaction(db):
            db.executemany(
                "UPDATE file SET size = ?, mtime_ns = ? WHERE path = ?",
                [(stamp.size, stamp.mtime_ns, stamp.path) for stamp in stamps],
            )

    def verify(self) -> None:
        """Look through the whole file: version, tables, pages, search index.

        Raises:
            CacheDamagedError: Something is wrong with it.
        """
        with self._connected() as db, _transaction(db):
            if _key_of(db) != self._key:
                raise CacheDamagedError(f"{self.path}: not of this version")
            for table in ("file", "item", "document", "problem"):
                db.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own names
            (answer,) = db.execute("PRAGMA quick_check(1)").fetchone()
            if answer != "ok":
                raise CacheDamagedError(f"{self.path}: {answer}")
            db.execute("INSERT INTO entry_index (entry_index) VALUES ('integrity-check')")

    def heads(self) -> tuple[ItemHead, ...]:
        """Return the heads of all items of all pools, in order of files and lines."""
        rows = self._read(
            "SELECT id, version, content_hash, item.kind, title, exams, role, subject, topic,"
            " skill, level, difficulty, lesson, pool, case_id, case_position"
            " FROM item JOIN file USING (path) WHERE NOT hidden"
            " ORDER BY root, shown, position"
        )
        return tuple(ItemHead(*(*row[:5], exam_pairs(row[5]), *row[6:])) for row in rows)

    def item_bodies(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the canonical JSON of items, by id; unknown ids are left out."""
        rows = self._read(
            "SELECT id, body FROM item WHERE NOT hidden AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {str(name): str(body) for name, body in rows}

    def item_ids(self) -> tuple[str, ...]:
        """Return the ids of all items of all pools."""
        return tuple(row[0] for row in self._read("SELECT id FROM item WHERE NOT hidden"))

    def item_files(self) -> dict[str, str]:
        """Return the file of every item of all pools, as problems show it."""
        return dict(
            self._read("SELECT id, shown FROM item JOIN file USING (path) WHERE NOT hidden")
        )

    def documents(
        self, kind: str, *, heads: bool = False, path: str | None = None
    ) -> tuple[str, ...]:
        """Return documents of a kind as JSON, in order of files and lines.

        Args:
            kind: Which.
            heads: Return their heads instead.
            path: Only those from this file.
        """
        rows = self._read(
            f"SELECT {'head' if heads else 'body'}"  # noqa: S608 - one of two names
            " FROM document JOIN file USING (path)"
            " WHERE document.kind = ?1 AND NOT hidden AND path = coalesce(?2, path)"
            " ORDER BY root, shown, position",
            (kind, path),
        )
        return tuple(row[0] for row in rows)

    def document(self, kind: str, name: str) -> str | None:
        """Return one document as JSON, or None."""
        rows = self._read(
            "SELECT body FROM document WHERE kind = ? AND id = ? AND NOT hidden", (kind, name)
        )
        return rows[0][0] if rows else None

    def search(self, query: str, limit: int) -> tuple[Found, ...]:
        """Search lessons, terms, topics and items.

        Args:
            query: In the syntax of FTS5.
            limit: How many results at most.
        """
        rows = self._read(
            "SELECT entry.kind, entry.id, entry.title,"
            " snippet(entry_index, 1, '', '', '…', 16), page"
            " FROM entry_index JOIN entry ON entry.rowid = entry_index.rowid"
            " WHERE entry_index MATCH ? AND NOT entry.hidden"
            " ORDER BY entry.kind = 'item', bm25(entry_index, 8.0, 1.0), entry.title LIMIT ?",
            (query, limit),
        )
        return tuple(Found(*row) for row in rows)

    def problems(self) -> tuple[Problem, ...]:
        """Return everything that is wrong, in order of files and lines."""
        rows = self._read(
            "SELECT DISTINCT problem.shown, line, what, todo FROM problem"
            " LEFT JOIN file USING (path) ORDER BY root, problem.shown, line, problem.rowid"
        )
        return tuple(Problem(*row) for row in rows)

    def _create(self, db: sqlite3.Connection) -> None:
        with _transaction(db):
            if _key_of(db) == self._key:
                return  # another process was faster
            for (name,) in db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*'"
                " AND name NOT GLOB 'entry_index_*' ORDER BY name = 'entry'"
            ).fetchall():
                db.execute(f'DROP TABLE "{name}"')
            for statement in TABLES:
                db.execute(statement)
            db.execute("INSERT INTO meta VALUES ('key', ?)", (self._key,))
        self.path.chmod(FILE_MODE)

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        with self._connected() as db:
            return db.execute(statement, values).fetchall()

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        """Open the file, and translate whatever SQLite says into our two errors."""
        try:
            with closing(
                sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            ) as db:
                _set_up(db)
                yield db
        except sqlite3.OperationalError as error:
            raise _unusable(error, self.path) from error
        except sqlite3.DatabaseError as error:
            raise CacheDamagedError(f"{self.path}: {error}") from error


def _set_up(db: sqlite3.Connection) -> None:
    try:
        db.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname != "SQLITE_BUSY":
            raise
        # another process is setting the mode of the same new file at this moment
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA trusted_schema = OFF")


def _unusable(error: sqlite3.OperationalError, path: Path) -> Exception:
    """Tell a missing table or column (damage) from a place that cannot be used."""
    if error.sqlite_errorname == "SQLITE_ERROR":
        return CacheDamagedError(f"{path}: {error}")
    return CacheUnwritableError(f"{path}: {error}")


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _key_of(db: sqlite3.Connection) -> str | None:
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return None
    row = db.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
    return None if row is None else str(row[0])
