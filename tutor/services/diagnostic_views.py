"""What front ends are given of a placement test: frozen values, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.services.views import Link


@dataclass(frozen=True, slots=True)
class DiagnosticDomain:
    """What a test says of one domain.

    Attributes:
        share: The domain's share of the exam, in percent.
        asked: Questions of the test that are tagged to it; `right` is the credit earned on them.
        ability: In log-odds; `sd` is its standard deviation.
        expected_percent: Of the domain's questions expected right, in percent, between
            `low_percent` and `high_percent` in 8 of 10 cases; None without questions in the bank.
        words: `strong`, `fine so far`, `weak so far`, `weak`, or `not asked`.
    """

    id: str
    name: str
    share: float
    asked: int
    right: float
    ability: float
    sd: float
    expected_percent: float | None
    low_percent: float | None
    high_percent: float | None
    words: str


@dataclass(frozen=True, slots=True)
class StudyFirst:
    """A domain to begin with, why, what to read, and the command to practise it."""

    domain: str
    name: str
    why: str
    lesson: Link | None
    command: str


@dataclass(frozen=True, slots=True)
class DiagnosticReport:
    """What a placement test says.

    Attributes:
        status: `finished`, or `abandoned` where it was given up.
        asked: Questions that count: answered, or left with "don't know".
        right: Credit earned.
        ability: Over the whole exam, in log-odds; `sd` is its standard error.
        expected_percent: Of the exam's questions expected right, in percent, between
            `low_percent` and `high_percent` in 8 of 10 cases.
        cut_percent: Needed to pass; `cut_assumed` where the exam is scaled and its table is not
            public.
        side: `above` or `below` the cut with 95 % certainty, or None.
        words: What that means, in a sentence.
        ended: Why the test ended, in words.
        first: What to study first.
        notes: What the figures rest on, a sentence each.
    """

    learner: str
    exam: str
    name: str
    attempt_id: str
    status: str
    at: datetime
    asked: int
    right: float
    ability: float
    sd: float
    expected_percent: float
    low_percent: float
    high_percent: float
    cut_percent: int
    cut_assumed: bool
    side: str | None
    words: str
    ended: str
    domains: tuple[DiagnosticDomain, ...]
    first: tuple[StudyFirst, ...]
    notes: tuple[str, ...]
