"""What is worked out of a learner's answers: histories, first answers, tallies, progress."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """What a learner has done with one item, over all its versions.

    Attributes:
        times: Answers, without those taken back.
        first_score: Credit for the first answer of all.
        missed: How often it was answered wrongly, while it still has to be answered right on two
            study days; else 0.
    """

    item_id: str
    times: int
    first_score: float
    last_score: float
    last_at: datetime
    missed: int = 0


@dataclass(frozen=True, slots=True)
class MissedItem:
    """An item that a learner still has to answer right, on two study days in all.

    Attributes:
        content_hash: The version answered wrongly last.
        misses: Wrong answers.
        last_at: When it was answered wrongly last.
        right_day: The study day since on which it was answered right, if there is one.
    """

    item_id: str
    content_hash: str
    misses: int
    last_at: datetime
    right_day: date | None


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """A learner's first exposure to one item, wherever it was.

    Attributes:
        exams: `(exam id, domain id)` pairs that the item is tagged to.
        context: One of `CONTEXTS`, `drill` where the item is a generated one, or `ASSIGNED_TIMED`.
        score: Credit from 0 to 1; 0 for a question of an exam that was seen and left blank.
        at: When it was answered, or shown if it was left blank.
        latency_ms: From showing to answer; None where it was left blank.
        level: Difficulty, 1 to 5.
        guess: Chance to hit the answer blindly.
    """

    item_id: str
    exams: tuple[tuple[str, str], ...]
    context: str
    score: float
    at: datetime
    latency_ms: int | None
    level: int
    guess: float = 0.0


@dataclass(frozen=True, slots=True)
class DayAnswer:
    """One answer of a study day: where it was given, and what it was to; not whether it was right.

    Attributes:
        context: One of `CONTEXTS`.
        generated: Whether a drill made the item.
        exams: `(exam id, domain id)` pairs that the item is tagged to.
    """

    context: str
    generated: bool
    exams: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Facility:
    """How other learners fare in one domain: their first answers, and the credit earned."""

    learners: int
    answered: int
    score: float


@dataclass(frozen=True, slots=True)
class Fared:
    """How learners fared with one item: first answers, the credit earned, and how good they are.

    `share` is the mean over these learners of the credit that each earns on all first answers.
    """

    answered: int
    credit: float
    share: float


@dataclass(frozen=True, slots=True)
class RecallTally:
    """Reviews at which recall was predicted from `bin` to `bin + 1` tenths.

    Attributes:
        bin: From 0 to 9.
        reviews: Reviews a day or more after the last one.
        recalled: Those at which it was remembered.
        predicted: Sum of the probabilities predicted before them.
    """

    bin: int
    reviews: int
    recalled: int
    predicted: float


@dataclass(frozen=True, slots=True)
class Tally:
    """Answers counted under one heading (an exam's domain, a role).

    `first_*` counts only the learner's first answer to each item: the honest measure of
    knowledge, since repeats are remembered.
    """

    answered: int = 0
    score: float = 0.0
    first_answered: int = 0
    first_score: float = 0.0
    last_at: datetime | None = None

    @property
    def percent(self) -> float | None:
        """Credit earned on first answers, in percent; None without any."""
        return 100 * self.first_score / self.first_answered if self.first_answered else None


@dataclass(frozen=True, slots=True)
class DayTally:
    """One study day: questions answered, credit earned, lesson pages read."""

    day: date
    answered: int
    score: float
    pages: int


@dataclass(frozen=True, slots=True)
class AnswerTime:
    """How long one answer took, on which study day, and the `(exam, domain)` pairs it is for."""

    day: date
    latency_ms: int
    exams: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far a learner is in one lesson. Pages count from 0."""

    lesson_id: str
    pages_read: frozenset[int]
    last_page: int
    last_at: datetime
    completed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the projections know of one learner.

    Attributes:
        domains: `(exam id, domain id)` -> tally.
        roles: Role of the item (`coder`, `biller`, `both`) -> tally.
    """

    domains: dict[tuple[str, str], Tally] = field(default_factory=dict)
    roles: dict[str, Tally] = field(default_factory=dict)
    days: tuple[DayTally, ...] = ()
    lessons: dict[str, LessonProgress] = field(default_factory=dict)
