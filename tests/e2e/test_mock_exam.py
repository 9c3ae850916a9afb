"""A whole mock exam in a real terminal, killed in the middle and gone on with."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.e2e.plain_driver import environment
from tests.e2e.tmux import Terminal
from tutor.domain.records import Attempt
from tutor.services.context import open_services
from tutor.settings import Settings

SIZE = (120, 40)
NOTE = "ask about bundling"
ANSWERS = {
    "multiple": "ac",
    "numeric": "12",
    "text": "no idea",
    "order": "12345",
    "match": "aaaaaa",
}
"""Keys that answer kinds of questions other than single choice, rightly or not."""
LOOK = 0.4
"""Seconds a question is looked at: keys pressed at its first sight are taken for the one before."""
SLACK = 3
"""Seconds by which a clock on the screen may be late: it is drawn each second, then captured."""


def tutor_json(home: Path, *args: str):
    done = subprocess.run(
        [sys.executable, "-m", "tutor", *args, "--json"],
        env=environment(home), capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def stored(home: Path, attempt_id: str) -> Attempt:
    with open_services(Settings(home=home)) as services:
        return services.store.attempt(attempt_id)


def seconds_shown(screen: str) -> int:
    hours, minutes, seconds = re.search(r"(?:(\d+):)?(\d+):(\d\d) left", screen).groups()
    return 3600 * int(hours or 0) + 60 * int(minutes) + int(seconds)


def stem(screen: str) -> list[str]:
    """Return the question and its options, without the clock above and the desk below."""
    lines = screen.splitlines()
    return [line.strip("│┃▌ ") for line in lines[3:-4] if "left" not in line]


class Candidate:
    """Sits a form of a length in a home folder, at the keyboard of a terminal."""

    def __init__(self, home: Path, length: str, total: int) -> None:
        self.home, self.total = home, total
        self.kinds: list[str] = []
        subprocess.run(
            [sys.executable, "-m", "tutor", "profile", "add", "Ana", "--exam", "cpc"],
            env=environment(home), capture_output=True, timeout=180, check=True,
        )  # fmt: skip
        self.terminal = Terminal(
            home, SIZE, "exam", "take", "cpc", "--length", length, "--seed", "7"
        )

    def begin(self) -> str:
        """Start the exam and return its id."""
        self.terminal.wait_for(f"{self.total} questions", "Start the exam")
        self.terminal.keys("Enter")
        self.at(1)
        (going_on,) = tutor_json(self.home, "exam", "list")
        return going_on["id"]

    def at(self, number: int) -> str:
        """Wait for a question, and look at it."""
        screen = self.terminal.wait_for(f"Question {number} of {self.total}")
        time.sleep(LOOK)
        return screen

    def answer(self, number: int, letter: str) -> None:
        """Answer a question, which leads to the next one, or to the end."""
        self.at(number)
        self.terminal.keys(*ANSWERS.get(self.kinds[number - 1], letter), "Enter")

    def kill_and_go_on(self, number: int) -> str:
        """Kill the program, start it again from Home, and return the question it goes on with."""
        self.terminal.kill_program()
        self.terminal = Terminal(self.home, SIZE)
        self.terminal.wait_for("Continue", "Resume")
        self.terminal.keys("c")
        return self.at(number)


def sit(home: Path, length: str, total: int, kill_at: int) -> None:
    """Sit a whole exam: nothing is lost in the middle, and both reports agree at the end."""
    candidate = Candidate(home, length, total)
    try:
        attempt_id = candidate.begin()
        form = stored(home, attempt_id)
        candidate.kinds = [slot.placed.item.kind for slot in form.slots]
        assert candidate.kinds[1] == "single"  # an option is struck out there
        scribble(candidate)
        for number in range(3, kill_at):
            candidate.answer(number, "abcd"[number % 4])
        before = candidate.at(kill_at)
        after = candidate.kill_and_go_on(kill_at)
        assert stem(after) == stem(before)
        again = stored(home, attempt_id)
        left = (form.deadline - datetime.now(UTC)).total_seconds()
        assert again.deadline == form.deadline
        assert -1 <= seconds_shown(candidate.terminal.screen) - left <= SLACK + 1
        assert [slot.placed for slot in again.slots] == [slot.placed for slot in form.slots]
        assert sum(slot.answer is not None for slot in again.slots) == kill_at - 1
        candidate.terminal.keys("n")  # left without an answer
        for number in range(kill_at + 1, total + 1):
            candidate.answer(number, "abcd"[number % 4])
        candidate.terminal.wait_for(
            f"{total - 1} of {total} questions answered",
            "1 not (no answer, no credit)", "1 marked. Submit now?",
        )  # fmt: skip
        candidate.terminal.keys("y")
        check_report(candidate, attempt_id, kill_at)
    finally:
        candidate.terminal.close()


def scribble(candidate: Candidate) -> None:
    """Flag the first question; strike an option out and leave a note at the second."""
    terminal = candidate.terminal
    terminal.keys("m")
    terminal.wait_for("⚑")
    candidate.answer(1, "a")
    candidate.at(2)
    terminal.keys("r", "b")  # at once: the letter strikes, and does not answer
    terminal.wait_for("struck out")
    terminal.keys("j")
    terminal.wait_for("Note at question 2")
    terminal.type(NOTE)
    terminal.keys("Enter")
    candidate.at(2)
    terminal.wait_for(NOTE)
    candidate.answer(2, "c")


def check_report(candidate: Candidate, attempt_id: str, skipped: int) -> None:
    screen = " ".join(candidate.terminal.wait_for("Report", "What to do next", "1 of").split())
    report = tutor_json(candidate.home, "exam", "report")
    score, lines = report["score"], report["lines"]
    assert report["attempt_id"] == attempt_id
    assert (score["answered"], score["total"]) == (candidate.total - 1, candidate.total)
    assert report["verdict"] in screen
    assert f"{100 * score['marks'] / score['items']:.0f} %" in screen
    assert f"{score['answered']} of {score['total']} questions answered" in screen
    assert lines[0]["flagged"] is True
    assert lines[1]["note"] == NOTE
    assert [line["position"] + 1 for line in lines if line["outcome"] == "skipped"] == [skipped]
    with open_services(Settings(home=candidate.home)) as services:
        assert services.store.sitting(attempt_id).workings[1].struck


@pytest.mark.slow
def test_a_whole_mock_exam_killed_in_the_middle(tmp_path, warm_home):
    sit(tmp_path, "sprint", 30, 6)
