"""A small invented class with some weeks of history, or a course, to try the program with.

It lives in a data folder of its own; the user's database is never opened.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

from tutor.clock import Clock, FixedClock, SystemClock
from tutor.domain.item import Item
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import Learner, QuizSpec
from tutor.domain.seeds import DemoLearner
from tutor.domain.study_day import StudyDays, study_day
from tutor.errors import UsageError
from tutor.services.context import Services, open_services
from tutor.services.quiz_session import QuizSession
from tutor.settings import DATABASE_NAME, Settings
from tutor.store.lock import InstanceLock

SEED = 20261123
"""The class answers the same way on every machine."""
MARKER = "made-by-tutor-demo"
"""File that marks a folder as the demo's own, which may be removed with all it holds."""
SECONDS_A_QUESTION = 45.0
"""How long an invented learner thinks about a question in the end, or reads a page."""
REST_WEEKDAY = 6
"""Sunday, on which the class is free."""
STUDIES = 0.8
"""Chance that a learner studies on another day."""
REVIEWS = 0.5
"""Chance to review what is due instead of taking a quiz."""
START = 0.75
"""Share of the chance of a right answer with which a learner begins."""


def demo_settings(settings: Settings, *, course: bool = False) -> Settings:
    """Return settings whose data folder is the demo's own; the course's is another."""
    name = "demo-class" if course else "demo"
    return replace(settings, home=settings.home / name, database_url=None)


def load_demo(
    settings: Settings,
    *,
    course: bool = False,
    clock: Clock | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Learner, ...]:
    """Make the demo class anew and return its learners.

    The class is made in a folder beside the demo's and takes its place when it is whole, so
    that an interrupted run leaves the earlier class as it was.

    Args:
        settings: The user's own settings; the demo goes into a folder below `settings.home`.
        course: Make a course with its instructor (who comes first), rather than learners who study
            by themselves.
        clock: The present, at which the invented history ends.
        progress: Called with (learners done, learners in all); in a course, with what they took.

    Raises:
        UsageError: The demo's folder holds something that a demo did not make.
        StoreBusyError: The demo is open in another window.
    """
    demo = demo_settings(settings, course=course)
    new = replace(demo, home=demo.home.with_name(f"{demo.home.name}.new"))
    for folder in (demo.home, new.home):
        _check_made_by_demo(folder)
    clock = clock or SystemClock()
    with _keeping_out(demo, clock):
        _remove(new.home)
        new.make_folders()
        (new.home / MARKER).touch()
        if settings.content_cache.exists():  # compiling all content takes longest
            shutil.copy(settings.content_cache, new.content_cache)
        learners = (_make_course if course else _make_class)(new, clock, progress)
        _remove(demo.home)
        new.home.rename(demo.home)
    return learners


def is_demo(settings: Settings, *, course: bool = False) -> bool:
    """Whether the demo's folder holds a whole demo class."""
    return (demo_settings(settings, course=course).home / MARKER).exists()


def _keeping_out(demo: Settings, clock: Clock) -> AbstractContextManager[object]:
    """Hold the earlier class's lock, if there is one, while it is replaced."""
    database = demo.home / DATABASE_NAME
    return InstanceLock(database, clock) if database.exists() else nullcontext()


def _check_made_by_demo(folder: Path) -> None:
    if folder.exists() and not (folder / MARKER).exists():
        raise UsageError(f"{folder} was not made by a demo: move it away first")


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _make_class(
    settings: Settings, clock: Clock, progress: Callable[[int, int], None] | None
) -> tuple[Learner, ...]:
    now = clock.now()
    past = FixedClock(now)
    rng = Random(SEED)  # noqa: S311 - invented answers, not a secret
    with open_services(settings, clock=past, rng=rng) as services:
        plans = services.library.demo_class().learners
        first = None
        for done, plan in enumerate(plans):
            if progress:
                progress(done, len(plans))
            past.advance((now - past.now()).total_seconds())
            learner = _live(services, past, plan, rng)
            first = first or learner
        if first:
            services.profiles.choose(first.id)
        if progress:
            progress(len(plans), len(plans))
        return services.profiles.all()


def _make_course(
    settings: Settings, clock: Clock, progress: Callable[[int, int], None] | None
) -> tuple[Learner, ...]:
    from tutor.services.demo_course import DemoCourse

    past = FixedClock(clock.now())
    with open_services(settings, clock=past) as services:
        return DemoCourse(services, past, progress).make()


def _live(services: Services, past: FixedClock, plan: DemoLearner, rng: Random) -> Learner:
    """Live through one learner's days, oldest first; one day of the week is free of study."""
    today = study_day(past.now(), plan.time_zone)
    past.advance(-timedelta(days=plan.study_days).total_seconds())
    learner = services.profiles.create(
        plan.name,
        exam=plan.exam,
        exam_date=today + timedelta(days=plan.exam_in_days),
        daily_goal=plan.daily_goal,
        time_zone=plan.time_zone,
    )
    off = StudyDays(weekdays_off=frozenset({REST_WEEKDAY}))
    services.store.set_study_days(learner.id, off)
    lessons, mocks = list(plan.lessons), _mock_days(plan)
    for day in range(plan.study_days):
        started = past.now()
        studies = not off.is_off(study_day(started, plan.time_zone))
        if day in mocks:
            _sit_mock(services, past, learner, plan, day, rng)
        elif studies and rng.random() < STUDIES:
            if lessons:
                _read(services, past, learner, lessons.pop(0))
            _practise(services, past, learner, plan, day, rng)
        past.advance((timedelta(days=1) - (past.now() - started)).total_seconds())
    return learner


def _mock_days(plan: DemoLearner) -> frozenset[int]:
    """Return the days of the mock exams, the last one shortly before today."""
    half = plan.study_days // 2
    return frozenset(
        half + (half - 2) * (number + 1) // plan.mock_exams for number in range(plan.mock_exams)
    )


def _read(services: Services, past: FixedClock, learner: Learner, lesson_id: str) -> None:
    for page in range(len(services.learning.open(learner.id, lesson_id).pages)):
        past.advance(SECONDS_A_QUESTION)
        services.learning.read_page(learner.id, lesson_id, page)


def _practise(
    services: Services,
    past: FixedClock,
    learner: Learner,
    plan: DemoLearner,
    day: int,
    rng: Random,
) -> None:
    """Take a quiz, or the review that is due, every other time."""
    if rng.random() < REVIEWS and services.spaced.due(learner.id).now:
        session = services.spaced.start(learner.id, seed=rng.getrandbits(32))
    else:
        count = max(1, round(plan.answers_per_day * rng.uniform(0.5, 1.5)))
        spec = QuizSpec(exam=plan.exam, count=count)
        session = services.practice.start(learner.id, spec, seed=rng.getrandbits(32))
    _answer_all(services, past, session, plan, day, rng)


def _sit_mock(
    services: Services,
    past: FixedClock,
    learner: Learner,
    plan: DemoLearner,
    day: int,
    rng: Random,
) -> None:
    session = services.mocks.start(learner.id, plan.exam, seed=rng.getrandbits(32))
    _answer_all(services, past, session, plan, day, rng)


def _answer_all(
    services: Services,
    past: FixedClock,
    session: QuizSession,
    plan: DemoLearner,
    day: int,
    rng: Random,
) -> None:
    """Answer every question, better and faster from day to day."""
    learnt = day / plan.study_days
    while session.open:
        item = services.library.item(session.current().item_id)
        past.advance(rng.uniform(0.4, 1.6) * SECONDS_A_QUESTION * (1.4 - 0.4 * learnt))
        knows = rng.random() < _chance(item, plan) * (START + (1 - START) * learnt)
        session.answer(key_response(item) if knows else wrong_response(item, rng))
        if not session.next():
            session.finish()


def _chance(item: Item, plan: DemoLearner) -> float:
    domains = item.domains(plan.exam)
    own = [chance for domain, chance in plan.domain_accuracy if domain in domains]
    return min(own, default=plan.accuracy)
