"""When a learner studies, and the migration that brought it."""

from datetime import date

import pytest
from sqlalchemy import text

from tests.store.conftest import World
from tests.store.old_schema import make_old
from tutor.domain.study_day import StudyDays
from tutor.errors import NotFoundError, StoreError
from tutor.store import migrate

DAYS = StudyDays(45, frozenset({5, 6}), frozenset({date(2026, 12, 25), date(2026, 12, 24)}))


def test_every_day_is_one_of_study_unless_set(store, learner):
    assert store.study_days(learner.id) == StudyDays()


def test_study_days_are_kept_replaced_and_outlive_the_program(world):
    store = world.open()
    ann, bob = store.create_learner("Ann"), store.create_learner("Bob")
    store.set_study_days(ann.id, DAYS)
    store.close()
    store = world.open()
    assert store.study_days(ann.id) == DAYS
    assert store.study_days(bob.id) == StudyDays()
    store.set_study_days(ann.id, StudyDays())
    assert store.study_days(ann.id) == StudyDays()
    assert store.health().counts["study_days"] == 1


def test_nobody_has_no_study_days(store):
    with pytest.raises(NotFoundError, match="nobody"):
        store.set_study_days("nobody", DAYS)


def test_minutes_are_more_than_none(store, learner):
    with pytest.raises(StoreError):
        store.set_study_days(learner.id, StudyDays(0))


def test_replaying_the_events_leaves_study_days_alone(store, learner):
    store.set_study_days(learner.id, DAYS)
    store.rebuild()
    assert store.verify() == ()
    assert store.study_days(learner.id) == DAYS


def test_a_damaged_row_gives_one_line(store, learner):
    store.set_study_days(learner.id, DAYS)
    with store._database.writing() as session:
        session.connection().execute(text("UPDATE study_days SET dates_off = '[\"soon\"]'"))
    with pytest.raises(StoreError):
        store.study_days(learner.id)


def test_a_database_from_before_study_days_is_brought_up_to_date(file_world, tmp_path):
    now = World(tmp_path / "now.db")
    learner = now.open().create_learner("Ann")
    now.close()
    make_old(file_world.target, "0003_mock_exams", now.target)
    store = file_world.open()
    assert store.learners() == (learner,)
    assert store.study_days(learner.id) == StudyDays()
    store.set_study_days(learner.id, DAYS)
    assert store.study_days(learner.id) == DAYS
    with store._database.reading() as session:
        found = session.connection().execute(text("SELECT version_num FROM alembic_version"))
        assert found.scalar_one() == migrate.HEAD
