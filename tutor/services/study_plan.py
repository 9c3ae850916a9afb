"""Study plans: made anew whenever they are looked at, set up, and exported as a calendar."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tutor.clock import Clock
from tutor.domain.plan_verdict import Verdict, judge
from tutor.domain.records import Learner
from tutor.domain.study_day import StudyDays
from tutor.domain.study_plan import make_schedule
from tutor.domain.whole_number import is_whole
from tutor.errors import UsageError
from tutor.services.library import Library
from tutor.services.mock_exams import MockExamService
from tutor.services.plan_days import DayWriter, event_text, event_title
from tutor.services.plan_inputs import PlanReader
from tutor.services.plan_views import (
    PlanFigures,
    StudyPlanView,
    StudySettings,
)
from tutor.services.plan_words import (
    read_dates,
    read_weekdays,
    today_line,
    verdict_details,
    verdict_line,
)
from tutor.services.profiles import parse_exam_date
from tutor.services.readiness import ReadinessService
from tutor.services.spaced import SpacedService
from tutor.settings import FOLDER_MODE
from tutor.store.store import Store

MINUTES_RANGE = (5, 600)
"""Minutes a day that can be set."""
MOST_DATES = 400
"""Single dates off that can be set."""


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """What to change of the settings; None leaves a value as it is.

    Attributes:
        exam_date: The date, or `CLEAR`.
        minutes: Minutes a day, or `CLEAR` for those of the daily goal.
        weekdays_off: All of them.
        dates_off: All of them.
    """

    exam: str | None = None
    exam_date: date | str | None = None
    minutes: int | str | None = None
    weekdays_off: frozenset[int] | None = None
    dates_off: frozenset[date] | None = None


CLEAR = "clear"
"""Takes a value back."""


class StudyPlanService:
    """Everything about study plans. A plan itself is never kept: it is a function of the log."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        spaced: SpacedService,
        readiness: ReadinessService,
        mocks: MockExamService,
        home: Path,
    ) -> None:
        self._home = home
        self._store = store
        self._library = library
        self._clock = clock
        self._reader = PlanReader(store, library, clock, spaced, readiness, mocks)

    def settings(self, learner_id: str) -> StudySettings:
        """Return what a learner's plan is made for.

        Raises:
            NotFoundError: There is no such learner.
        """
        learner = self._store.learner(learner_id)
        days = self._store.study_days(learner_id)
        today = self._reader.today(learner)
        return StudySettings(
            exam=learner.exam,
            exam_date=learner.exam_date,
            minutes=self._reader.minutes(learner, days),
            minutes_set=days.minutes is not None,
            weekdays_off=tuple(sorted(days.weekdays_off)),
            dates_off=tuple(sorted(day for day in days.dates_off if day >= today)),
        )

    def change(self, learner_id: str, changes: PlanChanges) -> Learner:
        """Change what a learner's plan is made for; the exam and its date are the profile's own.

        Raises:
            NotFoundError: There is no such learner or exam.
            UsageError: A value is out of range; nothing is changed then.
        """
        learner = self._store.learner(learner_id)
        days = _checked(self._store.study_days(learner_id), changes)
        profile: dict[str, object] = {}
        if changes.exam is not None:
            profile["exam"] = self._library.blueprint(changes.exam).id
        if changes.exam_date == CLEAR:
            profile["exam_date"] = None
        elif isinstance(changes.exam_date, date):
            if changes.exam_date < self._reader.today(learner):
                raise UsageError(f"{changes.exam_date} has passed: give the date of an exam ahead")
            profile["exam_date"] = changes.exam_date
        self._store.set_study_days(learner_id, days)
        return self._store.update_learner(learner_id, **profile) if profile else learner

    def change_typed(
        self, learner_id: str, typed: Mapping[str, str], *, date_changed: bool
    ) -> Learner:
        """Change everything as it was typed into a form; an empty field takes its value back.

        Args:
            learner_id: Whose plan it is.
            typed: Text of `date`, `minutes`, `off` and `holidays`.
            date_changed: The date is another than before: one that has passed may stay as it is.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: A value cannot be read or is out of range; nothing is changed then.
        """
        minutes = typed["minutes"].strip()
        if minutes and not is_whole(minutes):
            raise UsageError(f"{minutes!r} is not a number of minutes: write it as 45")
        exam_date = parse_exam_date(typed["date"]) or CLEAR
        return self.change(
            learner_id,
            PlanChanges(
                exam_date=exam_date if date_changed else None,
                minutes=int(minutes) if minutes else CLEAR,
                weekdays_off=read_weekdays(typed["off"]),
                dates_off=read_dates(typed["holidays"]),
            ),
        )

    def plan(self, learner_id: str) -> StudyPlanView:
        """Return a learner's plan.

        Raises:
            NotFoundError: There is no such learner.
        """
        learner = self._store.learner(learner_id)
        today = self._reader.today(learner)
        exam = self._exam_name(learner)
        view = StudyPlanView(
            learner=learner.name,
            exam=learner.exam,
            exam_name=exam,
            today=today,
            settings=self.settings(learner_id),
            state="past",
            verdict="",
            details=(),
            figures=None,
            today_line="",
            days=(),
        )
        if learner.exam_date and learner.exam_date <= today:
            return _over(view, learner.exam_date)
        inputs = self._reader.read(learner)
        schedule = make_schedule(inputs)
        verdict = judge(inputs, schedule)
        words = DayWriter(learner.exam, inputs)
        return replace(
            view,
            state=verdict.state,
            verdict=verdict_line(inputs, verdict),
            details=tuple(verdict_details(inputs, verdict)),
            figures=_figures(verdict),
            today_line=today_line(schedule.days[0]),
            days=tuple(words.day(day) for day in schedule.days),
        )

    def today_line(self, learner_id: str) -> str:
        """Return today's plan in one line; empty where nothing is planned.

        Raises:
            NotFoundError: There is no such learner.
        """
        learner = self._store.learner(learner_id)
        if learner.exam_date and learner.exam_date <= self._reader.today(learner):
            return ""
        return today_line(make_schedule(self._reader.read(learner), longest=1).days[0])

    def calendar(self, learner_id: str) -> bytes:
        """Return a learner's plan as an `.ics` calendar, with one event for each day.

        An import of a later export changes the events that are there: each day has its own for
        good, and so has the exam.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: There is no plan.
        """
        from tutor.interchange.calendar import CalendarDay, calendar_file

        view = self.plan(learner_id)
        if not view.days:
            raise UsageError(f"there is no plan to export: {view.verdict}")
        entries = [
            CalendarDay(f"{learner_id}-{one.day}", one.day, event_title(one), event_text(one))
            for one in view.days
            if one.tasks
        ]
        exam, title = view.settings.exam_date, f"Exam: {view.exam_name}"
        if exam and view.exam:
            key = f"{learner_id}-exam-{view.exam}"
            entries.append(CalendarDay(key, exam, title, view.verdict, busy=True))
        return calendar_file(f"Study plan: {view.learner}", entries, self._clock.now())

    def export(self, learner_id: str) -> Path:
        """Write the calendar into the data folder and return its place.

        Raises:
            NotFoundError: There is no such learner.
            UsageError: There is no plan, or the file cannot be written.
        """
        data = self.calendar(learner_id)
        path = self._home / self.calendar_name(learner_id)
        with suppress(OSError):  # said in words by what follows
            self._home.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        write_calendar(path, data)
        return path

    def calendar_name(self, learner_id: str) -> str:
        """Return what the file of a learner's calendar is called."""
        return f"study-plan-{self._store.learner(learner_id).id[-6:]}.ics"

    def _exam_name(self, learner: Learner) -> str:
        names = {one.id: f"{one.id.upper()} · {one.name}" for one in self._library.blueprints()}
        return names.get(learner.exam or "", "no target exam")


def write_calendar(path: Path, data: bytes) -> None:
    """Write a calendar file, over one that is there.

    Raises:
        UsageError: It cannot be written.
    """
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error


def _checked(days: StudyDays, changes: PlanChanges) -> StudyDays:
    """Return study days with changes.

    Raises:
        UsageError: A value is out of range.
    """
    low, high = MINUTES_RANGE
    if changes.minutes == CLEAR:
        days = replace(days, minutes=None)
    elif isinstance(changes.minutes, int):
        if not low <= changes.minutes <= high:
            raise UsageError(f"the minutes a day must be from {low} to {high}")
        days = replace(days, minutes=changes.minutes)
    if changes.weekdays_off is not None:
        days = replace(days, weekdays_off=changes.weekdays_off)
    if changes.dates_off is not None:
        if len(changes.dates_off) > MOST_DATES:
            raise UsageError(f"that is more than {MOST_DATES} dates off: use days of the week")
        days = replace(days, dates_off=changes.dates_off)
    return days


def _over(view: StudyPlanView, exam: date) -> StudyPlanView:
    """Return the view of an exam that is today or past: there is nothing to plan."""
    if exam == view.today:
        return replace(view, state="today", verdict="Your exam is today: nothing more is planned.")
    line = f"The exam date, {exam}, has passed: set the date of the next exam, or clear it."
    return replace(view, verdict=line)


def _figures(verdict: Verdict) -> PlanFigures:
    return PlanFigures(
        study_days=verdict.study_days,
        available=round(verdict.available, 1),
        reviews=round(verdict.reviews, 1),
        lessons=round(verdict.lessons, 1),
        practice=round(verdict.practice, 1),
        mocks=round(verdict.mocks, 1),
        missing=round(verdict.missing, 1),
        spare=round(verdict.spare, 1),
        questions_left=verdict.questions_left,
        dropped=verdict.dropped,
        minutes_needed=verdict.minutes_needed,
        earliest=verdict.earliest,
    )
