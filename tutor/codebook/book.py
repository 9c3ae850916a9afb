"""Reading an edition: look-ups in one SQLite file, from any thread."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from tutor.codebook.compile import BookDamagedError
from tutor.codebook.tables import APPLICATION_ID, SCHEMA
from tutor.domain.icd import compact, dotted, tidy

T = TypeVar("T")
CACHE_KIB = 16_384
"""Pages kept in memory: most of a book."""


class Entry(NamedTuple):
    """A node of the book. What stands below it has the ids `id + 1` to `last`."""

    id: int
    code: str
    title: str
    kind: str
    parent: int | None
    depth: int
    last: int
    billable: bool
    placeholder: bool
    extra: str


class Line(NamedTuple):
    """A line of instruction and the node it stands at; `id` and `position` order lines."""

    id: int
    owner: int
    code: str
    kind: str
    position: int
    text: str


class Ref(NamedTuple):
    """What a line refers to; see `tables` for `pattern` and the ids."""

    note: int
    first: str
    last: str
    pattern: str
    first_id: int | None
    last_id: int | None


class Character(NamedTuple):
    """A 7th character that a node gives to all below it."""

    owner: int
    char: str
    text: str
    also: str


_ENTRY = "SELECT id, code, title, kind, parent, depth, last, billable, placeholder, extra FROM node"
_AMONG = "SELECT value FROM json_each(?)"
_UP = (
    "WITH RECURSIVE up (id, parent) AS (SELECT id, parent FROM node WHERE id = ?"
    " UNION ALL SELECT node.id, node.parent FROM node JOIN up ON node.id = up.parent)"
)


class Book:
    """One edition, open for reading.

    The file never changes while it is open: a new edition takes its name, and the old one stays
    readable to whoever has it open.
    """

    def __init__(self, path: Path) -> None:
        """Open an edition.

        Raises:
            BookDamagedError: The file is missing, damaged, of another version or something else.
        """
        self.path = path
        self._lock = threading.Lock()
        if not path.is_file():
            raise BookDamagedError(f"{path}: not there")
        try:
            self._db = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode=ro&immutable=1",
                uri=True,
                check_same_thread=False,
                isolation_level=None,
            )
            self._db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            self._db.execute("PRAGMA trusted_schema = OFF")
            (mark,) = self._db.execute("PRAGMA application_id").fetchone()
            self.meta: dict[str, str] = (
                dict(self._db.execute("SELECT key, value FROM meta"))
                if mark == APPLICATION_ID
                else {}
            )
        except sqlite3.Error as error:
            raise BookDamagedError(f"{path}: {error}") from error
        if self.meta.get("schema") != str(SCHEMA):
            self._db.close()
            raise BookDamagedError(f"{path}: not a code book of this version")

    @property
    def code_set(self) -> str:
        """Which code set: `icd10cm`, `icd10pcs`, `hcpcs`, `cpt` or `pos`."""
        return self.meta["code_set"]

    @property
    def label(self) -> str:
        """The edition as people call it: `FY2026 (Apr 2026)`."""
        return self.meta["label"]

    @property
    def valid_from(self) -> date | None:
        """First date of service, or None if the edition is not dated."""
        return _day(self.meta.get("valid_from"))

    @property
    def valid_to(self) -> date | None:
        """Last date of service, or None if the edition is not dated."""
        return _day(self.meta.get("valid_to"))

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def use(self, read: Callable[[sqlite3.Connection], T]) -> T:
        """Return what `read` reads from the connection, which no other thread uses meanwhile.

        Raises:
            BookDamagedError: The file is damaged.
        """
        with self._lock:
            try:
                return read(self._db)
            except sqlite3.DatabaseError as error:
                raise BookDamagedError(f"{self.path}: {error}") from error

    def find(self, code: str) -> Entry | None:
        """Return a code's node, written with or without its dot, in any case, or None."""
        bare = tidy(code)
        named = [code.strip(), bare]
        if self.code_set == "icd10cm":
            named.append(dotted(bare))
        for name in dict.fromkeys(named):
            if rows := self._read(f"{_ENTRY} WHERE code = ?", (name,)):
                return _entry(rows[0])
        return None

    def named(self, codes: Iterable[str]) -> dict[str, Entry]:
        """Return nodes by their codes, written as the book writes them."""
        rows = self._read(f"{_ENTRY} WHERE code IN ({_AMONG})", (json.dumps(list(codes)),))
        return {row[1]: _entry(row) for row in rows}

    def at(self, ids: Iterable[int]) -> tuple[Entry, ...]:
        """Return nodes by their ids, in book order; unknown ones are left out."""
        wanted = list(ids)
        rows = self._read(f"{_ENTRY} WHERE id IN ({_AMONG}) ORDER BY id", (json.dumps(wanted),))
        return tuple(map(_entry, rows))

    def children(self, parent: int | None) -> tuple[Entry, ...]:
        """Return what stands directly below a node, or the chapters, in book order."""
        rows = self._read(f"{_ENTRY} WHERE parent IS ? ORDER BY id", (parent,))
        return tuple(map(_entry, rows))

    def child_counts(self, ids: Iterable[int]) -> dict[int, int]:
        """Return how many nodes stand directly below each of some nodes."""
        wanted = list(ids)
        rows = self._read(
            "SELECT parent, count(*) FROM node WHERE parent IN (SELECT value FROM json_each(?))"
            " GROUP BY parent",
            (json.dumps(wanted),),
        )
        return dict.fromkeys(wanted, 0) | dict(rows)

    def ancestors(self, node: int) -> tuple[Entry, ...]:
        """Return what stands above a node, the chapter first."""
        rows = self._read(
            f"{_UP} {_ENTRY} WHERE id IN (SELECT id FROM up)"  # noqa: S608 - our own text
            " AND id != ? ORDER BY id",
            (node, node),
        )
        return tuple(map(_entry, rows))

    def lines(self, node: int) -> tuple[Line, ...]:
        """Return the lines of instruction at a node and all above it, its own first."""
        rows = self._read(
            f"{_UP} SELECT note.id, owner, node.code, note.kind,"  # noqa: S608 - our own text
            " position, text FROM note"
            " JOIN node ON node.id = owner WHERE owner IN (SELECT id FROM up)"
            " ORDER BY owner DESC, position",
            (node,),
        )
        return tuple(Line(*row) for row in rows)

    def refs(self, notes: Iterable[int]) -> dict[int, tuple[Ref, ...]]:
        """Return what lines refer to, by the lines' ids; lines that name nothing are left out."""
        wanted = list(notes)
        found: dict[int, list[Ref]] = {}
        for row in self._read(
            "SELECT * FROM note_ref WHERE note IN (SELECT value FROM json_each(?)) ORDER BY rowid",
            (json.dumps(wanted),),
        ):
            found.setdefault(row[0], []).append(Ref(*row))
        return {note: tuple(refs) for note, refs in found.items()}

    def seventh(self, node: int) -> tuple[Character, ...]:
        """Return the 7th characters in force at a node: the nearest table at or above it."""
        rows = self._read(
            f"{_UP} SELECT owner, char, text, also FROM seventh"  # noqa: S608 - our own text
            " WHERE owner ="
            " (SELECT max(owner) FROM seventh WHERE owner IN (SELECT id FROM up))"
            " ORDER BY position",
            (node,),
        )
        return tuple(Character(*row) for row in rows)

    def starting_with(self, prefix: str, limit: int) -> tuple[Entry, ...]:
        """Return codes that begin with some characters, written as the book writes them."""
        rows = self._read(
            f"{_ENTRY} WHERE code >= ? AND code < ? ORDER BY id LIMIT ?",
            (prefix, prefix + "\x7f", limit),
        )
        return tuple(map(_entry, rows))

    @cached_property
    def billable_ids(self) -> Sequence[int]:
        """The ids of all billable codes, in book order: for choosing one at random."""
        return [row[0] for row in self._read("SELECT id FROM node WHERE billable ORDER BY id")]

    @cached_property
    def shared_titles(self) -> frozenset[str]:
        """The titles that more than one node has: they stand for no one code."""
        rows = self._read("SELECT title FROM node GROUP BY title HAVING count(*) > 1")
        return frozenset(row[0] for row in rows)

    @cached_property
    def squeezed(self) -> dict[str, str]:
        """Full codes by what is left of them when placeholders are forgotten: `W19A`."""
        rows = self._read("SELECT code FROM node WHERE kind = 'extension' AND code GLOB '*X*'")
        found: dict[str, str] = {}
        for (code,) in rows:
            bare = compact(code)
            found.setdefault(bare[:3] + bare[3:6].replace("X", "") + bare[6:], code)
        return found

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[Any]:
        return self.use(lambda db: db.execute(statement, values).fetchall())


def _entry(row: tuple[Any, ...]) -> Entry:
    number, code, title, kind, parent, depth, last, billable, placeholder, extra = row
    return Entry(
        number, code, title, kind, parent, depth, last, bool(billable), bool(placeholder), extra
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
