"""`make screenshots`: draw the main screens anew into docs/screenshots/.

The real program runs on the demo class with the clock stopped and chance seeded, so that a
picture changes only when a screen does.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")

from textual.pilot import Pilot
from textual.widgets import Input

from tutor.clock import FixedClock
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.domain.sitting import MockRules
from tutor.services.demo import demo_settings, load_demo
from tutor.settings import Settings
from tutor.tui.app import StartAt, TutorApp
from tutor.tui.screens.shift import ShiftScreen
from tutor.tui.widgets.answer import Answer

FOLDER = Path(__file__).parents[1] / "docs" / "screenshots"
SIZE = (100, 32)
WIDE = (120, 32)
TALL = (120, 44)
SHIFT = 5
"""Seed of the shift that is shown."""
CHECKED = ("E", "1", "0", "full_stop", "9", "space", "E", "1", "1", "full_stop", "9")
"""Keys of two codes that exclude one another."""
QUESTIONS = """\
$CATEGORY: Billing/Denials

::w3-1::A claim of June 2 reaches the payer on the last day for filing and is rejected: no NPI.
What do you do?{=Correct it and show that it was filed in time#A rejection is no decision.
~Appeal#There is no decision to appeal.~Bill the patient#The plan forbids it.}

::w3-2::The plan allows $120.00 and pays 80 percent. What is the coinsurance?{#24.00:0}

::w3-3::Put what happens to a claim in order.{=first -> scrub =second -> send =third -> post}

::w3-4::What is an amount called that the patient pays at each visit?{=copayment =%50%cost share}

::w3-5::Tell how you would appeal this denial.{}
"""
"""A file that is brought in; one question of it is refused."""
STUDENT = "Valentina Orozco"
"""Whose list of assignments is shown."""
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


async def settle(pilot: Pilot[Any]) -> None:
    """Wait until nothing is under way."""
    while busy := [worker for worker in pilot.app.workers if not worker.is_finished]:
        await asyncio.gather(*(worker.wait() for worker in busy), return_exceptions=True)
        await pilot.pause()
    await pilot.pause()


async def shoot(pilot: Pilot[Any], name: str) -> None:
    """Save the screen as it is."""
    await settle(pilot)
    svg = pilot.app.export_screenshot(title="Coding & Billing Tutor")
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(name)


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, waiting after each."""
    for key in keys:
        await pilot.press(key)
        await settle(pilot)


async def tour(settings: Settings) -> None:
    """Walk through the program and take the pictures."""
    app = TutorApp(settings, clock=FixedClock(NOW), rng=Random(4))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await shoot(pilot, "home")
        for key, name in (
            ("l", "learn"),
            ("r", "progress"),
            ("g", "glossary"),
            ("s", "settings"),
            ("a", "about"),
        ):
            await press(pilot, "h", key)
            await shoot(pilot, name)
        await press(pilot, "escape", "r")
        for key, name in (("2", "domains"), ("3", "memory"), ("4", "activity")):
            await press(pilot, key)
            await shoot(pilot, f"progress-{name}")
        for key, name in (("t", "plan"), ("k", "cards")):
            await press(pilot, "h", key)
            await shoot(pilot, name)
            await press(pilot, "escape")
        await press(pilot, "p", "w")
        await shoot(pilot, "missed")
        await press(pilot, "escape", "h")
        app.open_lesson("life-of-a-claim", 3)
        await shoot(pilot, "reader")
        await press(pilot, "escape", "p")
        await shoot(pilot, "practice")
        app.open_drills("seventh")
        await shoot(pilot, "drills")
        await press(pilot, "escape")
        await shoot_quiz(pilot, app)
        history = app.services.progress.overview(app.learner.id).history
        app.open_result(next(one.id for one in history if one.status == "finished"))
        await shoot(pilot, "results")
        await press(pilot, "escape")
        await shoot_code_book(pilot, app)
        await shoot_exam(pilot, app)
        await shoot_lab(pilot, app)
        await shoot_files(pilot, settings.home / "week3.gift")
        app.start_sorter()
        await settle(pilot)
        await press(pilot, "b")
        await shoot(pilot, "sorter")


async def class_tour(settings: Settings) -> None:
    """Walk through the demo's course as its instructor, then look at a student's list."""
    app = TutorApp(settings, clock=FixedClock(NOW), rng=Random(4))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        for keys, name in (
            (("i", "enter"), "course"),
            (("g", "right", "right", "right"), "gradebook"),
            (("escape", "h"), "heat-map"),
            (("escape", "a", "n"), "assignment-form"),
        ):
            await press(pilot, *keys)
            await shoot(pilot, f"class-{name}")
    app = TutorApp(settings, clock=FixedClock(NOW), rng=Random(4), start=StartAt(profile=STUDENT))
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await press(pilot, "j")
        await shoot(pilot, "class-assignments")


async def shoot_quiz(pilot: Pilot[Any], app: TutorApp) -> None:
    """Save a question with one right answer, and the feedback on a wrong one."""
    app.start_quiz(QuizSpec(exam="cbcs", domains=("d4",), count=10))
    await settle(pilot)
    while "Choose&#160;one" not in app.export_screenshot():
        await press(pilot, "n")
    await shoot(pilot, "quiz")
    await press(pilot, "1", "enter")
    await shoot(pilot, "feedback")
    await press(pilot, "escape")


async def shoot_exam(pilot: Pilot[Any], app: TutorApp) -> None:
    """Save a mock exam being set up, being sat with an option struck out, and its report."""
    app.open_mock_exams("cpb")
    await shoot(pilot, "exam-setup")
    await press(pilot, "escape")
    app.start_mock_exam("cpb", MockRules(length="sprint"))
    await settle(pilot)
    while "Choose&#160;one" not in app.export_screenshot():
        await press(pilot, "n")
    await press(pilot, "1", "r", "d", "u", "u")
    await shoot(pilot, "exam")
    await press(pilot, "s", "y")
    await settle(pilot)
    await shoot(pilot, "exam-report")
    await press(pilot, "escape")


async def shoot_code_book(pilot: Pilot[Any], app: TutorApp) -> None:
    """Save a page of the code book, the builder of 7th characters, and the book in a quiz."""
    app.look_up("type 2 diabetes with chronic kidney disease")
    await settle(pilot)
    await press(pilot, "enter", "e")
    await shoot(pilot, "code-book")
    app.look_up("W19")
    await settle(pilot)
    await press(pilot, "enter", "y")
    await shoot(pilot, "seventh-character")
    await press(pilot, "escape", "x", "ctrl+u", *CHECKED, "enter")
    await shoot(pilot, "check-codes")
    await press(pilot, "escape", "p")
    app.start_quiz(QuizSpec(exam="cpc", domains=("icd",), count=10))
    await settle(pilot)
    await pilot.resize_terminal(*WIDE)
    await press(pilot, "f4", *"sepsis", "down", "enter")
    await shoot(pilot, "code-book-in-a-quiz")
    await pilot.resize_terminal(*SIZE)
    await press(pilot, "escape", "escape", "enter")


async def shoot_lab(pilot: Pilot[Any], app: TutorApp) -> None:
    """Save the claims lab, a claim beside its 837P, a sheet being posted, and a shift's report."""
    await press(pilot, "h", "o")
    await shoot(pilot, "claims-lab")
    app.start_shift(ShiftOptions(patients=2, difficulty=3), seed=SHIFT)
    await settle(pilot)
    wanted = {"claim": "claim-form", "posting": "posting"}
    while isinstance(app.screen, ShiftScreen):
        if not app.screen.query(Answer):  # a key just after the feedback came leaves it alone
            await press(pilot, "n")
            continue
        session = app.screen.session
        stage = session.current().place.rpartition(" · ")[2]
        if name := wanted.pop(stage, None):
            await pilot.resize_terminal(*TALL)
            await press(pilot, "right")  # from what is asked to the form, or the sheet
            await shoot(pilot, name)
            await pilot.resize_terminal(*SIZE)
        attempt = app.services.store.attempt(session.attempt_id)
        app.screen.post_message(
            Answer.Submitted(
                app.screen.query_one(Answer),
                key_response(attempt.slots[attempt.position].placed.item),
            )
        )
        await settle(pilot)
    await settle(pilot)
    await shoot(pilot, "shift-report")
    await press(pilot, "escape", "escape")


async def shoot_files(pilot: Pilot[Any], path: Path) -> None:
    """Save what importing a file of questions would do."""
    path.write_text(QUESTIONS, encoding="utf-8")
    await press(pilot, "h", "f6", "i")
    pilot.app.screen.query_one("#path", Input).value = str(path)
    await press(pilot, "enter")
    await shoot(pilot, "question-files")
    await press(pilot, "escape", "escape", "escape")


def main() -> None:
    """Make the demo's class and its course in a temporary folder, and tour them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        load_demo(settings, clock=FixedClock(NOW))
        asyncio.run(tour(demo_settings(settings)))
        load_demo(settings, course=True, clock=FixedClock(NOW))
        asyncio.run(class_tour(demo_settings(settings, course=True)))


if __name__ == "__main__":
    main()
