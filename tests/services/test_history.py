"""Whose history may be taken by whom."""

from contextlib import nullcontext
from random import Random

import pytest

from tests.store.conftest import World, answer, some_items, start
from tutor.domain.actor import ADMINISTRATOR, INSTRUCTOR, STUDENT, Actor, owner_of
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.kinds import key_response, wrong_response
from tutor.errors import AttemptError, NotFoundError, UsageError
from tutor.services.context import assemble
from tutor.services.history import HistoryService
from tutor.settings import Settings
from tutor.store.store import open_store


@pytest.fixture
def store(tmp_path):
    world = World(tmp_path / "home" / "main.db")
    yield world.open()
    world.close()


@pytest.fixture
def service(store, tmp_path):
    return HistoryService(store, tmp_path / "home" / "backups")


def test_everyone_may_take_their_own_and_administrators_anyones(store, service, tmp_path):
    ann, bob = store.create_learner("Ann"), store.create_learner("Bob")
    made = start(store, ann.id, some_items(1))
    answer(store, made.id, 0)
    path = tmp_path / "ann.tutorhistory"
    allowed = [Actor(ann.id), Actor(bob.id, ADMINISTRATOR), owner_of(None), owner_of(bob.id)]
    for actor in allowed:
        assert service.export(actor, ann.id, path).events == 2
        assert service.plan(actor, path).report.events_known == 2
        assert not service.apply(actor, path).report.changes_anything
    for actor in (Actor(bob.id, STUDENT), Actor(bob.id, INSTRUCTOR), Actor(None)):
        for refused in (
            lambda actor=actor: service.export(actor, ann.id, path),
            lambda actor=actor: service.plan(actor, path),
            lambda actor=actor: service.apply(actor, path),
            lambda actor=actor: service.erase(actor, ann.id),
        ):
            with pytest.raises(UsageError, match="someone else's"):
                refused()
    assert service.erase(Actor(ann.id), ann.id).events == 2


def test_archived_profiles_are_found_by_name_or_id(store, service):
    first = store.create_learner("Ann")
    store.archive_learner(first.id)
    assert service.find("ann").id == first.id
    second = store.create_learner("Ann")
    assert service.find("ANN").id == second.id
    store.archive_learner(second.id)
    with pytest.raises(UsageError, match="give an id"):
        service.find("Ann")
    assert service.find(first.id).id == first.id
    with pytest.raises(NotFoundError):
        service.find("Bob")


@pytest.fixture
def homes(tmp_path, library, clock):
    """Two machines' homes with the services on them."""
    opened = []
    for name in ("desk", "laptop"):
        settings = Settings(home=tmp_path / name)
        settings.make_folders()
        store = open_store(settings.database, clock=clock, backups=settings.backups)
        opened.append(assemble(settings, clock, Random(7), store, library))
    yield opened
    for services in opened:
        services.close()


def work(services, attempt_id, count, right, clock):
    """Do a few tasks of a shift rightly or wrongly, and go to the next one after each."""
    session = services.shifts.resume(attempt_id)
    for number in range(count):
        clock.advance(60)
        attempt = services.store.attempt(attempt_id)
        item = attempt.slots[attempt.position].placed.item
        session.answer(key_response(item) if right else wrong_response(item, Random(number)))
        session.next()


def carry(source, target, learner_id, path):
    """Import what one machine knows of a learner on another one."""
    actor = owner_of(learner_id)
    source.history.export(actor, learner_id, path)
    report = target.history.apply(actor, path).report
    assert report.refused == ()


@pytest.mark.parametrize(
    ("seed", "here", "there", "stops"),
    [
        (3, 3, 1, True),
        (21, 2, 2, False),  # both had the same tasks: the later answers stand
        (8, 1, 3, False),
        (3, 1, 0, False),
    ],
)
def test_a_shift_that_went_on_on_two_machines_is_merged(
    homes, tmp_path, clock, seed, here, there, stops
):
    desk, laptop = homes
    path = tmp_path / "ana.tutorhistory"
    ana = desk.profiles.create("Ana", exam="cpb").id
    bob = laptop.profiles.create("Bob", exam="cpb").id
    shift = desk.shifts.start(ana, ShiftOptions(patients=2, difficulty=3), seed=seed).attempt_id
    work(desk, shift, 2, True, clock)
    carry(desk, laptop, ana, path)
    work(desk, shift, here, True, clock)
    work(laptop, shift, there, False, clock)
    quiz = laptop.practice.start_sorter(ana).attempt_id
    laptop.shifts.start(bob, ShiftOptions(patients=1), seed=seed)
    carry(laptop, desk, ana, path)
    carry(desk, laptop, ana, path)
    merged = desk.store.attempt(shift)
    assert laptop.store.attempt(shift) == merged
    assert desk.store.attempt(quiz) == laptop.store.attempt(quiz)
    assert desk.store.verify() == laptop.store.verify() == ()
    assert len(laptop.store.open_attempts(bob)) == 1
    for services in homes:
        session = services.shifts.resume(shift)
        session.current()
        with pytest.raises(AttemptError, match="two machines") if stops else nullcontext():
            go_on(services, session)
        assert services.shifts.result(shift).answered >= 3
        session.end()
        slots = services.store.attempt(shift).slots
        reviewed = services.shifts.resume(shift)
        assert [reviewed.review(number).stem for number in range(len(slots))]


def go_on(services, session):
    """Answer what stands there and go to the next task, a few times."""
    for _ in range(6):
        attempt = services.store.attempt(session.attempt_id)
        slot = attempt.slots[attempt.position]
        if slot.answer is None:
            session.answer(key_response(slot.placed.item))
        if not session.next():
            break
