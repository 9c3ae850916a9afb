"""Judging the rows of a history that comes from elsewhere: what can be taken, what is refused.

Nothing here writes. A row that does not hold is refused with all that names it, and everything
else is taken:

- a version of a question whose text does not give its hash, or is no question;
- an attempt without its questions, of another learner, or other than the one known here;
- an event that is not of its kind's shape, that names an attempt, a question or a version that is
  neither here nor taken, that has the id of another event or the number of another one.

Questions of a placement test are chosen as it goes. Where one went on on two machines, a place can
hold two questions: in every database the one with the smaller hash (then arrangement) keeps it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select, tuple_

from tutor.domain.history import History, Refusal
from tutor.domain.records import CONTEXTS, FEEDBACK_MODES
from tutor.store.attempt_views import spec_of
from tutor.store.base import table_of
from tutor.store.board import Row
from tutor.store.carried import decoded, stored
from tutor.store.event_shape import check_shape
from tutor.store.faults import decoding
from tutor.store.merge_checks import (
    BAD_VALUE,
    OTHER_CONTENT,
    changes_of,
    check_sitting,
    check_version,
    is_texts,
)
from tutor.store.models import AttemptRow, DeviceRow, EventRow, ItemVersionRow

_EVENTS, _ATTEMPTS = table_of(EventRow), table_of(AttemptRow)
_VERSIONS, _DEVICES = table_of(ItemVersionRow), table_of(DeviceRow)
_AT_ONCE = 400
"""Values asked for in one query: databases take only so many."""


@dataclass(slots=True)
class Taken:
    """What is taken from a history, by table, and what is refused."""

    versions: list[Row] = field(default_factory=list)
    attempts: list[Row] = field(default_factory=list)
    questions: list[Row] = field(default_factory=list)
    replaced: list[Row] = field(default_factory=list)
    sittings: list[Row] = field(default_factory=list)
    devices: list[Row] = field(default_factory=list)
    events: list[Row] = field(default_factory=list)
    known: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, what: str, name: object, reason: object) -> None:
        """Note what is not taken."""
        self.refused.append(Refusal(what, str(name), str(reason)))


class Judge:
    """Compares a history with what is stored of its learner."""

    def __init__(self, connection: Connection, history: History) -> None:
        self._connection = connection
        self._history = history
        self._learner = history.learner_id
        self._items: dict[str, str] = {}  # item id by content hash, of versions here and taken
        self._questions: set[tuple[str, int]] = set()
        self._refused: set[str] = set()  # attempts
        self.taken = Taken()

    def judge(self) -> Taken:
        """Return what is taken and what is refused."""
        self._judge_versions()
        self._judge_attempts()
        self._judge_events()
        self._judge_devices()
        return self.taken

    def rows(self, table: str, what: str) -> Iterator[Row]:
        """Yield the rows of a table that can be read; those that cannot are refused."""
        for place, raw in enumerate(self._history.tables.get(table, ()), 1):
            try:
                yield decoded(table, raw)
            except ValueError as error:
                self.taken.refuse(what, _name(raw) or f"{table} {place}", error)

    def _judge_versions(self) -> None:
        for row in self.rows("item_version", "question"):
            try:
                check_version(row)
            except ValueError as error:
                self.taken.refuse("question", row["item_id"], error)
            else:
                if row["content_hash"] not in self._items:
                    self._items[row["content_hash"]] = row["item_id"]
                    self.taken.versions.append(row)
        known = self._stored_items(self._named_versions())
        self._items |= known
        self.taken.versions = [
            row for row in self.taken.versions if row["content_hash"] not in known
        ]

    def _named_versions(self) -> set[str]:
        tables = self._history.tables
        named = [*tables.get("attempt_item", ()), *tables.get("event", ())]
        hashes = {row.get("item_hash") for row in named if isinstance(row, Mapping)}
        return {one for one in hashes if isinstance(one, str) and one.isascii()} | set(self._items)

    def _stored_items(self, hashes: Iterable[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for some in _chunks(sorted(hashes)):
            query = select(_VERSIONS.c.content_hash, _VERSIONS.c.item_id)
            rows = self._connection.execute(query.where(_VERSIONS.c.content_hash.in_(some)))
            found |= {row.content_hash: row.item_id for row in rows}
        return found

    def _judge_attempts(self) -> None:
        connection, learner = self._connection, self._learner
        here = {row["id"]: row for row in stored(connection, "attempt", learner)}
        questions = _by_attempt(stored(connection, "attempt_item", learner))
        sittings = {row["attempt_id"]: row for row in stored(connection, "sitting", learner)}
        offered = _by_attempt(self.rows("attempt_item", "attempt"))
        exams = {row["attempt_id"]: row for row in self.rows("sitting", "attempt")}
        rows = list(self.rows("attempt", "attempt"))
        strangers = self._attempts_of_others({row["id"] for row in rows} - here.keys())
        for attempt_id, placed in questions.items():
            self._questions |= {(attempt_id, position) for position in placed}
        seen: set[str] = set()
        for row in rows:
            name, sitting = row["id"], exams.get(row["id"])
            try:
                if name in strangers or name in seen:
                    raise ValueError("is another one's here")
                seen.add(name)
                placed = self._checked_attempt(row, offered.get(name, {}), sitting)
                if name in here:
                    self._compare(row, here[name], sitting, sittings.get(name))
                changes = changes_of(row, placed, questions.get(name, {}), known=name in here)
            except BAD_VALUE as error:
                self._refused.add(name)
                reason = error if isinstance(error, ValueError) else "cannot be read"
                self.taken.refuse("attempt", name, reason)
                continue
            self._take(row, placed, changes, sitting, known=name in here)

    def _attempts_of_others(self, ids: set[str]) -> set[str]:
        found: set[str] = set()
        for some in _chunks(sorted(ids)):
            query = select(_ATTEMPTS.c.id).where(_ATTEMPTS.c.id.in_(some))
            found |= set(self._connection.execute(query).scalars())
        return found

    def _checked_attempt(
        self, row: Row, placed: dict[int, Row], sitting: Row | None
    ) -> dict[int, Row]:
        """Return an attempt's questions.

        Raises:
            ValueError: It is no attempt of the learner, or not with all its questions.
        """
        if row["learner_id"] != self._learner:
            raise ValueError("is another learner's")
        spec = spec_of(row["spec"])
        if spec.feedback not in FEEDBACK_MODES or spec.context not in CONTEXTS:
            raise ValueError("is of a kind that this version of the program does not know")
        int(row["seed"])
        if not placed or sorted(placed) != list(range(len(placed))):
            raise ValueError("is not there with all its questions")
        for question in placed.values():
            if self._items.get(question["item_hash"]) != question["item_id"]:
                raise ValueError("asks a question that is not there as it was asked")
            if not is_texts(question["arrangement"]):
                raise ValueError("shows a question in an order that cannot be read")
        if sitting is not None:
            check_sitting(sitting, len(placed))
        return placed

    def _compare(self, row: Row, here: Row, sitting: Row | None, sitting_here: Row | None) -> None:
        if row != here or sitting != sitting_here:
            raise ValueError("is here already, with another content")

    def _take(
        self,
        row: Row,
        placed: dict[int, Row],
        changes: tuple[list[Row], list[Row]],
        sitting: Row | None,
        *,
        known: bool,
    ) -> None:
        self._questions |= {(row["id"], position) for position in placed}
        new, replaced = changes
        self.taken.questions += new
        self.taken.replaced += replaced
        if not known:
            self.taken.attempts.append(row)
            if sitting is not None:
                self.taken.sittings.append(sitting)

    def _judge_events(self) -> None:
        here = {row["event_id"]: row for row in stored(self._connection, "event", self._learner)}
        rows = list(self.rows("event", "event"))
        fresh = [row for row in rows if row["event_id"] not in here]
        ids = self._foreign_ids({row["event_id"] for row in fresh})
        numbers = self._numbers({(row["device_id"], row["seq"]) for row in fresh})
        for row in rows:
            known = here.get(row["event_id"])
            if known is not None:
                if known == row:
                    self.taken.known += 1
                else:
                    self.taken.refuse("event", row["event_id"], OTHER_CONTENT)
                continue
            try:
                self._check_event(row, ids, numbers)
            except ValueError as error:
                self.taken.refuse("event", row["event_id"], error)
                continue
            ids.add(row["event_id"])
            numbers[row["device_id"], row["seq"]] = row["event_id"]
            self.taken.events.append(row)

    def _check_event(self, row: Row, ids: set[str], numbers: dict[tuple[str, int], str]) -> None:
        if row["event_id"] in ids:
            raise ValueError(OTHER_CONTENT)
        if row["learner_id"] != self._learner:
            raise ValueError("is another learner's")
        check_shape(row)
        if (row["device_id"], row["seq"]) in numbers:
            raise ValueError("has the number of another event of its device")
        item_hash, attempt = row["item_hash"], row["attempt_id"]
        if item_hash is not None and self._items.get(item_hash) != row["item_id"]:
            raise ValueError("names a version of a question that is not there")
        if attempt is None:
            return
        if attempt in self._refused or (attempt, 0) not in self._questions:
            raise ValueError("belongs to a quiz that is not there")
        if row["position"] is not None and (attempt, row["position"]) not in self._questions:
            raise ValueError("names a question that its quiz does not have")

    def _foreign_ids(self, ids: set[str]) -> set[str]:
        """Return those of some event ids that belong to another learner's events."""
        found: set[str] = set()
        for some in _chunks(sorted(ids)):
            query = select(_EVENTS.c.event_id).where(_EVENTS.c.event_id.in_(some))
            found |= set(self._connection.execute(query).scalars())
        return found

    def _numbers(self, numbers: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
        """Return which of some devices' numbers are in use, and by which event."""
        key = tuple_(_EVENTS.c.device_id, _EVENTS.c.seq)
        found: dict[tuple[str, int], str] = {}
        for some in _chunks(sorted(numbers)):
            query = select(_EVENTS.c.device_id, _EVENTS.c.seq, _EVENTS.c.event_id)
            for row in self._connection.execute(query.where(key.in_(some))):
                found[row.device_id, row.seq] = row.event_id
        return found

    def _judge_devices(self) -> None:
        """Take the devices that events to be taken name; refuse events whose device is not told."""
        offered = {row["id"]: row for row in self.rows("device", "device")}
        named = {row["device_id"] for row in self.taken.events}
        query = select(_DEVICES.c.id).where(_DEVICES.c.id.in_(sorted(named)))
        here = set(self._connection.execute(query).scalars())
        self.taken.devices = [offered[name] for name in sorted(named - here) if name in offered]
        untold = named - here - offered.keys()
        for row in self.taken.events:
            if row["device_id"] in untold:
                self.taken.refuse("event", row["event_id"], "names a device that is not told of")
        self.taken.events = [row for row in self.taken.events if row["device_id"] not in untold]


def _by_attempt(rows: Iterable[Row]) -> dict[str, dict[int, Row]]:
    found: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in rows:
        found[row["attempt_id"]][row["position"]] = row
    return found


def _name(raw: object) -> str:
    """Return what a row calls itself, if it can be told."""
    if not isinstance(raw, Mapping):
        return ""
    names = (raw.get(name) for name in ("event_id", "id", "attempt_id", "item_id"))
    return next((one[:80] for one in names if isinstance(one, str)), "")


def _chunks(values: Sequence[Any]) -> Iterator[list[Any]]:
    iterator = iter(values)
    while some := list(islice(iterator, _AT_ONCE)):
        yield some


@decoding()
def judge(connection: Connection, history: History) -> Taken:
    """Return what of a history is taken, and what is refused. Nothing is changed."""
    return Judge(connection, history).judge()
