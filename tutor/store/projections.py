"""The fold: how each kind of event changes the projections. Live recording and replay share it.

It is total: events come in canonical order, and where a learner has used two machines that order
may hold what no single machine would record. What does not fit the state it meets changes nothing:

- The first end of an attempt ends it; nothing after that counts, but that the answers of an
  assignment, which may be kept back for longer, are released.
- Of two answers to a question the later one stands, as where an answer is revised; memory and
  missed items keep to the first (see `_revise`).
- An answer is taken back only if no other answer came after it (see `tutor/store/undo_fold.py`).
- A break begins only outside a break and ends only within one; both machines' questions freeze.
- Where a placement test went on on two machines, what happened at a question that lost its place
  to another one does not count.
- A lesson is complete once all its pages were read, on whichever machine.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tutor.domain.sitting import after_break
from tutor.store.answer_rows import (
    attempt_row,
    count_by_tags,
    count_on_day,
    history_row,
    is_first,
    new_answer,
    note_in_history,
    revision,
    set_answer,
    slot_row,
    working_row,
)
from tutor.store.board import Board, Row
from tutor.store.credit import to_units
from tutor.store.derived import (
    ASSIGNED_STATE,
    ATTEMPT_STATE,
    CHECK_STATE,
    DAY_TALLY,
    LESSON_STATE,
    SITTING_STATE,
)
from tutor.store.fact import Fact
from tutor.store.memory_fold import add_card, adopt, remember, remove_card, reset, set_aside
from tutor.store.missed_fold import note_missed
from tutor.store.returned_fold import count_returned
from tutor.store.undo_fold import forget, undo, undoable
from tutor.store.withheld_fold import release, withhold


def apply(board: Board, fact: Fact) -> None:
    """Fold one event into the projections."""
    if fact.attempt_id is None or _counts(board, fact):
        _FOLDS[fact.kind](board, fact)


def _counts(board: Board, fact: Fact) -> bool:
    """Tell whether an event of an attempt finds it open, and its question in its place."""
    state = board.peek(ATTEMPT_STATE, (fact.attempt_id,))
    if state is not None and state["status"] != "open" and fact.kind != "answers_released":
        return False
    if fact.position is None or not board.terms(fact.attempt_id).grows:
        return True
    return board.drawn_at(fact.attempt_id or "", fact.position) == fact.item_hash


def _attempt_started(board: Board, fact: Fact) -> None:
    attempt_row(board, fact)
    if "assigned" in fact.payload:
        assigned: Row = {
            "learner_id": fact.learner_id,
            "deadline": from_text(fact.payload["deadline"]),
            "withheld": board.terms(fact.attempt_id).hidden,
        }
        board.edit(ASSIGNED_STATE, (fact.attempt_id,), assigned)
    elif "deadline" in fact.payload:  # a mock exam
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
    slot = slot_row(board, fact)
    if slot["shown_at"] is None:
        slot["shown_at"] = fact.at
    attempt_row(board, fact)["position"] = fact.position


def _answered(board: Board, fact: Fact) -> None:
    slot = slot_row(board, fact)
    terms = board.terms(fact.attempt_id)
    if terms.hidden:
        forget(board, fact)
        withhold(board, fact, slot)
    elif slot["answered_at"] is not None:
        forget(board, fact)
        _revise(board, fact, slot)
    elif terms.undoable:
        with undoable(board, fact):
            _count(board, fact, slot)
    else:
        forget(board, fact)
        _count(board, fact, slot)
    set_answer(slot, fact)
    if "confidence" in fact.payload:
        working_row(board, fact)["confidence"] = fact.payload["confidence"]


def _count(board: Board, fact: Fact, slot: Row) -> None:
    """Count a new answer whose verdict shows at once."""
    attempt, history = attempt_row(board, fact), history_row(board, fact)
    credit, first = to_units(fact.payload["score"]), is_first(history)
    slot["first"] = slot["first"] or first
    slot["study_day"] = fact.study_day
    attempt["answered"] += 1
    attempt["credit"] += credit
    _count_everywhere(board, fact, history, first=first)


def _revise(board: Board, fact: Fact, slot: Row) -> None:
    """Count another answer in the place of one whose verdict showed at once.

    No front end lets that happen. Memory and missed items keep to the first answer.
    """
    difference = to_units(fact.payload["score"]) - to_units(slot["score"])
    change = revision(difference, first=slot["first"])
    attempt_row(board, fact)["credit"] += difference
    note_in_history(history_row(board, fact), fact, first=slot["first"])
    count_by_tags(board, fact, change, fact.at)
    count_on_day(board, fact.learner_id, slot["study_day"], 0, difference)


def _response_given(board: Board, fact: Fact) -> None:
    """Take a response whose key is elsewhere: until it comes back graded, it counts nowhere."""
    forget(board, fact)
    slot = slot_row(board, fact)
    if slot["answered_at"] is None:
        slot["study_day"] = fact.study_day
        attempt_row(board, fact)["answered"] += 1
    set_answer(slot, fact)
    if "confidence" in fact.payload:
        working_row(board, fact)["confidence"] = fact.payload["confidence"]


def _check_answered(board: Board, fact: Fact) -> None:
    forget(board, fact)
    history = history_row(board, fact)
    _count_everywhere(board, fact, history, first=is_first(history))
    state = board.edit(CHECK_STATE, (fact.learner_id, fact.item_id), {})
    state["item_hash"] = fact.item_hash
    set_answer(state, fact)


def _count_everywhere(board: Board, fact: Fact, history: Row, *, first: bool) -> None:
    """Count a new answer in all that outlasts its attempt."""
    credit = to_units(fact.payload["score"])
    history["times"] += 1
    remember(board, fact)
    note_in_history(history, fact, first=first)
    note_missed(board, fact)
    count_by_tags(board, fact, new_answer(credit, first=first), fact.at)
    count_on_day(board, fact.learner_id, fact.study_day, 1, credit)


def _flagged(board: Board, fact: Fact) -> None:
    slot_row(board, fact)["flagged"] = fact.kind == "flagged"


def _break_started(board: Board, fact: Fact) -> None:
    sitting = _sitting(board, fact)
    if sitting is None:
        return
    sitting["frozen"] = sorted({*sitting["frozen"], *fact.payload["frozen"]})
    if sitting["break_since"] is None:
        sitting["break_since"] = fact.at
        sitting["breaks"] += int(fact.payload["counts"])


def _break_ended(board: Board, fact: Fact) -> None:
    sitting = _sitting(board, fact)
    if sitting is not None and sitting["break_since"] is not None:
        sitting["deadline"] = after_break(sitting["deadline"], sitting["break_since"], fact.at)
        sitting["break_since"] = None


def _clock_set_back(board: Board, fact: Fact) -> None:
    sitting = _sitting(board, fact)
    if sitting is not None:
        sitting["set_back"] += 1


def _struck(board: Board, fact: Fact) -> None:
    working_row(board, fact)["struck"] = fact.payload["struck"]


def _noted(board: Board, fact: Fact) -> None:
    working_row(board, fact)["note"] = fact.payload["note"]


def _attempt_ended(board: Board, fact: Fact) -> None:
    forget(board, fact)
    withheld = bool(fact.payload.get("withheld"))  # an assignment may keep it back for longer
    if board.terms(fact.attempt_id).hidden and not withheld:
        release(board, fact)
    if board.peek(ASSIGNED_STATE, (fact.attempt_id,)) is not None:
        board.edit(ASSIGNED_STATE, (fact.attempt_id,), {})["withheld"] = withheld
    attempt = attempt_row(board, fact)
    attempt["status"] = fact.payload["status"]
    attempt["finished_at"] = from_text(fact.payload.get("ended_at")) or fact.at


def _deadline_moved(board: Board, fact: Fact) -> None:
    state = board.edit(ASSIGNED_STATE, (fact.attempt_id,), {})
    state["deadline"] = from_text(fact.payload["deadline"])


def _answers_released(board: Board, fact: Fact) -> None:
    forget(board, fact)  # what an undo would put back does not have these answers in it
    if "returned" in fact.payload:
        count_returned(board, fact)
        if "correctness" not in fact.payload["returned"]["facts"]:
            return
    else:
        release(board, fact)
    board.edit(ASSIGNED_STATE, (fact.attempt_id,), {})["withheld"] = False


def _page_read(board: Board, fact: Fact) -> None:
    blank: Row = {"pages_read": {}, "completed_at": None}
    lesson = board.edit(LESSON_STATE, (fact.learner_id, fact.lesson_id), blank)
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
    if {str(number) for number in range(lesson["pages"])} <= lesson["pages_read"].keys():
        _complete(lesson, fact)


def _lesson_completed(board: Board, fact: Fact) -> None:
    key = (fact.learner_id, fact.lesson_id)
    if board.peek(LESSON_STATE, key) is not None:
        _complete(board.edit(LESSON_STATE, key, {}), fact)


def _complete(lesson: Row, fact: Fact) -> None:
    if lesson["completed_at"] is None:
        lesson["completed_at"] = fact.at


def _set_aside(board: Board, fact: Fact) -> None:
    forget(board, fact)  # taking the answer back would put the card back as it was
    set_aside(board, fact)


def _add_card(board: Board, fact: Fact) -> None:
    forget(board, fact)
    add_card(board, fact)


def _remove_card(board: Board, fact: Fact) -> None:
    forget(board, fact)
    remove_card(board, fact)


def _adopt(board: Board, fact: Fact) -> None:
    forget(board, fact)  # what an undo would put back was worked out with other weights
    adopt(board, fact)


def _reset(board: Board, fact: Fact) -> None:
    forget(board, fact)
    reset(board, fact)


_FOLDS: dict[str, Callable[[Board, Fact], None]] = {
    "attempt_started": _attempt_started,
    "shown": _shown,
    "answered": _answered,
    "flagged": _flagged,
    "unflagged": _flagged,
    "attempt_ended": _attempt_ended,
    "deadline_moved": _deadline_moved,
    "answers_released": _answers_released,
    "response_given": _response_given,
    "lesson_page_read": _page_read,
    "lesson_completed": _lesson_completed,
    "check_answered": _check_answered,
    "struck": _struck,
    "noted": _noted,
    "break_started": _break_started,
    "break_ended": _break_ended,
    "clock_set_back": _clock_set_back,
    "card_suspended": _set_aside,
    "card_resumed": _set_aside,
    "card_buried": _set_aside,
    "card_added": _add_card,
    "card_removed": _remove_card,
    "answer_undone": undo,
    "parameters_fitted": _adopt,
    "parameters_reset": _reset,
}


def _sitting(board: Board, fact: Fact) -> Row | None:
    """Return the row of the mock exam, to change; None where no mock exam has begun."""
    key = (fact.attempt_id,)
    return None if board.peek(SITTING_STATE, key) is None else board.edit(SITTING_STATE, key, {})


def from_text(instant: str | None) -> datetime | None:
    """Return the instant that a payload holds as ISO text."""
    return None if instant is None else datetime.fromisoformat(instant)
