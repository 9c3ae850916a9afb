"""Nobody can read off any command whether the answers of an open test or mock exam are right."""

from __future__ import annotations

import itertools
import shutil
import uuid
from datetime import UTC, datetime
from random import Random

import pytest

from tutor.clock import FixedClock, SystemClock
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.services.context import open_services
from tutor.settings import load_settings

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
COMMANDS = [
    ["progress"],
    ["progress", "--json"],
    ["progress", "--exam", "cca", "--json"],
    ["cards", "--all"],
    ["cards", "--json"],
    ["ready"],
    ["ready", "cca", "--json"],
    ["missed"],
    ["missed", "--json"],
    ["next"],
    ["next", "--json"],
    ["review"],
    ["review", "--json"],
    ["review", "--wrong", "--json"],
    ["exam", "report"],
    ["exam", "report", "--json"],
    ["exam", "list"],
    ["exam", "list", "--json"],
    ["exam", "assemble", "cpb", "--length", "sprint", "--seed", "4", "--json"],
    ["profile", "list"],
    ["db", "verify"],
    ["doctor"],
]
"""All that reads what was answered. `{open}` stands for the open attempt."""
OF_THE_OPEN_ONE = [
    ["review", "{open}"],
    ["review", "{open}", "--json"],
    ["review", "{open}", "--wrong", "--json"],
    ["exam", "report", "{open}", "--json"],
]
OTHER_DRAWS = [
    QuizSpec(exam="cpb", count=15),
    QuizSpec(exam="cpb", count=15, seen="new"),
    QuizSpec(exam="cpb", count=15, seen="seen"),
    QuizSpec(exam="cpb", count=15, seen="missed", source="both"),
]


@pytest.fixture
def frozen(monkeypatch):
    """Stop the clock and count ids up, so that two homes can be alike to the byte."""
    clock = FixedClock(NOW)
    ids = itertools.count(1)
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: clock.monotonic())
    monkeypatch.setattr("uuid_utils.uuid7", lambda: uuid.UUID(int=next(ids)))

    def begin():
        nonlocal ids
        ids = itertools.count(1)
        clock.advance((NOW - clock.now()).total_seconds())
        return clock

    return begin


def live(clock, kind, *, right):
    """Practise a little, then sit a test or mock exam, all right or all wrong; return its id."""
    with open_services(load_settings(), clock=clock, rng=Random(5)) as services:
        learner = services.profiles.create("Ana", exam="cpb")
        services.profiles.choose(learner.id)
        session = services.practice.start(learner.id, QuizSpec(exam="cpb", count=12), seed=9)
        for place in range(12):
            give(services, session, clock, right=place % 2 == 0)
            session.next()
        session.finish()
        clock.advance(3 * 86_400)
        if kind == "mock":
            session = services.mocks.start(learner.id, "cpb", length="sprint", seed=3)
        else:
            spec = QuizSpec(exam="cpb", count=20, feedback="test", seen="any")
            session = services.practice.start(learner.id, spec, seed=2)
        for _ in session.palette.answered:
            give(services, session, clock, right=right, confidence="sure")
            session.next()
        return session.attempt_id


def give(services, session, clock, *, right, confidence=None):
    item = services.library.item(session.current().item_id)
    clock.advance(40)
    response = key_response(item) if right else wrong_response(item, Random(5))
    session.answer(response, confidence=confidence)


def look(tutor, attempt):
    """Return what every command prints, and what would be drawn."""
    said = {}
    for command in COMMANDS + OF_THE_OPEN_ONE:
        words = [word.format(open=attempt) for word in command]
        done = tutor(*words, typed="quit\n")
        said[" ".join(command)] = (done.code, done.out, done.err)
    with open_services(load_settings(), rng=Random(6)) as services:
        learner = services.profiles.current()
        said["home"] = services.home.home(learner.id)
        said["due"] = services.spaced.overview(learner.id)
        for number, spec in enumerate(OTHER_DRAWS):
            said[f"count {number}"] = services.practice.matching(learner.id, spec)
            drawn = services.practice.start(learner.id, spec, seed=number)
            places = range(len(drawn.palette.answered))
            said[f"draw {number}"] = [drawn.go(place).item_id for place in places]
            drawn.abandon()
        said["unfinished"] = services.practice.unfinished(learner.id)
    return said


@pytest.mark.parametrize("kind", ["mock", "test"])
def test_all_right_and_all_wrong_look_the_same(
    tutor, tmp_path, monkeypatch, compiled_cache, frozen, kind
):
    looks, ended = [], []
    for right in (True, False):
        home = tmp_path / "same"
        if home.exists():
            home.rename(tmp_path / "before")
        shutil.copytree(compiled_cache, home / "cache")
        monkeypatch.setenv("TUTOR_HOME", str(home))
        clock = frozen()
        attempt = live(clock, kind, right=right)
        looks.append(look(tutor, attempt))
        with open_services(load_settings()) as services:
            services.practice.resume(attempt).finish()
        ended.append(tutor("progress", "--json").out)
    first, second = looks
    for what, said in first.items():
        assert second[what] == said, what
    assert ended[0] != ended[1]  # what is compared does tell, once it may
