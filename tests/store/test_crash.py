"""Killed in the middle of answering: every acknowledged answer is there."""

import random
import subprocess
import sys

import pytest

from tests.store.conftest import World, answer, some_items, start

ITEMS = 400
WRITE = """
import sys
from pathlib import Path
from tests.store.conftest import DAY, answer
from tutor.clock import SystemClock
from tutor.store.store import open_store
store = open_store(Path(sys.argv[1]), clock=SystemClock())
print("ready", flush=True)
sys.stdin.readline()
for position in range(int(sys.argv[3]), 400):
    store.record_shown(sys.argv[2], position, study_day=DAY)
    answer(store, sys.argv[2], position, response=("b", str(position)))
    print(position, flush=True)
"""


@pytest.mark.slow
def test_kill_9_while_answering_loses_no_acknowledged_answer(tmp_path):
    rng = random.Random(9)
    world = World(tmp_path / "main.db")
    store = world.open()
    learner = store.create_learner("Ann")
    made = start(store, learner.id, some_items(ITEMS))
    store.close()
    acknowledged = 0
    for _round in range(20):
        acknowledged = killed_after(world.target, made.id, acknowledged, rng.randrange(1, 15))
        store = world.open()
        attempt = store.attempt(made.id)
        kept = [slot.position for slot in attempt.slots if slot.answer]
        assert kept == list(range(len(kept)))
        assert acknowledged <= len(kept) <= acknowledged + 1
        assert all(
            slot.answer.response[1] == str(slot.position) for slot in attempt.slots[: len(kept)]
        )
        assert attempt.status == "open"
        assert attempt.position in {len(kept) - 1, len(kept)}
        assert store.verify() == ()
        assert store.health().ok
        store.close()
        acknowledged = len(kept)


def killed_after(target, attempt_id, begin, answers):
    """Start a process that answers, kill it after some answers, return how many it acknowledged."""
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, target, attempt_id, str(begin)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    process.stdin.write("\n")
    process.stdin.flush()
    lines = [process.stdout.readline() for _time in range(answers)]
    process.kill()
    lines += process.stdout.readlines()
    process.communicate(timeout=30)
    return int([line for line in lines if line.endswith("\n")][-1]) + 1


def test_the_device_goes_on_numbering_where_it_stopped(file_world):
    store = file_world.open()
    made = start(store, store.create_learner("Ann").id, some_items(2))
    answer(store, made.id, 0)
    store.close()
    again = file_world.open()
    answer(again, made.id, 1)
    health = again.health()
    assert (health.counts["device"], health.seq_gaps, health.counts["event"]) == (1, 0, 3)
