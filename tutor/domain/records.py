"""What the store keeps: learners, attempts, answers, cards.

These are the shapes that pass between the store and the services; database rows never do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tutor.domain.item import Item, Response
from tutor.domain.memory import CardState
from tutor.domain.text import quantity
from tutor.errors import KeylessError

FEEDBACK_MODES = ("tutor", "test")
"""`tutor` shows feedback after each answer, `test` at the end."""
SOURCES = ("written", "generated", "both")
"""Where questions come from: authors, the drills, or authors and then the drills."""
CONTEXTS = (
    "practice",
    "sorter",
    "lesson",
    "mock",
    "review",
    "diagnostic",
    "assigned",
    "shift",
)
"""Where an answer was given: a quiz, the duty sorter, a check inside a lesson, a mock exam, a
spaced review, a placement test, an assignment of a class, a shift in the claims lab."""

UNDO_CONTEXTS = ("practice", "review")
"""Contexts in which the latest answer can be taken back, where feedback follows each answer."""
MOCK = "mock"
"""The context of a mock exam."""
SPACED = "review"
"""The context of a spaced review."""
DIAGNOSTIC = "diagnostic"
"""The context of a placement test."""
SHIFT = "shift"
"""The context of a shift in the claims lab."""
GROWING = (DIAGNOSTIC, SHIFT)
"""Contexts whose further questions are chosen as it goes."""
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
        difficulty: Of a shift: how much goes wrong, from 1 to 5; its `role` is whose work is done
            by hand, its `count` how many patients come.
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
    difficulty: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item as placed in an attempt: the exact version and the order its parts are shown in."""

    item: Item
    arrangement: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """One committed answer.

    Attributes:
        credit: From 0 to 1; None where the key is elsewhere.
        latency_ms: From the question's first showing to the answer, on the monotonic clock.
    """

    response: Response
    credit: float | None
    answered_at: datetime
    latency_ms: int

    @property
    def score(self) -> float:
        """Credit from 0 to 1.

        Raises:
            KeylessError: The key is elsewhere: nothing here may take that for a wrong answer.
        """
        if self.credit is None:
            raise KeylessError("This answer is not graded yet.")
        return self.credit


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

    @property
    def standing(self) -> str:
        """How far an open attempt is, in words."""
        if self.context == SHIFT:
            return f"{quantity(self.answered, 'task')} done"
        of = ", at most " if self.context == DIAGNOSTIC else " of "
        return f"{self.answered}{of}{self.total} answered"


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
