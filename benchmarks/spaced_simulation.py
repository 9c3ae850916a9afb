"""Does planning for the exam date pay? `python -m benchmarks.spaced_simulation [LEARNERS]`.

Synthetic learners forget as FSRS-6 says, each with weights and answer times of their own, and
each concept with its own difficulty. The schedulers only know the default weights and what was
answered. Every learner studies twice with the same luck: with plain FSRS (what has been due
longest comes first) and planned for the exam. Both have the same minutes on each day, and both
spend all of them: what is left when nothing is due goes into what is due next.
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
RUNS = ((8, True, 1), (8, False, 1), (4, True, 5), (12, True, 5))
"""Minutes a day, whether domains differ in share, and the part of the learners that does it."""
SPREAD = 0.35
"""How far a learner's stabilities lie from the default weights (log-normal)."""


@dataclass
class Concept:
    """One concept of one learner: the truth, and what the scheduler believes."""

    name: str
    weight: float
    seconds: float
    hardness: float
    truth: CardState
    card: Card | None = None


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
    started = time.perf_counter()
    for minutes, weighted, part in RUNS:
        some = max(2, learners // part)
        with ProcessPoolExecutor() as pool:
            learn = partial(both, minutes=minutes, weighted=weighted)
            pairs = list(pool.map(learn, range(some), chunksize=5))
        kind = "the exam's domains" if weighted else "equal domains"
        print(
            f"\n{minutes} minutes a day, {kind}: {some} learners, {DAYS} days, {CONCEPTS} concepts"
        )
        for name, place in (("plain FSRS", 0), ("exam date", 1)):
            print_row(name, [pair[place] for pair in pairs])
        gains = [exam.marks - plain.marks for plain, exam in pairs]
        error = 1.96 * stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else 0.0
        print(
            f"  marks gained {100 * fmean(gains):+.2f} points (95 % interval ±{100 * error:.2f}); "
            f"better for {100 * fmean(gain > 0 for gain in gains):.0f} % of learners",
            flush=True,
        )
    print(f"\n{time.perf_counter() - started:.0f} s")


def print_row(name: str, outcomes: Sequence[Outcome]) -> None:
    """Print the means of one way of studying."""
    print(
        f"  {name:11} recall {100 * fmean(one.recall for one in outcomes):.2f} %, "
        f"weighted by marks {100 * fmean(one.marks for one in outcomes):.2f} %, "
        f"{fmean(one.minutes for one in outcomes):.0f} minutes, "
        f"{fmean(one.reviews for one in outcomes):.0f} reviews"
    )


def both(number: int, minutes: float, *, weighted: bool) -> tuple[Outcome, Outcome]:
    """Let one learner study both ways."""
    plain = study(number, minutes, planned=False, weighted=weighted)
    return plain, study(number, minutes, planned=True, weighted=weighted)


def study(number: int, minutes: float, *, planned: bool, weighted: bool) -> Outcome:
    """Let a learner study every day up to the exam, and measure what is remembered there."""
    rng = Random(number)
    nature = _nature(rng)
    concepts = [_concept(index, rng, weighted=weighted) for index in range(CONCEPTS)]
    luck = Random(number + 10**6)
    spent, reviews = 0.0, 0
    for ahead in range(DAYS):
        today = START + timedelta(days=ahead)
        now = day_start(today, "UTC") + timedelta(hours=6)
        budget = 60 * minutes
        fresh = concepts[NEW_A_DAY * ahead : NEW_A_DAY * (ahead + 1)]
        for one in fresh:  # first met in a lesson, which takes no time of the reviews
            answer(one, nature, now, luck)
        calendar = Calendar(today, EXAM if planned else None, "UTC")
        for one in _queue(concepts, calendar, now, planned=planned):
            if one.seconds <= budget:
                answer(one, nature, now, luck)
                budget -= one.seconds
                spent += one.seconds
                reviews += 1
    return _outcome(concepts, nature, spent / 60, reviews)


def answer(one: Concept, nature: Fsrs6, now: datetime, luck: Random) -> None:
    """Ask a concept: the truth decides whether it is known, and both states move on."""
    chance = luck.random()
    known = nature.retrievability(one.truth, now)
    right = chance < (0.5 if known is None else known) * one.hardness
    rating = Rating.GOOD if right else Rating.AGAIN
    one.truth = nature.review(one.truth, rating, now)
    state = one.card.state if one.card else CardState(one.truth.card_id)
    one.card = Card(one.name, BELIEF.review(state, rating, now), "item", now)


BELIEF = Fsrs6()


def _queue(
    concepts: list[Concept], calendar: Calendar, now: datetime, *, planned: bool
) -> list[Concept]:
    """Return what to ask, in order: what is due, then what is due next."""
    by_name = {one.name: one for one in concepts if one.card}
    days = {
        name: due_day(one.card, calendar, BELIEF) or EXAM
        for name, one in by_name.items()
        if one.card and calendar.day(one.card.last_at) < calendar.today
    }
    due = [name for name, day in days.items() if day <= calendar.today]
    later = [name for name, day in days.items() if day > calendar.today]
    if not planned:
        return [by_name[name] for name in sorted(days, key=lambda name: (days[name], name))]
    return [by_name[name] for name in _ranked(due, by_name, calendar, now)] + [
        by_name[name] for name in sorted(later, key=lambda name: (days[name], name))
    ]


def _ranked(
    names: list[str], concepts: dict[str, Concept], calendar: Calendar, now: datetime
) -> list[str]:
    candidates = [
        Candidate(card, concepts[name].weight, concepts[name].seconds)
        for name in names
        if (card := concepts[name].card)
    ]
    return [one.candidate.card.concept for one in rank(candidates, calendar, now, BELIEF)]


def _nature(rng: Random) -> Fsrs6:
    """Return how a learner really forgets: weights of their own."""
    weights = list(PARAMETER_SETS[DEFAULT_SET])
    for place in range(4):  # the first stabilities
        weights[place] = min(max(weights[place] * rng.lognormvariate(0, SPREAD), 0.001), 100)
    weights[8] = min(max(weights[8] + rng.gauss(0, 0.2), 0), 4.5)  # how much a success adds
    weights[11] = min(max(weights[11] * rng.lognormvariate(0, 0.2), 0.001), 5)  # after a lapse
    return Fsrs6(weights=tuple(weights), fuzz=False)


def _concept(index: int, rng: Random, *, weighted: bool) -> Concept:
    share = rng.choice(DOMAINS)
    return Concept(
        name=f"{index:03}",
        weight=share if weighted else fmean(DOMAINS),
        seconds=min(max(rng.lognormvariate(3.6, 0.45), 10), 180),
        hardness=rng.uniform(0.9, 1.0),
        truth=CardState(index + 1),
    )


def _outcome(concepts: list[Concept], nature: Fsrs6, minutes: float, reviews: int) -> Outcome:
    exam = day_start(EXAM, "UTC").astimezone(UTC) + timedelta(hours=6)
    found = [
        (one.weight, (nature.retrievability(one.truth, exam) or 0.0) * one.hardness)
        for one in concepts
    ]
    return Outcome(
        recall=fmean(recall for _, recall in found),
        marks=sum(weight * recall for weight, recall in found) / sum(w for w, _ in found),
        minutes=minutes,
        reviews=reviews,
    )


if __name__ == "__main__":
    main()
