"""What front ends are given of mock exams: frozen values, ready to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tutor.domain.exam_report import Row, Score
from tutor.domain.sitting import ExamPolicy
from tutor.services.views import Link


@dataclass(frozen=True, slots=True)
class BlueprintRow:
    """One domain of an exam: what forms take, and what there is."""

    id: str
    name: str
    full: int
    half: int
    sprint: int
    items: int

    @property
    def short(self) -> int:
        """Items missing for one full form."""
        return self.missing("full")

    def missing(self, length: str) -> int:
        """Return the items missing for one form of a length (`full`, `half` or `sprint`)."""
        wanted = {"full": self.full, "half": self.half, "sprint": self.sprint}[length]
        return max(0, wanted - self.items)


@dataclass(frozen=True, slots=True)
class BlueprintView:
    """An exam as its mock forms are made.

    Attributes:
        sizes: Questions by length; `minutes` likewise, None without a sitting clock.
        pass_rule: In words.
        navigation: The exam's rule, or `choice`.
        confidence: How sure the counts are.
    """

    id: str
    name: str
    edition: str
    sizes: dict[str, int]
    pretest: dict[str, int]
    minutes: dict[str, float | None]
    window_days: int | None
    pass_rule: str
    open_book: bool
    navigation: str
    navigation_note: str | None
    confidence: str
    domains: tuple[BlueprintRow, ...]


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question in a report: `cause` says why marks were lost, or is empty."""

    position: int
    item: str
    title: str
    domain: str
    outcome: str
    score: float
    seconds: float
    counts: bool
    flagged: bool
    confidence: str | None
    cause: str
    note: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier mock exam of the same kind, to compare with."""

    attempt_id: str
    finished_at: datetime | None
    length: str
    percent: float


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do next: the domain with most marks lost, lessons on it, and how to practise."""

    domain: str
    name: str
    lost: float
    lessons: tuple[Link, ...]
    command: str


@dataclass(frozen=True, slots=True)
class ExamReport:
    """The report of a mock exam that has ended.

    Attributes:
        status: `finished`, `expired` (the time ran out) or `abandoned`.
        verdict: One line: passed, not passed, or why there is no verdict.
        names: Domain ids to names.
        set_back: Times the machine's clock was found set back.
    """

    attempt_id: str
    title: str
    learner: str
    status: str
    started_at: datetime
    finished_at: datetime | None
    policy: ExamPolicy
    score: Score
    verdict: str
    names: dict[str, str]
    by_domain: tuple[Row, ...]
    lines: tuple[QuestionLine, ...]
    earlier: tuple[Earlier, ...] = ()
    advice: tuple[Advice, ...] = ()
    set_back: int = 0
    breaks: int = 0
    notes: tuple[str, ...] = field(default=())
