"""Is readiness honest? Synthetic learners, what is predicted of them, and how they really fare.

Run `python -m benchmarks.readiness_simulation`; it takes a minute or two. Each learner has a
true ability in every domain, gives first answers by it, and then sits the exam many times. The
table sets the predicted chance to pass beside the share of exams passed, by decile of the
prediction. The learners are invented in `readiness_learners`. Of some, the chance is reckoned a
second time by thousands of simulated exams, to check the model's own mathematics.

`--plain` measures the plain Beta-binomial model in place of the one that the program uses.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from benchmarks.readiness_learners import FORMS, KINDS, LEVELS, Learner, Maker, sit
from benchmarks.simulated_exams import chance_by_simulation
from tutor.domain import exam_marks
from tutor.domain.exam_cases import prospect
from tutor.domain.exam_marks import Belief, Outlook
from tutor.domain.multilevel import Studied
from tutor.domain.readiness import (
    believe,
    enough,
    outlook,
)

LEARNERS = 3000
EXAMS_EACH = 20
CHECKED = 24
"""Learners whose chance is reckoned by simulated exams too."""
SEED = 20261123
SECONDS = 180.0
"""Of processor time, after which the run stops and says so."""
DAY_SPREADS = (0.2, 0.4)
"""Standard deviation, in log-odds, of how easy a form and how good a day is: of half the learners
one, of half the other."""


@dataclass
class Setup:
    """What is varied: how much forms and days differ, the kinds of learners, the model."""

    day_spreads: Sequence[float] = DAY_SPREADS
    kinds: Sequence[Maker] = ()
    plain: bool = False


@dataclass
class Case:
    """A prediction and what came of it."""

    kind: str
    predicted: float
    passed: float
    inside: float
    named: bool


def case_of(learner: Learner, rng: Random, setup: Setup) -> Case:
    """Predict for a learner, then let the learner sit the exam many times."""
    cut = FORMS[learner.form][1]
    found, beliefs = (predict_plainly if setup.plain else predict)(learner)
    spread = rng.choice(setup.day_spreads)
    scores = [sit(learner, rng, spread) for _ in range(EXAMS_EACH)]
    return Case(
        kind=learner.kind,
        predicted=found.probability,
        passed=sum(score >= cut for score in scores) / EXAMS_EACH,
        inside=sum(found.low <= score <= found.high for score in scores) / EXAMS_EACH,
        named=enough(beliefs),
    )


def studied(learner: Learner) -> list[Studied]:
    """Return what is on record of a learner, as the program sees it."""
    return [
        Studied(count, given, levels=LEVELS, idle_days=idle)
        for count, given, idle in zip(
            FORMS[learner.form][0], learner.answers, learner.idle, strict=True
        )
    ]


def predict(learner: Learner) -> tuple[Outlook, Sequence[Belief]]:
    """Return what the program predicts of a learner."""
    found = prospect(studied(learner))
    return exam_marks.outlook(found.cases, FORMS[learner.form][1]), found.beliefs


def predict_plainly(learner: Learner) -> tuple[Outlook, Sequence[Belief]]:
    """Return what the plain Beta-binomial model predicts of a learner."""
    beliefs = [
        believe(one.marks, one.evidence, levels=one.levels, idle_days=one.idle_days)
        for one in studied(learner)
    ]
    return outlook(beliefs, FORMS[learner.form][1]), beliefs


def simulate(learners: int, setup: Setup, seed: int = SEED) -> list[Case]:
    """Return the cases of some learners, of all kinds and exams in turn."""
    cases: list[Case] = []
    started = time.process_time()
    for number in range(learners):
        if time.process_time() - started > SECONDS:
            print(f"stopped after {SECONDS:.0f} s: the figures are of {len(cases)} learners only")
            break
        rng = Random(seed * 1_000_003 + number)
        kinds = setup.kinds or KINDS
        form = tuple(FORMS)[number // len(kinds) % len(FORMS)]
        cases.append(case_of(kinds[number % len(kinds)](rng, form), rng, setup))
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
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--day-spread", type=float, help="of all learners")
    parser.add_argument("--first-five", action="store_true", help="only the first five kinds")
    parser.add_argument("--plain", action="store_true", help="the plain Beta-binomial model")
    given = parser.parse_args()
    started = time.perf_counter()
    spreads = DAY_SPREADS if given.day_spread is None else (given.day_spread,)
    kinds = KINDS[:5] if given.first_five else KINDS
    every = simulate(given.learners, Setup(spreads, kinds, given.plain), given.seed)
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
    print(f"reckoned by simulated exams: {check(CHECKED, given.seed):.3f} off at most")
    print(f"Brier score {mean(brier_of(one) for one in cases):.4f}")
    print(f"time: {time.perf_counter() - started:.0f} s, processor {time.process_time():.0f} s")


def check(learners: int, seed: int) -> float:
    """Return how far the chances of some learners are from those by simulated exams, at most."""
    worst = 0.0
    for number in range(learners):
        rng = Random(f"{seed} checked {number}")
        form = tuple(FORMS)[number % len(FORMS)]
        learner = KINDS[number % len(KINDS)](rng, form)
        simulated = chance_by_simulation(studied(learner), FORMS[form][1], rng)
        worst = max(worst, abs(predict(learner)[0].probability - simulated))
    return worst


def brier_of(case: Case) -> float:
    """Return the mean (P - y)^2 over a learner's exams."""
    return case.passed * (case.predicted - 1) ** 2 + (1 - case.passed) * case.predicted**2


if __name__ == "__main__":
    main()
