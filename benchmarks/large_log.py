"""A learner with a large log: two years of quizzes and reviews, written the fast way.

Events go in by the thousand, without their projections; one rebuild makes those. What comes out
is what answering question by question would have left.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import insert, text

from tutor.clock import Clock, FixedClock, SystemClock
from tutor.domain.item import Item
from tutor.domain.kinds import arrange, key_response, wrong_response
from tutor.domain.records import SPACED, Attempt, Learner, NewAttempt, PlacedItem, QuizSpec
from tutor.domain.study_day import study_day
from tutor.services.context import Services, open_services
from tutor.settings import Settings
from tutor.store.base import table_of
from tutor.store.models import EventRow
from tutor.store.store import Store, new_uuid7

EXAM = "cpc"
QUESTIONS = 100
"""In each quiz; one quiz in four is a spaced review."""
DAYS = 730
"""Over which the quizzes are spread, up to today."""
REVIEW_EVERY = 4


def make_home(home: Path, *, answers: int, clock: Clock | None = None) -> Learner:
    """Make a data folder with one learner who has given so many answers, the last of them today."""
    now = (clock or SystemClock()).now()
    past = FixedClock(now)
    with open_services(Settings(home=home), clock=past, rng=Random(1)) as services:
        learner = services.profiles.create("Bench", exam=EXAM, time_zone="UTC")
        quizzes = answers // QUESTIONS
        items = services.library.items(head.id for head in services.library.heads("bank"))
        rng = Random(2)
        for number in range(quizzes):
            at = now - timedelta(days=DAYS * (quizzes - 1 - number) / quizzes, hours=1)
            past.advance((at - past.now()).total_seconds())
            _take_quiz(services, learner, items, number, rng)
        if quizzes:
            services.store.rebuild()
    return learner


def _take_quiz(
    services: Services, learner: Learner, items: list[Item], number: int, rng: Random
) -> None:
    context = "practice" if number % REVIEW_EVERY else SPACED
    now = services.clock.now()
    attempt = services.store.start_attempt(
        NewAttempt(
            learner_id=learner.id,
            title=f"Quiz {number + 1}",
            spec=QuizSpec(exam=EXAM, count=QUESTIONS, context=context),
            seed=number,
            blueprint=None,
            deadline=None,
            items=tuple(
                PlacedItem(item, arrange(item, rng)) for item in rng.sample(items, QUESTIONS)
            ),
        ),
        study_day=study_day(now, "UTC"),
    )
    _append(services.store, attempt, rng)


def _append(store: Store, attempt: Attempt, rng: Random) -> None:
    """Write the answers and the end of an attempt into the log."""
    rows = [_answer(attempt, position, rng) for position in range(len(attempt.slots))]
    rows.append(_row(attempt, len(rows), "attempt_ended", {"status": "finished"}))
    with store._database.writing() as session:
        connection = session.connection()
        device, seq = connection.execute(text("SELECT id, next_seq FROM device")).one()
        numbered = [
            row | {"device_id": device, "seq": seq + place} for place, row in enumerate(rows)
        ]
        connection.execute(insert(table_of(EventRow)), numbered)
        connection.execute(text("UPDATE device SET next_seq = :next"), {"next": seq + len(rows)})


def _answer(attempt: Attempt, position: int, rng: Random) -> dict[str, Any]:
    item = attempt.slots[position].placed.item
    knows = rng.random() < 0.7
    response = key_response(item) if knows else wrong_response(item, rng)
    payload = {
        "response": list(response),
        "score": 1.0 if knows else 0.0,
        "latency_ms": rng.randint(15_000, 120_000),
    }
    about = {"position": position, "item_id": item.id, "item_hash": item.content_hash}
    return _row(attempt, position, "answered", payload) | about


def _row(attempt: Attempt, place: int, kind: str, payload: dict[str, Any]) -> dict[str, Any]:
    at = attempt.started_at + timedelta(seconds=30 * (place + 1))
    return {
        "event_id": new_uuid7(),
        "learner_id": attempt.learner_id,
        "kind": kind,
        "at": at,
        "order_at": at,
        "study_day": study_day(at, "UTC").isoformat(),
        "attempt_id": attempt.id,
        "position": None,
        "item_id": None,
        "item_hash": None,
        "payload": payload,
    }
