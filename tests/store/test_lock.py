"""One interactive program at a time."""

import os
import socket
import stat
import subprocess
import sys

import pytest

from tests.store.conftest import START, World
from tutor.clock import FixedClock
from tutor.errors import EXIT_BUSY, StoreBusyError
from tutor.store.lock import InstanceLock

HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tutor.clock import FixedClock
from tutor.store.lock import InstanceLock
lock = InstanceLock(Path(sys.argv[1]), FixedClock(datetime(2026, 11, 23, 15, tzinfo=UTC)))
print("held", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "home" / "main.db"


def hold_elsewhere(path):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_window_is_told_who_holds_the_database(path):
    other = hold_elsewhere(path)
    since = START.astimezone().strftime("%H:%M")
    try:
        with pytest.raises(StoreBusyError) as caught:
            InstanceLock(path, FixedClock(START))
    finally:
        other.communicate("\n", timeout=30)
    assert str(caught.value) == (
        f"{path} is already open in another window since {since} (pid {other.pid}); "
        "close it, or use that one"
    )
    assert caught.value.exit_code == EXIT_BUSY


def test_a_killed_program_leaves_no_lock_behind(path):
    other = hold_elsewhere(path)
    other.kill()
    other.communicate(timeout=30)
    with InstanceLock(path, FixedClock(START)):
        pass


def test_the_lock_is_given_up_and_can_be_taken_again(path):
    lock = InstanceLock(path, FixedClock(START))
    with pytest.raises(StoreBusyError, match=f"pid {os.getpid()}"):
        InstanceLock(path, FixedClock(START))
    lock.release()
    lock.release()
    InstanceLock(path, FixedClock(START)).release()


def test_a_holder_on_another_host_is_named(path):
    lock = InstanceLock(path, FixedClock(START))
    holder = path.with_name("main.db.holder")
    holder.write_text(holder.read_text().replace(socket.gethostname(), "ward-3"))
    with pytest.raises(StoreBusyError, match="on ward-3 since"):
        InstanceLock(path, FixedClock(START))
    lock.release()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": "x"}'])
def test_an_unreadable_holder_still_gives_a_clear_line(path, text):
    lock = InstanceLock(path, FixedClock(START))
    path.with_name("main.db.holder").write_text(text)
    with pytest.raises(StoreBusyError, match="already open in another window"):
        InstanceLock(path, FixedClock(START))
    lock.release()


def test_the_lock_files_are_the_owners(path):
    with InstanceLock(path, FixedClock(START)):
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
        assert modes == {0o600}
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_command_may_use_the_database_while_a_window_holds_it(path):
    world = World(path)
    with InstanceLock(path, FixedClock(START)):
        assert world.open().create_learner("Ann").name == "Ann"
    world.close()
