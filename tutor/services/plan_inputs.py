"""Reading what a study plan is made from: everything as it was when today began, and what is done.

What was done before today does not change any more, so it is read once a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from tutor.clock import Clock
from tutor.domain.plan_types import DoneToday, PlanInputs
from tutor.domain.plan_work import DRILL, PRACTICE, PlanLesson, Topic
from tutor.domain.records import MOCK, SPACED, Learner
from tutor.domain.statistics_records import DayAnswer, Progress
from tutor.domain.study_day import StudyDays, day_start, study_day
from tutor.services.card_desk import LEAST_TIMES, USUAL_SECONDS
from tutor.services.drills.kinds import KINDS
from tutor.services.library import Library
from tutor.services.mock_exams import MockExamService
from tutor.services.readiness import ReadinessService
from tutor.services.readiness_record import PACE
from tutor.services.readiness_views import ReadinessDomain
from tutor.services.spaced import SpacedService
from tutor.store.store import Store

LEAST_MINUTES = 15
"""Minutes of a day where they come from the daily goal: less is not enough to read a lesson."""
PRACTISED = 2
"""A domain is to be practised on so many times the questions it has in the exam."""
PER_LESSON = 5
"""Questions after each lesson, without a target exam."""
PREPARATION = timedelta(days=120)
"""A preparation is taken to begin with the profile, but no earlier than this before the exam."""
PACES = (0.25, 10.0)
"""Minutes that a review may take."""
ENDED = ("finished", "expired")
"""How a mock exam ends that was sat."""


@dataclass(frozen=True, slots=True)
class Morning:
    """What was known when today began.

    Attributes:
        key: Whom, when and for which exam it was read.
        domains: Of the target exam; none without one.
        pace: Minutes an answer takes.
    """

    key: tuple[str, str | None, date]
    domains: tuple[ReadinessDomain, ...]
    pace: float


class PlanReader:
    """Reads the inputs of study plans."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        spaced: SpacedService,
        readiness: ReadinessService,
        mocks: MockExamService,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._spaced = spaced
        self._readiness = readiness
        self._mocks = mocks
        self._morning: Morning | None = None

    def today(self, learner: Learner) -> date:
        """Return a learner's study day."""
        return study_day(self._clock.now(), learner.time_zone)

    def minutes(self, learner: Learner, days: StudyDays) -> int:
        """Return the minutes of a day of study: those set, or what the daily goal comes to."""
        if days.minutes is not None:
            return days.minutes
        return max(LEAST_MINUTES, round(learner.daily_goal * self._read_morning(learner).pace))

    def read(self, learner: Learner) -> PlanInputs:
        """Return the inputs of a learner's plan."""
        today = self.today(learner)
        morning = self._read_morning(learner)
        progress = self._store.progress(learner.id)
        days = self._store.study_days(learner.id)
        answers = self._store.answers_on(learner.id, today)
        reviews = sum(one.context == SPACED for one in answers)
        due = self._spaced.forecast(learner.id)
        ahead = learner.exam_date and learner.exam_date > today
        made = study_day(learner.created_at, learner.time_zone)
        topics = self._topics(learner.exam, morning, today)
        lessons = self._lessons(learner, progress, today)
        if learner.exam is None:
            topics = (Topic("", "All topics", 1.0, morning.pace, PER_LESSON * len(lessons)),)
        sat = self._sat(learner)
        return PlanInputs(
            today=today,
            start=min(today, max(made, (learner.exam_date or today) - PREPARATION)),
            exam=learner.exam_date if ahead else None,
            minutes=float(self.minutes(learner, days)),
            days=days,
            lessons=lessons,
            topics=topics,
            due=(due[0] + reviews, *due[1:]),
            review_minutes=morning.pace,
            mock_minutes=self._mock_minutes(learner.exam) if ahead else {},
            sat=tuple((day, length) for day, length in sat if day < today),
            done=DoneToday(
                lessons=frozenset(
                    key for key, day in _finished(progress, learner).items() if day == today
                ),
                answers=_practised(answers, learner.exam, {topic.id for topic in topics}),
                reviews=reviews,
                mocks=tuple(length for day, length in sat if day == today),
            ),
        )

    def _read_morning(self, learner: Learner) -> Morning:
        key = (learner.id, learner.exam, self.today(learner))
        found = self._morning
        if found is None or found.key != key:
            start = day_start(key[2], learner.time_zone)
            exam = learner.exam
            domains = self._readiness.domains_at(learner.id, exam, start) if exam else ()
            found = self._morning = Morning(key, domains, self._pace(learner.id, start))
        return found

    def _pace(self, learner_id: str, before: datetime) -> float:
        times = [
            one.latency_ms / 60_000
            for one in self._store.first_answers(learner_id)
            if one.latency_ms and one.at < before
        ]
        pace = median(times) if len(times) >= LEAST_TIMES else USUAL_SECONDS / 60
        return min(max(pace, PACES[0]), PACES[1])

    def _topics(self, exam: str | None, morning: Morning, today: date) -> tuple[Topic, ...]:
        stock: dict[str, int] = {}
        for head in self._library.heads():
            for domain in head.domains(exam or ""):
                stock[domain] = stock.get(domain, 0) + 1
        found = []
        for row in morning.domains:
            drill = _drill(exam, row.id, today)
            most = PRACTISED * row.marks
            wanted = most if drill else min(most, stock.get(row.id, 0))
            found.append(
                Topic(
                    id=row.id,
                    name=row.name,
                    at_stake=row.at_stake,
                    question_minutes=row.minutes,
                    wanted=max(0, wanted - row.items),
                    drill=drill,
                    drill_name=KINDS[drill].label if drill else "",
                )
            )
        return tuple(one for one in found if stock.get(one.id) or one.drill)

    def _lessons(self, learner: Learner, progress: Progress, today: date) -> tuple[PlanLesson, ...]:
        finished = _finished(progress, learner)
        return tuple(
            PlanLesson(
                id=head.id,
                title=head.title,
                track=head.track,
                minutes=float(head.minutes),
                topics=_domains(head.exams, learner.exam),
                after=head.prerequisites,
            )
            for head in self._library.lessons()
            if finished.get(head.id, today) >= today and _domains(head.exams, learner.exam)
        )

    def _mock_minutes(self, exam: str | None) -> dict[str, float]:
        if exam is None or not any(head.domains(exam) for head in self._library.heads()):
            return {}
        view = self._mocks.blueprint(exam)
        return {
            length: minutes if minutes is not None else PACE * view.sizes[length]
            for length, minutes in view.minutes.items()
        }

    def _sat(self, learner: Learner) -> tuple[tuple[date, str], ...]:
        """Return day and length of the mock exams of the target exam that were sat."""
        return tuple(
            (study_day(one.started_at, learner.time_zone), one.length)
            for one in self._store.sat_mocks(learner.id)
            if one.exam == learner.exam and one.status in ENDED
        )


def _finished(progress: Progress, learner: Learner) -> dict[str, date]:
    """Return the study day on which each lesson was finished first."""
    return {
        key: study_day(one.completed_at, learner.time_zone)
        for key, one in progress.lessons.items()
        if one.completed_at
    }


def _domains(exams: tuple[tuple[str, str], ...], exam: str | None) -> tuple[str, ...]:
    """Return the topics of a lesson or answer; without a target exam there is one, unnamed."""
    if exam is None:
        return ("",)
    return tuple(dict.fromkeys(domain for tagged, domain in exams if tagged == exam))


def _practised(
    answers: tuple[DayAnswer, ...], exam: str | None, topics: set[str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the answers that count as practice, with their topics."""
    found = (
        (DRILL if one.generated else PRACTICE, _domains(one.exams, exam))
        for one in answers
        if one.context not in (SPACED, MOCK)
    )
    known = ((kind, tuple(name for name in names if name in topics)) for kind, names in found)
    return tuple(one for one in known if one[1])


def _drill(exam: str | None, domain: str, today: date) -> str:
    """Return a drill that always asks a domain and needs the code book alone; another each day."""
    fitting = [
        kind.name
        for kind in KINDS.values()
        if (exam, domain) in kind.tags.exams and not kind.source
    ]
    return fitting[today.toordinal() % len(fitting)] if fitting else ""
