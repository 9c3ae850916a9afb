"""What front ends are given of mastery: frozen values, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.domain.mastery import Condition


@dataclass(frozen=True, slots=True)
class MasteryDomain:
    """What a learner has shown in one domain of an exam.

    Attributes:
        share: The domain's share of the exam, in percent.
        questions: Questions that the bank has.
        items: Different questions answered, each counted at its first answer.
        shared: Those among them that count for another exam, too.
        right: Credit earned on them.
        last_at: The newest of them; `days_ago` likewise, None with none.
        ability: In log-odds, 0 being the middle of all learners; `sd` is its standard deviation.
        expected_percent: Of the domain's questions expected right, in percent, between
            `low_percent` and `high_percent` in 8 of 10 cases; None where there are no questions.
        cards: Concepts in spaced review.
        recall_percent: Mean chance to recall them now, in percent; None with none.
        state: One of `tutor.domain.mastery.STATES`.
        why: What is missing for it to be mastered, in words.
        conditions: The kinds of evidence, in order.
    """

    id: str
    name: str
    share: float
    questions: int
    items: int
    shared: int
    right: float
    last_at: datetime | None
    days_ago: int | None
    ability: float
    sd: float
    expected_percent: float | None
    low_percent: float | None
    high_percent: float | None
    cards: int
    recall_percent: float | None
    state: str
    why: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class MasteryView:
    """What a learner has shown in each domain of an exam.

    Attributes:
        answered: Different questions of the exam answered.
        ability: General ability over all exams, in log-odds; `sd` is its standard deviation.
        states: Domains in each state, by the state's name, all states in order.
        rules: What a state means, a sentence each.
    """

    learner: str
    exam: str
    name: str
    at: datetime
    answered: int
    ability: float
    sd: float
    states: dict[str, int]
    domains: tuple[MasteryDomain, ...]
    rules: tuple[str, ...]
