"""The program under test: real services on a temporary home, a clock that stands still."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

# Textual reads these when it is imported.
os.environ["TEXTUAL_ANIMATIONS"] = "none"
os.environ.pop("NO_COLOR", None)
os.environ.pop("TEXTUAL_THEME", None)

import textual._wait
from textual.pilot import Pilot

from tests.code_books import compiled_books, lend_books
from tests.shipped import lend_home
from tutor.clock import FixedClock
from tutor.domain.kinds import key_response
from tutor.domain.records import Learner, QuizSpec
from tutor.services.context import Services, open_services
from tutor.settings import Settings
from tutor.tui.app import StartAt, TutorApp

# What Textual sleeps between looks at whether the program has come to rest, several times a key:
# it sleeps while nothing is left to do, and threads are waited for in `settled`.
textual._wait.SLEEP_GRANULARITY = 1 / 200
# Many small objects live through a test: looking through all of them that often is a sixth of it.
gc.set_threshold(100_000, 50, 100)

START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
"""Now, in every test: a Monday morning in Chicago."""
ROUNDS = 50
"""After so many rounds of answers that lead to more questions, something goes in circles."""
QUIET = 2
"""After so many rounds in a row without anything to wait for, the app is at rest."""
NASTY = (
    "[/]",
    "[b",
    "[type=x, v={'a[0]'}]",
    "[link=https://example.org]click",
    "[$error]red[/$error]",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07",
    "\u202egnirts \u2066isolate\u2069 \x9b31m",
    "tab\there\x00null\rreturn",
    "W" * 200,
    "ünïcödé 漢字 👩‍⚕️",
)
"""Texts that break programs which read text as markup or pass it on to the terminal."""
RunApp = Callable[..., AbstractAsyncContextManager[Pilot[Any]]]


@pytest.fixture(scope="session")
def compiled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the shipped content is compiled and the database is empty."""
    home = lend_home(tmp_path_factory, tmp_path_factory.mktemp("compiled"))
    open_services(Settings(home), clock=FixedClock(START)).close()
    return home


@pytest.fixture
def settings(tmp_path: Path, compiled_home: Path) -> Settings:
    """A fresh home of its own for each test."""
    shutil.copytree(compiled_home, tmp_path / "home")
    return Settings(tmp_path / "home")


@pytest.fixture
def books(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Put the compiled code books into the home, so that the test need not compile them."""
    lend_books(compiled_books(tmp_path_factory), settings.codebook_cache)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def services(settings: Settings, clock: FixedClock) -> Iterator[Services]:
    """Services beside the app's: to prepare a home before it runs, and to look at it after."""
    with open_services(settings, clock=clock, rng=Random(7)) as opened:
        yield opened


@pytest.fixture
def learner(services: Services) -> Learner:
    """A profile aiming for CPC, with nothing done yet."""
    return services.profiles.create(
        "Pat Example", exam="cpc", exam_date=date(2027, 3, 31), time_zone="America/Chicago"
    )


@pytest.fixture
def run_app(settings: Settings, clock: FixedClock) -> RunApp:
    """Run the app: `async with run_app(size=(120, 40), start=StartAt("learn")) as pilot:`."""

    @asynccontextmanager
    async def run(
        *,
        size: tuple[int, int] = (80, 24),
        start: StartAt | None = None,
        settings: Settings = settings,
        wait: bool = True,
    ) -> AsyncIterator[Pilot[Any]]:
        app = TutorApp(settings, clock=clock, rng=Random(7), start=start)
        async with app.run_test(size=size, notifications=True) as pilot:
            if wait:
                await settled(pilot)
            yield pilot

    return run


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until every thread has answered and every answer is drawn."""
    quiet = 0
    for _ in range(ROUNDS):
        await pilot.pause()
        busy = [worker for worker in pilot.app.workers if not worker.is_finished]
        await asyncio.gather(*(worker.wait() for worker in busy), return_exceptions=True)
        # What was put off until after the next drawing may ask for more.
        put_off = any(screen._callbacks for screen in pilot.app.screen_stack)
        if put_off:
            await asyncio.sleep(1 / 60)
        quiet = 0 if busy or put_off else quiet + 1
        if quiet == QUIET:
            return
    raise AssertionError("the app does not come to rest")


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Press keys one by one, each once the one before has taken effect."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def type_text(pilot: Pilot[Any], text: str) -> None:
    """Type text into the field that has the focus."""
    await pilot.press(*text)
    await settled(pilot)


def frame(pilot: Pilot[Any]) -> str:
    """Return what is on the screen, line by line."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join(strip.text for strip in strips)


def take_quiz(
    services: Services, learner: Learner, *, right: int, skipped: int = 0, **spec: Any
) -> str:
    """Take a quiz: the first `right` answers right, the last `skipped` open; return its id."""
    session = services.practice.start(learner.id, QuizSpec(**spec))
    total = session.current().total
    for position in range(total - skipped):
        question = session.go(position)
        item = services.library.item(question.item_id)
        key = key_response(item)
        session.answer(key if position < right else _wrong(question, key))
    if not skipped:
        session.finish()
    return session.attempt_id


WRONG = {
    "claim_fix": ("carrier.id=XX",),
    "remit_post": ("l1.paid=0.01",),
    "denial_action": (),
    "text": ("nothing of the kind",),
}
"""Answers that earn nothing, or next to it."""


def _wrong(question: Any, key: tuple[str, ...]) -> tuple[str, ...]:
    if question.kind == "numeric":
        return ("-999999",)
    if question.kind in ("code", "coding_case"):
        return ("Z99.89",)
    if question.kind == "pcs_build":
        return ("XXXXXXX",)
    if question.kind in WRONG:
        return WRONG[question.kind]
    if question.kind == "order":
        return tuple(reversed(key))
    if question.kind == "match":
        target = question.targets[0].id
        return tuple(f"{part.id}={target}" for part in question.parts)
    return (next(part.id for part in question.parts if part.id not in key),)
