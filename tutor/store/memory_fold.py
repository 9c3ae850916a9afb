"""The part of the fold that keeps spaced review: which answers feed memory, and how.

The rules, chosen so that a replay gives the same whatever happens later:

- The first answer to each question of an attempt feeds the card of its item, at the instant it
  was given, in every context; that of a test or mock exam only when it ends (see
  `tutor/store/withheld_fold.py`). A revision of it, which test mode and mock exams allow, feeds
  nothing: what was remembered shows in the first answer, and no later event takes it back.
- Each answer to a lesson's check feeds its card.
- An item without a lesson has no card; only its time counts towards the learner's pace.
- A card of the learner's own is there from being added until it is removed: no answer to a
  question made for it brings it back.
- An answer is rated against the pace of the answers before it, never its own.
- All cards of a learner are worked out with the weights adopted last, also from the answers
  before: adopting others makes the learner's projections anew (see `tutor/store/parameters.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any

from tutor.domain.memory import CardState, Fsrs6, Scheduler, card_id
from tutor.domain.rating import KEPT_ANSWERS, Rating, pace_of, rate
from tutor.store.board import Board, Row
from tutor.store.credit import to_units
from tutor.store.derived import CARD_STATE, PACE_STATE, PARAMETER_STATE, RECALL_TALLY
from tutor.store.fact import Fact

BINS = 10
"""Tenths of predicted recall."""

_DEFAULT = Fsrs6()


def model_of(fitted: Mapping[str, Any] | None) -> Scheduler:
    """Return the model of memory with fitted weights, as adopted; by default without any."""
    if fitted is None:
        return _DEFAULT
    return _fitted_model(fitted["parameter_set"], tuple(fitted["weights"]))


def remember(board: Board, fact: Fact) -> None:
    """Feed an answer to the learner's pace and to the card of its item."""
    tags = board.tags(fact.item_hash or "")
    latency = int(fact.payload["latency_ms"])
    latencies = _latencies(board, fact, tags.kind, latency)
    if tags.concept is None:
        return
    confidence = fact.payload.get("confidence")
    rating = rate(float(fact.payload["score"]), confidence, latency, pace_of(latencies))
    memory = _memory(board, fact)
    key = (fact.learner_id, tags.concept)
    known = board.peek(CARD_STATE, key)
    if known is None and tags.own:
        return
    if known is None:
        before = CardState(card_id(*key))
    else:
        before = CardState.from_json(known["state"])
        _count_recall(board, fact, memory.retrievability(before, fact.at), before, rating)
    if board.review_log is not None:
        board.review_log.note(fact, tags.concept, rating)
    row = board.edit(CARD_STATE, key, {"suspended": False, "buried_until": None})
    _write(row, memory.review(before, rating, fact.at), fact)


def add_card(board: Board, fact: Fact) -> None:
    """Begin a card of the learner's own: nothing is known of it yet."""
    key = (fact.learner_id, fact.payload["concept"])
    if board.peek(CARD_STATE, key) is not None:
        return
    state = CardState(card_id(*key), parameter_set=_memory(board, fact).parameter_set)
    row = board.edit(CARD_STATE, key, {"suspended": False, "buried_until": None})
    _write(row, state, fact)
    row["due"] = fact.at  # the column is never empty; the state knows no due day yet
    row["last_item"] = ""


def remove_card(board: Board, fact: Fact) -> None:
    """Take a card of the learner's own away, with all that was known of it."""
    board.remove(CARD_STATE, (fact.learner_id, fact.payload["concept"]))
    if board.review_log is not None:
        board.review_log.drop(fact.payload["concept"])


def set_aside(board: Board, fact: Fact) -> None:
    """Suspend, bury or resume a card, if it was not removed on another machine."""
    if board.peek(CARD_STATE, (fact.learner_id, fact.payload["concept"])) is None:
        return
    row = board.edit(CARD_STATE, (fact.learner_id, fact.payload["concept"]), {})
    if fact.kind == "card_buried":
        row["buried_until"] = fact.payload["until"]
        return
    row["suspended"] = fact.kind == "card_suspended"
    row["buried_until"] = None


def adopt(board: Board, fact: Fact) -> None:
    """Note the weights that fit the learner."""
    row = {name: fact.payload[name] for name in ("parameter_set", "weights", "reviews")}
    board.put(PARAMETER_STATE, row | {"learner_id": fact.learner_id, "fitted_at": fact.at})


def reset(board: Board, fact: Fact) -> None:
    """Go back to the default weights."""
    board.remove(PARAMETER_STATE, (fact.learner_id,))


def _memory(board: Board, fact: Fact) -> Scheduler:
    """Return the model that a learner's cards are worked out with."""
    return board.memory or model_of(board.peek(PARAMETER_STATE, (fact.learner_id,)))


@lru_cache(maxsize=64)
def _fitted_model(parameter_set: str, weights: Sequence[float]) -> Scheduler:
    return Fsrs6(parameter_set, weights=tuple(weights))


def _latencies(board: Board, fact: Fact, kind: str, latency: int) -> list[int]:
    """Return how long earlier answers of a kind took, and note the present one."""
    if latency <= 0:  # not measured
        row = board.peek(PACE_STATE, (fact.learner_id, kind))
        return list(row["latencies"]) if row else []
    row = board.edit(PACE_STATE, (fact.learner_id, kind), {"latencies": []})
    earlier = list(row["latencies"])
    row["latencies"] = [*earlier, latency][-KEPT_ANSWERS:]
    return earlier


def _count_recall(
    board: Board, fact: Fact, predicted: float | None, before: CardState, rating: Rating
) -> None:
    """Count a review against what was predicted; within a day, nothing was to be forgotten."""
    if predicted is None or before.last_review is None:
        return
    if fact.at - before.last_review < timedelta(days=1):
        return
    recalled = int(rating != Rating.AGAIN)
    counts = {"reviews": 1, "recalled": recalled, "predicted": to_units(predicted)}
    place = min(BINS - 1, int(round(predicted, 6) * BINS))
    board.add(RECALL_TALLY, (fact.learner_id, place), counts)


def _write(row: Row, state: CardState, fact: Fact) -> None:
    row["state"] = state.to_json()
    row["due"] = state.due
    row["reps"] = state.reps
    row["lapses"] = state.lapses
    row["parameter_set"] = state.parameter_set
    row["last_item"] = fact.item_id
    row["last_at"] = fact.at
