"""The one schema of every edition of every code set, and the rows that go into it.

An edition is one SQLite file. `node.id` counts from 1 in book order, depth first, so that all
that stands below a node has the ids `id + 1` to `node.last`, and a range of codes is a range of
ids even where the book's order is not the alphabet's (C7A stands before C76).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

SCHEMA = 1
"""Goes up when older files cannot be read any more: imported editions must be imported again."""
CONTENTS = 1
"""Goes up with every change of what is put into the tables, such as the term finder's weights:
shipped editions are then made anew. Imported ones stay as they are."""
APPLICATION_ID = 0x54435431
"""Marks our files (`PRAGMA application_id`), so that any other SQLite file is refused."""
STATEMENTS = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE node ("
    " id INTEGER PRIMARY KEY, code TEXT NOT NULL, title TEXT NOT NULL, kind TEXT NOT NULL,"
    " parent INTEGER, depth INTEGER NOT NULL, last INTEGER NOT NULL, billable INTEGER NOT NULL,"
    " placeholder INTEGER NOT NULL, extra TEXT NOT NULL DEFAULT '')",
    "CREATE TABLE note (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, kind TEXT NOT NULL,"
    " position INTEGER NOT NULL, text TEXT NOT NULL)",
    "CREATE TABLE note_ref (note INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,"
    " pattern TEXT NOT NULL, first_id INTEGER, last_id INTEGER)",
    "CREATE TABLE seventh (owner INTEGER NOT NULL, position INTEGER NOT NULL, char TEXT NOT NULL,"
    " text TEXT NOT NULL, also TEXT NOT NULL)",
)
"""Tables are filled before their indexes are made, which is faster.

- node: `parent` and `last` are ids; `code` is written as people write it, with its dot.
- note: `owner` is a node's id; `position` counts an owner's lines, with a gap
  where one block of lines ends and another begins.
- note_ref: a code stands in a reference if its id lies between `first_id` and `last_id` (NULL
  where the book has no such code) and its characters without the dot match the regular
  expression `pattern` from the start; an empty pattern always matches, `?` stands for a condition
  that cannot be read by machine.
- seventh: the 7th characters an owner gives to all below it; `also` holds other wordings.
"""
INDEXES = (
    "CREATE UNIQUE INDEX node_code ON node (code)",
    "CREATE INDEX node_parent ON node (parent)",
    "CREATE INDEX node_billable ON node (id) WHERE billable",
    "CREATE INDEX note_owner ON note (owner, position)",
    "CREATE INDEX ref_note ON note_ref (note)",
    "CREATE INDEX seventh_owner ON seventh (owner, position)",
)


@dataclass(slots=True)
class Node:
    """A row of `node`; `last` is set when all below it are known."""

    id: int
    code: str
    title: str
    kind: str
    parent: int | None
    depth: int
    billable: bool = False
    placeholder: bool = False
    last: int = 0
    extra: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A row of `note`."""

    id: int
    owner: int
    kind: str
    position: int
    text: str


@dataclass(frozen=True, slots=True)
class NoteRef:
    """A row of `note_ref`."""

    note: int
    first: str
    last: str
    pattern: str
    first_id: int | None
    last_id: int | None


@dataclass(frozen=True, slots=True)
class Seventh:
    """A row of `seventh`."""

    owner: int
    position: int
    char: str
    text: str
    also: str = ""


def create(connection: sqlite3.Connection) -> None:
    """Create the tables in an empty file that nobody else reads: no journal is kept."""
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA locking_mode = EXCLUSIVE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in STATEMENTS:
        connection.execute(statement)


def index(connection: sqlite3.Connection) -> None:
    """Create the indexes, once the tables are filled."""
    for statement in INDEXES:
        connection.execute(statement)


def add_nodes(connection: sqlite3.Connection, nodes: Iterable[Node]) -> None:
    """Add nodes in book order."""
    connection.executemany(
        "INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                node.id,
                node.code,
                node.title,
                node.kind,
                node.parent,
                node.depth,
                node.last or node.id,
                node.billable,
                node.placeholder,
                node.extra,
            )
            for node in nodes
        ),
    )


def add_notes(connection: sqlite3.Connection, notes: Iterable[Note]) -> None:
    """Add lines of instruction."""
    connection.executemany(
        "INSERT INTO note VALUES (?, ?, ?, ?, ?)",
        ((note.id, note.owner, note.kind, note.position, note.text) for note in notes),
    )


def add_refs(connection: sqlite3.Connection, refs: Iterable[NoteRef]) -> None:
    """Add what the lines refer to."""
    connection.executemany(
        "INSERT INTO note_ref VALUES (?, ?, ?, ?, ?, ?)",
        ((ref.note, ref.first, ref.last, ref.pattern, ref.first_id, ref.last_id) for ref in refs),
    )


def add_seventh(connection: sqlite3.Connection, rows: Iterable[Seventh]) -> None:
    """Add 7th characters."""
    connection.executemany(
        "INSERT INTO seventh VALUES (?, ?, ?, ?, ?)",
        ((row.owner, row.position, row.char, row.text, row.also) for row in rows),
    )


def set_meta(connection: sqlite3.Connection, values: dict[str, str]) -> None:
    """Set facts about the edition."""
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
