"""Logs of invented learners, whose answers are right as often as a test wants."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from tests.factories import make_item
from tutor.clock import FixedClock
from tutor.domain.memory import DEFAULT_SET, PARAMETER_SETS, CardState, Fsrs6
from tutor.domain.rating import Rating
from tutor.domain.study_day import study_day
from tutor.store import lessons
from tutor.store.events import Recorder
from tutor.store.store import Store, open_store

DEFAULTS = PARAMETER_SETS[DEFAULT_SET]
FORGETFUL = (0.05, 0.1, 0.2, 0.5, *DEFAULTS[4:8], 1.0, *DEFAULTS[9:11], 0.5, *DEFAULTS[12:20], 0.4)
"""Weights of a learner who forgets much sooner than by default."""

Recalls = Callable[[float, int], bool]
"""Whether a card is recalled, given how likely that is, and the day from 0."""


def lived_in(path: Path, now: datetime) -> Path:
    """Make a database in which Ana has studied for 60 days until now; return its path."""
    clock = FixedClock(now - timedelta(days=60))
    store = open_store(path, clock=clock)
    live(store, clock, store.create_learner("Ana").id)
    store.close()
    return path


def live(
    store: Store,
    clock: FixedClock,
    learner_id: str,
    *,
    days: int = 60,
    cards: int = 40,
    weights: tuple[float, ...] = FORGETFUL,
    recalls: Recalls | None = None,
) -> None:
    """Let a learner study for some days; each card is asked when the default weights plan it.

    Args:
        weights: How the learner really forgets; the first answer is right every other time.
        recalls: The learner's luck; by the chance alone unless given.
    """
    rng = Random(5)
    recalls = recalls or (lambda chance, _day: rng.random() < chance)
    nature, plan = Fsrs6(weights=weights, fuzz=False), Fsrs6(fuzz=False)
    real = {number: CardState(number) for number in range(cards)}
    planned = dict(real)
    for day in range(days):
        now = clock.now()
        with store._recording() as recorder:  # one transaction a day: each answer is on disk later
            for number in range(min(cards, 4 * (day + 1))):
                due = planned[number].due
                if due is not None and due > now:
                    continue
                chance = nature.retrievability(real[number], now)
                right = recalls(0.5 if chance is None else chance, day)
                rating = Rating.GOOD if right else Rating.AGAIN
                _answer(recorder, learner_id, number, float(right))
                real[number] = nature.review(real[number], rating, now)
                planned[number] = plan.review(planned[number], rating, now)
        clock.advance(timedelta(days=1).total_seconds())


def _answer(recorder: Recorder, learner_id: str, number: int, score: float) -> None:
    item = make_item(f"item-{number}", lesson=f"lesson-{number}")
    day = study_day(recorder.now, "UTC")
    lessons.answer_check(recorder, learner_id, item, ("b",), score, latency_ms=0, study_day=day)
