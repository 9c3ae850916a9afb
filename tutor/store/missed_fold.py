"""The part of the fold that keeps the missed items: what a learner still has to get right.

- Less than full credit puts an item there, wherever it was answered, or keeps it there anew.
- It leaves once it has been answered right on two different study days since. A right answer
  that was a guess, by the learner's own word, changes nothing.
- What is made for a card of the learner's own never gets there: the card comes back by itself.
- Answers of a test or a mock exam count when it has ended, each for the day it was given.
"""

from __future__ import annotations

from tutor.store.board import Board, Row
from tutor.store.derived import MISSED_STATE
from tutor.store.fact import Fact


def note_missed(board: Board, fact: Fact) -> None:
    """Note a wrong answer, or a right one to an item answered wrongly before."""
    if board.tags(fact.item_hash or "").own:
        return
    key = (fact.learner_id, fact.item_id)
    if float(fact.payload["score"]) < 1:
        blank: Row = {"misses": 0}
        row = board.edit(MISSED_STATE, key, blank)
        row["misses"] += 1
        row["item_hash"] = fact.item_hash
        row["last_at"] = fact.at
        row["right_day"] = None
        row["waiting"] = True
        return
    known = board.peek(MISSED_STATE, key)
    guessed = fact.payload.get("confidence") == "guessed"
    if known is None or not known["waiting"] or guessed or known["right_day"] == fact.study_day:
        return
    row = board.edit(MISSED_STATE, key, {})
    if row["right_day"] is None:
        row["right_day"] = fact.study_day
    else:
        row["waiting"] = False
