"""What front ends are given of readiness: frozen values, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tutor.domain.calibration import Calibration


@dataclass(frozen=True, slots=True)
class ReadinessDomain:
    """What is known of one domain, and what it is worth.

    Attributes:
        marks: Questions of the domain that count in the exam.
        items: Different questions answered, each counted at its first answer.
        right: Credit earned on them.
        effective: What they count after weighing by age and context, in answers.
        enough: Whether that makes the domain known.
        last_at: The newest of them; `days_ago` likewise, None with none.
        expected_percent: Chance to get a question of the domain right, in percent.
        at_stake: Marks that are expected to be lost.
        minutes: That a question takes the learner here.
        worth: What a minute here does for the chance to pass, the best domain being 1.
    """

    id: str
    name: str
    marks: int
    items: int
    right: float
    effective: float
    enough: bool
    last_at: datetime | None
    days_ago: int | None
    expected_percent: float
    at_stake: float
    minutes: float
    worth: float


@dataclass(frozen=True, slots=True)
class ReadyStep:
    """Something to do next, why, and its command."""

    title: str
    why: str
    command: str


@dataclass(frozen=True, slots=True)
class ReadinessView:
    """The answer to "am I ready?" for one exam, were it sat now.

    Attributes:
        enough: Whether there is evidence enough for a chance to be named.
        probability: Of passing; None where there is not.
        words: What the probability means, or that there is not evidence enough.
        items: Questions that count.
        cut: Marks needed to pass, which are `cut_percent` of them.
        cut_assumed: The exam is scaled and its table is not public: the cut is assumed here, and
            the probability is an estimate under that assumption, not of a scaled score.
        pass_rule: The issuer's rule, in words.
        expected: Marks; from `low` to `high` in 8 of 10 cases. `*_percent` are the same in percent.
        unknown_percent: Share of the marks in domains hardly known, in percent.
        best: Domain where a minute does most for the chance to pass.
        calibration: How earlier predictions fared, over all exams of the learner.
        assumptions: What the figures rest on, a sentence each.
    """

    learner: str
    exam: str
    name: str
    at: datetime
    enough: bool
    probability: float | None
    words: str
    items: int
    cut: int
    cut_percent: int
    cut_assumed: bool
    pass_rule: str
    expected: float
    low: int
    high: int
    expected_percent: float
    low_percent: float
    high_percent: float
    unknown_percent: float
    answered: int
    domains: tuple[ReadinessDomain, ...]
    best: str
    steps: tuple[ReadyStep, ...]
    calibration: Calibration
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadinessPoint:
    """How ready a learner was at the end of a study day, or is now, by what was on record then.

    Attributes:
        day: The study day, in the learner's time zone.
        at: The instant it is reckoned at: the end of that day, and now for today.
        enough: Whether there was evidence enough for a chance to be named.
        probability: Of passing; None where there was not.
        expected_percent: Score to expect; from `low_percent` to `high_percent` in 8 of 10 cases.
    """

    day: date
    at: datetime
    enough: bool
    probability: float | None
    expected_percent: float
    low_percent: float
    high_percent: float
