"""What the dashboards of Progress show: frozen values, ready to draw, print or write as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tutor.domain.statistics_records import DayTally
from tutor.services.progress_views import ProgressView, RoleRow
from tutor.services.readiness_views import ReadinessPoint, ReadinessView
from tutor.services.spaced_views import DueView, ForecastDay, Retention
from tutor.services.views import ExamChoice


@dataclass(frozen=True, slots=True)
class DomainStanding:
    """One domain of an exam: what was seen of it, and what it is worth.

    Attributes:
        share: Part of the exam, in percent.
        marks: Questions of a full form that count; 0 where a form asks none.
        at_stake: Of these, how many are expected to be lost; None where a form asks none.
        items: Bank questions tagged to it, of which `seen` were answered.
        answered: All answers under the domain: repeats, lesson checks and drills, too.
        percent: Credit on the first answers to the questions seen, or None with none seen.
        expected_percent: Chance to get a question right today, by the readiness model.
        evidence: Different questions that the chance rests on.
        enough: Whether they make the domain known.
        days_ago: Age of the newest, or None with none.
        mastery: One of `tutor.domain.mastery.STATES`; `why` says what is missing, in words.
        low_percent: Of its questions expected right by ability, 8 times in 10 at least this;
            `high_percent` is the most. None where there are no questions.
        recall_percent: Mean chance to recall its concepts in review now; None with none.
    """

    id: str
    name: str
    share: float
    marks: int
    at_stake: float | None
    items: int
    seen: int
    answered: int
    percent: float | None
    expected_percent: float | None
    evidence: int
    enough: bool
    days_ago: int | None
    mastery: str
    why: str
    low_percent: float | None
    high_percent: float | None
    recall_percent: float | None


@dataclass(frozen=True, slots=True)
class StandingView:
    """A learner's standing in one exam.

    Attributes:
        target: Id of the learner's target exam, or None while none is chosen.
        ready: How likely the exam would be passed today, and how past predictions fared.
        percent: First answers over the domains tried, weighted by their shares.
    """

    target: str | None
    exam: ExamChoice
    ready: ReadinessView
    domains: tuple[DomainStanding, ...]
    percent: float | None


@dataclass(frozen=True, slots=True)
class MemoryView:
    """Spaced review: what falls due, and whether its predictions hold."""

    today: date
    exam_date: date | None
    cards: int
    suspended: int
    due: DueView
    daily_minutes: float
    forecast: tuple[ForecastDay, ...]
    retention: Retention


@dataclass(frozen=True, slots=True)
class ActivityView:
    """What was done on which day, and whose work it was.

    Attributes:
        days: Days with any activity, oldest first.
        goal: Questions a day.
        level_floors: Fewest questions of each shade of the calendar, lightest first.
        streak: Days in a row, up to today or yesterday; days of rest do not break it.
        rest_days: Days of rest in the year up to today, oldest first.
        studied: Days with any activity; `answered` and `pages` are sums over them.
        roles: Work of coder, biller and both: first answers to each item.
    """

    today: date
    days: tuple[DayTally, ...]
    goal: int
    level_floors: tuple[int, ...]
    streak: int
    rest_days: tuple[date, ...]
    studied: int
    answered: int
    pages: int
    lessons_done: int
    lessons_total: int
    roles: tuple[RoleRow, ...]


@dataclass(frozen=True, slots=True)
class TimeRow:
    """Time for a question of one domain: the median in seconds, None without answers."""

    id: str
    name: str
    answers: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class WeekTime:
    """Time for a question in the week from a Monday on, over all exams."""

    week: date
    answers: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class TimeView:
    """How long questions took in quizzes, mock exams and reviews of the last half year.

    Attributes:
        exam_seconds: What the exam allows for a question; None where it has no clock.
        seconds: Median over all answers, which are `answers`.
        domains: Of the exam, in its order.
        weeks: Oldest first, this week last.
    """

    exam: ExamChoice
    exam_seconds: float | None
    answers: int
    seconds: float | None
    domains: tuple[TimeRow, ...]
    weeks: tuple[WeekTime, ...]


@dataclass(frozen=True, slots=True)
class Dashboards:
    """All of them. Standings are in the order of `progress.exams`; the rest goes by exam id."""

    progress: ProgressView
    standings: tuple[StandingView, ...]
    readiness_over_time: dict[str, tuple[ReadinessPoint, ...]]
    memory: MemoryView
    activity: ActivityView
    times: dict[str, TimeView]
