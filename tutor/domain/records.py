"""What the store keeps: learners, attempts, answers and the statistics made from them.

These are the shapes that pass between the store and the services; database rows never do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from tutor.domain.item import Item, Response
from tutor.domain.memory import CardState

FEEDBACK_MODES = ("tutor", "test")
"""`tutor` shows feedback after each answer, `test` at the end."""
SOURCES = ("written", "generated", "both")
"""Where questions come from: authors, the drills, or authors and then the drills."""
CONTEXTS = ("practice", "sorter", "lesson", "mock", "review", "diagnostic", "assigned")
"""Where an answer was given: a quiz, the duty sorter, a check inside a lesson, a mock exam, a
spaced review, a placement test, an assignment of a class."""

UNDO_CONTEXTS = ("practice", "review")
"""Contexts in which the latest answer can be taken back, where feedback follows each answer."""
MOCK = "mock"
"""The context of a mock exam."""
SPACED = "review"
"""The context of a spaced review."""
DIAGNOSTIC = "diagnostic"
"""The context of a placement test."""
ASSIGNED = "assigned"
"""The context of an assignment."""
ASSIGNED_TIMED = "assigned-timed"
"""What evidence calls the context of an assignment with a time limit: it is like an exam."""


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner's profile.

    Attributes:
        exam: Target exam id, or None while undecided.
        exam_date: The day of the exam, in the learner's own time zone.
        daily_goal: Questions a day.
        time_zone: IANA name.
        theme: Name of the colour theme.
    """

    id: str
    name: str
    created_at: datetime
    exam: str | None = None
    exam_date: date | None = None
    daily_goal: int = 20
    time_zone: str = "UTC"
    theme: str = "tutor-dark"
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class BookmarkKey:
    """A page of the code book: one code of one edition, such as `FY2026 (Apr 2026)`."""

    code_set: str
    edition: str
    code: str


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A page that a learner keeps at hand since `created_at`."""

    key: BookmarkKey
    created_at: datetime


@dataclass(frozen=True, slots=True)
class QuizSpec:
    """What a learner asked to practise; all given filters must hold.

    Attributes:
        domains: Domain ids of `exam`; empty means all, mixed by the exam's own shares.
        seen: `any`, `new` (never answered), `seen`, or `missed` (answered wrongly, not yet right
            on two study days since: lesson checks and generated questions, too).
        feedback: One of `FEEDBACK_MODES`.
        context: One of `CONTEXTS`.
        seconds: Time limit for the whole attempt, or None.
        source: One of `SOURCES`.
        drills: Names of the drills to draw from; empty means all that fit.
        drill_level: How close wrong options of generated questions stand to the right one.
    """

    exam: str | None = None
    domains: tuple[str, ...] = ()
    role: str | None = None
    skill: str | None = None
    subject: str | None = None
    lesson: str | None = None
    count: int = 10
    seen: str = "any"
    feedback: str = "tutor"
    context: str = "practice"
    seconds: int | None = None
    source: str = "written"
    drills: tuple[str, ...] = ()
    drill_level: str = "near"


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item as placed in an attempt: the exact version and the order its parts are shown in."""

    item: Item
    arrangement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One committed answer. `score` is the credit from 0 to 1."""

    response: Response
    score: float
    answered_at: datetime
    latency_ms: int
    """From the question's first showing to the answer, on the monotonic clock."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One question of an attempt with what has happened to it so far."""

    position: int
    placed: PlacedItem
    answer: Answer | None = None
    flagged: bool = False
    shown_at: datetime | None = None
    """When the question was first shown."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A quiz in progress or finished, exactly as it was drawn.

    Attributes:
        status: `open`, `finished` (by the learner), `expired` (time ran out) or `abandoned`.
        seed: What the draw and the arrangements were made from.
        blueprint: `exam/edition` of the blueprint in force at the start, or None.
        deadline: Absolute instant at which a timed attempt ends, or None.
        position: The question shown last; where an interrupted attempt resumes.
    """

    id: str
    learner_id: str
    title: str
    spec: QuizSpec
    seed: int
    blueprint: str | None
    started_at: datetime
    deadline: datetime | None
    status: str
    finished_at: datetime | None
    position: int
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class AttemptSummary:
    """One line of a learner's history.

    `answered` of `total` questions have an answer; `score` is the sum of credit earned, None
    while nothing may tell right from wrong (a test or mock exam that is open, an assignment whose
    answers are not released). While a placement
    test is open, `total` is how many questions it may come to.
    """

    id: str
    title: str
    exam: str | None
    context: str
    feedback: str
    status: str
    started_at: datetime
    finished_at: datetime | None
    total: int
    answered: int
    score: float | None


@dataclass(frozen=True, slots=True)
class NewAttempt:
    """A drawn quiz, ready to be started.

    `most` is how many questions it may come to, where further ones are chosen as it goes.
    """

    learner_id: str
    title: str
    spec: QuizSpec
    seed: int
    blueprint: str | None
    deadline: datetime | None
    items: tuple[PlacedItem, ...]
    most: int | None = None


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
class Card:
    """What is remembered of one concept, term or code by one learner.

    Attributes:
        concept: Its id: see `tutor.domain.concept` and `tutor.domain.own_card`.
        last_item: Id of the item asked last; empty for a card never asked.
        last_at: When that was answered; for a card never asked, when it was added.
        suspended: Not asked until resumed.
        buried_until: The study day on which it may be asked again, if it was put off.
    """

    concept: str
    state: CardState
    last_item: str
    last_at: datetime
    suspended: bool = False
    buried_until: date | None = None


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
