"""Is readiness honest? Synthetic learners, what is predicted of them, and how they really fare.

Run `python -m benchmarks.readiness_simulation`; it takes under two minutes. Each learner has a
true ability in every domain, gives first answers by it, and then sits the exam many times. The
table sets the predicted chance to pass beside the share of exams passed, by decile of the
prediction. What goes on inside the learners is invented here and is not the model's own process:
abilities are normal in log-odds, items have difficulties, forms and days vary, some learners
forget, guess, cram or skip domains.

`--own-prior` measures a variant that the program does not use: the prior mean of each domain is
what the learner does over all domains, instead of (1 + guess) / 2.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, log
from random import Random

from tutor.domain.readiness import (
    Belief,
    Evidence,
    believe,
    enough,
    outlook,
    recall,
    weigh,
)

LEARNERS = 2000
EXAMS_EACH = 25
SEED = 20261123
SECONDS = 110.0
"""The run stops here and says so, however slow the machine."""
GUESS = 0.25
DAY_SPREAD = 0.2
"""Standard deviation, in log-odds, of how easy a form and how good a day is."""
LEVELS = {2: 0.3, 3: 0.45, 4: 0.25}
"""Shares of difficulties in the exams; one level is 0.5 in log-odds."""
FORMS = {
    "cpc": ((6,) * 7 + (4, 6, 6, 6, 4, 4, 5, 3, 7, 3, 10), 70),
    "cpb": ((29, 17, 7, 19, 19, 10, 34), 95),
    "cbcs": ((15, 20, 32, 33), 70),
}
"""Marks by domain, and the cut; for CBCS the assumed one."""


@dataclass
class Learner:
    """What is true of a synthetic learner, and what is on record."""

    kind: str
    form: str
    now: list[float]
    """Log-odds at the exam, by domain, at level 3."""
    answers: list[list[Evidence]]
    idle: list[float]


@dataclass
class Setup:
    """What is varied: how much forms and days differ, and the prior."""

    day_spread: float = DAY_SPREAD
    own_prior: bool = False


@dataclass
class Case:
    """A prediction and what came of it."""

    kind: str
    predicted: float
    passed: float
    inside: float
    named: bool


def sigmoid(value: float) -> float:
    return 1 / (1 + exp(-value))


def logit(chance: float) -> float:
    return log(chance / (1 - chance))


def even(rng: Random, form: str) -> Learner:
    theta = rng.gauss(0.85, 0.5)
    return record("even", rng, form, [theta] * len(FORMS[form][0]), ages=(0, 40))


def uneven(rng: Random, form: str) -> Learner:
    theta = rng.gauss(0.95, 0.45)
    thetas = [theta + rng.gauss(0, 0.8) for _ in FORMS[form][0]]
    return record("uneven", rng, form, thetas, ages=(0, 40), patchy=True)


def guesser(rng: Random, form: str) -> Learner:
    """Knows part of the answers for sure, and hits one of four otherwise."""
    known = rng.uniform(0.0, 0.75)
    theta = logit(GUESS + (1 - GUESS) * known)
    return record("guesser", rng, form, [theta] * len(FORMS[form][0]), ages=(0, 30))


def crammer(rng: Random, form: str) -> Learner:
    """Learns fast in the last days: early answers are worse than what is known at the exam."""
    theta = rng.gauss(0.95, 0.45)
    thetas = [theta + rng.gauss(0, 0.3) for _ in FORMS[form][0]]
    return record("crammer", rng, form, thetas, ages=(0, 5), climb=0.6)


def forgetter(rng: Random, form: str) -> Learner:
    """Practised weeks or months ago, and has lost some since."""
    theta = rng.gauss(1.3, 0.5)
    since = rng.uniform(20, 75)
    made = record(
        "forgetter", rng, form, [theta] * len(FORMS[form][0]), ages=(since, since + 30), volume=2.5
    )
    kept = recall(since, rng.lognormvariate(3.6, 0.5))
    made.now = [logit(GUESS + max(0.02, sigmoid(one) - GUESS) * kept) for one in made.now]
    return made


KINDS: tuple[Callable[[Random, str], Learner], ...] = (even, uneven, guesser, crammer, forgetter)


def record(
    kind: str,
    rng: Random,
    form: str,
    thetas: Sequence[float],
    *,
    ages: tuple[float, float],
    patchy: bool = False,
    climb: float = 0.0,
    volume: float = 1.0,
) -> Learner:
    """Return a learner with first answers given by some abilities.

    Args:
        kind: What it is called.
        rng: Source of chance.
        form: Which exam.
        thetas: Log-odds by domain.
        ages: Days between which answers were given.
        patchy: Some domains were hardly practised.
        climb: How much lower abilities were at the oldest answer.
        volume: Times the usual number of answers.
    """
    marks = FORMS[form][0]
    total = rng.uniform(150, 500) * volume
    answers, idle = [], []
    for theta, count in zip(thetas, marks, strict=True):
        share = count / sum(marks) * (rng.choice((0.3, 1.0, 1.5)) if patchy else 1.0)
        given = []
        youngest = ages[1]
        for _ in range(max(1, round(total * share))):
            age = rng.uniform(*ages)
            youngest = min(youngest, age)
            part = (age - ages[0]) / (ages[1] - ages[0])
            level = draw_level(rng)
            right = rng.random() < sigmoid(theta - climb * part - 0.5 * (level - 3))
            context = rng.choices(("mock", "practice", "lesson"), (3, 6, 1))[0]
            given.append(Evidence(float(right), weigh(age, context), level))
        answers.append(given)
        idle.append(youngest)
    return Learner(kind, form, list(thetas), answers, idle)


def draw_level(rng: Random) -> int:
    return rng.choices(tuple(LEVELS), tuple(LEVELS.values()))[0]


def case_of(learner: Learner, rng: Random, setup: Setup) -> Case:
    """Predict for a learner, then let the learner sit the exam many times."""
    marks, cut = FORMS[learner.form]
    mean_before = own_mean(learner) if setup.own_prior else (1 + GUESS) / 2
    beliefs: list[Belief] = [
        believe(count, given, levels=LEVELS, idle_days=idle, prior_mean=mean_before)
        for count, given, idle in zip(marks, learner.answers, learner.idle, strict=True)
    ]
    found = outlook(beliefs, cut)
    scores = [sit(learner, rng, setup.day_spread) for _ in range(EXAMS_EACH)]
    return Case(
        kind=learner.kind,
        predicted=found.probability,
        passed=sum(score >= cut for score in scores) / EXAMS_EACH,
        inside=sum(found.low <= score <= found.high for score in scores) / EXAMS_EACH,
        named=enough(beliefs),
    )


def own_mean(learner: Learner) -> float:
    """Return what a learner gets right over all domains, behind a prior worth four answers."""
    given = [one for held in learner.answers for one in held]
    right = sum(one.weight * one.score for one in given)
    return (4 * (1 + GUESS) / 2 + right) / (4 + sum(one.weight for one in given))


def sit(learner: Learner, rng: Random, day_spread: float) -> int:
    """Return the marks of one exam, on a form and a day that are like no other."""
    day = rng.gauss(0, day_spread)
    score = 0
    for theta, count in zip(learner.now, FORMS[learner.form][0], strict=True):
        chances = {level: sigmoid(theta + day - 0.5 * (level - 3)) for level in LEVELS}
        levels = rng.choices(tuple(LEVELS), tuple(LEVELS.values()), k=count)
        score += sum(rng.random() < chances[level] for level in levels)
    return score


def simulate(learners: int, setup: Setup, seed: int = SEED) -> list[Case]:
    """Return the cases of some learners, of all kinds and exams in turn."""
    cases: list[Case] = []
    started = time.perf_counter()
    for number in range(learners):
        if time.perf_counter() - started > SECONDS:
            print(f"stopped after {SECONDS:.0f} s: the figures are of {len(cases)} learners only")
            break
        rng = Random(seed * 1_000_003 + number)
        form = tuple(FORMS)[number // len(KINDS) % len(FORMS)]
        cases.append(case_of(KINDS[number % len(KINDS)](rng, form), rng, setup))
    return cases


def deciles(cases: Sequence[Case]) -> list[list[Case]]:
    """Return ten groups of equal size, by prediction."""
    ranked = sorted(cases, key=lambda case: case.predicted)
    edges = [len(ranked) * place // 10 for place in range(11)]
    return [ranked[low:high] for low, high in pairwise(edges)]


def classes(cases: Sequence[Case]) -> list[list[Case]]:
    """Return ten groups by the predicted chance itself: 0-10 %, 10-20 % and so on."""
    found: list[list[Case]] = [[] for _ in range(10)]
    for case in cases:
        found[min(9, int(10 * case.predicted))].append(case)
    return found


def gap(group: Sequence[Case]) -> float:
    """Return the predicted minus the simulated pass rate, in points."""
    return 100 * (mean(one.predicted for one in group) - mean(one.passed for one in group))


def mean(values: Iterable[float]) -> float:
    held = list(values)
    return sum(held) / len(held)


def show(title: str, groups: Sequence[tuple[str, Sequence[Case]]]) -> float:
    """Print a table and return its largest gap."""
    print(f"\n{title:12} {'learners':>8} {'predicted':>10} {'passed':>8} {'gap':>7}")
    worst = 0.0
    for name, group in groups:
        if not group:
            continue
        predicted = 100 * mean(one.predicted for one in group)
        passed = 100 * mean(one.passed for one in group)
        print(f"{name:12} {len(group):8} {predicted:9.1f}% {passed:7.1f}% {gap(group):+6.1f}")
        worst = max(worst, abs(gap(group)))
    return worst


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=LEARNERS)
    parser.add_argument("--day-spread", type=float, default=DAY_SPREAD)
    parser.add_argument("--own-prior", action="store_true")
    given = parser.parse_args()
    started = time.perf_counter()
    every = simulate(given.learners, Setup(given.day_spread, given.own_prior))
    cases = [case for case in every if case.named]
    print(
        f"{len(every)} learners, {len(cases)} with evidence enough for a chance to be named; "
        f"{EXAMS_EACH} exams each"
    )
    by_decile = [(f"decile {place + 1}", one) for place, one in enumerate(deciles(cases))]
    by_class = [
        (f"{10 * place}-{10 * place + 10} %", one) for place, one in enumerate(classes(cases))
    ]
    by_kind = [(kind.__name__, [c for c in cases if c.kind == kind.__name__]) for kind in KINDS]
    worst = show("by decile", by_decile)
    worst_class = show("by chance", by_class)
    worst_kind = show("by kind", by_kind)
    print(
        f"\nlargest gap: {worst:.1f} points by decile, {worst_class:.1f} by predicted chance, "
        f"{worst_kind:.1f} by kind of learner"
    )
    print(f"scores inside the 80 % interval: {100 * mean(one.inside for one in cases):.1f} %")
    print(f"Brier score {mean(brier_of(one) for one in cases):.4f}")
    print(f"time: {time.perf_counter() - started:.0f} s, processor {time.process_time():.0f} s")


def brier_of(case: Case) -> float:
    """Return the mean (P - y)^2 over a learner's exams."""
    return case.passed * (case.predicted - 1) ** 2 + (1 - case.passed) * case.predicted**2


if __name__ == "__main__":
    main()
