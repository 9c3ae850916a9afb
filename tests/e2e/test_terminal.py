"""The whole program as a person uses it, in a real terminal."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from tests.e2e.plain_driver import environment
from tests.e2e.tmux import Terminal

SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def open_terminal(tmp_path):
    """Open the program in a terminal of a size, on one home folder, as often as wanted."""
    opened: list[Terminal] = []

    def build(size=(80, 24), *args):
        opened.append(Terminal(tmp_path, size, *args))
        return opened[-1]

    yield build
    for terminal in opened:
        terminal.close()


def tutor(home, *args):
    done = subprocess.run(
        [sys.executable, "-m", "tutor", *args],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=["80x24", "120x40"])
def test_from_welcome_to_a_resumed_quiz(open_terminal, tmp_path, size):
    terminal = open_terminal(size)
    terminal.wait_for("Name")
    terminal.type("Ana [/] O'Hara")
    terminal.keys("Tab", "Tab", "Tab", "Tab", "Enter")
    terminal.wait_for("Continue", "Read: What medical coding is")

    terminal.keys("c")
    terminal.wait_for("page 1 of 5", "You will learn to")
    time.sleep(1.5)  # keys pressed while a page is still arriving are ignored, as they should be
    terminal.keys("n")
    terminal.wait_for("page 2 of 5")
    terminal.keys("Escape")
    terminal.wait_for("Continue", "page 2 of 5")

    terminal.keys("p")
    terminal.wait_for("questions fit")
    terminal.keys("Enter")
    terminal.wait_for("1 of 10")
    terminal.kill_program()

    progress = json.loads(tutor(tmp_path, "progress", "--json"))
    assert progress["history"][0]["status"] == "open"

    terminal = open_terminal(size)
    terminal.wait_for("Resume:", "Continue")
    terminal.keys("c")
    terminal.wait_for("1 of 10")
    terminal.keys("Escape")
    terminal.keys("q")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("keys", "exam"),
    [
        (("Enter", "Enter", "Enter", "Enter"), "No target exam chosen yet"),
        (("Tab", "Tab", "Tab", "Tab", "Enter"), "No target exam chosen yet"),
        (("Enter", "Home", "Down", "Enter", "Enter", "Enter"), "CCA"),
    ],
    ids=["enter", "tab", "with an exam"],
)
def test_the_first_run_in_an_empty_home(open_terminal, keys, exam):
    """The keys are pressed faster than anybody does."""
    terminal = open_terminal()
    terminal.wait_for("Welcome to", "Your name", "Start learning")
    terminal.type("Ana")
    terminal.keys(*keys)
    terminal.wait_for("Hello, Ana", exam)


@pytest.mark.slow
def test_an_answer_is_kept_when_the_window_is_closed(open_terminal, tmp_path, warm_home):
    tutor(tmp_path, "profile", "add", "Ana", "--exam", "cpb")
    terminal = open_terminal((80, 24), "practice", "--exam", "cpb", "--domain", "hipaa")
    terminal.wait_for("questions fit")
    terminal.keys("Enter")
    terminal.wait_for("1 of 10", "A")
    terminal.close()
    assert json.loads(tutor(tmp_path, "next", "--json"))["kind"] == "quiz"


@pytest.mark.slow
def test_a_second_window_says_that_the_first_is_open(open_terminal, tmp_path, warm_home):
    tutor(tmp_path, "profile", "add", "Ana")
    open_terminal().wait_for("Continue")
    second = open_terminal()
    second.wait_for("already open in another window")


@pytest.mark.slow
def test_a_damaged_database_is_named_and_left_alone(open_terminal, tmp_path, warm_home):
    tutor(tmp_path, "profile", "add", "Ana")
    damaged = b"SQLite format 3\x00" + b"\xff" * 9000
    (tmp_path / "main.db").write_bytes(damaged)
    terminal = open_terminal()
    screen = terminal.wait_for("Damaged database", "the database is damaged")
    assert "Traceback" not in screen
    assert (tmp_path / "main.db").read_bytes() == damaged
