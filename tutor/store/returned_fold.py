"""The part of the fold that counts answers graded elsewhere, once feedback on them came back.

The event `answers_released` holds what came (see `tutor/store/classroom/returned.py`). Feedback may
come several times, with more in it each time; each answer counts once:

- Credit, domains, role and day when its verdict comes first, for the day it was given. A verdict
  without its key comes with the exam domains alone.
- The item's history, memory and missed items when its key comes: before, nobody here knows which
  item it was.
- Marks that an instructor changes later change what is shown, and no statistics: as in any class.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.store.answer_rows import (
    attempt_row,
    count_as_first,
    count_by_tags,
    count_on_day,
    history_row,
    is_first,
    new_answer,
    note_in_history,
    slot_row,
)
from tutor.store.board import Board, Row
from tutor.store.credit import to_units
from tutor.store.derived import ANSWER_STATE, WITHHELD_STATE, WORKING_STATE
from tutor.store.fact import Fact
from tutor.store.memory_fold import remember
from tutor.store.missed_fold import note_missed
from tutor.store.withheld_fold import after_card


def count_returned(board: Board, fact: Fact) -> None:
    """Count the answers that feedback judges, as far as they do not count yet."""
    answers = [
        (_answer(board, fact, question, slot), bool(question["keyed"]))
        for question in fact.payload["returned"]["questions"]
        if question["score"] is not None
        and (slot := board.peek(ANSWER_STATE, (fact.attempt_id, question["position"])))
        and slot["answered_at"] is not None
    ]
    for answer, keyed in sorted(answers, key=lambda one: (one[0].at, one[0].position or 0)):
        _count(board, answer, fact, keyed=keyed)


def _answer(board: Board, fact: Fact, question: dict[str, Any], slot: Row) -> Fact:
    """Return an answer as if it was given to the item it counts under."""
    working = board.peek(WORKING_STATE, (fact.attempt_id, question["position"]))
    return replace(
        fact,
        kind="answered",
        at=slot["answered_at"],
        study_day=slot["study_day"],
        position=question["position"],
        item_id=question["item_id"],
        item_hash=question["item_hash"],
        payload={
            "response": slot["response"],
            "score": question["score"],
            "latency_ms": slot["latency_ms"],
            "confidence": working["confidence"] if working else None,
        },
    )


def _count(board: Board, answer: Fact, came: Fact, *, keyed: bool) -> None:
    place = (answer.attempt_id, answer.position)
    slot = slot_row(board, answer)
    fresh = slot["score"] is None
    if fresh:
        slot["score"] = float(answer.payload["score"])
        _count_credit(board, answer, came, first=keyed and _unmet(board, answer))
        _wait_for_key(board, answer)
    if keyed and board.peek(WITHHELD_STATE, place) is not None:
        board.remove(WITHHELD_STATE, place)
        _count_item(board, answer, slot)
        if slot["first"] and not fresh:
            count_as_first(board, answer, to_units(slot["score"]), came.at)


def _unmet(board: Board, answer: Fact) -> bool:
    return is_first(history_row(board, answer))


def _count_credit(board: Board, answer: Fact, came: Fact, *, first: bool) -> None:
    credit = to_units(answer.payload["score"])
    attempt_row(board, answer)["credit"] += credit
    count_by_tags(board, answer, new_answer(credit, first=first), came.at)
    count_on_day(board, answer.learner_id, answer.study_day, 1, credit)


def _wait_for_key(board: Board, answer: Fact) -> None:
    """Keep what the item's history and memory take once it is known."""
    waiting: Row = {
        "learner_id": answer.learner_id,
        "at": answer.at,
        "score": float(answer.payload["score"]),
        "latency_ms": answer.payload["latency_ms"],
        "confidence": answer.payload["confidence"],
    }
    board.edit(WITHHELD_STATE, (answer.attempt_id, answer.position), waiting)


def _count_item(board: Board, answer: Fact, slot: Row) -> None:
    history = history_row(board, answer)
    slot["first"] = first = is_first(history)
    history["times"] += 1
    if first or answer.at >= history["last_at"]:
        note_in_history(history, answer, first=first)
    remember(board, after_card(board, answer))
    note_missed(board, answer)
