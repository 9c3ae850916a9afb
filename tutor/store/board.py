"""The working copy of projections that events are folded into, live or in a replay."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import Connection, Delete, Select, Table, bindparam, delete, select

from tutor.domain.concept import card_of
from tutor.domain.item import CARD_POOL, Item
from tutor.domain.memory import Scheduler
from tutor.domain.own_card import own_pace
from tutor.domain.records import GROWING, UNDO_CONTEXTS
from tutor.store.base import key_names, table_of
from tutor.store.derived import STATES, TALLIES
from tutor.store.faults import decoding
from tutor.store.models import AttemptItemRow, AttemptRow, ItemVersionRow
from tutor.store.review_log import ReviewLog
from tutor.store.upsert import upsert

Row: TypeAlias = dict[str, Any]
Key: TypeAlias = tuple[Any, ...]
Loader: TypeAlias = Callable[[Table, Key], Row | None]

_VERSIONS = table_of(ItemVersionRow)
_BODY = select(_VERSIONS.c.body).where(_VERSIONS.c.content_hash == bindparam("hash"))
_ATTEMPTS = table_of(AttemptRow)
_SPEC = select(_ATTEMPTS.c.spec).where(_ATTEMPTS.c.id == bindparam("attempt"))
_ITEMS = table_of(AttemptItemRow)
_DRAWN = (
    select(_ITEMS.c.position, _ITEMS.c.item_id, _ITEMS.c.item_hash)
    .where(_ITEMS.c.attempt_id == bindparam("attempt"))
    .order_by(_ITEMS.c.position)
)


@dataclass(frozen=True, slots=True)
class Tags:
    """What an answer to an item version is counted under.

    Attributes:
        kind: What the learner's pace is kept by: items made for cards have one of their own.
        concept: The card that it feeds.
        own: Whether it was made for a card of the learner's own: it feeds memory alone.
    """

    role: str
    exams: tuple[tuple[str, str], ...]
    kind: str
    concept: str | None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Under which terms the answers of an attempt are given.

    Attributes:
        hidden: Nothing tells right from wrong before the end: a test or a mock exam.
        undoable: The latest answer may be taken back: practice or review with feedback.
        grows: Questions are chosen as it goes: a placement test, a shift.
    """

    hidden: bool
    undoable: bool
    grows: bool


@dataclass(slots=True)
class Journal:
    """What a span of folding changed: state rows as they were before, and what was added."""

    tables: frozenset[Table]
    before: dict[tuple[Table, Key], Row | None] = field(default_factory=dict)
    added: list[tuple[Table, Key, dict[str, int]]] = field(default_factory=list)


class TagReader:
    """Reads the tags of item versions and the terms of attempts, each once: none ever changes."""

    def __init__(self) -> None:
        self._known: dict[str, Tags] = {}
        self._terms: dict[str, Terms] = {}

    def learn(self, content_hash: str, item: Item) -> None:
        """Note the tags of a version that is at hand, which saves reading it back."""
        about = item.pool, item.topic, item.lesson
        self._known[content_hash] = _made_tags(item.role, item.exams, item.kind, *about)

    def read(self, connection: Connection, content_hash: str) -> Tags:
        """Return the tags of a stored item version.

        Raises:
            UndecodableError: The version is not stored, or cannot be read.
        """
        tags = self._known.get(content_hash)
        if tags is None:
            with decoding():
                body = connection.execute(_BODY, {"hash": content_hash}).scalar_one_or_none()
                if body is None:
                    raise LookupError(f"item version {content_hash} is missing")
                tags = self._known[content_hash] = _tags(body)
        return tags

    def terms(self, connection: Connection, attempt_id: str) -> Terms:
        """Return the terms of an attempt.

        Raises:
            UndecodableError: The attempt is not stored, or cannot be read.
        """
        terms = self._terms.get(attempt_id)
        if terms is None:
            with decoding():
                spec = connection.execute(_SPEC, {"attempt": attempt_id}).scalar_one_or_none()
                if spec is None:
                    raise LookupError(f"attempt {attempt_id} is missing")
                terms = self._terms[attempt_id] = _terms(spec)
        return terms


class Board:
    """Projection rows while events are folded into them.

    Rows of the state tables are loaded when first touched. Rows of the tallies are never
    loaded: only what is added to them is kept, and added in the database on saving.

    Args:
        connection: Where rows are saved, and attempts and item versions read.
        tags: Reads those.
        load: Returns a stored row.
        anew: Nothing is stored yet.
        memory: The model that every card is worked out with; the one stored unless given.

    Attributes:
        review_log: Takes down what feeds memory, where that is asked for.
    """

    def __init__(
        self,
        connection: Connection,
        tags: TagReader,
        load: Loader,
        *,
        anew: bool = False,
        memory: Scheduler | None = None,
    ) -> None:
        self.memory = memory
        self.review_log: ReviewLog | None = None
        self._connection = connection
        self._tags = tags
        self._load = load
        self._anew = anew
        self._journal: Journal | None = None
        self._drawn: dict[str, dict[int, str]] = {}
        self._gone: set[tuple[Table, Key]] = set()
        self._rows: dict[Table, dict[Key, Row]] = {table: {} for table in STATES + TALLIES}
        self._seen: dict[tuple[Table, Key], Row | None] = {}

    def peek(self, table: Table, key: Key) -> Row | None:
        """Return a state row as it is, not to be changed; None if there is none."""
        row = self._rows[table].get(key)
        if row is not None:
            return row
        if (table, key) not in self._seen:
            self._seen[table, key] = self._load(table, key)
        return self._seen[table, key]

    def edit(self, table: Table, key: Key, blank: Row) -> Row:
        """Return a state row to change in place; a new one has the values of `blank`."""
        rows = self._rows[table]
        row = rows.get(key)
        self._note(table, key)
        if row is None:
            row = self.peek(table, key) or dict(zip(key_names(table), key, strict=True)) | blank
            del self._seen[table, key]
            self._gone.discard((table, key))
            rows[key] = row
        return row

    def put(self, table: Table, row: Row) -> None:
        """Write a state row whole, whatever was there before."""
        key = tuple(row[name] for name in key_names(table))
        self._seen.pop((table, key), None)
        self._gone.discard((table, key))
        self._rows[table][key] = row

    def remove(self, table: Table, key: Key) -> None:
        """Take a state row away, if there is one."""
        self._rows[table].pop(key, None)
        self._seen[table, key] = None
        if not self._anew:
            self._gone.add((table, key))

    def add(self, table: Table, key: Key, counts: dict[str, int], stamp: Row | None = None) -> None:
        """Add counts to a tally, and set the columns in `stamp`."""
        if self._journal is not None and table in self._journal.tables:
            self._journal.added.append((table, key, dict(counts)))
        rows = self._rows[table]
        row = rows.get(key)
        if row is None:
            rows[key] = dict(zip(key_names(table), key, strict=True)) | counts | (stamp or {})
            return
        for name, count in counts.items():
            row[name] += count
        row.update(stamp or {})

    def tags(self, content_hash: str) -> Tags:
        """Return what an item version is tagged with."""
        return self._tags.read(self._connection, content_hash)

    def terms(self, attempt_id: str | None) -> Terms:
        """Return under which terms the answers of an attempt are given."""
        return self._tags.terms(self._connection, attempt_id or "")

    def drawn(self, attempt_id: str) -> list[tuple[int, str, str]]:
        """Return position, item id and content hash of each question of an attempt."""
        rows = self._connection.execute(_DRAWN, {"attempt": attempt_id})
        return [(row.position, row.item_id, row.item_hash) for row in rows]

    def drawn_at(self, attempt_id: str, position: int) -> str | None:
        """Return the content hash of one question of an attempt; None where there is none."""
        if attempt_id not in self._drawn:
            self._drawn[attempt_id] = {place: item for place, _, item in self.drawn(attempt_id)}
        return self._drawn[attempt_id].get(position)

    @contextmanager
    def journal(self, *tables: Table) -> Iterator[Journal]:
        """Note what happens to some tables meanwhile."""
        self._journal = journal = Journal(frozenset(tables))
        try:
            yield journal
        finally:
            self._journal = None

    def rows(self, table: Table) -> dict[Key, Row]:
        """Return the rows touched so far."""
        return self._rows[table]

    def save(self) -> None:
        """Write every touched row, and forget them all."""
        dialect = self._connection.dialect.name
        for table, key in self._gone:
            values = dict(zip(key_names(table), key, strict=True))
            self._connection.execute(_gone(table), values)
        self._gone.clear()
        for table, rows in self._rows.items():
            if rows:
                statement = upsert(dialect, table, adding=table in TALLIES)
                self._connection.execute(statement, list(rows.values()))
                rows.clear()

    def _note(self, table: Table, key: Key) -> None:
        """Keep a row as it is before it changes, where that is asked for."""
        journal = self._journal
        if journal is not None and table in journal.tables and (table, key) not in journal.before:
            row = self.peek(table, key)
            journal.before[table, key] = None if row is None else dict(row)


def live_board(connection: Connection, tags: TagReader) -> Board:
    """Return a board over the projections as they stand."""

    def load(table: Table, key: Key) -> Row | None:
        values = dict(zip(key_names(table), key, strict=True))
        with decoding():
            row = connection.execute(_by_key(table), values).mappings().one_or_none()
            return None if row is None else _checked(table, dict(row))

    return Board(connection, tags, load)


def empty_board(connection: Connection, tags: TagReader, memory: Scheduler) -> Board:
    """Return a board that starts from nothing, for a replay with one model of memory."""
    return Board(connection, tags, lambda _table, _key: None, anew=True, memory=memory)


@cache
def _by_key(table: Table) -> Select[Any]:
    return select(table).where(*(table.c[name] == bindparam(name) for name in key_names(table)))


@cache
def _gone(table: Table) -> Delete:
    return delete(table).where(*(table.c[name] == bindparam(name) for name in key_names(table)))


def _checked(table: Table, row: Row) -> Row:
    """Return a row whose values are of their columns' types, which SQLite does not see to.

    Raises:
        TypeError: A value is of another type: folding events into it would fail half-way.
    """
    for name, kinds in _kinds(table):
        if not isinstance(row[name], kinds):
            raise TypeError(f"{table.name}.{name} is {row[name]!r}")
    return row


@cache
def _kinds(table: Table) -> tuple[tuple[str, tuple[type, ...]], ...]:
    """Return the types that each column's values may have."""
    wider = {float: (float, int), dict: (dict, list)}
    return tuple(
        (
            column.name,
            (
                *wider.get(column.type.python_type, (column.type.python_type,)),
                *((type(None),) if column.nullable else ()),
            ),
        )
        for column in table.columns
    )


def _terms(spec: dict[str, Any]) -> Terms:
    return Terms(
        hidden=spec["feedback"] == "test",
        undoable=spec["feedback"] == "tutor" and spec["context"] in UNDO_CONTEXTS,
        grows=spec["context"] in GROWING,
    )


def _tags(body: str) -> Tags:
    data = json.loads(body)
    exams = tuple((exam, domain) for exam, domain in data["exams"])
    about = data.get("pool", ""), data["topic"], data["lesson"]
    return _made_tags(data["role"], exams, data["kind"], *about)


def _made_tags(
    role: str,
    exams: tuple[tuple[str, str], ...],
    kind: str,
    pool: str,
    topic: str,
    lesson: str | None,
) -> Tags:
    own = pool == CARD_POOL
    return Tags(
        role=role,
        exams=tuple(dict.fromkeys(exams)),
        kind=own_pace(kind) if own else kind,
        concept=card_of(pool, topic, lesson, exams),
        own=own,
    )
