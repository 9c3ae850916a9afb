"""What the tests of mock exams on screen share: an exam on chosen items, in the real app."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.factories import make_item
from tests.tui.quiz_bench import NARROW, Bench, running_app, written
from tutor.domain.item import Item
from tutor.domain.records import MOCK, NewAttempt, QuizSpec
from tutor.domain.sitting import ExamPolicy, Seat, first_deadline
from tutor.services.exam_session import ExamSession
from tutor.tui.screens.exam import ExamScreen

FOUR = [make_item(f"q{n}", stem=f"Stem number {n + 1}?") for n in range(4)]


def start_exam(bench: Bench, items: Sequence[Item], **rules: Any) -> ExamSession:
    """Start a mock exam on exactly these items, in the written order of their options."""
    values: dict[str, Any] = {
        "exam": "cpb",
        "edition": "test",
        "length": "sprint",
        "minutes": 60,
        "window_days": None,
        "time_factor": 1.0,
        "navigation": "free",
        "parts": 1,
        "breaks": 1,
        "open_book": True,
        "pass_percent": 70,
    }
    policy, now = ExamPolicy(**(values | rules)), bench.clock.now()
    services = bench.app.services
    attempt = services.store.start_sitting(
        NewAttempt(
            learner_id=bench.app.learner.id,
            title="CPB · sprint",
            spec=QuizSpec(exam=policy.exam, count=len(items), feedback="test", context=MOCK),
            seed=1,
            blueprint=None,
            deadline=first_deadline(policy, now),
            items=tuple(written(item) for item in items),
        ),
        policy,
        [Seat("claims", True) for _ in items],
        study_day=now.date(),
    )
    return services.mocks.resume(attempt.id)


@asynccontextmanager
async def exam(
    home: Path, items: Sequence[Item] = FOUR, *, size: tuple[int, int] = NARROW, **rules: Any
) -> AsyncIterator[Bench]:
    """Run the app with a mock exam on these items on its screen."""
    async with running_app(home, size) as bench:
        bench.app.clear_notifications()
        bench.session = start_exam(bench, items, **rules)
        bench.app.push_screen(ExamScreen(bench.session))
        await bench.settle()
        yield bench
