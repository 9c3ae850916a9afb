"""The tables of the content cache and how rows get into them.

There are no migrations: a cache of another format is made anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import astuple, dataclass

from tutor.domain.catalog import ItemHead
from tutor.domain.compiled import CompiledFile, Linked, item_head
from tutor.domain.item_json import item_to_json
from tutor.domain.plain import to_json

FORMAT = 1
"""Raise it when a table changes."""

TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE file (
        path TEXT PRIMARY KEY, shown TEXT NOT NULL, root INTEGER NOT NULL, kind TEXT NOT NULL,
        size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, digest TEXT NOT NULL,
        sources TEXT NOT NULL, facts TEXT NOT NULL)""",
    "CREATE UNIQUE INDEX file_shown ON file (shown)",
    """CREATE TABLE item (
        path TEXT NOT NULL, position INTEGER NOT NULL, id TEXT NOT NULL,
        version INTEGER NOT NULL, content_hash TEXT NOT NULL, kind TEXT NOT NULL,
        title TEXT NOT NULL, exams TEXT NOT NULL, role TEXT NOT NULL, subject TEXT NOT NULL,
        topic TEXT NOT NULL, skill TEXT NOT NULL, level TEXT NOT NULL,
        difficulty INTEGER NOT NULL, lesson TEXT, pool TEXT NOT NULL, case_id TEXT,
        case_position INTEGER NOT NULL, body TEXT NOT NULL, hidden INTEGER NOT NULL)""",
    "CREATE INDEX item_id ON item (id)",
    "CREATE INDEX item_path ON item (path)",
    """CREATE TABLE document (
        path TEXT NOT NULL, position INTEGER NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        head TEXT NOT NULL, body TEXT NOT NULL, hidden INTEGER NOT NULL)""",
    "CREATE INDEX document_id ON document (kind, id)",
    """CREATE TABLE entry (
        rowid INTEGER PRIMARY KEY, path TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
        page INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
        hidden INTEGER NOT NULL)""",
    """CREATE VIRTUAL TABLE entry_index USING fts5(
        title, text, content='entry', tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TABLE problem (
        path TEXT, shown TEXT NOT NULL, line INTEGER NOT NULL, what TEXT NOT NULL,
        todo TEXT NOT NULL, linking INTEGER NOT NULL)""",
)
"""Statements that create the cache, in order."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """By what a compiled file is known to be unchanged.

    Attributes:
        path: Absolute path.
        shown: How problems name it.
        root: Number of its root.
        kind: What it is.
        digest: BLAKE2b of its bytes.
        sources: Digest of the list of sources it was compiled with; empty if it names none.
    """

    path: str
    shown: str
    root: int
    kind: str
    size: int
    mtime_ns: int
    digest: str
    sources: str = ""


def set_linked(db: sqlite3.Connection, linked: Linked) -> None:
    """Replace what linking found, and rebuild the search index."""
    db.execute("DELETE FROM problem WHERE linking")
    db.executemany(
        "INSERT INTO problem (path, shown, line, what, todo, linking)"
        " VALUES ((SELECT path FROM file WHERE shown = ?1), ?1, ?2, ?3, ?4, 1)",
        (astuple(problem) for problem in linked.problems),
    )
    _hide(db, linked.hidden)
    db.execute("INSERT INTO entry_index (entry_index) VALUES ('rebuild')")


def drop_file(db: sqlite3.Connection, path: str) -> None:
    """Delete everything that came from a file."""
    for table in ("file", "item", "document", "entry", "problem"):
        db.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608 - our own names


def add_file(db: sqlite3.Connection, stamp: Stamp, result: CompiledFile) -> None:
    """Enter everything that came from a file."""
    db.execute(
        "INSERT INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*astuple(stamp), to_json(result.facts)),
    )
    db.executemany(
        f"INSERT INTO item VALUES ({', '.join('?' * 20)})",  # noqa: S608 - question marks
        (
            (stamp.path, position, *_head_row(item_head(item)), item_to_json(item), 0)
            for position, item in enumerate(result.items)
        ),
    )
    db.executemany(
        "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, 0)",
        (
            (stamp.path, position, document.kind, document.id, document.head, document.body)
            for position, document in enumerate(result.documents)
        ),
    )
    db.executemany(
        "INSERT INTO entry (path, kind, id, page, title, text, hidden) VALUES (?,?,?,?,?,?,0)",
        (
            (stamp.path, entry.kind, entry.id, entry.page, entry.title, entry.text)
            for entry in result.entries
        ),
    )
    db.executemany(
        "INSERT INTO problem (path, shown, line, what, todo, linking) VALUES (?,?,?,?,?,0)",
        ((stamp.path, *astuple(problem)) for problem in result.problems),
    )


def _head_row(head: ItemHead) -> tuple[object, ...]:
    values = list(astuple(head))
    values[5] = " ".join(f"{exam}:{domain}" for exam, domain in head.exams)
    return tuple(values)


def exam_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Read back the exam tags of an item row."""
    pairs = (pair.partition(":") for pair in text.split())
    return tuple((exam, domain) for exam, _, domain in pairs)


def _hide(db: sqlite3.Connection, hidden: Iterable[tuple[str, str, str]]) -> None:
    """Hide what was defined by another file first; a case takes its questions with it."""
    for table in ("item", "document", "entry"):
        db.execute(f"UPDATE {table} SET hidden = 0 WHERE hidden")  # noqa: S608 - our own names
    for shown, kind, name in hidden:
        if kind in ("item", "case"):
            column = "id" if kind == "item" else "case_id"
            db.execute(
                f"UPDATE item SET hidden = 1 WHERE {column} = ?"  # noqa: S608 - one of two names
                " AND path = (SELECT path FROM file WHERE shown = ?)",
                (name, shown),
            )
        for table in ("document", "entry"):
            db.execute(
                f"UPDATE {table} SET hidden = 1 WHERE kind = ? AND id = ?"  # noqa: S608
                " AND path = (SELECT path FROM file WHERE shown = ?)",
                (kind, name, shown),
            )
