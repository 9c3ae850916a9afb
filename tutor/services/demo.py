"""A small invented class with a few weeks of history, to try the program with.

It lives in a data folder of its own; the user's database is never opened.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random

from tutor.clock import Clock, FixedClock, SystemClock
from tutor.domain.item import Choices, Item, Matching, Numeric, Response
from tutor.domain.kinds import key_response
from tutor.domain.records import Learner, QuizSpec
from tutor.domain.seeds import DemoLearner
from tutor.domain.study_day import study_day
from tutor.services.context import Services, open_services
from tutor.settings import Settings

SEED = 20261123
"""The class answers the same way on every machine."""
SECONDS_A_QUESTION = 45.0
"""How long an invented learner thinks about a question, or reads a page."""


def demo_settings(settings: Settings) -> Settings:
    """Return settings whose data folder is the demo's own."""
    return replace(settings, home=settings.home / "demo", database_url=None)


def load_demo(
    settings: Settings,
    *,
    clock: Clock | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[Learner, ...]:
    """Make the demo class anew and return its learners.

    Args:
        settings: The user's own settings; the demo goes into a folder below `settings.home`.
        clock: The present, at which the invented history ends.
        progress: Called with (learners done, learners in all).
    """
    demo = demo_settings(settings)
    shutil.rmtree(demo.home, ignore_errors=True)
    now = (clock or SystemClock()).now()
    past = FixedClock(now)
    rng = Random(SEED)  # noqa: S311 - invented answers, not a secret
    with open_services(demo, clock=past, rng=rng) as services:
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


def _live(services: Services, past: FixedClock, plan: DemoLearner, rng: Random) -> Learner:
    """Live through one learner's days, oldest first."""
    today = study_day(past.now(), plan.time_zone)
    past.advance(-timedelta(days=plan.study_days).total_seconds())
    learner = services.profiles.create(
        plan.name,
        exam=plan.exam,
        exam_date=today + timedelta(days=plan.exam_in_days),
        daily_goal=plan.daily_goal,
        time_zone=plan.time_zone,
    )
    lessons = list(plan.lessons)
    for _ in range(plan.study_days):
        started = past.now()
        if lessons:
            _read(services, past, learner, lessons.pop(0))
        _practise(services, past, learner, plan, rng)
        past.advance((timedelta(days=1) - (past.now() - started)).total_seconds())
    return learner


def _read(services: Services, past: FixedClock, learner: Learner, lesson_id: str) -> None:
    for page in range(len(services.learning.open(learner.id, lesson_id).pages)):
        past.advance(SECONDS_A_QUESTION)
        services.learning.read_page(learner.id, lesson_id, page)


def _practise(
    services: Services, past: FixedClock, learner: Learner, plan: DemoLearner, rng: Random
) -> None:
    spec = QuizSpec(exam=plan.exam, count=plan.answers_per_day)
    session = services.practice.start(learner.id, spec, seed=rng.getrandbits(32))
    while session.open:
        item = services.library.item(session.current().item_id)
        past.advance(SECONDS_A_QUESTION)
        knows = rng.random() < _chance(item, plan)
        session.answer(key_response(item) if knows else wrong_response(item, rng))
        if not session.next():
            session.finish()


def _chance(item: Item, plan: DemoLearner) -> float:
    domains = item.domains(plan.exam)
    own = [chance for domain, chance in plan.domain_accuracy if domain in domains]
    return min(own, default=plan.accuracy)


def wrong_response(item: Item, rng: Random) -> Response:
    """Return a response that does not earn full credit, as a learner might give it."""
    body = item.body
    if isinstance(body, Choices):
        return (rng.choice([option.id for option in body.options if not option.correct]),)
    if isinstance(body, Numeric):
        return (str(rng.choice(body.mistakes).value),)
    if isinstance(body, Matching):
        targets = [target.id for target in body.targets]
        wrong = dict(zip(targets, (*targets[1:], targets[0]), strict=True))
        return tuple(f"{pair.id}={wrong[pair.answer]}" for pair in body.pairs)
    return tuple(reversed(key_response(item)))
