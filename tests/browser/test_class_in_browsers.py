"""The served program as a class uses it, in real browsers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.chromium import Page, executable
from tests.web.served import Served, until
from tutor.domain.records import QuizSpec
from tutor.services.context import open_services
from tutor.settings import Settings

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    path = executable()
    with sync_playwright() as playwright:
        # As root, Chromium starts only without its sandbox.
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("class")
    open_services(Settings(home)).close()
    return home


@pytest.fixture(scope="module")
def served(home):
    server = Served(home)
    yield server
    server.stop()


@pytest.fixture
def window(browser, served):
    """Open a window on the served program, as often as wanted."""
    opened: list[Page] = []

    def build(**size) -> Page:
        opened.append(Page(browser, served.url, **size))
        return opened[-1]

    yield build
    for one in opened:
        one.close()


def tutor(home, *args):
    done = subprocess.run(
        [sys.executable, "-m", "tutor", *args, "--json"],
        env=os.environ | {"TUTOR_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def stem(shown: str) -> str:
    """Return what a question on the screen asks, wherever its lines break."""
    words = re.sub(r"[^\w' ]", " ", " ".join(shown.splitlines()[2:12]))
    return " ".join(words.split())[:60]


def test_a_learner_begins_is_interrupted_and_comes_back(window, served, home):
    page = window()
    page.wait_for("Welcome to", "Your name", "Start learning")
    page.type("Ana [/] O'Hara")
    page.wait_for("Ana [/] O'Hara")
    page.shoot("welcome")
    page.keys("Tab", "Tab", "Tab", "Tab", "Enter")
    page.wait_for("Hello, Ana [/] O'Hara", "Continue")

    page.keys("p")
    page.wait_for("questions fit")
    draw_quiz(home)
    page.keys("h")
    page.wait_for("Resume:")
    page.keys("c")
    page.wait_for("1 of 10", "Choose one", "Skip")
    page.shoot("question")
    page.resize(800, 560)  # in the middle of a question
    until(lambda: page.size[0] < 100)
    page.wait_for("1 of 10", "Esc ", "Help")  # the footer is drawn on the last line again
    assert "Help" in page.text.splitlines()[page.size[1] - 1]
    page.shoot("narrow")
    page.resize(1200, 700)
    until(lambda: page.size[0] > 100)
    page.wait_for("Choose one", "Skip")

    page.keys("a", "Enter")
    page.wait_for("Enter Next")  # the answer is in
    page.keys("Enter")
    at = 2
    page.wait_for("2 of 10")
    asked = stem(page.wait_for(f"{at} of 10"))
    assert tutor(home, "progress")["history"][0]["status"] == "open"

    page.reload()  # in the middle of a question: a new session
    page.wait_for("Resume:", "Continue")
    served.wait_for_sessions(1)
    page.keys("c")
    assert stem(page.wait_for(f"{at} of 10")) == asked

    page.close()
    served.wait_for_sessions(0)
    again = window()
    again.wait_for("Resume:", "Continue")
    again.keys("c")
    assert stem(again.wait_for(f"{at} of 10")) == asked
    assert again.complaints == page.complaints == []
    assert all(url.startswith((served.url, "data:", "blob:")) for url in again.asked | page.asked)


def draw_quiz(home: Path) -> None:
    """Draw quizzes until the first question has one right option, so that a letter answers it.

    Home offers to go on with it; the others are given up.
    """
    with open_services(Settings(home)) as services:
        learner = services.profiles.named("Ana [/] O'Hara")
        for seed in range(40):
            session = services.practice.start(learner.id, QuizSpec(exam="cpc", count=10), seed=seed)
            if session.current().kind_label == "Choose one":
                return
            session.abandon()
    raise AssertionError("no quiz begins with a choice")


def test_two_browsers_at_once_and_leaving(window, served):
    one, other = window(), window(width=800, height=500)
    one.wait_for("Hello, ", "Continue")
    other.wait_for("Hello, ", "Continue")
    served.wait_for_sessions(2)
    one.keys("g")
    other.keys("l")
    one.wait_for("Glossary")
    assert one.text != other.text
    other.wait_for("Lessons") and other.keys("h")
    other.wait_for("Hello, ")
    other.keys("q")
    other.page.get_by_role("button", name="Open it again").wait_for()
    assert "What you answered is saved" in other.page.locator("#closed").inner_text()
    other.shoot("closed")
    served.wait_for_sessions(1)
    other.keys("Enter")
    other.wait_for("Hello, ", "Continue")


def test_a_file_is_saved_by_the_browser(window, home):
    page = window()
    page.wait_for("Hello, ", "Continue")
    page.keys("t")
    page.wait_for("Today")
    with page.page.expect_download() as download:
        page.keys("x")
    assert download.value.suggested_filename.startswith("study-plan-")
    assert Path(download.value.path()).read_bytes().startswith(b"BEGIN:VCALENDAR")
    assert not list(home.glob("*.ics"))
