"""The served program as a class uses it, in a real Chromium, each person signed in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.browser.chromium import Page
from tests.web.school import COURSE, INSTRUCTOR, PASSWORD, STUDENTS, TASK
from tests.web.served import until
from tutor.domain.kinds import key_response
from tutor.tui.screens.question_screen import SETTLE_SECONDS

pytestmark = pytest.mark.slow
ANN, BEN = STUDENTS
ONE_FILE = pytest.mark.parametrize("place", ["sqlite"], indirect=True)
SHARED = pytest.mark.parametrize("place", ["postgresql"], indirect=True)


def words(text: str) -> str:
    """Return the words of a text, wherever its lines break and whatever frames it."""
    return " ".join(re.sub(r"[^\w'.?%]", " ", text).split())


def beginning(slot) -> str:
    """Return how a question begins, as one line of the screen may show it."""
    return " ".join(words(slot.placed.item.stem).split()[:4])


def wait_for_question(page: Page, number: int, slot=None) -> None:
    page.wait_for(f"Question {number} of 4")
    if slot is not None:
        until(lambda: beginning(slot) in words(page.text))
    page.page.wait_for_timeout(2_000 * SETTLE_SECONDS)  # a key just after it came leaves it alone


def letter(slot, *, right: bool) -> str:
    """Return the letter of the key, or of another option, as the options stand on screen."""
    key = key_response(slot.placed.item)[0]
    options = slot.placed.arrangement
    return "abcdef"[options.index(key if right else next(one for one in options if one != key))]


def take_on(page: Page) -> None:
    """Open the assignment from Home."""
    page.keys("j")
    page.wait_for(TASK, "attempt 1 of 1")
    page.keys("Enter")


def test_an_assignment_is_begun_interrupted_gone_on_with_and_handed_in(window, enter, place):
    """On PostgreSQL, what is left on one host is gone on with on the other."""
    school, first, last = place.school, place.hosts[0], place.hosts[-1]
    page = window(first)
    page.sign_in(ANN, "not the one at all")
    page.wait_for("✗ name or password is wrong")
    page.shoot("refused")
    page.give_password(PASSWORD)
    page.wait_for(f"Hello, {ANN}")
    take_on(page)
    page.wait_for("Start Week 1 now?")
    page.keys("y")
    wait_for_question(page, 1)
    (attempt,) = school.attempts(ANN)
    slots = attempt.slots
    wait_for_question(page, 1, slots[0])

    page.keys(letter(slots[0], right=True))
    page.wait_for("(•)")
    page.resize(800, 560)  # in the middle of a question
    until(lambda: page.size[0] < 100)
    page.wait_for("(•)", "Question 1 of 4", "Help")
    assert "Help" in page.text.splitlines()[page.size[1] - 1]  # the footer is on the last line
    page.shoot("narrow")
    page.resize(1200, 700)
    until(lambda: page.size[0] > 100)
    page.keys("Enter")
    wait_for_question(page, 2, slots[1])

    page.keys(letter(slots[1], right=False))
    page.wait_for("(•)")
    page.reload()  # signed in still, and what was chosen is there
    wait_for_question(page, 2, slots[1])
    page.wait_for("(•)")
    assert len(first.sessions()) == 1
    page.keys("Enter")
    wait_for_question(page, 3, slots[2])
    page.close()

    again = enter(last, ANN)  # much later, on another machine: one signs in
    take_on(again)
    wait_for_question(again, 3, slots[2])
    (left,) = school.attempts(ANN)
    assert [slot.answer is not None for slot in left.slots] == [True, True, False, False]
    for number in (3, 4):
        again.keys(letter(slots[number - 1], right=True))
        again.wait_for("(•)")
        again.keys("Enter")
        if number == 3:
            wait_for_question(again, 4, slots[3])
    until(lambda: all(slot.answer for slot in school.attempts(ANN)[0].slots))
    again.keys("s")
    again.wait_for("4 of 4 questions answered")
    again.keys("y")

    again.wait_for("attempt 1", "3 of 4")
    assert_hidden(again, slots, "Right or wrong and the key show after it closes")
    again.shoot("handed_in")
    school.close()  # the instructor lets it close
    again.keys("Escape")
    again.wait_for("Look again")
    again.keys("r")
    again.wait_for("✓", "✗")
    again.keys("Home", "ArrowDown", "Enter")
    wait_for_question(again, 2)
    again.wait_for("✗")
    assert not told(again, slots[1])
    again.shoot("released")
    assert again.complaints == page.complaints == []
    assert all(url.startswith((first.url, "data:", "blob:")) for url in page.asked)


def assert_hidden(page: Page, slots, note: str) -> None:
    """See that neither the result nor any question tells what was right."""
    shown = page.text
    assert words(note) in words(shown)
    assert "✓" not in shown
    assert "✗" not in shown
    page.keys("Home", "Enter")
    for number, slot in enumerate(slots, 1):
        wait_for_question(page, number, slot)
        assert "✓" not in page.text
        assert "✗" not in page.text
        assert not told(page, slot)
        page.keys("n")
    page.wait_for("attempt 1", "3 of 4")


def told(page: Page, slot) -> bool:
    """Whether a reason of a question's is on the screen."""
    shown = words(page.text)
    reasons = (words(option.rationale).split()[:5] for option in slot.placed.item.body.options)
    return any(" ".join(reason) in shown for reason in reasons)


@SHARED
def test_a_name_locked_on_one_host_is_locked_on_the_other(window, place):
    one, other = place.hosts
    elsewhere, page = window(other), window(one)
    elsewhere.fill_in(BEN, PASSWORD)  # the lock is short: all is ready before it falls
    page.sign_in(BEN, "guess number 1")
    for number in range(2, 6):
        until(lambda: "•" not in page.text)
        page.wait_for("✗ name or password is wrong")
        page.give_password(f"guess number {number}")
    until(lambda: "•" not in page.text)
    elsewhere.keys("Enter")
    elsewhere.wait_for("too many wrong tries for this name")
    assert "Hello" not in elsewhere.text


@ONE_FILE
def test_an_instructor_teaches_and_a_student_does_not_get_there(window, enter, place):
    (host,) = place.hosts
    page = enter(host, INSTRUCTOR)
    page.keys("i")
    page.wait_for("Teach", COURSE)
    page.shoot("teach")
    page.keys("Enter")
    page.wait_for("Gradebook")
    page.keys("g")
    page.wait_for(ANN, BEN, TASK)
    page.shoot("gradebook")

    student = enter(host, BEN)
    student.keys("i", "g")
    student.wait_for("Glossary")
    student.keys("h")
    student.wait_for("Hello, ", "Continue")
    assert COURSE not in student.text
    look_for_teach(page := enter(host, INSTRUCTOR))
    page.wait_for("For instructors")
    look_for_teach(student)
    assert "For instructors" not in student.text
    student.shoot("palette")

    for query in ("?place=teach", "?screen=teach&TUTOR_SERVED=0", "?args=class+gradebook"):
        crafty = window(host)
        crafty.page.goto(f"{host.url}/{query}")
        shown = crafty.wait_for("Sign in with the name")
        assert COURSE not in shown
        crafty.close()


def look_for_teach(page: Page) -> None:
    """Type it into the palette, and wait until what does not fit has left the list."""
    page.keys("Control+p")
    page.wait_for("Lesson, topic, term or action", "Go to Home")
    page.type("teach")
    until(lambda: "Go to Home" not in page.text)
    page.page.wait_for_timeout(1000)


@ONE_FILE
def test_two_windows_at_once_and_leaving(enter, place):
    (host,) = place.hosts
    one, other = enter(host, ANN), enter(host, BEN, width=800, height=500)
    one.keys("g")
    other.keys("l")
    one.wait_for("Glossary")
    other.wait_for("Lessons")
    assert one.text != other.text
    other.keys("h")
    other.wait_for("Hello, ")
    other.keys("q")
    other.page.get_by_role("button", name="Open it again").wait_for()
    assert "What you answered is saved" in other.page.locator("#closed").inner_text()
    other.shoot("closed")
    other.keys("Enter")
    other.wait_for("Sign in with the name")  # who left is not signed in any more


@ONE_FILE
def test_a_file_is_saved_by_the_browser(enter, place):
    (host,) = place.hosts
    page = enter(host, ANN)
    page.keys("t")
    page.wait_for("Today")
    with page.page.expect_download() as download:
        page.keys("x")
    assert download.value.suggested_filename.startswith("study-plan-")
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert not list(place.school.settings.home.rglob("*.ics"))
