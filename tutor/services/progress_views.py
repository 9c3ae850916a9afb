"""What is shown of a learner's standing: Home, and Progress by exam, domain and role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.records import AttemptSummary
from tutor.domain.statistics_records import DayTally
from tutor.services.views import ExamChoice


@dataclass(frozen=True, slots=True)
class NextStep:
    """The one thing to do next; there always is one.

    Attributes:
        kind: `quiz` (resume attempt `target`), `review` (start a review of what is due), `lesson`
            (read lesson `target` from `page`), `practice` (practise `exam`, and `domain` if
            given) or `diagnostic` (offer a placement test for `exam`).
    """

    kind: str
    title: str
    detail: str
    target: str = ""
    page: int = 0
    exam: str | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """Home: where the learner stands today.

    Attributes:
        exam: The target exam, or None while none is chosen.
        weakest: Domains of the target exam most worth practising; none without a target.
    """

    name: str
    exam: ExamChoice | None
    exam_date: date | None
    days_left: int | None
    next_step: NextStep
    answered_today: int
    daily_goal: int
    streak: int
    lessons_done: int
    lessons_total: int
    weakest: tuple[DomainRow, ...]
    recent: tuple[AttemptSummary, ...]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """A learner's standing in one exam domain.

    Attributes:
        share: Part of the exam, in percent; ours (equal) where the issuer publishes none.
        items: Bank questions tagged to it.
        seen: How many different ones the learner has answered.
        answered: All answers under the domain: repeats, lesson checks and drills, too.
        percent: Credit on the first answers to the questions seen, or None with none seen.
    """

    exam: str
    id: str
    name: str
    share: float
    items: int
    seen: int
    answered: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A learner's standing in coder, biller or shared work."""

    role: str
    answered: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class ExamProgress:
    """A learner's standing in one exam."""

    exam: ExamChoice
    domains: tuple[DomainRow, ...]
    answered: int
    percent: float | None


@dataclass(frozen=True, slots=True)
class ProgressView:
    """Everything on the Progress screen and in `tutor progress --json`.

    Attributes:
        target: Id of the learner's target exam, or None while none is chosen.
    """

    learner: str
    target: str | None
    exams: tuple[ExamProgress, ...]
    roles: tuple[RoleRow, ...]
    days: tuple[DayTally, ...]
    streak: int
    lessons_done: int
    lessons_total: int
    history: tuple[AttemptSummary, ...]
