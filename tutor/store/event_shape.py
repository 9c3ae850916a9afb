"""What each kind of event must hold, so that the fold can take it: for events from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from tutor.domain.memory import CardState
from tutor.domain.rating import Rating
from tutor.store.board import Row
from tutor.store.memory_fold import model_of

Check = Callable[[Any], bool]

NOTHING, ATTEMPT, QUESTION, CHECK, LESSON = "nothing", "attempt", "question", "check", "lesson"
"""What an event is about: which of the columns that name something are filled."""
_ABOUT: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    NOTHING: ((), ()),
    ATTEMPT: (("attempt_id",), ()),
    QUESTION: (("attempt_id", "position", "item_id", "item_hash"), ()),
    CHECK: (("item_id", "item_hash"), ("lesson_id",)),
    LESSON: (("lesson_id",), ()),
}
"""Columns that must and that may be filled."""
_NAMING = ("attempt_id", "position", "item_id", "item_hash", "lesson_id")


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31


def _is_amount(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_score(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _is_day(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_deadline(value: object) -> bool:
    if value is None:
        return True
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _list_of(check: Check) -> Check:
    return lambda value: isinstance(value, list) and all(check(one) for one in value)


def _one_of(*values: object) -> Check:
    return lambda value: _is_text(value) and value in values


_IS_RESPONSE = _list_of(_is_text)
_ANSWER: dict[str, Check] = {
    "response": _IS_RESPONSE,
    "score": _is_score,
    "latency_ms": _is_number,
}
_CONCEPT: dict[str, Check] = {"concept": _is_text}
_FITTED: dict[str, Check] = {
    "parameter_set": _is_text,
    "weights": _list_of(_is_amount),
    "reviews": _is_number,
    "default_log_loss": _is_amount,
    "fitted_log_loss": _is_amount,
}
SHAPES: dict[str, tuple[str, dict[str, Check]]] = {
    "attempt_started": (ATTEMPT, {}),
    "shown": (QUESTION, {}),
    "answered": (QUESTION, _ANSWER),
    "flagged": (QUESTION, {}),
    "unflagged": (QUESTION, {}),
    "attempt_ended": (ATTEMPT, {"status": _one_of("finished", "expired", "abandoned")}),
    "lesson_page_read": (
        LESSON,
        {"version": _is_number, "page": _is_number, "pages": _is_number},
    ),
    "lesson_completed": (LESSON, {"version": _is_number}),
    "check_answered": (CHECK, _ANSWER),
    "struck": (QUESTION, {"struck": _IS_RESPONSE}),
    "noted": (QUESTION, {"note": _is_text}),
    "break_started": (
        ATTEMPT,
        {"frozen": _list_of(_is_number), "counts": lambda value: isinstance(value, bool)},
    ),
    "break_ended": (ATTEMPT, {}),
    "clock_set_back": (ATTEMPT, {"seconds": _is_amount}),
    "card_suspended": (NOTHING, _CONCEPT),
    "card_resumed": (NOTHING, _CONCEPT),
    "card_buried": (NOTHING, _CONCEPT | {"until": _is_day}),
    "answer_undone": (QUESTION, _ANSWER),
    "card_added": (NOTHING, _CONCEPT),
    "card_removed": (NOTHING, _CONCEPT),
    "parameters_fitted": (NOTHING, _FITTED),
    "parameters_reset": (NOTHING, {}),
}
"""By kind: what the event is about, and what its payload must hold."""
_OPTIONAL: dict[str, dict[str, Check]] = {
    "attempt_started": {"deadline": _is_deadline},
    "answered": {"confidence": _one_of("guessed", "unsure", "sure")},
    "attempt_ended": {"record": lambda value: isinstance(value, dict)},
}


def check_shape(event: Row) -> None:
    """Refuse an event that the fold could not take.

    Args:
        event: A row with values of the right types.

    Raises:
        ValueError: The text says what is wrong, as the end of a sentence.
    """
    kind = event["kind"]
    if kind not in SHAPES:
        raise ValueError("is of a kind that this version of the program does not know")
    about, wanted = SHAPES[kind]
    must, may = _ABOUT[about]
    filled = {name for name in _NAMING if event[name] is not None}
    if not set(must) <= filled <= {*must, *may}:
        raise ValueError(f"does not name what an event of the kind {kind!r} is about")
    if not _is_day(event["study_day"]):
        raise ValueError("has no study day")
    if event["order_at"] < event["at"]:
        raise ValueError("comes before it happened")
    if event["seq"] < 1:
        raise ValueError("has no number")
    _check_payload(kind, wanted, event["payload"])
    if kind == "parameters_fitted":
        _check_weights(event)


def _check_payload(kind: str, wanted: dict[str, Check], payload: object) -> None:
    optional = _OPTIONAL.get(kind, {})
    if not isinstance(payload, dict) or not set(wanted) <= set(payload):
        raise ValueError("does not say what happened")
    checks = wanted | optional
    for name, value in payload.items():
        if name not in checks or not checks[name](value):
            raise ValueError(f"says something of {name!r} that cannot be read")


def _check_weights(event: Row) -> None:
    try:
        model_of(event["payload"]).review(CardState(0), Rating.GOOD, event["at"])
    except (ValueError, TypeError, LookupError, ArithmeticError, AssertionError) as error:
        raise ValueError("has weights that no model of memory can use") from error
