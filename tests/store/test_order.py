"""The canonical order of events: given to those of older databases, and kept live."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import text

from tests.store.conftest import START, World, answer, some_items, start
from tests.store.old_schema import make_old
from tests.store.test_replay import projections


def orders(store):
    with store._database.reading() as session:
        query = text("SELECT event_id, at, order_at FROM event ORDER BY id")
        return session.connection().execute(query).all()


@pytest.mark.parametrize("hours", [1, 0, -1])
def test_a_later_event_comes_later_whatever_the_clock_says(store, world, learner, hours):
    made = start(store, learner.id, some_items(3))
    for position in range(3):
        world.clock.advance(hours * 3600)
        answer(store, made.id, position)
    found = [row.order_at for row in orders(store)]
    assert found == sorted(set(found))
    assert all(row.order_at >= row.at for row in orders(store))


def test_an_older_database_keeps_its_order(file_world, tmp_path):
    now = World(tmp_path / "now" / "main.db")
    store = now.open()
    ann, bob = (store.create_learner(name).id for name in ("Ann", "Bob"))
    quizzes = [start(store, one, some_items(4)).id for one in (ann, bob)]
    for position in range(4):
        now.clock.advance((3600, 0, -7200, 1800.000001)[position])
        for quiz in quizzes:
            answer(store, quiz, position, position % 2)
    live, ids = projections(store), [row.event_id for row in orders(store)]
    store.close()
    make_old(file_world.target, "0004_cards", now.target)
    migrated = file_world.open()
    assert [row.event_id for row in orders(migrated)] == ids
    assert projections(migrated) == live
    assert migrated.verify() == ()
    with closing(sqlite3.connect(file_world.target)) as connection:
        query = "SELECT at, order_at FROM event WHERE learner_id = ? ORDER BY id"
        rows = connection.execute(query, (ann,)).fetchall()
    assert rows[0][1] == (START + timedelta(microseconds=0)).strftime("%Y-%m-%d %H:%M:%S.%f")
    found = [order for _at, order in rows]
    assert found == sorted(set(found))
    assert all(order >= at and len(order) == len(at) == 26 for at, order in rows)
    answer_at = migrated.attempt(quizzes[0]).slots[3].answer.answered_at
    assert max(found) > str(answer_at)[:26]
    now.close()
