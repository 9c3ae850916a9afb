"""The commands of a mock exam being sat.

Letters A to H and digits belong to the answer, so that no command may depend on one of them
alone.
"""

from __future__ import annotations

from tutor.tui.commands import Command
from tutor.tui.quiz_commands import (
    ANSWER,
    BOOK,
    BOOK_KEY,
    EXHIBIT,
    LOOK_UP,
    MARK,
    PREVIOUS,
    QUESTIONS,
)

EXAM_ON = Command(
    "exam.go_on",
    "n,right",
    "go_on",
    "Next",
    "Go on; what is chosen counts, and can be changed while its question is open.",
    footer=True,
    palette=False,
)
STRIKE = Command(
    "exam.strike",
    "r",
    "strike",
    "Strike out",
    "Strike an option out, or take it back: then press its letter.",
)
JOT = Command("exam.note", "j", "jot", "Note", "Jot down a note at this question.")
CALCULATOR = Command(
    "exam.calculator", "l,equals_sign", "calculator", "Calculator", "Open the calculator."
)
SURE = Command(
    "exam.sure",
    "u",
    "sure",
    "Sure?",
    "Say how sure you are of the answer: guessed, unsure or sure; the report uses it.",
)
REST = Command(
    "exam.break",
    "z",
    "rest",
    "Break",
    "Take a break: the clock stands still, and every question seen so far is closed.",
)
CLOSE_PART = Command(
    "exam.part",
    "v",
    "close_part",
    "Close part",
    "Close the first part for good and open the second.",
)
SUBMIT = Command("exam.submit", "s", "submit", "Hand in", "Hand the exam in and see the report.")
LEAVE = Command(
    "exam.leave",
    "escape",
    "leave",
    "Leave",
    "Leave the exam open: its clock goes on, and Continue comes back to this question.",
    footer=True,
)
DESK_COMMANDS = (STRIKE, JOT, CALCULATOR, SURE, REST, CLOSE_PART)
"""What lies on the desk: shown on a line of its own, since the footer is full."""
EXAM_COMMANDS = (
    ANSWER,
    EXAM_ON,
    PREVIOUS,
    MARK,
    QUESTIONS,
    *DESK_COMMANDS,
    EXHIBIT,
    BOOK,
    BOOK_KEY,
    LOOK_UP,
    SUBMIT,
    LEAVE,
)
"""In force in a mock exam."""
