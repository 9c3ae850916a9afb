"""Spaced review in the store: cards, what is set aside, pace, and how recall was predicted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from tutor.domain.memory import CardState
from tutor.domain.records import SPACED, Card
from tutor.domain.statistics_records import RecallTally
from tutor.errors import NotFoundError
from tutor.store.access import Access
from tutor.store.base import table_of
from tutor.store.board import Row
from tutor.store.credit import to_score
from tutor.store.derived import ANSWER_STATE, ATTEMPT_STATE, CARD_STATE, PACE_STATE, RECALL_TALLY
from tutor.store.events import Recorder
from tutor.store.faults import decoding
from tutor.store.models import AttemptRow

FARTHEST_EAST = timedelta(hours=14)
"""No study day, in whatever time zone, begins longer than this before its date does in UTC."""

_ATTEMPTS = table_of(AttemptRow)


class CardAccess(Access):
    """The part of the store that keeps spaced review."""

    def cards(self, learner_id: str) -> tuple[Card, ...]:
        """Return a learner's cards, by concept."""
        query = select(CARD_STATE).where(CARD_STATE.c.learner_id == learner_id)
        with self._database.reading() as session, decoding():
            found = [_card(row) for row in session.connection().execute(query).mappings()]
        return tuple(sorted(found, key=lambda card: card.concept))

    def paces(self, learner_id: str) -> dict[str, tuple[int, ...]]:
        """Return how long the latest answers took, in milliseconds, by kind of item."""
        query = select(PACE_STATE).where(PACE_STATE.c.learner_id == learner_id)
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query)
            return {row.kind: tuple(map(int, row.latencies)) for row in rows}

    def recall(self, learner_id: str) -> tuple[RecallTally, ...]:
        """Return reviews by the recall that was predicted before them, lowest first."""
        query = select(RECALL_TALLY).where(
            RECALL_TALLY.c.learner_id == learner_id,
            RECALL_TALLY.c.reviews > 0,  # not where the only one was taken back
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query.order_by(RECALL_TALLY.c.bin))
            return tuple(
                RecallTally(row.bin, row.reviews, row.recalled, to_score(row.predicted))
                for row in rows
            )

    def reviewed_seconds(self, learner_id: str, study_day: date) -> float:
        """Return how long a learner took for the answers of a day's spaced reviews."""
        # Only an attempt that is open, or ended on that day or later, can hold answers of the day:
        # looking into these alone spares a look at every answer ever given.
        earliest = datetime.combine(study_day, time(), UTC) - FARTHEST_EAST
        live = (ATTEMPT_STATE.c.status == "open") | (ATTEMPT_STATE.c.finished_at >= earliest)
        query = (
            select(ANSWER_STATE.c.latency_ms, _ATTEMPTS.c.spec)
            .join(ATTEMPT_STATE, ATTEMPT_STATE.c.attempt_id == ANSWER_STATE.c.attempt_id)
            .join(_ATTEMPTS, _ATTEMPTS.c.id == ANSWER_STATE.c.attempt_id)
            .where(
                ATTEMPT_STATE.c.learner_id == learner_id,
                live,
                ANSWER_STATE.c.study_day == study_day.isoformat(),
            )
        )
        with self._database.reading() as session, decoding():
            rows = session.connection().execute(query)
            spent = [int(row.latency_ms) for row in rows if row.spec["context"] == SPACED]
        return sum(spent) / 1000

    def add_cards(
        self, learner_id: str, card_ids: Iterable[str], *, study_day: date
    ) -> tuple[str, ...]:
        """Add cards of the learner's own; return those that were not there before.

        Raises:
            NotFoundError: There is no such learner.
        """
        with self._recording() as recorder:
            recorder.lock_learner(learner_id)
            added = tuple(
                card
                for card in dict.fromkeys(card_ids)
                if recorder.board.peek(CARD_STATE, (learner_id, card)) is None
            )
            for card in added:
                _record(recorder, "card_added", learner_id, study_day, concept=card)
        return added

    def remove_card(self, learner_id: str, card_id: str, *, study_day: date) -> None:
        """Remove a card of the learner's own, with all that is known of it.

        Raises:
            NotFoundError: The learner has no such card.
        """
        with self._recording() as recorder:
            _row(recorder, learner_id, card_id)
            _record(recorder, "card_removed", learner_id, study_day, concept=card_id)

    def suspend_card(self, learner_id: str, concept: str, *, study_day: date) -> None:
        """Stop asking about a concept until it is resumed.

        Raises:
            NotFoundError: The learner has no such card.
        """
        with self._recording() as recorder:
            if not _row(recorder, learner_id, concept)["suspended"]:
                _record(recorder, "card_suspended", learner_id, study_day, concept=concept)

    def bury_card(self, learner_id: str, concept: str, until: date, *, study_day: date) -> None:
        """Put a concept off until a study day.

        Raises:
            NotFoundError: The learner has no such card.
        """
        with self._recording() as recorder:
            if _row(recorder, learner_id, concept)["buried_until"] != until.isoformat():
                about = {"concept": concept, "until": until.isoformat()}
                _record(recorder, "card_buried", learner_id, study_day, **about)

    def resume_card(self, learner_id: str, concept: str, *, study_day: date) -> None:
        """Ask about a suspended or buried concept again.

        Raises:
            NotFoundError: The learner has no such card.
        """
        with self._recording() as recorder:
            row = _row(recorder, learner_id, concept)
            if row["suspended"] or row["buried_until"]:
                _record(recorder, "card_resumed", learner_id, study_day, concept=concept)


def _row(recorder: Recorder, learner_id: str, concept: str) -> Row:
    recorder.lock_learner(learner_id)
    row = recorder.board.peek(CARD_STATE, (learner_id, concept))
    if row is None:
        raise NotFoundError(f"there is no card {concept!r}: `tutor cards --all` lists them")
    return row


def _record(
    recorder: Recorder, kind: str, learner_id: str, study_day: date, **payload: str
) -> None:
    recorder.record(kind, learner_id, study_day, payload=payload)


def _card(row: Any) -> Card:  # noqa: ANN401 - a row of any driver
    until = row["buried_until"]
    return Card(
        concept=row["concept"],
        state=CardState.from_json(row["state"]),
        last_item=row["last_item"],
        last_at=row["last_at"],
        suspended=bool(row["suspended"]),
        buried_until=date.fromisoformat(until) if until else None,
    )
