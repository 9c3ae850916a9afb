"""Memory: how well a concept is remembered, and when it should be asked again.

The model is FSRS-6 (Ye and others; the package `fsrs`, MIT). It is kept behind a card state of
our own, so that what is stored does not depend on the package, and behind the protocol
`Scheduler`, so that a later model can take its place by replaying the log.

Everything is a pure function of a card's reviews: the package's random fuzz is off, and ours is
drawn from the card's id and its number of reviews.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from tutor.domain.forgetting import days_until, recall, stability_after
from tutor.domain.rating import Rating

if TYPE_CHECKING:
    import fsrs

LEARNING, REVIEW, RELEARNING = 1, 2, 3
"""Phases of a card, numbered as in FSRS."""
RETENTION = 0.9
"""Probability of recall at which a card is due."""
DEFAULT_SET = "fsrs6-1"
"""The parameter set in use."""
PARAMETER_SETS: dict[str, tuple[float, ...]] = {
    DEFAULT_SET: (
        0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
        1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
    ),
}  # fmt: skip
"""Weights w0 to w20 by id. The first are the published defaults of FSRS-6, written down here so
that a new release of the package cannot change what a replay gives."""
DIGITS = 8
"""Decimals kept of stability and difficulty: the last bits of a power differ between machines."""
FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
"""Parts of an interval, in days, and how far each lets the due day move (as in FSRS)."""
LONGEST = 36_500
"""Longest interval, in days."""


@dataclass(frozen=True, slots=True)
class CardState:
    """What is remembered of one concept.

    Attributes:
        card_id: See `card_id`.
        phase: `LEARNING`, `REVIEW` or `RELEARNING`.
        step: Place in the short steps of learning; None in review.
        stability: Days until recall has fallen to 90 %; None before the first review.
        difficulty: From 1 to 10; None before the first review.
        due: When to ask again; None before the first review.
        last_review: None before the first.
        reps: Reviews so far.
        lapses: How often it was forgotten after it had been learnt.
        parameter_set: Which weights gave this state.
    """

    card_id: int
    phase: int = LEARNING
    step: int | None = 0
    stability: float | None = None
    difficulty: float | None = None
    due: datetime | None = None
    last_review: datetime | None = None
    reps: int = 0
    lapses: int = 0
    parameter_set: str = DEFAULT_SET

    def to_json(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        values = {name: getattr(self, name) for name in self.__slots__}
        return values | {name: _text(values[name]) for name in ("due", "last_review")}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CardState:
        """Return the state that `to_json` wrote.

        Raises:
            TypeError: A field is missing or of no use.
            ValueError: An instant cannot be read.
        """
        return cls(**(data | {name: _instant(data[name]) for name in ("due", "last_review")}))


class Scheduler(Protocol):
    """A model of memory."""

    @property
    def parameter_set(self) -> str:
        """Id of the weights it works with."""
        ...

    def review(self, card: CardState, rating: Rating, at: datetime) -> CardState:
        """Return the card after a review at an aware instant."""
        ...

    def retrievability(self, card: CardState, at: datetime) -> float | None:
        """Return the probability of recall at an aware instant; None for a card never asked."""
        ...

    def interval(self, card: CardState, retention: float) -> int:
        """Return after how many days recall falls to `retention`; 0 for a card never asked."""
        ...

    def stability_after(self, card: CardState, rating: Rating, at: datetime) -> float:
        """Return the stability that `review` would give a card that was asked before."""
        ...

    def recall(self, stability: float, days: int) -> float:
        """Return the probability of recall so many days after a review."""
        ...


class Fsrs6:
    """FSRS-6.

    Args:
        parameter_set: Key of `PARAMETER_SETS`.
        weights: Weights of one's own instead (for simulations).
        fuzz: Spread due days, so that what was learnt together does not come back together.
    """

    def __init__(
        self,
        parameter_set: str = DEFAULT_SET,
        *,
        weights: tuple[float, ...] | None = None,
        fuzz: bool = True,
    ) -> None:
        self._set = parameter_set
        self._weights = weights or PARAMETER_SETS[parameter_set]
        self._fuzz = fuzz

    @property
    def parameter_set(self) -> str:
        """Id of the weights it works with."""
        return self._set

    def review(self, card: CardState, rating: Rating, at: datetime) -> CardState:
        """Return the card after a review at an aware instant.

        A review less than 24 hours after the last one changes little, and one before it (on a
        clock that was set back) counts as such a one.
        """
        import fsrs

        now = _utc(at)
        before = self._package_card(card, now)
        after, _ = self._scheduler.review_card(before, fsrs.Rating(int(rating)), now)
        assert after.stability is not None  # noqa: S101 - the package sets both in any review
        assert after.difficulty is not None  # noqa: S101
        reviewed = replace(
            card,
            phase=int(after.state),
            step=after.step,
            stability=round(after.stability, DIGITS),
            difficulty=round(after.difficulty, DIGITS),
            due=after.due,
            last_review=now,
            reps=card.reps + 1,
            lapses=card.lapses + int(rating == Rating.AGAIN and card.phase == REVIEW),
            parameter_set=self._set,
        )
        return self._fuzzed(reviewed, after.due - now) if self._fuzz else reviewed

    def retrievability(self, card: CardState, at: datetime) -> float | None:
        """Return the probability of recall at an aware instant; None for a card never asked.

        FSRS counts whole periods of 24 hours: the value falls in steps.
        """
        if card.stability is None:
            return None
        return self.recall(card.stability, _days_since(card, at))

    def interval(self, card: CardState, retention: float) -> int:
        """Return after how many days recall falls to `retention`; 0 for a card never asked.

        Rounded, and at least a day.
        """
        if card.stability is None:
            return 0
        days = days_until(retention, card.stability, self._weights)
        return min(max(round(days), 1), LONGEST)

    def stability_after(self, card: CardState, rating: Rating, at: datetime) -> float:
        """Return the stability that `review` would give, without building the card.

        Raises:
            ValueError: The card was never asked.
        """
        if card.stability is None or card.difficulty is None:
            raise ValueError("the first review of a card is not planned")
        days = _days_since(card, at)
        return stability_after(rating, card.stability, card.difficulty, days, self._weights)

    def recall(self, stability: float, days: int) -> float:
        """Return the probability of recall so many days after a review."""
        return recall(stability, days, self._weights)

    @cached_property
    def _scheduler(self) -> fsrs.Scheduler:
        # Imported late: 40 ms that the start and `--help` save.
        import fsrs

        return fsrs.Scheduler(
            parameters=self._weights,
            desired_retention=RETENTION,
            maximum_interval=LONGEST,
            enable_fuzzing=False,
        )

    def _package_card(self, card: CardState, now: datetime) -> fsrs.Card:
        import fsrs

        return fsrs.Card(
            card_id=card.card_id,
            state=fsrs.State(card.phase),
            step=card.step,
            stability=card.stability,
            difficulty=card.difficulty,
            due=card.due or now,
            last_review=card.last_review,
        )

    def _fuzzed(self, card: CardState, interval: timedelta) -> CardState:
        """Move the due day of a card in review a little, by chance that a replay repeats."""
        if card.phase != REVIEW or card.last_review is None:
            return card
        low, high = fuzz_range(interval.days)
        days = low + _chance(card.card_id, card.reps) % (high - low + 1)
        return replace(card, due=card.last_review + timedelta(days=days))


def card_id(learner_id: str, concept: str) -> int:
    """Return the number of a learner's card: the same on every machine, and always 63 bits."""
    digest = hashlib.blake2b(f"{learner_id}\n{concept}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def fuzz_range(days: int) -> tuple[int, int]:
    """Return the shortest and longest interval that an interval may become, in days."""
    if days < FUZZ[0][0]:
        return days, days
    spread = 1 + sum(factor * max(0.0, min(days, end) - start) for start, end, factor in FUZZ)
    low = min(max(2, round(days - spread)), days)
    return low, max(low, min(round(days + spread), LONGEST))


def _chance(number: int, reps: int) -> int:
    digest = hashlib.blake2b(f"{number}/{reps}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def _days_since(card: CardState, at: datetime) -> int:
    """Return how many whole periods of 24 hours have passed since the last review."""
    return 0 if card.last_review is None else max(0, (_utc(at) - card.last_review).days)


def _utc(instant: datetime) -> datetime:
    """Return the instant with the one time zone that the package takes: exactly UTC."""
    if instant.tzinfo is None:
        raise ValueError("a review needs an aware instant")
    return instant.astimezone(UTC)


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
