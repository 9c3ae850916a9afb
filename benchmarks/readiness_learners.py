"""Synthetic learners: what is true of them, what is on record, how they fare in an exam.

Nothing here is the model's own process: some abilities are normal and some are not, some learners
forget, guess, cram, level off, skip domains, are of two halves or several of these at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import exp, log
from random import Random

from tutor.domain.readiness import Evidence, recall, weigh

GUESS = 0.25
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


Maker = Callable[[Random, str], Learner]


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
    forget(made, recall(since, rng.lognormvariate(3.6, 0.5)))
    return made


def leveller(rng: Random, form: str) -> Learner:
    """Learns a lot at first, and nothing more from the middle on."""
    theta = rng.uniform(0.2, 1.8)
    thetas = [theta + rng.uniform(-0.6, 0.6) for _ in FORMS[form][0]]
    return record(
        "leveller",
        rng,
        form,
        thetas,
        ages=(0, 60),
        climb=0.9,
        course=lambda part: max(0, 2 * part - 1),
    )


def halved(rng: Random, form: str) -> Learner:
    """Has studied some of the domains well and the others badly; nothing is normal here."""
    good, bad = rng.uniform(1.0, 2.4), rng.uniform(-0.6, 0.9)
    share = rng.uniform(0.3, 0.9)
    thetas = [good if rng.random() < share else bad for _ in FORMS[form][0]]
    return record("halved", rng, form, thetas, ages=(0, 25), patchy=rng.random() < 0.5)


def mixed(rng: Random, form: str) -> Learner:
    """Crams, is uneven, skips domains and then lets two or three weeks pass."""
    theta = rng.gauss(1.1, 0.6)
    thetas = [theta + rng.gauss(0, 0.5) for _ in FORMS[form][0]]
    since = rng.uniform(7, 25)
    made = record(
        "mixed", rng, form, thetas, ages=(since, since + 14), climb=0.4, patchy=True, volume=1.3
    )
    forget(made, recall(since, rng.lognormvariate(3.3, 0.6)))
    return made


def forget(learner: Learner, kept: float) -> None:
    """Lower the abilities at the exam: of what lies above chance, a share is kept."""
    learner.now = [logit(GUESS + max(0.02, sigmoid(one) - GUESS) * kept) for one in learner.now]


KINDS: tuple[Maker, ...] = (
    even,
    uneven,
    guesser,
    crammer,
    forgetter,
    leveller,
    halved,
    mixed,
)


def record(
    kind: str,
    rng: Random,
    form: str,
    thetas: Sequence[float],
    *,
    ages: tuple[float, float],
    patchy: bool = False,
    climb: float = 0.0,
    course: Callable[[float], float] = lambda part: part,
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
        course: Share of that by age, from 0 (the newest) to 1 (the oldest).
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
            right = rng.random() < sigmoid(theta - climb * course(part) - 0.5 * (level - 3))
            context = rng.choices(("mock", "practice", "lesson"), (3, 6, 1))[0]
            given.append(Evidence(float(right), weigh(age, context), level, age))
        answers.append(given)
        idle.append(youngest)
    return Learner(kind, form, list(thetas), answers, idle)


def draw_level(rng: Random) -> int:
    return rng.choices(tuple(LEVELS), tuple(LEVELS.values()))[0]


def sit(learner: Learner, rng: Random, day_spread: float) -> int:
    """Return the marks of one exam, on a form and a day that are like no other."""
    day = rng.gauss(0, day_spread)
    score = 0
    for theta, count in zip(learner.now, FORMS[learner.form][0], strict=True):
        chances = {level: sigmoid(theta + day - 0.5 * (level - 3)) for level in LEVELS}
        levels = rng.choices(tuple(LEVELS), tuple(LEVELS.values()), k=count)
        score += sum(rng.random() < chances[level] for level in levels)
    return score
