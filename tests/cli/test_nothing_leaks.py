"""Nobody can read off any command whether answers are right that may not show it yet.

Those are the answers of an open test or mock exam, and of an assignment, open or handed in, whose
verdicts are not released.
"""

from __future__ import annotations

import itertools
import re
import shutil
import uuid
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tests.services.classroom.assign_bench import HIDDEN
from tests.store.classroom_rows import make_assignment, make_course, make_set
from tutor.clock import FixedClock, SystemClock
from tutor.domain.assignment import AssignmentPolicy
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.records import QuizSpec
from tutor.services.context import open_services
from tutor.settings import load_settings
from tutor.store.versions import keep_versions

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
    ["assignments"],
    ["assignments", "list", "--json"],
    ["resume", "--plain"],
]
"""All that reads what was answered. `{open}` stands for the open attempt."""
OF_THE_OPEN_ONE = [
    ["review", "{open}"],
    ["review", "{open}", "--json"],
    ["review", "{open}", "--wrong", "--json"],
    ["exam", "report", "{open}", "--json"],
]
OF_THE_ASSIGNMENT = [
    ["assignments", "review", "week 1"],
    ["assignments", "review", "week 1", "--json"],
    ["assignments", "take", "week 1"],
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
        if kind in ("assigned", "handed in"):
            return assigned(services, session, clock, learner, right=right, kind=kind)
        if kind == "mock":
            session = services.mocks.start(learner.id, "cpb", length="sprint", seed=3)
        else:
            spec = QuizSpec(exam="cpb", count=20, feedback="test", seen="any")
            session = services.practice.start(learner.id, spec, seed=2)
        for _ in session.palette.answered:
            give(services, session, clock, right=right, confidence="sure")
            session.next()
        return session.attempt_id


def assigned(services, practised, clock, learner, *, right, kind):
    """Take an assignment of six written questions that shows nothing before it closes."""
    seen = {slot.placed.item.id for slot in services.store.attempt(practised.attempt_id).slots}
    heads = [head.id for head in services.library.heads() if head.domains("cpb")]
    fresh = [one for one in heads if one not in seen][:6]
    assert len(fresh) == 6
    store, items = services.store, services.library.items(fresh)
    make_course(store, [learner.id])
    with store._recording() as recorder:
        hashes = keep_versions(recorder, items)
    make_set(store, [(item.id, one) for item, one in zip(items, hashes, strict=True)])
    closes = clock.now() + timedelta(days=2)
    policy = AssignmentPolicy(release=HIDDEN, shuffle=False).to_dict()
    one = make_assignment(store, policy=policy, opens_at=None, closes_at=closes)
    session = services.classroom.work.start(services.actor, one)
    for _ in session.palette.answered:
        give(services, session, clock, right=right, confidence="sure")
        session.next()
    if kind == "handed in":
        session.end()
    return session.attempt_id


def give(services, session, clock, *, right, confidence=None):
    item = services.library.item(session.current().item_id)
    clock.advance(40)
    response = key_response(item) if right else wrong_response(item, Random(5))
    session.answer(response, confidence=confidence)


def look(tutor, attempt):
    """Return what every command prints, and what would be drawn."""
    said = {}
    for command in COMMANDS + OF_THE_OPEN_ONE + OF_THE_ASSIGNMENT:
        words = [word.format(open=attempt) for word in command]
        done = tutor(*words, typed="quit\n")
        said[" ".join(command)] = (done.code, own_answers_out(done.out), done.err)
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


def own_answers_out(text):
    """Leave out what the learner answered: that differs, and they know it."""
    text = re.sub(r"\(Your answer so far:[^)]*\)", "(answered)", text)
    return re.sub(r'"response": \[[^\]]*\]', '"response": []', text)


@pytest.mark.parametrize("kind", ["mock", "test", "assigned", "handed in"])
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
        if kind in ("assigned", "handed in"):
            clock.advance(3 * 86_400)  # it has closed
        with open_services(load_settings()) as services:
            services.practice.resume(attempt).finish()
        ended.append(tutor("progress", "--json").out)
    first, second = looks
    for what, said in first.items():
        assert second[what] == said, what
    assert ended[0] != ended[1]  # what is compared does tell, once it may
