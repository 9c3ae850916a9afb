"""The dashboards of Progress, which the screen, the text and the JSON share."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from tutor.clock import Clock
from tutor.domain.activity import level_floors, median_seconds, week_start, weeks_up_to
from tutor.domain.blueprint import Blueprint
from tutor.domain.statistics_records import AnswerTime
from tutor.domain.study_day import day_start, study_day
from tutor.services.dashboard_views import (
    ActivityView,
    Dashboards,
    DomainStanding,
    MemoryView,
    StandingView,
    TimeRow,
    TimeView,
    WeekTime,
)
from tutor.services.exams import exam_choice
from tutor.services.library import Library
from tutor.services.mastery import MasteryService
from tutor.services.mastery_views import MasteryDomain
from tutor.services.progress import ProgressService, target_first
from tutor.services.progress_views import DomainRow
from tutor.services.readiness import ReadinessService
from tutor.services.readiness_views import ReadinessDomain, ReadinessPoint
from tutor.services.spaced import SpacedService
from tutor.services.views import ExamChoice
from tutor.store.store import Store

WEEKS = 26
"""Weeks that times for a question are shown of."""
POINTS = 16
"""Days that readiness is shown of."""
YEAR = 53 * 7
"""Days of the calendar."""


class DashboardService:
    """Reads what other services know, one dashboard at a time; changes nothing."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        progress: ProgressService,
        readiness: ReadinessService,
        mastery: MasteryService,
        spaced: SpacedService,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._progress = progress
        self._readiness = readiness
        self._mastery = mastery
        self._spaced = spaced

    def everything(self, learner_id: str, exam: str | None = None) -> Dashboards:
        """Return all dashboards, of every exam or of one.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        progress = self._progress.overview(learner_id, exam)
        ids = [one.exam.id for one in progress.exams]
        return Dashboards(
            progress=progress,
            standings=tuple(self.standing(learner_id, one) for one in ids),
            readiness_over_time={one: self.readiness(learner_id, one) for one in ids},
            memory=self.memory(learner_id),
            activity=self.activity(learner_id),
            times={one: self.times(learner_id, one) for one in ids},
        )

    def exams(self, learner_id: str) -> tuple[ExamChoice, ...]:
        """Return every exam, the learner's target first."""
        learner = self._store.learner(learner_id)
        return tuple(exam_choice(one) for one in target_first(self._library, learner))

    def standing(self, learner_id: str, exam: str | None = None) -> StandingView:
        """Return a learner's readiness for an exam and the domains of it.

        Args:
            learner_id: Whose.
            exam: The target exam unless given, or the first there is.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        blueprint = self._blueprint(learner_id, exam)
        overview = self._progress.overview(learner_id, blueprint.id)
        (progress,) = overview.exams
        ready = self._readiness.view(learner_id, blueprint.id)
        known = {row.id: row for row in ready.domains}
        shown = {row.id: row for row in self._mastery.view(learner_id, blueprint.id).domains}
        return StandingView(
            target=overview.target,
            exam=progress.exam,
            ready=ready,
            domains=tuple(
                _standing(row, known.get(row.id), shown[row.id]) for row in progress.domains
            ),
            percent=progress.percent,
        )

    def readiness(self, learner_id: str, exam: str) -> tuple[ReadinessPoint, ...]:
        """Return how ready a learner was for an exam over time, oldest first.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        return self._readiness.history(learner_id, exam, POINTS)

    def memory(self, learner_id: str) -> MemoryView:
        """Return a learner's review forecast, and retention predicted against measured."""
        cards = self._spaced.overview(learner_id)
        return MemoryView(
            today=cards.today,
            exam_date=cards.exam_date,
            cards=cards.cards,
            suspended=cards.suspended,
            due=cards.due,
            daily_minutes=cards.daily_minutes,
            forecast=cards.forecast,
            retention=cards.retention,
        )

    def activity(self, learner_id: str) -> ActivityView:
        """Return what a learner did on each day, and the balance of coder and biller work."""
        learner = self._store.learner(learner_id)
        overview = self._progress.overview(learner_id, self._blueprint(learner_id, None).id)
        days = overview.days
        today = study_day(self._clock.now(), learner.time_zone)
        year = (today - timedelta(days=back) for back in reversed(range(YEAR)))
        off = self._store.study_days(learner_id).is_off
        return ActivityView(
            today=today,
            days=days,
            goal=learner.daily_goal,
            level_floors=level_floors(learner.daily_goal),
            streak=overview.streak,
            rest_days=tuple(day for day in year if off(day)),
            studied=len(days),
            answered=sum(day.answered for day in days),
            pages=sum(day.pages for day in days),
            lessons_done=overview.lessons_done,
            lessons_total=overview.lessons_total,
            roles=overview.roles,
        )

    def times(self, learner_id: str, exam: str | None = None) -> TimeView:
        """Return how long a learner takes for a question, by domain of an exam and by week.

        Args:
            learner_id: Whose.
            exam: The target exam unless given, or the first there is.

        Raises:
            NotFoundError: There is no such learner or exam.
        """
        blueprint = self._blueprint(learner_id, exam)
        learner = self._store.learner(learner_id)
        mondays = weeks_up_to(study_day(self._clock.now(), learner.time_zone), WEEKS)
        since = day_start(mondays[0], learner.time_zone)
        answers = self._store.answer_times(learner_id, since)
        return TimeView(
            exam=exam_choice(blueprint),
            exam_seconds=(
                60 * blueprint.minutes / blueprint.form_size if blueprint.minutes else None
            ),
            answers=len(answers),
            seconds=median_seconds(one.latency_ms for one in answers),
            domains=_by_domain(blueprint, answers),
            weeks=tuple(
                WeekTime(monday, len(times), median_seconds(times))
                for monday, times in _by_week(answers, mondays).items()
            ),
        )

    def _blueprint(self, learner_id: str, exam: str | None) -> Blueprint:
        if exam is not None:
            return self._library.blueprint(exam)
        return target_first(self._library, self._store.learner(learner_id))[0]


def _standing(
    row: DomainRow, known: ReadinessDomain | None, shown: MasteryDomain
) -> DomainStanding:
    return DomainStanding(
        id=row.id,
        name=row.name,
        share=row.share,
        marks=known.marks if known else 0,
        at_stake=known.at_stake if known else None,
        items=row.items,
        seen=row.seen,
        answered=row.answered,
        percent=row.percent,
        expected_percent=known.expected_percent if known else None,
        evidence=known.items if known else 0,
        enough=known.enough if known else False,
        days_ago=known.days_ago if known else None,
        mastery=shown.state,
        why=shown.why,
        low_percent=shown.low_percent,
        high_percent=shown.high_percent,
        recall_percent=shown.recall_percent,
    )


def _by_domain(blueprint: Blueprint, answers: tuple[AnswerTime, ...]) -> tuple[TimeRow, ...]:
    times: dict[str, list[int]] = defaultdict(list)
    for one in answers:
        for exam, domain in one.exams:
            if exam == blueprint.id:
                times[domain].append(one.latency_ms)
    return tuple(
        TimeRow(domain.id, domain.name, len(times[domain.id]), median_seconds(times[domain.id]))
        for domain in blueprint.domains
    )


def _by_week(answers: tuple[AnswerTime, ...], mondays: tuple[date, ...]) -> dict[date, list[int]]:
    """Return the times of each week; an attempt begun before the first Monday is left out."""
    found: dict[date, list[int]] = {monday: [] for monday in mondays}
    for one in answers:
        week = found.get(week_start(one.day))
        if week is not None:
            week.append(one.latency_ms)
    return found
