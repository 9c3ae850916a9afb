"""Whose history may be taken by whom."""

import pytest

from tests.store.conftest import World, answer, some_items, start
from tutor.domain.actor import ADMINISTRATOR, INSTRUCTOR, STUDENT, Actor, owner_of
from tutor.errors import NotFoundError, UsageError
from tutor.services.history import HistoryService


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
