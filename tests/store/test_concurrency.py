"""Several threads and processes at once."""

import random
import subprocess
import sys
import threading

import pytest
from sqlalchemy import text

from tests.factories import make_item
from tests.store.conftest import DAY, answer, some_items, start
from tutor.errors import TutorError
from tutor.store import attempts
from tutor.store.models import SettingRow

THREADS = 4
TIMES = 40


def in_threads(work):
    """Run `work(number)` in several threads at once; return what they raised."""
    errors = []
    together = threading.Barrier(THREADS)

    def body(number):
        together.wait()
        try:
            work(number)
        except TutorError as error:
            errors.append(error)

    threads = [threading.Thread(target=body, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_no_increment_is_lost(store):
    with store._database.writing() as session:
        session.add(SettingRow(key="count", value="0"))

    def increment(_number):
        for _time in range(TIMES):
            with store._database.writing() as session:
                row = session.get(SettingRow, "count", with_for_update=True)
                row.value = str(int(row.value) + 1)

    assert in_threads(increment) == []
    with store._database.reading() as session:
        assert session.get(SettingRow, "count").value == str(THREADS * TIMES)


def test_no_answer_is_lost_between_threads(store, learner):
    made = start(store, learner.id, some_items(THREADS * 10))

    def work(number):
        for offset in range(10):
            position = number * 10 + offset
            store.record_shown(made.id, position, study_day=DAY)
            answer(store, made.id, position, 1 / 3)
            store.attempt(made.id)

    assert in_threads(work) == []
    (summary,) = store.attempts(learner.id)
    assert summary.answered == THREADS * 10
    tally = store.progress(learner.id).roles["biller"]
    assert (tally.answered, tally.first_answered) == (THREADS * 10, THREADS * 10)
    assert store.verify() == ()
    assert store.health().seq_gaps == 0


def test_the_same_question_is_answered_only_once(store, learner):
    made = start(store, learner.id, some_items(1))
    errors = in_threads(lambda _number: answer(store, made.id, 0))
    assert len(errors) == THREADS - 1
    assert {str(error) for error in errors} == {"Question 1 is answered already."}
    assert store.progress(learner.id).roles["biller"].answered == 1


def test_quizzes_that_share_questions_start_together(store):
    """Each learner gets the same questions in another order, and none of them is stored yet."""
    learners = [store.create_learner(f"Learner {number}") for number in range(THREADS)]
    rounds = 15

    def work(number):
        for turn in range(rounds):
            items = [make_item(f"item-{turn}-{place}") for place in range(60)]
            random.Random(number).shuffle(items)
            start(store, learners[number].id, items)

    assert in_threads(work) == []
    health = store.health()
    assert health.counts["attempt"] == THREADS * rounds
    assert health.counts["item_version"] == rounds * 60
    assert health.ok


def test_two_devices_write_for_one_learner(world, monkeypatch):
    here = world.open()
    monkeypatch.setattr("socket.gethostname", lambda: "another-machine")
    there = world.open()
    learner = here.create_learner("Ann")
    made = start(here, learner.id, some_items(THREADS * 10))

    def work(number):
        store = here if number % 2 else there
        for offset in range(10):
            answer(store, made.id, number * 10 + offset)

    assert in_threads(work) == []
    assert here.progress(learner.id).roles["biller"].answered == THREADS * 10
    assert here.verify() == ()
    health = here.health()
    assert (health.counts["device"], health.seq_gaps) == (2, 0)


OPEN = """
import sys, uuid
from pathlib import Path
from tutor.clock import SystemClock
from tutor.store.store import open_store
target = sys.argv[1]
store = open_store(target if "://" in target else Path(target), clock=SystemClock())
sys.stdin.readline()
store.create_learner(sys.argv[2])
print(len(store.learners()))
store.close()
"""


def test_processes_that_create_the_database_at_once(tmp_path):
    create_at_once(str(tmp_path / "home" / "main.db"))


def test_clients_that_create_the_schema_at_once(postgres):
    url = postgres.make(with_schema=False)
    create_at_once(url)
    postgres.drop(url)


def create_at_once(target):
    started = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", OPEN, target, f"Learner {number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(3)
    ]
    results = [process.communicate("\n", timeout=120) for process in started]
    assert [err for _out, err in results] == [""] * 3
    assert max(int(out) for out, _err in results) == 3


def test_a_reader_does_not_wait_for_a_writer(store, learner):
    with store._database.writing() as session:
        session.connection().execute(text("UPDATE learner SET theme = 'paper'"))
        assert store.learner(learner.id).theme == "tutor-dark"
    assert store.learner(learner.id).theme == "paper"


def test_learners_of_one_machine_do_not_wait_for_each_other(world, store, learner):
    if not str(world.target).startswith("postgresql"):
        pytest.skip("an SQLite file has one writer at a time")
    other = store.create_learner("Ben", exam="cpb")
    items = some_items(1)
    slow, quick = start(store, learner.id, items), start(store, other.id, items)
    in_between = threading.Thread(target=answer, args=(world.open(), quick.id, 0))
    with store._recording() as recorder:
        attempts.show(recorder, slow.id, 0, DAY)
        in_between.start()
        in_between.join(timeout=30)
        assert not in_between.is_alive()
    assert store.attempt(quick.id).slots[0].answer is not None
    assert store.health().seq_gaps == 0
