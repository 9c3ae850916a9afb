"""Erasing a learner: everything goes, nothing else does, and it does not come back."""

import pytest
from sqlalchemy import text

from tests.store.conftest import DAY, answer, some_items, start
from tests.store.test_schema import lived_in  # noqa: F401 - a fixture
from tutor.errors import NotFoundError, StoreError, UsageError
from tutor.store.base import Base
from tutor.store.carried import CARRIED
from tutor.store.class_file_models import CLASS_FILE_TABLES
from tutor.store.class_models import CLASS_TABLES
from tutor.store.derived import PROJECTIONS
from tutor.store.erase import NOT_PERSONAL, personal_tables

OF_COURSES = {
    "course",
    "cohort",
    "course_item",
    "quiz_set",
    "quiz_set_version",
    "quiz_set_item",
    "assignment",
    "ruling",
    "bundle_secret",
    "course_key",
}
OF_NAMES = {"sign_in_try"}
"""Tries to sign in, by a hash of what was typed: they are not anybody's who exists."""
NOT_OWNED = {"setting", "device", "item_version", "learner"} | NOT_PERSONAL | OF_COURSES | OF_NAMES
"""Tables that hold nothing of a learner but the profile, which is deleted last."""


def test_every_table_is_a_learners_or_named_as_none():
    personal = {table.name for table, _ in personal_tables()}
    assert personal | NOT_OWNED == set(Base.metadata.tables)
    assert not personal & NOT_OWNED


def test_every_table_of_a_learner_is_carried_or_made_from_what_is():
    personal = {table.name for table, _ in personal_tables()}
    stays = CLASS_TABLES | CLASS_FILE_TABLES | {"account", "auth_session"}
    assert personal - {table.name for table in PROJECTIONS} <= set(CARRIED) | stays


def test_everything_goes_and_other_learners_stay(lived_in):  # noqa: F811
    store = lived_in
    (ann,) = store.learners()
    bob = store.create_learner("Bob")
    made = start(store, bob.id, some_items(2))
    answer(store, made.id, 0)
    counts = store.health().counts
    assert store.erase_learner(ann.id)["event"] == counts["event"] - 2
    left = store.health()
    assert left.ok
    assert left.counts["item_version"] == counts["item_version"]
    assert left.counts["erasure"] == counts["erasure"] + 1
    assert store.learners() == (bob,)
    assert store.current_learner_id() != ann.id
    assert left.counts["event"] == 2
    for table, whose in personal_tables():
        with store._database.reading() as session:
            query = table.select().where(whose)
            rows = session.connection().execute(query, {"learner": ann.id}).all()
        assert rows == [], table.name
    assert store.verify() == ()
    answer(store, made.id, 1)


def test_the_log_stays_append_only_for_everyone_else(store, learner):
    bob = store.create_learner("Bob")
    start(store, bob.id, some_items(1))
    store.erase_learner(learner.id)
    for table in ("event", "attempt_item", "attempt"):
        with (
            pytest.raises(StoreError, match=f"{table} is append-only"),
            store._database.writing() as session,
        ):
            session.connection().execute(text(f"DELETE FROM {table}"))
    with pytest.raises(StoreError, match="append-only"), store._database.writing() as session:
        session.connection().execute(text("DELETE FROM erasure"))


def test_what_was_erased_is_not_taken_in_again(store, learner):
    made = start(store, learner.id, some_items(1))
    answer(store, made.id, 0)
    history = store.history(learner.id)
    store.erase_learner(learner.id)
    for take in (store.merge, store.plan_merge):
        with pytest.raises(UsageError, match="erased from this database on 2026-11-23"):
            take(history)
    with pytest.raises(NotFoundError):
        store.erase_learner(learner.id)


def test_nothing_of_it_is_left_in_the_file(file_world):
    store = file_world.open()
    learner = store.create_learner("Unmistakable Name")
    made = start(store, learner.id, some_items(2))
    store.record_flag(made.id, 0, True, study_day=DAY)
    answer(store, made.id, 0, response=("an-unmistakable-answer",))
    store.erase_learner(learner.id)
    store.close()
    for file in file_world.target.parent.glob("main.db*"):
        data = file.read_bytes()
        assert b"Unmistakable Name" not in data
        assert b"an-unmistakable-answer" not in data


def test_a_slip_of_the_schema_cannot_leave_someone_elses_rows_behind(store, learner, monkeypatch):
    """Who is named by rows of others' is not erased: here, made-up rows of a made-up table."""
    from sqlalchemy import Column, ForeignKey, MetaData, String, Table

    extra = Table(
        "invented", MetaData(), Column("id", String, primary_key=True),
        Column("made_by", ForeignKey(Base.metadata.tables["learner"].c.id)),
    )  # fmt: skip
    tables = [*Base.metadata.sorted_tables, extra]
    monkeypatch.setattr("tutor.store.erase._tables", lambda: tables)
    with store._database.writing() as session:
        session.connection().execute(text("CREATE TABLE invented (id TEXT, made_by TEXT)"))
        session.connection().execute(
            text("INSERT INTO invented VALUES ('c', :id)"), {"id": learner.id}
        )
    with pytest.raises(UsageError, match="1 rows of invented"):
        store.erase_learner(learner.id)
    assert store.learners() == (learner,)
