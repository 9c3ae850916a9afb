"""A class from its first day to its first grade, on screen, by keyboard, at 80x24."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from tests.e2e.plain_driver import environment
from tests.e2e.tmux import Terminal
from tutor.domain.text import points_text

ROSTER = "id\tname\tsection\tsign-in name\nS1\tAnn Lee\tDay\tann\nS2\t[red]x[/]\tDay\t=1+1\n"
"""As a spreadsheet copies it, with a name that is markup and a sign-in name like a formula."""
QUESTIONS = 4
DOMAIN = "hipaa"
"""A domain of the CPB exam whose questions are answered by letters."""


def tutor(home, *args):
    done = subprocess.run(
        [sys.executable, "-m", "tutor", *args],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
    )
    return done.stdout


@pytest.fixture
def opened(tmp_path, warm_home):
    """Open the program on one home folder, as a profile."""
    terminals: list[Terminal] = []

    def build(profile):
        tutor(tmp_path, "profile", "use", profile)
        terminals.append(Terminal(tmp_path, (80, 24)))
        terminals[-1].wait_for("Continue", "Today")
        return terminals[-1]

    yield build
    for terminal in terminals:
        terminal.close()


def make_class(terminal):
    """Make a course and import its roster by pasting it."""
    terminal.keys("i")
    terminal.wait_for("No course yet")
    terminal.keys("n")
    terminal.wait_for("Make the course", "CPB")
    terminal.type("CPB spring")
    terminal.keys("Enter")
    terminal.wait_for("Teach › CPB spring", "Gradebook")
    terminal.keys("r")
    terminal.wait_for("Teach › CPB spring › Roster", "Import")
    terminal.keys("i")
    terminal.wait_for("Look at the plan")
    terminal.paste(ROSTER)
    terminal.wait_for("Ann Lee")
    terminal.keys("C-l")
    terminal.wait_for("2 new", "New sections: Day")
    terminal.keys("y")
    terminal.wait_for("Ann Lee", "[red]x[/]", "in the course since")
    terminal.keys("Escape")
    terminal.wait_for("Teach › CPB spring   2 students")


def make_set(terminal):
    """Make a set by rule, and publish it."""
    terminal.keys("q")
    terminal.wait_for("Quiz sets")
    terminal.keys("n")
    terminal.wait_for("Enter saves")
    terminal.type("Week 1")
    terminal.keys("Enter")
    terminal.wait_for("Week 1", "draft")
    terminal.keys("Enter")
    terminal.wait_for("Week 1", "Rule")
    terminal.keys("l")
    terminal.wait_for("Questions by rule")
    terminal.wait_for("‹ CPB ›", "hipaa HIPAA")  # the course's exam, and its domains
    terminal.keys("Tab", "Tab")
    time.sleep(1)  # where the cursor is now cannot be read from the screen
    terminal.type(f"{DOMAIN}={QUESTIONS}")
    terminal.wait_for(f"{DOMAIN}={QUESTIONS}")
    terminal.keys("Enter")
    terminal.wait_for(f"{QUESTIONS} of")
    terminal.keys("F5")
    terminal.wait_for("(Y)")
    terminal.keys("y")
    terminal.wait_for("published 1")
    terminal.keys("Escape")
    terminal.wait_for("published 1", "Copy")
    terminal.keys("Escape")
    terminal.wait_for("Teach › CPB spring   2 students")


def give(terminal):
    """Give the set to everyone, and see that nobody has begun."""
    terminal.keys("a")
    terminal.wait_for("Nothing assigned yet")
    terminal.keys("n")
    terminal.wait_for("New assignment", f"Week 1 ({QUESTIONS} questions, version 1)", "time.")
    terminal.keys("C-s")
    terminal.wait_for("Given to 2 students", "for  2 started  0")
    terminal.keys("Escape")
    terminal.wait_for("Heat map")
    terminal.keys("o")
    terminal.wait_for("0 of 2 submitted")
    terminal.keys("Enter")
    terminal.wait_for("Ann Lee", "[red]x[/]", "not started")
    terminal.keys("Escape", "Escape")
    terminal.wait_for("Heat map")


def appears(terminal, text):
    """Whether a text appears within a few seconds."""
    end = time.monotonic() + 3
    while text not in terminal.screen:
        if time.monotonic() > end:
            return False
        time.sleep(0.1)
    return True


def take(terminal):
    """Take the assignment as the student, and hand it in."""
    terminal.wait_for("Class", "Week 1")
    terminal.keys("j")
    terminal.wait_for("Assignments", "○ open")
    terminal.keys("Enter")
    terminal.wait_for("Start (Y)")
    terminal.keys("y")
    terminal.wait_for(f"Question 1 of {QUESTIONS}", "Hand in")
    terminal.keys("Escape")
    terminal.wait_for("Leave (Y)")
    terminal.keys("n")
    for number in range(1, QUESTIONS):
        terminal.wait_for(f"Question {number} of {QUESTIONS}", "Answer")
        terminal.keys("a", "Enter")  # an answer, or the beginning of one
        if not appears(terminal, f"Question {number + 1} of {QUESTIONS}"):
            terminal.keys("n")
    terminal.wait_for(f"Question {QUESTIONS} of {QUESTIONS}")
    terminal.keys("s")
    terminal.wait_for("Hand in (Y)")
    terminal.keys("y")
    terminal.wait_for(f"of {QUESTIONS} points", "handed in")
    terminal.keys("Escape")
    terminal.wait_for("✓ handed in")


@pytest.mark.slow
def test_an_instructor_and_a_student_come_through_on_screen(opened, tmp_path):
    tutor(tmp_path, "profile", "add", "Lorraine", "--exam", "cpb")
    instructor = opened("Lorraine")
    make_class(instructor)
    make_set(instructor)
    give(instructor)
    instructor.close()

    student = opened("ann")
    take(student)
    student.close()

    view = json.loads(tutor(tmp_path, "class", "gradebook", "--course", "CPB spring", "--json"))
    instructor = opened("Lorraine")
    instructor.wait_for("1 course")
    instructor.keys("i")
    instructor.wait_for("CPB spring", "2 students")
    instructor.keys("Enter")
    instructor.wait_for("Gradebook")
    instructor.keys("g")
    instructor.wait_for("Ann Lee", "mean total", "1 of 2 students")
    rows = {one["member"]["external_id"]: one["total"] for one in view["rows"]}
    assert (rows["S1"]["most"], rows["S1"]["counted"]) == (QUESTIONS, 1)
    assert rows["S2"]["counted"] == 0
    instructor.keys("Home", "Down")  # by name: [red]x[/], then Ann Lee
    points = f"Ann Lee (S1): {points_text(rows['S1']['points'])} of {QUESTIONS} points"
    instructor.wait_for(points, "1 of 1 assignments counted", "[red]x[/]")
