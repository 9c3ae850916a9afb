"""Bookmarks in the code book, and the migration that brought them."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.store.conftest import START, World
from tests.store.old_schema import make_old
from tutor.domain.records import Bookmark, BookmarkKey
from tutor.errors import NotFoundError
from tutor.store import migrate

KEY = BookmarkKey("icd10cm", "FY2026 (Apr 2026)", "E11.9")
OTHER = BookmarkKey("hcpcs", "2026", "J1885")


def rows(store):
    return store.health().counts["bookmark"]


def test_a_bookmark_is_kept_and_outlives_the_program(world):
    store = world.open()
    learner = store.create_learner("Ann")
    store.set_bookmark(learner.id, KEY, kept=True)
    store.close()
    assert world.open().bookmarks(learner.id) == (Bookmark(KEY, START),)


def test_bookmarks_come_newest_first_and_belong_to_one_learner(store, world, learner):
    store.set_bookmark(learner.id, KEY, kept=True)
    world.clock.advance(60)
    store.set_bookmark(learner.id, OTHER, kept=True)
    other = store.create_learner("Bob")
    assert [one.key for one in store.bookmarks(learner.id)] == [OTHER, KEY]
    assert store.bookmarks(other.id) == ()


def test_a_removed_bookmark_is_gone_but_not_deleted_and_can_come_back(store, world, learner):
    store.set_bookmark(learner.id, KEY, kept=True)
    store.set_bookmark(learner.id, KEY, kept=False)
    assert store.bookmarks(learner.id) == ()
    assert rows(store) == 1
    world.clock.advance(60)
    store.set_bookmark(learner.id, KEY, kept=True)
    assert store.bookmarks(learner.id) == (Bookmark(KEY, START + timedelta(minutes=1)),)
    assert rows(store) == 1


def test_saying_the_same_again_changes_nothing(store, world, learner):
    store.set_bookmark(learner.id, KEY, kept=False)
    assert rows(store) == 0
    store.set_bookmark(learner.id, KEY, kept=True)
    world.clock.advance(60)
    store.set_bookmark(learner.id, KEY, kept=True)
    assert store.bookmarks(learner.id) == (Bookmark(KEY, START),)


def test_nobody_has_no_bookmarks(store):
    with pytest.raises(NotFoundError, match="nobody"):
        store.set_bookmark("nobody", KEY, kept=True)


def test_replaying_the_events_leaves_bookmarks_alone(store, learner):
    store.set_bookmark(learner.id, KEY, kept=True)
    store.rebuild()
    assert store.verify() == ()
    assert store.health().ok
    assert store.bookmarks(learner.id) == (Bookmark(KEY, START),)


def test_a_database_from_before_bookmarks_is_brought_up_to_date(file_world, tmp_path):
    now = World(tmp_path / "now.db")
    learner = now.open().create_learner("Ann")
    now.close()
    make_old(file_world.target, "0001_first", now.target)
    store = file_world.open()
    assert store.learners() == (learner,)
    store.set_bookmark(learner.id, KEY, kept=True)
    assert len(store.bookmarks(learner.id)) == 1
    with store._database.reading() as session:
        found = session.connection().execute(text("SELECT version_num FROM alembic_version"))
        assert found.scalar_one() == migrate.HEAD
