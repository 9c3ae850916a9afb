"""Attempts: started, answered, flagged, ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from tutor.domain.item import Response
from tutor.domain.records import Answer, NewAttempt, PlacedItem
from tutor.errors import AttemptError, NotFoundError
from tutor.store.base import table_of
from tutor.store.board import Row as Values
from tutor.store.classroom import ending
from tutor.store.derived import ANSWER_STATE, ATTEMPT_STATE, UNDO_STATE
from tutor.store.events import Recorder
from tutor.store.models import AttemptItemRow, AttemptRow, SittingRow
from tutor.store.versions import keep_versions

ENDINGS = ("finished", "expired", "abandoned")
"""How an attempt can end."""

_ATTEMPTS = table_of(AttemptRow)
_ITEMS = table_of(AttemptItemRow)
_SITTINGS = table_of(SittingRow)
_OWNER = select(_ATTEMPTS.c.learner_id).where(_ATTEMPTS.c.id == bindparam("attempt"))
_ITEM = select(_ITEMS.c.item_id, _ITEMS.c.item_hash).where(
    _ITEMS.c.attempt_id == bindparam("attempt"), _ITEMS.c.position == bindparam("position")
)


@dataclass(frozen=True, slots=True)
class Place:
    """One question of an open attempt, as an event about it needs to name it."""

    learner_id: str
    about: dict[str, Any]
    current: int
    answered: bool
    flagged: bool
    shown: bool


def start(
    recorder: Recorder,
    new: NewAttempt,
    study_day: date,
    sitting: dict[str, Any] | None = None,
    *,
    payload: dict[str, Any] | None = None,
) -> str:
    """Write a drawn quiz down as it was drawn, and start it; return its id.

    `sitting` holds policy, form and prediction of a mock exam; `payload` is what the event is to
    tell of any other.
    """
    recorder.lock_learner(new.learner_id)
    attempt_id = recorder.new_id()
    items = [placed.item for placed in new.items]
    hashes = keep_versions(recorder, items)
    recorder.connection.execute(insert(_ATTEMPTS), _attempt_row(recorder, attempt_id, new))
    recorder.connection.execute(insert(_ITEMS), _item_rows(attempt_id, new, hashes))
    payload = payload or {}
    if sitting is not None:
        row = {"attempt_id": attempt_id} | sitting
        recorder.connection.execute(insert(_SITTINGS), row)
        payload = {"deadline": new.deadline.isoformat() if new.deadline else None}
    recorder.record(
        "attempt_started", new.learner_id, study_day, attempt_id=attempt_id, payload=payload
    )
    return attempt_id


def append(recorder: Recorder, attempt_id: str, placed: PlacedItem, position: int) -> None:
    """Write down one more question of an open attempt, chosen as it goes."""
    open_attempt(recorder, attempt_id)
    count = select(func.count()).where(_ITEMS.c.attempt_id == attempt_id)
    if recorder.connection.execute(count).scalar_one() != position:
        raise AttemptError("This test has gone on in another window: open it again.")
    (content_hash,) = keep_versions(recorder, [placed.item])
    row = _item_row(attempt_id, position, placed, content_hash)
    recorder.connection.execute(insert(_ITEMS), row)


def show(recorder: Recorder, attempt_id: str, position: int, study_day: date) -> None:
    """Note that a question is on screen, unless that is noted already."""
    place = place_of(recorder, attempt_id, position)
    if not place.shown or place.current != position:
        recorder.record("shown", place.learner_id, study_day, **place.about)


def answer(
    recorder: Recorder,
    attempt_id: str,
    position: int,
    response: Response,
    score: float | None,
    *,
    latency_ms: int,
    study_day: date,
    revise: bool,
    confidence: str | None = None,
) -> Answer:
    """Commit an answer, or the revision of one; `score` is None where the key is elsewhere."""
    place = place_of(recorder, attempt_id, position)
    if place.answered and not revise:
        raise AttemptError(f"Question {position + 1} is answered already.")
    given = Answer(tuple(response), score, recorder.now, latency_ms)
    payload = answer_payload(given) | ({"confidence": confidence} if confidence else {})
    kind = "answered" if score is not None else "response_given"
    recorder.record(kind, place.learner_id, study_day, payload=payload, **place.about)
    return given


def undo(recorder: Recorder, attempt_id: str, position: int, study_day: date) -> None:
    """Take the learner's latest answer back; the log keeps it."""
    place = place_of(recorder, attempt_id, position)
    latest = undoable(recorder.board.peek(UNDO_STATE, (place.learner_id,)))
    if latest != (attempt_id, position):
        raise AttemptError(
            "Only your latest answer can be undone, in practice or a review with feedback after "
            "each answer."
        )
    slot = recorder.board.peek(ANSWER_STATE, (attempt_id, position)) or {}
    payload = {name: slot[name] for name in ("response", "score", "latency_ms")}
    recorder.record("answer_undone", place.learner_id, study_day, payload=payload, **place.about)


def undoable(row: Values | None) -> tuple[str, int] | None:
    """Return attempt and position of the answer that a row of `undo_state` can take back."""
    if row is None or row["attempt_id"] is None:
        return None
    return row["attempt_id"], row["position"]


def flag(
    recorder: Recorder, attempt_id: str, position: int, flagged: bool, study_day: date
) -> None:
    """Flag or unflag a question, unless it is so already."""
    place = place_of(recorder, attempt_id, position)
    if place.flagged != flagged:
        kind = "flagged" if flagged else "unflagged"
        recorder.record(kind, place.learner_id, study_day, **place.about)


def end(
    recorder: Recorder,
    attempt_id: str,
    status: str,
    study_day: date,
    record: Mapping[str, Any] | None = None,
) -> None:
    """End an open attempt."""
    if status not in ENDINGS:
        raise AttemptError(f"An attempt cannot end as {status!r}; use {', '.join(ENDINGS)}.")
    attempt = open_attempt(recorder, attempt_id)
    recorder.record(
        "attempt_ended",
        attempt["learner_id"],
        study_day,
        attempt_id=attempt_id,
        payload={"status": status}
        | ({"record": dict(record)} if record is not None else {})
        | ending.about_the_end(recorder, attempt_id),
    )
    ending.ended(recorder, attempt_id)


def answer_payload(given: Answer) -> dict[str, Any]:
    """Return what an event keeps of an answer besides its instant."""
    score = {} if given.credit is None else {"score": float(given.credit)}
    return {"response": list(given.response), "latency_ms": given.latency_ms} | score


def _attempt_row(recorder: Recorder, attempt_id: str, new: NewAttempt) -> dict[str, Any]:
    return {
        "id": attempt_id,
        "learner_id": new.learner_id,
        "title": new.title,
        "spec": asdict(new.spec),
        "seed": str(new.seed),
        "blueprint": new.blueprint,
        "total": new.most or len(new.items),
        "started_at": recorder.now,
        "deadline": new.deadline,
    }


def _item_rows(attempt_id: str, new: NewAttempt, hashes: Sequence[str]) -> list[dict[str, Any]]:
    if not new.items:
        raise AttemptError("A quiz needs at least one question.")
    return [
        _item_row(attempt_id, position, placed, content_hash)
        for position, (placed, content_hash) in enumerate(zip(new.items, hashes, strict=True))
    ]


def _item_row(
    attempt_id: str, position: int, placed: PlacedItem, content_hash: str
) -> dict[str, Any]:
    return {
        "attempt_id": attempt_id,
        "position": position,
        "item_id": placed.item.id,
        "item_hash": content_hash,
        "arrangement": list(placed.arrangement),
    }


def place_of(recorder: Recorder, attempt_id: str, position: int) -> Place:
    """Return a question of an open attempt."""
    attempt = open_attempt(recorder, attempt_id)
    values = {"attempt": attempt_id, "position": position}
    item = recorder.connection.execute(_ITEM, values).one_or_none()
    if item is None:
        raise AttemptError(f"There is no question {position + 1} in this quiz.")
    slot = recorder.board.peek(ANSWER_STATE, (attempt_id, position)) or {}
    return Place(
        learner_id=attempt["learner_id"],
        about={
            "attempt_id": attempt_id,
            "position": position,
            "item_id": item.item_id,
            "item_hash": item.item_hash,
        },
        current=attempt["position"],
        answered=slot.get("answered_at") is not None,
        flagged=slot.get("flagged", False),
        shown=slot.get("shown_at") is not None,
    )


def open_attempt(recorder: Recorder, attempt_id: str) -> Values:
    """Return the state of an open attempt; on PostgreSQL its learner is locked first."""
    _lock(recorder, attempt_id)
    attempt = recorder.board.peek(ATTEMPT_STATE, (attempt_id,))
    if attempt is None:
        raise NotFoundError(f"there is no attempt {attempt_id!r}")
    if attempt["status"] != "open":
        raise AttemptError(
            f"This quiz has ended ({attempt['status']}); its answers can no longer change."
        )
    return attempt


def _lock(recorder: Recorder, attempt_id: str) -> None:
    """Hold other writers of the attempt's learner off. SQLite has one writer anyway."""
    if recorder.dialect == "sqlite":
        return
    owner = recorder.connection.execute(_OWNER, {"attempt": attempt_id}).scalar_one_or_none()
    if owner is not None:
        recorder.lock_learner(owner)
