"""kill -9 in mid-quiz: every acknowledged answer is there, and the quiz goes on."""

from __future__ import annotations

import threading
from random import Random

import pytest

from tests.e2e.plain_driver import PlainProgram
from tutor.domain.records import QuizSpec
from tutor.services.context import open_services
from tutor.settings import Settings

KILLS = 100
SHARES = 4


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_acknowledged_answers_survive_kill_9(tmp_path, warm_home, share):
    """Twenty-five kills each, at random moments, of the real program on one growing database."""
    rng = Random(share)
    settings = Settings(home=tmp_path)
    with open_services(settings) as services:
        learner = services.profiles.create("Ana", time_zone="UTC")
    expected: dict[str, int] = {}
    for kill in range(KILLS // SHARES):
        with open_services(settings) as services:
            spec = QuizSpec(count=60)
            attempt_id = services.practice.start(learner.id, spec, seed=kill).attempt_id
            before = services.store.attempt(attempt_id).slots
        with PlainProgram(tmp_path, ("resume", "--plain")) as program:
            if rng.random() < 0.75:
                program.wait_for_question()
            killer = _kill_soon(program, rng)
            while program.answer_next():
                pass
            killer.join()
            program._read_rest()
        expected[attempt_id] = program.acknowledged
        with open_services(settings) as services:
            _check(services, attempt_id, program, before)
            services.practice.resume(attempt_id).abandon()
    with open_services(settings) as services:
        for attempt_id, acknowledged in expected.items():
            answered = [slot for slot in services.store.attempt(attempt_id).slots if slot.answer]
            assert len(answered) >= acknowledged
        assert services.store.verify() == ()
    assert sum(expected.values()) > KILLS // SHARES


def _kill_soon(program, rng):
    """Kill at a random moment: during the start, or up to some thirty answers later."""
    timer = threading.Timer(rng.uniform(0.0, 1.6), program.process.kill)
    timer.start()
    return timer


def _check(services, attempt_id, program, before):
    attempt = services.store.attempt(attempt_id)
    answered = [slot.position for slot in attempt.slots if slot.answer]
    # at most one more than acknowledged: committed, but killed before the feedback was printed
    assert program.acknowledged <= len(answered) <= program.acknowledged + 1
    assert answered == list(range(len(answered)))
    assert [slot.placed for slot in attempt.slots] == [slot.placed for slot in before]
    if attempt.status == "open":
        position = services.practice.resume(attempt_id).current().position
        assert len(answered) - 1 <= position <= len(answered)
