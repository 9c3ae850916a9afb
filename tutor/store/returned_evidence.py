"""Reading first answers that were graded elsewhere, as feedback from a class file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from tutor.store.base import table_of
from tutor.store.classroom.returned_marks import RETURNED
from tutor.store.derived import ANSWER_STATE
from tutor.store.events import CANONICAL
from tutor.store.models import EventRow, ItemVersionRow

BATCH = 500
"""Hashes in one query."""
_EVENTS = table_of(EventRow)
_VERSIONS = table_of(ItemVersionRow)


class ReturnedAnswer(NamedTuple):
    """A learner's first answer to an item, with the text of the item it counts under."""

    attempt_id: str
    item_id: str
    body: str
    score: float
    answered_at: Any
    latency_ms: int


def returned_answers(connection: Connection, learner_id: str) -> Iterator[ReturnedAnswer]:
    """Yield first answers whose verdict came in a file.

    Whether an answer was the first to its item is known once its key came; until then it is taken
    for one.
    """
    told = _latest(connection, learner_id)
    if not told:
        return
    slots = _slots(connection, told)
    bodies = _bodies(connection, told)
    for attempt_id, questions in told.items():
        for one in questions:
            slot = slots.get((attempt_id, one["position"]))
            if slot is None or one["score"] is None or (one["keyed"] and not slot.first):
                continue
            yield ReturnedAnswer(
                attempt_id=attempt_id,
                item_id=one["item_id"],
                body=bodies[one["item_hash"]],
                score=float(slot.score),
                answered_at=slot.answered_at,
                latency_ms=slot.latency_ms,
            )


def _latest(connection: Connection, learner_id: str) -> dict[str, list[dict[str, Any]]]:
    """Return the questions of the latest feedback on each attempt; of each, its key once it came.

    Where an instructor takes back what shows, what counts already goes on counting.
    """
    query = (
        select(_EVENTS.c.attempt_id, _EVENTS.c.payload)
        .where(_EVENTS.c.learner_id == learner_id, _EVENTS.c.kind == "answers_released")
        .order_by(*CANONICAL)
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(query):
        if RETURNED in row.payload:
            questions = row.payload[RETURNED]["questions"]
            found[row.attempt_id] = [
                was if was["keyed"] and not one["keyed"] else one
                for was, one in zip(found.get(row.attempt_id, questions), questions, strict=True)
            ]
    return found


def _slots(connection: Connection, attempt_ids: Iterable[str]) -> dict[tuple[str, int], Any]:
    query = select(ANSWER_STATE).where(
        ANSWER_STATE.c.attempt_id.in_(sorted(attempt_ids)), ANSWER_STATE.c.score.is_not(None)
    )
    return {(row.attempt_id, row.position): row for row in connection.execute(query)}


def _bodies(connection: Connection, told: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    hashes = {one["item_hash"] for some in told.values() for one in some if one["item_hash"]}
    wanted, found = sorted(hashes), dict[str, str]()
    for start in range(0, len(wanted), BATCH):
        some = _VERSIONS.c.content_hash.in_(wanted[start : start + BATCH])
        query = select(_VERSIONS.c.content_hash, _VERSIONS.c.body).where(some)
        found |= {row.content_hash: row.body for row in connection.execute(query)}
    return found
