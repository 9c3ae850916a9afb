"""Golden frames of what an instructor and a student see most: the demo's course.

After a wanted change, look at the new frames and keep them, as `test_frames` says.
"""

from __future__ import annotations

import shutil
from contextlib import asynccontextmanager
from random import Random

import pytest

from tests.tui.conftest import START, press, settled
from tests.tui.quiz_bench import Bench
from tests.tui.test_frames import SIZES, same_as_kept
from tutor.clock import FixedClock
from tutor.services.demo import demo_settings, load_demo
from tutor.settings import Settings
from tutor.tui.app import StartAt, TutorApp

STUDENT = "Valentina Orozco"


@pytest.fixture(scope="module")
def made(tmp_path_factory, compiled_home):
    """The home of the demo's course, made once."""
    settings = Settings(tmp_path_factory.mktemp("course"))
    settings.make_folders()
    shutil.copy(Settings(compiled_home).content_cache, settings.content_cache)
    load_demo(settings, course=True, clock=FixedClock(START))
    return demo_settings(settings, course=True).home


@asynccontextmanager
async def course(made, tmp_path, size, profile=None):
    """Run the app on a copy of the demo's course."""
    home = tmp_path / "home"
    shutil.copytree(made, home)
    clock = FixedClock(START)
    start = StartAt(profile=profile) if profile else None
    app = TutorApp(Settings(home), clock=clock, rng=Random(7), start=start)
    async with app.run_test(size=size) as pilot:
        await settled(pilot)
        yield Bench(app, pilot, clock, None)  # type: ignore[arg-type]


@SIZES
async def test_what_an_instructor_sees(made, tmp_path, size):
    columns = size[0]
    async with course(made, tmp_path, size) as bench:
        for keys, name in (
            (("i", "enter"), "course"),
            (("a",), "assignments"),
            (("down", "enter"), "assignment"),
            (("escape", "n"), "assignment-form"),
            (("escape", "escape", "g", "right", "right", "right"), "gradebook"),
            (("escape", "h"), "heat-map"),
        ):
            await press(bench.pilot, *keys)
            await settled(bench.pilot)
            same_as_kept(f"class-{name}-{columns}", bench.text())


@SIZES
async def test_what_a_student_sees(made, tmp_path, size):
    async with course(made, tmp_path, size, STUDENT) as bench:
        await press(bench.pilot, "j")
        await settled(bench.pilot)
        same_as_kept(f"class-work-{size[0]}", bench.text())
