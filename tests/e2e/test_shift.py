"""A shift in a real terminal, by keyboard alone: from the first patient to zero balance."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.plain_driver import environment
from tests.e2e.tmux import PATIENCE, Terminal
from tutor.domain.claims.action_grade import ACTION
from tutor.domain.claims.fix_grade import read_changes
from tutor.domain.item import Response
from tutor.domain.kinds import key_response
from tutor.services.context import open_services
from tutor.services.views import Question
from tutor.settings import Settings
from tutor.tui.widgets.claim_form import ClaimForm

LOOK = 0.4
"""Seconds a task is looked at: keys pressed at its first sight are taken for the one before."""
MOST = 60
"""Tasks after which one patient's shift is taken to be endless."""


def tutor_json(home: Path, *args: str):
    done = subprocess.run(
        [sys.executable, "-m", "tutor", *args, "--json"],
        env=environment(home), capture_output=True, text=True, timeout=180, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


class Desk:
    """Somebody working a shift, who knows every answer."""

    def __init__(self, home: Path, size: tuple[int, int], seed: int) -> None:
        self.home, self.size = home, size
        self.tutor(0, "profile", "add", "Ana", "--exam", "cpb")
        options = ("--seed", str(seed), "--patients", "1", "--difficulty", "3")
        self.tutor(130, "shift", "--plain", *options)  # the input ends before the first answer
        self.terminal = Terminal(home, size)

    def tutor(self, code: int, *args: str) -> None:
        """Run a command with nothing to read, and expect its exit code."""
        done = subprocess.run(
            [sys.executable, "-m", "tutor", *args], stdin=subprocess.DEVNULL,
            env=environment(self.home), capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stderr

    def begin(self) -> None:
        """Go to the claims lab, and to the shift that was started in line mode."""
        self.terminal.wait_for("Continue", "Today")
        self.terminal.keys("o")
        self.terminal.wait_for("Claims lab", "▶ open")
        time.sleep(LOOK)
        self.terminal.keys("Enter")
        self.terminal.wait_for("task 1")

    def answer(self) -> None:
        """Answer the task on the desk rightly, and wait until it is saved."""
        time.sleep(LOOK)
        with open_services(Settings(home=self.home)) as services:
            learner = services.profiles.all()[0]
            going_on = services.shifts.unfinished(learner.id)
            session = services.shifts.resume(going_on.id)
            attempt = services.store.attempt(session.attempt_id)
            key = key_response(attempt.slots[attempt.position].placed.item)
            question = session.current()
        {
            "claim_fix": self.mend,
            "remit_post": self.post,
            "denial_action": self.decide,
            "coding_case": self.code,
            "numeric": self.compute,
        }.get(question.kind, self.choose)(question, key)
        end = time.monotonic() + PATIENCE
        while self.answered() == going_on.answered:
            assert time.monotonic() < end, self.terminal.screen
            time.sleep(0.2)
        self.terminal.wait_for("Enter Next")
        time.sleep(LOOK)

    def mend(self, question: Question, key: Response) -> None:
        """Go from box to box, write in those of the key, and answer."""
        boxes = [cell.box for row in ClaimForm(question.work).rows for cell in row.cells]
        for box, text in read_changes(key).items():
            self.terminal.keys("Home")
            self.terminal.repeat("Left", 20)
            self.terminal.repeat("Right", boxes.index(box))
            self.terminal.keys("Enter")
            self.terminal.wait_for("Enter Keep")
            self.terminal.keys("C-u")
            time.sleep(LOOK)  # letters are taken at once, C-u is not: it would take them along
            self.terminal.type(text)
            self.terminal.keys("Enter")
            self.terminal.wait_for("Esc Pause")
            time.sleep(LOOK)
        self.terminal.keys("a")

    def post(self, question: Question, key: Response) -> None:
        """Fill the sheet cell by cell, and say what is found."""
        cells = dict(one.split("=", 1) for one in key if "." in one.partition("=")[0])
        for number, line in enumerate(question.work.lines):
            if number:
                self.terminal.keys("Down")
                self.terminal.repeat("Left", len(question.work.columns))
            for column in question.work.columns:
                self.terminal.type(cells.get(f"{line.id}.{column}", ""))
                self.terminal.keys("Right")
        self.choose(question, tuple(one for one in key if "." not in one.partition("=")[0]))

    def decide(self, question: Question, key: Response) -> None:
        """Choose the action, and what goes with it."""
        letters = dict(zip((one for one, _ in question.work.actions), "abcdefgh", strict=False))
        (action,) = (one for one in key if one.startswith(f"{ACTION}="))
        self.terminal.keys(letters[action.partition("=")[2]])
        self.choose(question, tuple(one for one in key if one != action))

    def code(self, _: Question, key: Response) -> None:
        """Type diagnoses and procedures, a line each."""
        for one in key:
            self.terminal.type(one.partition(":")[2].replace("*", " x").replace("@", " @"))
            self.terminal.keys("Enter")
        self.terminal.keys("Enter")

    def compute(self, _: Question, key: Response) -> None:
        """Type a figure."""
        self.terminal.type(key[0])
        self.terminal.keys("Enter")

    def choose(self, question: Question, key: Response) -> None:
        """Choose by letter, or match by letter."""
        labels = {part.id: part.label.lower() for part in question.parts}
        if question.kind == "match":
            targets = {part.id: part.label.lower() for part in question.targets}
            pairs = dict(one.split("=", 1) for one in key)
            self.terminal.keys(*(targets[pairs[part.id]] for part in question.parts))
        else:
            self.terminal.keys(*(labels[one] for one in key))
        self.terminal.keys("Enter")

    def answered(self) -> int:
        """Return how many tasks are saved."""
        with open_services(Settings(home=self.home)) as services:
            learner = services.profiles.all()[0]
            return services.shifts.shifts(learner.id)[0].answered


@pytest.mark.slow
@pytest.mark.parametrize(("size", "seed"), [((80, 24), 5), ((120, 40), 16)], ids=["small", "large"])
def test_from_the_first_patient_to_zero_balance(tmp_path, warm_home, size, seed):
    desk = Desk(tmp_path, size, seed)
    try:
        desk.begin()
        for number in range(1, MOST):
            desk.terminal.wait_for(f"task {number}")
            desk.answer()
            if number == 2:
                leave_and_come_back(desk)
            desk.terminal.keys("Enter")
            if ended(desk, number):
                break
        desk.terminal.wait_for("Report", "every account is closed")
        result = tutor_json(tmp_path, "shift", "--report")
        assert result["answered"] == number
        assert result["points"] == pytest.approx(number)
        assert result["report"]["strikes"] == []
        (account,) = result["report"]["accounts"]
        assert (account["patient_due"], account["payer_due"]) == (0, 0)
        assert account["charged"] == account["collected"] + account["written_off"]
    finally:
        desk.terminal.close()


def ended(desk: Desk, number: int) -> bool:
    """Wait for the next task or the report; whether it is the report."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        screen = desk.terminal.screen
        if "Report ·" in screen:
            return True
        if f"task {number + 1}" in screen:
            return False
        time.sleep(0.1)
    raise AssertionError(desk.terminal.screen)


def leave_and_come_back(desk: Desk) -> None:
    """Look at the accounts, kill the program, and go on by Continue."""
    desk.terminal.keys("F3")
    desk.terminal.wait_for("Accounts on", "charged")
    desk.terminal.keys("Escape")
    desk.terminal.kill_program()
    desk.terminal = Terminal(desk.home, desk.size)
    desk.terminal.wait_for("Resume: Shift", "2 tasks done")
    desk.terminal.keys("c")
    desk.terminal.wait_for("task 2", "Enter Next")
    time.sleep(LOOK)
