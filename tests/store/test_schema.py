"""Constraints, triggers and column types hold on both backends."""

import re
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import inspect, text

from tests.factories import make_item
from tests.store.classroom.assign_bench import begin
from tests.store.classroom_rows import fill_every_table, make_assignment
from tests.store.conftest import DAY, answer, new_attempt, some_items, start, use_weights
from tests.store.test_sittings import POLICY, SEATS
from tutor.domain.records import BookmarkKey, QuizSpec
from tutor.domain.study_day import StudyDays
from tutor.errors import StoreError
from tutor.store.base import Base
from tutor.store.models import AttemptRow, LearnerRow, SettingRow

APPEND_ONLY = ("event", "item_version", "attempt", "attempt_item", "sitting", "erasure")
CLASS_APPEND_ONLY = (
    "audit",
    "quiz_set_version",
    "quiz_set_item",
    "assigned_attempt",
    "collected_attempt",
)


@pytest.fixture
def lived_in(world, store, learner):
    """Return a store with a row in every table."""
    made = start(store, learner.id, some_items(2))
    answer(store, made.id, 0)
    store.end_attempt(made.id, "finished", study_day=DAY)
    new = new_attempt(learner.id, some_items(3), spec=QuizSpec(feedback="test", context="mock"))
    sat = store.start_sitting(new, POLICY, SEATS, study_day=DAY)
    answer(store, sat.id, 0)
    store.record_struck(sat.id, 0, ("a",), study_day=DAY)
    store.record_check(learner.id, make_item("held"), ("b",), 0.0, latency_ms=1, study_day=DAY)
    store.record_page_read(learner.id, "lesson", 1, 0, 1, study_day=DAY)
    world.clock.advance(100_000)
    store.record_check(learner.id, make_item("held"), ("b",), 1.0, latency_ms=1, study_day=DAY)
    store.set_current_learner(learner.id)
    store.set_bookmark(learner.id, BookmarkKey("icd10cm", "FY2026", "E11.9"), kept=True)
    store.set_study_days(learner.id, StudyDays(45))
    use_weights(store, learner.id, 0.3)
    store.create_account(learner.id, "administrator", "hash", must_change=False, first=True)
    store.begin_session(learner.id, "token", timedelta(hours=1))
    store.charge_try("Ann")
    item = made.slots[0].placed.item
    fill_every_table(store, learner.id, made.id, item.id, item.content_hash)
    begin(store, make_assignment(store, id="assignment-2"), learner.id)
    store.erase_learner(store.create_learner("Gone").id)
    return store


def run(store, statement, **values):
    with store._database.writing() as session:
        return session.connection().execute(text(statement), values)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {0} SET item_id = 'x'", "DELETE FROM {0}"])
def test_what_was_written_stays(lived_in, table, change):
    column = {"attempt": "title", "sitting": "attempt_id", "erasure": "learner_id"}.get(
        table, "item_id"
    )
    change = change.replace("item_id", column)
    before = lived_in.health().counts
    with pytest.raises(StoreError, match=f"{table} is append-only"):
        run(lived_in, change.format(table))
    assert lived_in.health().counts == before
    assert lived_in.verify() == ()


@pytest.mark.parametrize("table", CLASS_APPEND_ONLY)
def test_what_was_published_assigned_or_audited_stays(lived_in, table):
    with pytest.raises(StoreError, match=f"{table} is append-only"):
        run(lived_in, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", APPEND_ONLY + CLASS_APPEND_ONLY)
def test_truncate_and_replace_do_not_slip_past_the_triggers(lived_in, table):
    statement = f"TRUNCATE {table} CASCADE"
    if lived_in._database.path:
        statement = f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"
    with pytest.raises(StoreError, match="is append-only"):
        run(lived_in, statement)


@pytest.mark.parametrize("context", ["diagnostic", "shift", "practice"])
def test_a_question_gives_way_only_to_a_smaller_one_where_a_merge_needs_it(store, learner, context):
    items = sorted(some_items(3), key=lambda item: item.content_hash)
    start(store, learner.id, items)
    grown = start(store, learner.id, items[1:2], spec=QuizSpec(context=context)).id
    change = "UPDATE attempt_item SET item_id = :item, item_hash = :hash WHERE attempt_id = :id"
    for item, gives_way in ((items[2], False), (items[0], context != "practice")):
        refused = pytest.raises(StoreError, match="attempt_item is append-only")
        with nullcontext() if gives_way else refused:
            run(store, change, item=item.id, hash=item.content_hash, id=grown)
    kept = items[context == "practice"]
    assert store.attempt(grown).slots[0].placed.item.id == kept.id


def save(store, row, then="SELECT 1"):
    with store._database.writing() as session:
        session.add(row)
        session.flush()
        session.connection().execute(text(then))


def test_every_table_has_rows(lived_in):
    assert [name for name, count in lived_in.health().counts.items() if not count] == []


def test_events_are_numbered_without_gaps(lived_in):
    with lived_in._database.reading() as session:
        rows = session.connection().execute(text("SELECT seq, device_id FROM event ORDER BY id"))
        found = [tuple(row) for row in rows]
    assert [seq for seq, _device in found] == list(range(1, 13))
    assert len({device for _seq, device in found}) == 1
    assert lived_in.health().seq_gaps == 0


def test_a_refused_step_uses_no_number(store, learner):
    made = start(store, learner.id, some_items(1))
    with pytest.raises(StoreError):
        answer(store, made.id, 0, 1.5)
    answer(store, made.id, 0)
    assert store.health().seq_gaps == 0
    assert store.health().counts["event"] == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE attempt_state SET status = 'lost'",
        "UPDATE answer_state SET score = 2",
        "UPDATE learner SET daily_goal = 0",
        "UPDATE answer_state SET learner_id = 'nobody'",
        "INSERT INTO setting VALUES ('current_learner', NULL)",
    ],
)
def test_constraints_hold(lived_in, statement):
    with pytest.raises(StoreError, match="the database reports"):
        run(lived_in, statement)


def test_every_constraint_has_its_name(lived_in):
    inspector = inspect(lived_in._database.engine)
    for table in Base.metadata.tables:
        names = [inspector.get_pk_constraint(table)["name"]]
        names += [one["name"] for one in inspector.get_foreign_keys(table)]
        names += [one["name"] for one in inspector.get_unique_constraints(table)]
        names += [one["name"] for one in inspector.get_check_constraints(table)]
        names += [one["name"] for one in inspector.get_indexes(table)]
        assert all(re.match(rf"(pk|fk|uq|ck|ix)_{table}", name or "") for name in names), names


def test_foreign_keys_hold_on_every_pooled_connection(file_world):
    store = file_world.open()
    engine = store._database.engine
    connections = [engine.connect() for _number in range(5)]
    for connection in connections:
        pragma = connection.exec_driver_sql
        assert pragma("PRAGMA foreign_keys").scalar_one() == 1
        assert pragma("PRAGMA synchronous").scalar_one() == 2
        assert pragma("PRAGMA journal_mode").scalar_one() == "wal"
        assert pragma("PRAGMA trusted_schema").scalar_one() == 0
        assert pragma("PRAGMA busy_timeout").scalar_one() == 5000
        assert pragma("PRAGMA wal_autocheckpoint").scalar_one() == 500
        connection.close()


def test_naive_datetimes_are_refused_and_aware_ones_come_back_in_utc(store, learner):
    row = {"name": "B", "name_key": "b", "daily_goal": 1, "time_zone": "UTC", "theme": "t"}
    pacific = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=-8)))
    with store._database.writing() as session:
        session.add(LearnerRow(id="b", created_at=pacific, **row))
    back = store.learner("b").created_at
    assert (back, back.tzinfo) == (datetime(2026, 1, 1, 20, tzinfo=UTC), UTC)
    naive = LearnerRow(id="c", created_at=datetime(2026, 1, 1), **row)  # noqa: DTZ001
    with pytest.raises(StoreError, match="timezone"):
        save(store, naive)
    assert len(store.learners()) == 2


def test_json_is_saved_by_reassigning(lived_in):
    """A change inside a JSON value is not seen, so values are always replaced."""
    with lived_in._database.reading() as session:
        row = session.get(
            AttemptRow,
            session.connection().execute(text("SELECT id FROM attempt LIMIT 1")).scalar_one(),
        )
        row.spec["count"] = 99
        assert row not in session.dirty
        row.spec = row.spec | {"count": 99}
        assert row in session.dirty


def test_a_failed_transaction_keeps_nothing(store):
    with pytest.raises(StoreError, match="no_such_table"):
        save(store, SettingRow(key="a", value="1"), then="SELECT * FROM no_such_table")
    assert store.health().counts["setting"] == 0


def test_savepoints_undo_only_their_own_part(store):
    with store._database.writing() as session:
        session.add(SettingRow(key="kept", value="1"))
        session.flush()
        with session.begin_nested() as inner:
            session.add(SettingRow(key="undone", value="1"))
            session.flush()
            inner.rollback()
    with store._database.reading() as session:
        keys = session.connection().execute(text("SELECT key FROM setting")).scalars().all()
    assert keys == ["kept"]
