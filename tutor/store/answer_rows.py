"""The rows that an answer changes, and how it is counted: what all folds of answers share."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.store.board import Board, Row
from tutor.store.derived import (
    ANSWER_STATE,
    ATTEMPT_STATE,
    DAY_TALLY,
    DOMAIN_TALLY,
    ITEM_HISTORY,
    ROLE_TALLY,
    WORKING_STATE,
)
from tutor.store.fact import Fact


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer adds to the counts: all of a new answer, the difference of a revised one."""

    answered: int
    credit: int
    first_answered: int
    first_credit: int


def new_answer(credit: int, *, first: bool) -> Change:
    """Return what a new answer adds; `first` tells whether its item was never met before."""
    return Change(1, credit, int(first), credit if first else 0)


def revision(difference: int, *, first: bool) -> Change:
    """Return what a revised answer adds, given the difference in credit."""
    return Change(0, difference, 0, difference if first else 0)


def attempt_row(board: Board, fact: Fact) -> Row:
    """Return the attempt's row, to change."""
    blank = {
        "learner_id": fact.learner_id,
        "status": "open",
        "position": 0,
        "answered": 0,
        "credit": 0,
        "finished_at": None,
    }
    return board.edit(ATTEMPT_STATE, (fact.attempt_id,), blank)


def slot_row(board: Board, fact: Fact) -> Row:
    """Return the question's row, to change."""
    blank = {
        "learner_id": fact.learner_id,
        "response": None,
        "score": None,
        "answered_at": None,
        "latency_ms": None,
        "study_day": None,
        "first": False,
        "flagged": False,
        "shown_at": None,
    }
    return board.edit(ANSWER_STATE, (fact.attempt_id, fact.position), blank)


def working_row(board: Board, fact: Fact) -> Row:
    """Return the row of what is scribbled at the question, to change."""
    blank: Row = {"learner_id": fact.learner_id, "struck": [], "note": "", "confidence": None}
    return board.edit(WORKING_STATE, (fact.attempt_id, fact.position), blank)


def history_row(board: Board, fact: Fact) -> Row:
    """Return the row of the learner's history with the item, to change."""
    return board.edit(ITEM_HISTORY, (fact.learner_id, fact.item_id), {"times": 0})


def is_first(history: Row) -> bool:
    """Whether the item was never met: an answer taken back later has met it all the same."""
    return "first_score" not in history


def set_answer(row: Row, fact: Fact) -> None:
    """Put the answer into its row; its score is None where the key is elsewhere."""
    score = fact.payload.get("score")
    row["response"] = fact.payload["response"]
    row["score"] = None if score is None else float(score)
    row["latency_ms"] = fact.payload["latency_ms"]
    row["answered_at"] = fact.at


def note_in_history(history: Row, fact: Fact, *, first: bool) -> None:
    """Note the answer in its item's history."""
    score = float(fact.payload["score"])
    if first:
        history["first_score"] = score
    history["last_score"] = score
    history["last_at"] = fact.at


def count_as_first(board: Board, fact: Fact, credit: int, at: datetime) -> None:
    """Count an answer that counts already as the first to its item, under its exam domains."""
    counts = {"answered": 0, "credit": 0, "first_answered": 1, "first_credit": credit}
    tags = board.tags(fact.item_hash or "")
    for exam, domain in () if tags.own else tags.exams:
        board.add(DOMAIN_TALLY, (fact.learner_id, exam, domain), counts, {"last_at": at})


def count_by_tags(board: Board, fact: Fact, change: Change, at: datetime) -> None:
    """Count the answer under its item's exam domains and role, as practised at an instant."""
    counts = {
        "answered": change.answered,
        "credit": change.credit,
        "first_answered": change.first_answered,
        "first_credit": change.first_credit,
    }
    stamp = {"last_at": at}
    tags = board.tags(fact.item_hash or "")
    if tags.own:  # what is made from the glossary or a code book tells nothing of an exam
        return
    for exam, domain in tags.exams:
        board.add(DOMAIN_TALLY, (fact.learner_id, exam, domain), counts, stamp)
    board.add(ROLE_TALLY, (fact.learner_id, tags.role), counts, stamp)


def count_on_day(board: Board, learner_id: str, day: str, answered: int, credit: int) -> None:
    """Count answers and credit on a study day."""
    counts = {"answered": answered, "credit": credit, "pages": 0}
    board.add(DAY_TALLY, (learner_id, day), counts)
