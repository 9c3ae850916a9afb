"""Does the placement test find where learners stand? Simulated learners on the shipped questions.

    python -m benchmarks.diagnostic_simulation [LEARNERS] [EXAM ...]

A learner has an ability for each domain of the exam (a general one, N(0, 1), and a deviation for
each domain, N(0, 0.6)); the true difficulty of a question is its authors' level and an error of
its own, N(0, 0.5), that the test does not know; answers are drawn from P with the guessing floor.
The truth that an estimate is held against is what the learner is expected to score: over the
whole exam by its shares, and in each domain, on the bank's questions at their true difficulty.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from random import Random
from statistics import correlation, fmean

from tutor.clock import SystemClock
from tutor.domain.ability import DOMAIN_SD, ITEM_SD
from tutor.domain.diagnostic import (
    LEAST,
    MOST,
    Candidate,
    Reply,
    ability,
    asked_by_domain,
    choose,
    domain_abilities,
    ending,
)
from tutor.domain.irt import Estimate, Parameters, chance, expected_share

BAND = 1.2816
"""Standard deviations to both sides that hold 8 of 10 cases."""
SEED = 20_261_128


@dataclass(frozen=True)
class Bank:
    """What a test is drawn from and judged by.

    Attributes:
        shares: Of the domains that can be asked; `cut` is the ability needed to pass.
        mixes: How many questions of each make the bank has, by domain.
    """

    candidates: tuple[Candidate, ...]
    shares: Mapping[str, float]
    cut: float
    mixes: Mapping[str, Mapping[Parameters, float]]


@dataclass(frozen=True)
class Learner:
    """The true abilities by domain; `general` is their mean by the exam's shares."""

    domains: Mapping[str, float]
    general: float


@dataclass
class Tally:
    """What came of some tests; shares of the exam are from 0 to 1."""

    lengths: list[int] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    unbalance: float = 0.0
    found: list[float] = field(default_factory=list)
    truth: list[float] = field(default_factory=list)
    thetas: list[tuple[float, float]] = field(default_factory=list)
    inside: int = 0
    domains: list[tuple[float, float]] = field(default_factory=list)
    domains_inside: int = 0
    sides: Counter[tuple[str, bool]] = field(default_factory=Counter)

    @property
    def rmse(self) -> float:
        """Of the expected share of the exam, from 0 to 1."""
        return sqrt(
            fmean((one - other) ** 2 for one, other in zip(self.found, self.truth, strict=True))
        )

    @property
    def theta_rmse(self) -> float:
        """Of the ability, in log-odds."""
        return sqrt(fmean((one - other) ** 2 for one, other in self.thetas))

    @property
    def theta_correlation(self) -> float:
        """Between estimated and true ability."""
        return correlation([one for one, _ in self.thetas], [other for _, other in self.thetas])

    @property
    def domain_rmse(self) -> float:
        """Of the expected share of each domain, from 0 to 1."""
        return sqrt(fmean((one - other) ** 2 for one, other in self.domains))


def make_learner(shares: Mapping[str, float], rng: Random) -> Learner:
    """Draw a learner."""
    general = rng.gauss(0, 1)
    domains = {domain: general + rng.gauss(0, DOMAIN_SD) for domain in shares}
    return Learner(domains, sum(share * domains[domain] for domain, share in shares.items()))


def sit(bank: Bank, learner: Learner, truth: Mapping[str, float], rng: Random) -> list[Reply]:
    """Let a learner take a test; `truth` has each question's true difficulty."""
    replies: list[Reply] = []
    while ending(replies, bank.cut) is None:
        chosen = choose(bank.candidates, replies, bank.shares, rng)
        if chosen is None:
            break
        known = [learner.domains[one] for one in chosen.domains if one in learner.domains]
        item = Parameters(truth[chosen.id], chosen.item.c)
        right = rng.random() < chance(fmean(known), item)
        replies.append(Reply(chosen.id, chosen.domains, chosen.item, float(right)))
    return replies


def simulate(bank: Bank, learners: int, seed: int = SEED) -> Tally:
    """Let learners take tests and hold what was found against the truth."""
    rng, tally = Random(seed), Tally()
    truth = {one.id: one.item.b + rng.gauss(0, ITEM_SD) for one in bank.candidates}
    for _ in range(learners):
        learner = make_learner(bank.shares, rng)
        _judge(bank, learner, sit(bank, learner, truth, rng), tally)
    return tally


def _judge(bank: Bank, learner: Learner, replies: Sequence[Reply], tally: Tally) -> None:
    count = len(replies)
    tally.lengths.append(count)
    why = ending(replies, bank.cut) or "out of questions"
    tally.ends[why] += 1
    counts = asked_by_domain((one.domains for one in replies), bank.shares)
    off = max(abs(counts[domain] - share * count) for domain, share in bank.shares.items())
    tally.unbalance = max(tally.unbalance, off)
    found = ability(replies)
    tally.thetas.append((found.theta, learner.general))
    tally.inside += abs(found.theta - learner.general) <= BAND * found.sd
    real = _exam_share(bank, learner.domains)
    tally.found.append(_exam_share(bank, dict.fromkeys(bank.shares, found.theta)))
    tally.truth.append(real)
    if why in ("above", "below"):
        tally.sides[why, (learner.general > bank.cut) == (why == "above")] += 1
    _judge_domains(bank, learner, domain_abilities(replies, bank.shares), tally)


def _judge_domains(
    bank: Bank, learner: Learner, found: Mapping[str, Estimate], tally: Tally
) -> None:
    for domain, one in found.items():
        mix, theta = bank.mixes[domain], learner.domains[domain]
        tally.domains.append((expected_share(one.theta, mix), expected_share(theta, mix)))
        tally.domains_inside += abs(one.theta - theta) <= BAND * one.sd


def _exam_share(bank: Bank, thetas: Mapping[str, float]) -> float:
    return sum(
        share * expected_share(thetas[domain], bank.mixes[domain])
        for domain, share in bank.shares.items()
    )


def shipped_bank(exam: str, home: Path) -> Bank:
    """Return the bank of an exam as it is shipped."""
    from tutor.services.context import open_services
    from tutor.services.diagnostic_session import domain_mixes, open_desk
    from tutor.settings import Settings

    with open_services(Settings(home), clock=SystemClock()) as services:
        learner = services.profiles.create(f"Nobody in {exam}")
        blueprint = services.library.blueprint(exam)
        desk = open_desk(services.store, services.library, frozenset(), learner.id, blueprint)
        mixes = domain_mixes(services.library, blueprint)
    return Bank(desk.candidates, desk.shares, desk.cut, {d: dict(m) for d, m in mixes.items()})


def report(exam: str, tally: Tally) -> str:
    """Return a line of the table in `docs/ability.md`."""
    count, judged = len(tally.lengths), sum(tally.sides.values())
    right = sum(number for (_, fine), number in tally.sides.items() if fine)
    return (
        f"{exam:5} length {min(tally.lengths)}-{max(tally.lengths)}, mean "
        f"{fmean(tally.lengths):.1f}, "
        f"off balance {tally.unbalance:.2f}; ability r {tally.theta_correlation:.2f}, RMSE "
        f"{tally.theta_rmse:.2f}, {100 * tally.inside / count:.0f} % inside; exam RMSE "
        f"{100 * tally.rmse:.1f} points; domain RMSE {100 * tally.domain_rmse:.1f} points, "
        f"{100 * tally.domains_inside / len(tally.domains):.0f} % inside; "
        f"sure {100 * judged / count:.0f} %, of them right {100 * right / max(1, judged):.0f} %; "
        f"ends {dict(tally.ends)}"
    )


def main(arguments: Sequence[str]) -> None:
    """Simulate and print the table."""
    learners = int(arguments[0]) if arguments else 400
    exams = arguments[1:] or ("cpc", "cca", "cbcs", "cmrs", "cpb")
    begun = time.process_time()
    print(f"{learners} learners an exam; {LEAST} to {MOST} questions")
    with tempfile.TemporaryDirectory() as folder:
        for exam in exams:
            print(report(exam, simulate(shipped_bank(exam, Path(folder)), learners)), flush=True)
    print(f"{time.process_time() - begun:.0f} s of processor time")


if __name__ == "__main__":
    main(sys.argv[1:])
