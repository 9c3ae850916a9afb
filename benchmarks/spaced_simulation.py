"""Does planning for the exam date pay? `python -m benchmarks.spaced_simulation [LEARNERS [SEED]]`.

Synthetic learners forget as FSRS-6 says, each with weights and answer times of their own, and
each concept with its own difficulty. The schedulers only know the default weights and what was
answered. Every learner studies three times with the same luck: with plain FSRS (what has been due
longest comes first), planned for the exam as if all domains counted the same, and planned for the
exam. All have the same minutes on each day, and all spend all of them: what is left when nothing
is due goes into what is due next.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from statistics import fmean, stdev

from tutor.domain.memory import DEFAULT_SET, PARAMETER_SETS, CardState, Fsrs6
from tutor.domain.rating import Rating
from tutor.domain.records import Card
from tutor.domain.review_queue import Calendar, Candidate, due_day, rank
from tutor.domain.study_day import day_start

LEARNERS = 1000
DAYS = 60
CONCEPTS = 120
NEW_A_DAY = 4
"""Concepts met for the first time on a day, until all are known."""
START = date(2026, 1, 5)
EXAM = START + timedelta(days=DAYS)
DOMAINS = (0.22, 0.18, 0.16, 0.12, 0.10, 0.08, 0.06, 0.04, 0.02, 0.02)
"""Shares of the exam's domains."""
MINUTES = (4, 8, 12)
"""Minutes a day."""
ARMS = {"plain": "plain FSRS", "equal": "exam date, equal domains", "exam": "exam date"}
"""Ways to study."""
SPREAD = 0.35
"""How far a learner's stabilities lie from the default weights (log-normal)."""


@dataclass
class Concept:
    """One concept of one learner: the truth, and what the scheduler believes.

    Attributes:
        share: Share of the exam of its domain.
        due: When the scheduler asks it; with an exam ahead, this changes with an answer only.
    """

    name: str
    share: float
    seconds: float
    hardness: float
    truth: CardState
    card: Card | None = None
    due: date | None = None


@dataclass(frozen=True)
class Outcome:
    """How one way of studying ended: recall on the exam day, and what it took."""

    recall: float
    marks: float
    minutes: float
    reviews: int


def main() -> None:
    """Run all learners and print the comparison."""
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    started = time.perf_counter()
    with ProcessPoolExecutor() as pool:
        for minutes in MINUTES:
            found = pool.map(partial(every_way, minutes=minutes), range(first, first + learners),
                             chunksize=5)  # fmt: skip
            print_run(minutes, list(found))
    print(f"\n{time.perf_counter() - started:.0f} s")


def print_run(minutes: float, found: Sequence[dict[str, Outcome]]) -> None:
    """Print what all learners reached with so many minutes a day."""
    print(f"\n{minutes} minutes a day: {len(found)} learners, {DAYS} days, {CONCEPTS} concepts")
    for arm, name in ARMS.items():
        outcomes = [one[arm] for one in found]
        print(
            f"  {name:25} recall {100 * fmean(one.recall for one in outcomes):.2f} %, "
            f"by marks {100 * fmean(one.marks for one in outcomes):.2f} %, "
            f"{fmean(one.minutes for one in outcomes):.0f} minutes, "
            f"{fmean(one.reviews for one in outcomes):.0f} reviews"
        )
        if arm != "plain":
            print_gain("recall", [one[arm].recall - one["plain"].recall for one in found])
            print_gain("by marks", [one[arm].marks - one["plain"].marks for one in found])


def print_gain(name: str, gains: Sequence[float]) -> None:
    """Print the mean gain over plain FSRS, in points, with its 95 % interval."""
    error = 1.96 * stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else 0.0
    print(
        f"    {name:8} {100 * fmean(gains):+.2f} points (±{100 * error:.2f}); better for "
        f"{100 * fmean(gain > 0 for gain in gains):.0f} % of learners",
        flush=True,
    )


def every_way(number: int, minutes: float) -> dict[str, Outcome]:
    """Let one learner study in every way."""
    return {arm: study(number, minutes, arm) for arm in ARMS}


def study(number: int, minutes: float, arm: str) -> Outcome:
    """Let a learner study every day up to the exam, and measure what is remembered there."""
    rng = Random(number)
    nature = _nature(rng)
    concepts = [_concept(index, rng) for index in range(CONCEPTS)]
    luck = Random(number + 10**6)
    spent, reviews = 0.0, 0
    exam = None if arm == "plain" else EXAM
    for ahead in range(DAYS):
        today = START + timedelta(days=ahead)
        now = day_start(today, "UTC") + timedelta(hours=6)
        budget = 60 * minutes
        calendar = Calendar(today, exam, "UTC")
        waiting = [one for one in concepts if one.card]
        fresh = concepts[NEW_A_DAY * ahead : NEW_A_DAY * (ahead + 1)]
        for one in fresh:  # first met in a lesson, which takes no time of the reviews
            answer(one, nature, now, luck, calendar)
        for one in _queue(waiting, calendar, now, arm):
            if one.seconds <= budget:
                answer(one, nature, now, luck, calendar)
                budget -= one.seconds
                spent += one.seconds
                reviews += 1
    return _outcome(concepts, nature, spent / 60, reviews)


def answer(one: Concept, nature: Fsrs6, now: datetime, luck: Random, calendar: Calendar) -> None:
    """Ask a concept: the truth decides whether it is known, and both states move on."""
    chance = luck.random()
    known = nature.retrievability(one.truth, now)
    right = chance < (0.5 if known is None else known) * one.hardness
    rating = Rating.GOOD if right else Rating.AGAIN
    one.truth = nature.review(one.truth, rating, now)
    state = one.card.state if one.card else CardState(one.truth.card_id)
    one.card = Card(one.name, BELIEF.review(state, rating, now), "item", now)
    one.due = due_day(one.card, calendar, BELIEF)


BELIEF = Fsrs6()


def _queue(waiting: list[Concept], calendar: Calendar, now: datetime, arm: str) -> list[Concept]:
    """Return what to ask, in order: what is due, then what is due next."""
    by_due = sorted(waiting, key=lambda one: (one.due or EXAM, one.name))
    if arm == "plain":
        return by_due
    due = [one for one in by_due if (one.due or EXAM) <= calendar.today]
    by_name = {one.name: one for one in due}
    candidates = [
        Candidate(one.card, one.share if arm == "exam" else fmean(DOMAINS), one.seconds)
        for one in due
        if one.card
    ]
    ranked = rank(candidates, calendar, now, BELIEF)
    return [by_name[one.candidate.card.concept] for one in ranked] + by_due[len(due) :]


def _nature(rng: Random) -> Fsrs6:
    """Return how a learner really forgets: weights of their own."""
    weights = list(PARAMETER_SETS[DEFAULT_SET])
    for place in range(4):  # the first stabilities
        weights[place] = min(max(weights[place] * rng.lognormvariate(0, SPREAD), 0.001), 100)
    weights[8] = min(max(weights[8] + rng.gauss(0, 0.2), 0), 4.5)  # how much a success adds
    weights[11] = min(max(weights[11] * rng.lognormvariate(0, 0.2), 0.001), 5)  # after a lapse
    return Fsrs6(weights=tuple(weights), fuzz=False)


def _concept(index: int, rng: Random) -> Concept:
    return Concept(
        share=rng.choice(DOMAINS),
        name=f"{index:03}",
        seconds=min(max(rng.lognormvariate(3.6, 0.45), 10), 180),
        hardness=rng.uniform(0.9, 1.0),
        truth=CardState(index + 1),
    )


def _outcome(concepts: list[Concept], nature: Fsrs6, minutes: float, reviews: int) -> Outcome:
    exam = day_start(EXAM, "UTC").astimezone(UTC) + timedelta(hours=6)
    found = [
        (one.share, (nature.retrievability(one.truth, exam) or 0.0) * one.hardness)
        for one in concepts
    ]
    return Outcome(
        recall=fmean(recall for _, recall in found),
        marks=sum(share * recall for share, recall in found) / sum(s for s, _ in found),
        minutes=minutes,
        reviews=reviews,
    )


if __name__ == "__main__":
    main()
