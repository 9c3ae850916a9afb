"""What front ends are given of a student's assignments: frozen values, ready to show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WorkAttempt:
    """One attempt of the student's own.

    Attributes:
        status: `open`, `finished` or `expired`.
        late_days: Days begun after the due date; 0 in time.
        points: Earned, before what lateness costs; None while the score does not show.
        most: What could be earned.
    """

    attempt_id: str
    number: int
    status: str
    started_at: datetime
    handed_in: datetime | None
    late_days: int
    answered: int
    total: int
    points: float | None
    most: float


@dataclass(frozen=True, slots=True)
class WorkLine:
    """One assignment in a student's list. Instants are the student's own, factor and all.

    Attributes:
        status: One of `tutor.domain.assignment_status.STATUSES`; `status_text` says it.
        next_text: What comes next and when, such as `due tomorrow 23:59`; empty where nothing.
        seconds: The student's own time limit of an attempt.
        attempts_allowed: None for as many as wanted.
        why_not: Why no attempt can be started now; empty where one can.
        open_attempt: The attempt that is going on.
        late: Handed in, but not in time.
        points: What counts, after lateness; None while it does not show.
        shows: The feedback matrix in words.
        by_file: It came in a file, and is handed in as one.
        late_rule: What becomes of work after the due date, in words; empty where nothing can.
    """

    assignment_id: str
    course: str
    title: str
    status: str
    status_text: str
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    next_at: datetime | None
    next_text: str
    seconds: int | None
    questions: int
    attempts_allowed: int | None
    why_not: str
    open_attempt: str | None
    late: bool
    points: float | None
    most: float | None
    counts: str
    books: bool
    factor: float
    shows: tuple[str, ...]
    attempts: tuple[WorkAttempt, ...]
    by_file: bool = False
    late_rule: str = ""

    @property
    def can_start(self) -> bool:
        """Whether an attempt can be started now."""
        return not self.why_not

    @property
    def waiting(self) -> bool:
        """Whether there is something to do."""
        return self.status in ("open", "in_progress", "late")


@dataclass(frozen=True, slots=True)
class WorkQuestion:
    """One question in the result of an attempt; None what does not show yet.

    Attributes:
        outcome: `right`, `partly`, `wrong` or `skipped`.
        points: Earned; also None where the question does not count.
    """

    position: int
    title: str
    answered: bool
    flagged: bool
    outcome: str | None
    points: float | None
    most: float


@dataclass(frozen=True, slots=True)
class WorkResult:
    """An attempt that was handed in, with what may show of it now.

    Attributes:
        points: None while the score does not show; before what lateness costs.
        counts_as: What is left of the points after that; None where it costs nothing.
        facts: What shows, in the order of `tutor.domain.assignment.FACTS`.
        later: When the rest shows, one sentence each.
    """

    attempt_id: str
    assignment_id: str
    title: str
    number: int
    status: str
    handed_in: datetime | None
    late_days: int
    total: int
    answered: int
    seconds: int
    points: float | None
    most: float
    facts: tuple[str, ...]
    later: tuple[str, ...]
    lines: tuple[WorkQuestion, ...]
    counts_as: float | None = None

    @property
    def percent(self) -> float | None:
        """Points in percent; None while they do not show, or none could be earned."""
        return 100 * self.points / self.most if self.points is not None and self.most else None


@dataclass(frozen=True, slots=True)
class Reminder:
    """One line on Home: what is to do, most urgent first."""

    assignment_id: str
    title: str
    status: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkOnHome:
    """What Home says of assignments. `any` is false for whom nothing was ever assigned."""

    any: bool
    reminders: tuple[Reminder, ...]
