"""The part of the fold that keeps what an open test or mock exam must not tell.

Until such an attempt ends, nothing that anyone can look at may depend on whether its answers are
right: they change only their own rows, how many were answered, and how many on the day. When it
ends, however it ends, they are counted. An attempt at an assignment may keep them back for longer:
then the event `answers_released` counts them, once the student may know which are right.

- Marks, history and tallies take the answer in force, memory takes the first one (see
  `tutor/store/memory_fold.py`), in the order they were given.
- Each counts for the study day and at the instant it was given; but a card that was reviewed
  since takes it at the instant of that review, for reviews of a card follow one another in time.
- An item is met for the first time when the verdict on it shows: what was answered elsewhere
  meanwhile came first.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.store.answer_rows import (
    attempt_row,
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
from tutor.store.derived import ANSWER_STATE, CARD_STATE, WITHHELD_STATE, WORKING_STATE
from tutor.store.fact import Fact
from tutor.store.memory_fold import remember
from tutor.store.missed_fold import note_missed


def withhold(board: Board, fact: Fact, slot: Row) -> None:
    """Take an answer that must not be told yet; the slot is as it was before the answer."""
    if slot["answered_at"] is not None:
        return
    slot["study_day"] = fact.study_day
    attempt_row(board, fact)["answered"] += 1
    count_on_day(board, fact.learner_id, fact.study_day, 1, 0)
    first: Row = {
        "learner_id": fact.learner_id,
        "at": fact.at,
        "score": float(fact.payload["score"]),
        "latency_ms": fact.payload["latency_ms"],
        "confidence": fact.payload.get("confidence"),
    }
    board.edit(WITHHELD_STATE, (fact.attempt_id, fact.position), first)


def release(board: Board, fact: Fact) -> None:
    """Count what was withheld: the attempt has ended."""
    answers, firsts = _withheld(board, fact)
    for answer in sorted(answers, key=_order):
        _count(board, answer, fact)
    for first in sorted(firsts, key=_order):
        remember(board, after_card(board, first))
        board.remove(WITHHELD_STATE, (first.attempt_id, first.position))


def _withheld(board: Board, fact: Fact) -> tuple[list[Fact], list[Fact]]:
    """Return the answers in force, and the first ones, as if they were given only now."""
    answers, firsts = [], []
    for position, item_id, item_hash in board.drawn(fact.attempt_id or ""):
        place = (fact.attempt_id, position)
        slot, first = board.peek(ANSWER_STATE, place), board.peek(WITHHELD_STATE, place)
        if slot is None or first is None:
            continue
        blank = replace(
            fact, kind="answered", position=position, item_id=item_id, item_hash=item_hash
        )
        working = board.peek(WORKING_STATE, place)
        payload = {
            "response": slot["response"],
            "score": slot["score"],
            "latency_ms": slot["latency_ms"],
            "confidence": working["confidence"] if working else None,
        }
        day = slot["study_day"]
        answers.append(replace(blank, at=slot["answered_at"], study_day=day, payload=payload))
        payload = {name: first[name] for name in ("score", "latency_ms", "confidence")}
        firsts.append(replace(blank, at=first["at"], study_day=day, payload=payload))
    return answers, firsts


def _order(fact: Fact) -> tuple[object, int]:
    return fact.at, fact.position or 0


def _count(board: Board, answer: Fact, ended: Fact) -> None:
    slot, history = slot_row(board, answer), history_row(board, answer)
    credit = to_units(answer.payload["score"])
    slot["first"] = first = is_first(history)
    history["times"] += 1
    if first or answer.at >= history["last_at"]:
        note_in_history(history, answer, first=first)
    attempt_row(board, answer)["credit"] += credit
    # Practised last when it ended: the tallies may hold a later instant than the answer's own.
    count_by_tags(board, answer, new_answer(credit, first=first), ended.at)
    count_on_day(board, answer.learner_id, answer.study_day, 0, credit)
    note_missed(board, answer)


def after_card(board: Board, fact: Fact) -> Fact:
    """Return the answer, moved to the last review of its card if that came later."""
    concept = board.tags(fact.item_hash or "").concept
    card = board.peek(CARD_STATE, (fact.learner_id, concept)) if concept else None
    return fact if card is None else replace(fact, at=max(fact.at, card["last_at"]))
