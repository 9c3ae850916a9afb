"""The part of the fold that takes the latest answer back: a slip of the finger.

While an answer is folded, the board notes what changes: the rows of history, card, pace and
missed items as they were, and the counts added. Until the learner's next answer, or the end of
the attempt, `answer_undone` can put all of it back, so that a replay without the answer would
give the same, but for what cannot be unseen:

- The question and its key were seen. The first answer to an item stays the evidence of what the
  learner knew: `first_score` in the history, `first_answered` and `first_credit` in the tallies,
  and the item is not new again.
- The domain and the role were practised at that instant (`last_at` in the tallies).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from tutor.store.answer_rows import attempt_row, history_row, slot_row
from tutor.store.board import Board, Journal, Row
from tutor.store.credit import to_units
from tutor.store.derived import (
    CARD_STATE,
    ITEM_HISTORY,
    MISSED_STATE,
    PACE_STATE,
    TALLIES,
    UNDO_STATE,
    WORKING_STATE,
)
from tutor.store.fact import Fact

_STATES = (ITEM_HISTORY, CARD_STATE, PACE_STATE, MISSED_STATE)
_INSTANT = "instant"
"""Marks an instant among the values of a row, which JSON holds as text."""
_TABLES = {table.name: table for table in (*_STATES, *TALLIES)}


@contextmanager
def undoable(board: Board, fact: Fact) -> Iterator[None]:
    """Keep what the answer changes meanwhile, so that it can be taken back."""
    with board.journal(*_TABLES.values()) as journal:
        yield
    row = {
        "learner_id": fact.learner_id,
        "attempt_id": fact.attempt_id,
        "position": fact.position,
        "changes": _to_json(journal),
    }
    board.put(UNDO_STATE, row)


def forget(board: Board, fact: Fact) -> None:
    """Let nothing be taken back any more."""
    known = board.peek(UNDO_STATE, (fact.learner_id,))
    if known is not None and known["attempt_id"] is not None:
        row = board.edit(UNDO_STATE, (fact.learner_id,), {})
        row["attempt_id"] = row["position"] = row["changes"] = None


def undo(board: Board, fact: Fact) -> None:
    """Take the latest answer back.

    Where another one came after it, on another machine, the answer stands: what it changed is no
    longer known by itself.
    """
    known = board.peek(UNDO_STATE, (fact.learner_id,))
    if known is None or (known["attempt_id"], known["position"]) != (
        fact.attempt_id,
        fact.position,
    ):
        return
    slot, attempt = slot_row(board, fact), attempt_row(board, fact)
    _put_back(board, fact, known["changes"], slot["answered_at"])
    attempt["answered"] -= 1
    attempt["credit"] -= to_units(slot["score"])
    for name in ("response", "score", "answered_at", "latency_ms", "study_day"):
        slot[name] = None
    _forget_confidence(board, fact)
    forget(board, fact)
    if board.review_log is not None:
        board.review_log.take_back(fact)


def _put_back(board: Board, fact: Fact, changes: Row, practised_at: datetime) -> None:
    for name, key, row in changes["before"]:
        table = _TABLES[name]
        if table is ITEM_HISTORY and row is None:
            history_row(board, fact)["times"] = 0
        elif row is None:
            board.remove(table, tuple(key))
        else:
            board.edit(table, tuple(key), {}).update(_decoded(row))
    for name, key, counts in changes["added"]:
        kept = {count: 0 if count.startswith("first_") else -counts[count] for count in counts}
        table = _TABLES[name]
        stamp = {"last_at": practised_at} if "last_at" in table.c else None
        board.add(table, tuple(key), kept, stamp)


def _forget_confidence(board: Board, fact: Fact) -> None:
    """Forget how sure the learner was; a row that holds nothing else goes."""
    place = (fact.attempt_id, fact.position)
    working = board.peek(WORKING_STATE, place)
    if working is None:
        return
    if working["struck"] or working["note"]:
        board.edit(WORKING_STATE, place, {})["confidence"] = None
    else:
        board.remove(WORKING_STATE, place)


def _to_json(journal: Journal) -> Row:
    return {
        "before": [
            [table.name, list(key), _encoded(row)] for (table, key), row in journal.before.items()
        ],
        "added": [[table.name, list(key), counts] for table, key, counts in journal.added],
    }


def _encoded(row: Row | None) -> Row | None:
    if row is None:
        return None
    return {
        name: {_INSTANT: value.isoformat()} if isinstance(value, datetime) else value
        for name, value in row.items()
    }


def _decoded(row: Row) -> Row:
    return {
        name: datetime.fromisoformat(value[_INSTANT])
        if isinstance(value, dict) and _INSTANT in value
        else value
        for name, value in row.items()
    }
