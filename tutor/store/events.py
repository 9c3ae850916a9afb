"""Recording: each event and all it changes, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from tutor.clock import Clock
from tutor.errors import NotFoundError
from tutor.store.base import table_of
from tutor.store.board import TagReader, live_board
from tutor.store.fact import Fact
from tutor.store.faults import decoding
from tutor.store.models import DeviceRow, EventRow, LearnerRow
from tutor.store.projections import apply
from tutor.store.upsert import insert_missing

_DEVICES = table_of(DeviceRow)
_LEARNERS = table_of(LearnerRow)
_NEXT_SEQ = (
    update(_DEVICES)
    .where(_DEVICES.c.id == bindparam("device"))
    .values(next_seq=_DEVICES.c.next_seq + bindparam("count"))
    .returning(_DEVICES.c.next_seq)
)
_EVENTS = table_of(EventRow)
_INSERT_EVENT = insert(_EVENTS)
_LAST_ORDER = select(func.max(_EVENTS.c.order_at)).where(
    _EVENTS.c.learner_id == bindparam("learner")
)
CANONICAL = (_EVENTS.c.order_at, _EVENTS.c.device_id, _EVENTS.c.seq)
"""The order in which a learner's events are folded: the same in every database."""
TICK = timedelta(microseconds=1)
"""The least by which an event comes after another: both backends keep microseconds."""
_LOCK_LEARNER = (
    select(_LEARNERS.c.id).where(_LEARNERS.c.id == bindparam("learner")).with_for_update()
)


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes events: this installation, with its clock and its source of ids."""

    device_id: str
    clock: Clock
    new_id: Callable[[], str]
    tags: TagReader


class Recorder:
    """Records events in one open write transaction, and keeps the projections in step.

    Events get their numbers when all else is written: the row that numbers a machine's events is
    locked until the transaction ends, and a server's many learners write from the same machine.
    """

    def __init__(self, connection: Connection, author: Author) -> None:
        self.connection = connection
        self.board = live_board(connection, author.tags)
        self.now = author.clock.now()
        self.new_id = author.new_id
        self.tags = author.tags
        self._device_id = author.device_id
        self._last_order: dict[str, datetime] = {}
        self._unwritten: list[dict[str, Any]] = []

    @property
    def dialect(self) -> str:
        """Name of the backend."""
        return self.connection.dialect.name

    def lock_learner(self, learner_id: str) -> None:
        """Make sure that the learner exists, and hold other writers of that learner off.

        Raises:
            NotFoundError: There is no such learner.
        """
        found = self.connection.execute(_LOCK_LEARNER, {"learner": learner_id}).first()
        if found is None:
            raise NotFoundError(f"there is no learner {learner_id!r}")

    def record(
        self,
        kind: str,
        learner_id: str,
        study_day: date,
        *,
        payload: dict[str, Any] | None = None,
        at: datetime | None = None,
        **about: Any,  # noqa: ANN401 - the optional fields of `Fact`
    ) -> None:
        """Take down an event, for `save` to append, and fold it into the projections.

        `at` is when it happened, where that was on another machine, before it was learned of here.
        """
        fact = Fact(
            learner_id=learner_id,
            kind=kind,
            at=at or self.now,
            study_day=study_day.isoformat(),
            payload=payload or {},
            **about,
        )
        self._append(fact)
        apply(self.board, fact)

    def save(self) -> None:
        """Write the projections and the events recorded so far."""
        self.board.save()
        if not self._unwritten:
            return
        values = {"device": self._device_id, "count": len(self._unwritten)}
        with decoding():
            following = int(self.connection.execute(_NEXT_SEQ, values).scalar_one())
        for seq, row in enumerate(self._unwritten, following - len(self._unwritten)):
            row["seq"] = seq
        self.connection.execute(_INSERT_EVENT, self._unwritten)
        self._unwritten = []

    def _append(self, fact: Fact) -> None:
        self._unwritten.append(
            {
                "event_id": self.new_id(),
                "device_id": self._device_id,
                "order_at": self._next_order(fact.learner_id, fact.at),
                "learner_id": fact.learner_id,
                "kind": fact.kind,
                "at": fact.at,
                "study_day": fact.study_day,
                "attempt_id": fact.attempt_id,
                "position": fact.position,
                "item_id": fact.item_id,
                "item_hash": fact.item_hash,
                "lesson_id": fact.lesson_id,
                "payload": fact.payload,
            }
        )

    def _next_order(self, learner_id: str, at: datetime) -> datetime:
        """Return an instant after all events of the learner that are known, `at` if it is."""
        last = self._last_order.get(learner_id)
        if last is None:
            values = {"learner": learner_id}
            with decoding():
                last = self.connection.execute(_LAST_ORDER, values).scalar_one()
        following = at if last is None else max(at, last + TICK)
        self._last_order[learner_id] = following
        return following


def device_id(connection: Connection, hostname: str, new: str, clock: Clock) -> str:
    """Return the id of this machine's device, which is made with the id `new` if need be."""
    by_name = select(_DEVICES.c.id).where(_DEVICES.c.hostname == hostname)
    known = connection.execute(by_name).scalar_one_or_none()
    if known is not None:
        return str(known)
    row = {"id": new, "created_at": clock.now(), "hostname": hostname, "next_seq": 1}
    connection.execute(insert_missing(connection.dialect.name, _DEVICES), row)
    return str(connection.execute(by_name).scalar_one())
