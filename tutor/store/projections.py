"""The fold: how each kind of event changes the projections. Live recording and replay share it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tutor.domain.sitting import after_break
from tutor.store.board import Board, Row
from tutor.store.credit import to_units
from tutor.store.derived import (
    ANSWER_STATE,
    ATTEMPT_STATE,
    CHECK_STATE,
    DAY_TALLY,
    DOMAIN_TALLY,
    ITEM_HISTORY,
    LESSON_STATE,
    ROLE_TALLY,
    SITTING_STATE,
    WORKING_STATE,
)
from tutor.store.fact import Fact
from tutor.store.memory_fold import add_card, remember, remove_card, set_aside


@dataclass(frozen=True, slots=True)
class Change:
    """What an answer adds to the counts: all of a new answer, the difference of a revised one."""

    answered: int
    credit: int
    first_answered: int
    first_credit: int


def apply(board: Board, fact: Fact) -> None:
    """Fold one event into the projections."""
    _FOLDS[fact.kind](board, fact)


def _attempt_started(board: Board, fact: Fact) -> None:
    _attempt(board, fact)
    if "deadline" in fact.payload:  # a mock exam
        blank: Row = {
            "learner_id": fact.learner_id,
            "deadline": from_text(fact.payload["deadline"]),
            "break_since": None,
            "breaks": 0,
            "frozen": [],
            "set_back": 0,
        }
        board.edit(SITTING_STATE, (fact.attempt_id,), blank)


def _shown(board: Board, fact: Fact) -> None:
    slot = _slot(board, fact)
    if slot["shown_at"] is None:
        slot["shown_at"] = fact.at
    _attempt(board, fact)["position"] = fact.position


def _answered(board: Board, fact: Fact) -> None:
    slot = _slot(board, fact)
    attempt = _attempt(board, fact)
    history = _history(board, fact)
    credit = to_units(fact.payload["score"])
    if slot["answered_at"] is None:
        slot["first"] = history["times"] == 0
        slot["study_day"] = fact.study_day
        history["times"] += 1
        change = _new_answer(credit, first=slot["first"])
        remember(board, fact)
    else:
        change = _revision(credit - to_units(slot["score"]), first=slot["first"])
    attempt["answered"] += change.answered
    attempt["credit"] += change.credit
    _remember(history, fact, first=slot["first"])
    _set_answer(slot, fact)
    if "confidence" in fact.payload:
        _working(board, fact)["confidence"] = fact.payload["confidence"]
    _count(board, fact, change, slot["study_day"])


def _check_answered(board: Board, fact: Fact) -> None:
    history = _history(board, fact)
    first = history["times"] == 0
    history["times"] += 1
    remember(board, fact)
    _remember(history, fact, first=first)
    state = board.edit(CHECK_STATE, (fact.learner_id, fact.item_id), {})
    state["item_hash"] = fact.item_hash
    _set_answer(state, fact)
    change = _new_answer(to_units(fact.payload["score"]), first=first)
    _count(board, fact, change, fact.study_day)


def _flagged(board: Board, fact: Fact) -> None:
    _slot(board, fact)["flagged"] = fact.kind == "flagged"


def _break_started(board: Board, fact: Fact) -> None:
    sitting = _sitting(board, fact)
    sitting["break_since"] = fact.at
    sitting["breaks"] += int(fact.payload["counts"])
    sitting["frozen"] = sorted({*sitting["frozen"], *fact.payload["frozen"]})


def _break_ended(board: Board, fact: Fact) -> None:
    sitting = _sitting(board, fact)
    sitting["deadline"] = after_break(sitting["deadline"], sitting["break_since"], fact.at)
    sitting["break_since"] = None


def _clock_set_back(board: Board, fact: Fact) -> None:
    _sitting(board, fact)["set_back"] += 1


def _struck(board: Board, fact: Fact) -> None:
    _working(board, fact)["struck"] = fact.payload["struck"]


def _noted(board: Board, fact: Fact) -> None:
    _working(board, fact)["note"] = fact.payload["note"]


def _attempt_ended(board: Board, fact: Fact) -> None:
    attempt = _attempt(board, fact)
    attempt["status"] = fact.payload["status"]
    attempt["finished_at"] = fact.at


def _page_read(board: Board, fact: Fact) -> None:
    lesson = _lesson(board, fact)
    page = str(fact.payload["page"])
    if lesson["pages_read"].get(page) != fact.study_day:
        board.add(
            DAY_TALLY,
            (fact.learner_id, fact.study_day),
            {"answered": 0, "credit": 0, "pages": 1},
        )
    lesson["pages_read"] = lesson["pages_read"] | {page: fact.study_day}
    lesson["version"] = fact.payload["version"]
    lesson["pages"] = fact.payload["pages"]
    lesson["last_page"] = fact.payload["page"]
    lesson["last_at"] = fact.at


def _lesson_completed(board: Board, fact: Fact) -> None:
    _lesson(board, fact)["completed_at"] = fact.at


_FOLDS: dict[str, Callable[[Board, Fact], None]] = {
    "attempt_started": _attempt_started,
    "shown": _shown,
    "answered": _answered,
    "flagged": _flagged,
    "unflagged": _flagged,
    "attempt_ended": _attempt_ended,
    "lesson_page_read": _page_read,
    "lesson_completed": _lesson_completed,
    "check_answered": _check_answered,
    "struck": _struck,
    "noted": _noted,
    "break_started": _break_started,
    "break_ended": _break_ended,
    "clock_set_back": _clock_set_back,
    "card_suspended": set_aside,
    "card_resumed": set_aside,
    "card_buried": set_aside,
    "card_added": add_card,
    "card_removed": remove_card,
}


def _attempt(board: Board, fact: Fact) -> Row:
    blank = {
        "learner_id": fact.learner_id,
        "status": "open",
        "position": 0,
        "answered": 0,
        "credit": 0,
        "finished_at": None,
    }
    return board.edit(ATTEMPT_STATE, (fact.attempt_id,), blank)


def _sitting(board: Board, fact: Fact) -> Row:
    return board.edit(SITTING_STATE, (fact.attempt_id,), {})


def _working(board: Board, fact: Fact) -> Row:
    blank: Row = {"learner_id": fact.learner_id, "struck": [], "note": "", "confidence": None}
    return board.edit(WORKING_STATE, (fact.attempt_id, fact.position), blank)


def _slot(board: Board, fact: Fact) -> Row:
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


def _history(board: Board, fact: Fact) -> Row:
    return board.edit(ITEM_HISTORY, (fact.learner_id, fact.item_id), {"times": 0})


def _lesson(board: Board, fact: Fact) -> Row:
    blank: Row = {"pages_read": {}, "completed_at": None}
    return board.edit(LESSON_STATE, (fact.learner_id, fact.lesson_id), blank)


def _new_answer(credit: int, *, first: bool) -> Change:
    return Change(1, credit, int(first), credit if first else 0)


def _revision(difference: int, *, first: bool) -> Change:
    return Change(0, difference, 0, difference if first else 0)


def _set_answer(row: Row, fact: Fact) -> None:
    row["response"] = fact.payload["response"]
    row["score"] = float(fact.payload["score"])
    row["latency_ms"] = fact.payload["latency_ms"]
    row["answered_at"] = fact.at


def _remember(history: Row, fact: Fact, *, first: bool) -> None:
    score = float(fact.payload["score"])
    if first:
        history["first_score"] = score
    history["last_score"] = score
    history["last_at"] = fact.at


def _count(board: Board, fact: Fact, change: Change, day: str) -> None:
    counts = {
        "answered": change.answered,
        "credit": change.credit,
        "first_answered": change.first_answered,
        "first_credit": change.first_credit,
    }
    stamp = {"last_at": fact.at}
    tags = board.tags(fact.item_hash or "")
    if not tags.own:  # what is made from the glossary or a code book tells nothing of an exam
        for exam, domain in tags.exams:
            board.add(DOMAIN_TALLY, (fact.learner_id, exam, domain), counts, stamp)
        board.add(ROLE_TALLY, (fact.learner_id, tags.role), counts, stamp)
    today = {"answered": change.answered, "credit": change.credit, "pages": 0}
    board.add(DAY_TALLY, (fact.learner_id, day), today)


def from_text(instant: str | None) -> datetime | None:
    """Return the instant that a payload holds as ISO text."""
    return None if instant is None else datetime.fromisoformat(instant)
