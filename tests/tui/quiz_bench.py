"""What the tests of questions, quizzes and the sorter share: items, questions, the real app."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from textual.pilot import Pilot
from textual.widgets import Static

from tests.factories import make_item
from tests.tui.conftest import NASTY as FRAME_NASTY
from tests.tui.conftest import START, frame, press, settled
from tutor.clock import FixedClock
from tutor.domain.claims.tasks import (
    Choice,
    ClaimFix,
    Decoy,
    DenialAction,
    Fault,
    PostLine,
    RemitPost,
)
from tutor.domain.coding import Coding, CodingCase, KeyCode, KeyProcedure, PcsBuild, PcsCharacter
from tutor.domain.item import (
    Choices,
    Exhibit,
    Item,
    Matching,
    Numeric,
    Option,
    Ordering,
    Pair,
    Step,
    Target,
)
from tutor.domain.item_json import with_hash
from tutor.domain.kinds import KINDS, arrange
from tutor.domain.records import NewAttempt, PlacedItem, QuizSpec
from tutor.domain.short_answer import Accepted, ShortAnswer, WrongText
from tutor.services.context import open_services
from tutor.services.library import Library, content_roots, open_library
from tutor.services.questions import build_question
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Question
from tutor.settings import Settings
from tutor.tui.app import TutorApp
from tutor.tui.screens.quiz import QuizScreen

NARROW, WIDE = (80, 24), (120, 40)
NASTY = (*FRAME_NASTY, "lines\n\n\n[[clean-claim|[b]]] [E11.9]", "")
"""Texts that have broken terminals and Textual apps."""


@cache
def shipped() -> Path:
    """Return a compiled cache of the shipped content, made once a process."""
    path = Path(tempfile.mkdtemp(prefix="tutor-tests-")) / "content.db"
    open_library(content_roots(()), path)
    return path


@cache
def library() -> Library:
    return open_library(content_roots(()), shipped())


def placed(item: Item, seed: int = 3) -> PlacedItem:
    return PlacedItem(item, arrange(item, Random(seed)))


def question_of(item: Item, seed: int = 3, **changes: object) -> Question:
    """Return the question view of an item, as a quiz would show it."""
    return replace(build_question(placed(item, seed), library()), **changes)


def written(item: Item) -> PlacedItem:
    """Place an item with its parts in written order, where that is a fair order."""
    body = item.body
    parts = {Choices: "options", Matching: "pairs"}.get(type(body))
    if parts is None:
        return placed(item)
    return PlacedItem(item, tuple(part.id for part in getattr(body, parts)))


def nasty_item(kind: str, text: str) -> Item:
    """Return an item of a kind with the same text everywhere a text can stand."""
    bodies = {
        "single": Choices(tuple(Option(str(n), text, text, correct=n == 0) for n in range(3))),
        "multiple": Choices(tuple(Option(str(n), text, text, correct=n < 2) for n in range(4))),
        "numeric": replace(make_item(kind="numeric").body, unit=text, rationale=text),
        "text": ShortAnswer(
            (Accepted(f"{text[:99]}.x", text), Accepted("b", text, Decimal(50))),
            (WrongText("a", text),),
            text,
            text,
        ),
        "order": Ordering(tuple(Step(str(n), text, text) for n in range(4))),
        "match": Matching(
            tuple(Target(str(n), text) for n in range(3)),
            tuple(Pair(str(n), text, "0", text) for n in range(4)),
        ),
        "code": Coding("all", (KeyCode("E11.9", text), KeyCode("I10", text)), (), text),
        "coding_case": CodingCase(
            "all",
            (KeyCode("E11.9", text), KeyCode("I10", text)),
            (KeyProcedure("J1885", text, ("LT",), 2, ("I10",)),),
            (KeyCode("E10.9", text),),
            text,
        ),
        "pcs_build": PcsBuild(
            "0FT44ZZ", tuple(PcsCharacter(c, text, text) for c in "0FT44ZZ"), (), text
        ),
        "claim_fix": ClaimFix(
            "cms1500",
            "fix",
            (("1a", text), ("2", text), ("24D.1", text)),
            (Fault("2", ("ROWE, ANNA",), text, "biller"),),
            (Decoy("1a", text),),
            rationale=text,
        ),
        "remit_post": RemitPost(
            (PostLine("l1", text, 100, 100, (), (("paid", 100),), text, remarks=(text,)),),
            ("paid", "patient"),
            (Choice("a", text, text, correct=True), Choice("b", text, text)),
            text,
        ),
        "denial_action": DenialAction(
            (Choice("appeal", text, text, correct=True), Choice("wait", text, text)),
            (Choice("a", text, text, correct=True), Choice("b", text, text)),
            (Choice("a", text, text, correct=True), Choice("b", text, text)),
            (("wait", text),),
            text,
        ),
    }
    exhibit = Exhibit("case", text, "note", f"{text}\n" * 40, 1, 2)
    return with_hash(make_item(kind=kind, body=bodies[kind], stem=text, exhibit=exhibit))


def many_options(count: int = 8) -> Item:
    options = tuple(Option(f"o{n}", f"Option {n}", "Why.", correct=n == 0) for n in range(count))
    return make_item("many", "multiple", body=Choices(options))


def case_items(lines: int = 40) -> list[Item]:
    """Return the two questions of a case with a long exhibit."""
    text = "\n".join(f"{n:>2} " + "x" * 70 for n in range(1, lines + 1))
    return [
        make_item(f"case-{n}", exhibit=Exhibit("case", "A long note", "note", text, n, 2))
        for n in (1, 2)
    ]


KIND_ITEMS = [make_item(f"item-{kind}", kind) for kind in KINDS]
assert isinstance(KIND_ITEMS[2].body, Numeric)


@dataclass
class Bench:
    """The running app with a quiz on its screen."""

    app: TutorApp
    pilot: Pilot[object]
    clock: FixedClock
    session: QuizSession

    async def settle(self) -> None:
        """Wait until no call is under way and everything is drawn."""
        await settled(self.pilot)

    async def press(self, *keys: str) -> None:
        """Press keys one by one, each once the one before has taken effect."""
        await press(self.pilot, *keys)

    def start(
        self, items: Sequence[Item], feedback: str = "tutor", seconds: int | None = None
    ) -> QuizSession:
        """Start an attempt on exactly these items, in the written order of their options."""
        services = self.app.services
        now = self.clock.now()
        attempt = services.store.start_attempt(
            NewAttempt(
                learner_id=self.app.learner.id,
                title="Test quiz",
                spec=QuizSpec(exam="cpb", feedback=feedback, count=len(items), seconds=seconds),
                seed=1,
                blueprint=None,
                deadline=now + timedelta(seconds=seconds) if seconds else None,
                items=tuple(written(item) for item in items),
            ),
            study_day=now.date(),
        )
        return services.practice.resume(attempt.id)

    def stored(self, position: int) -> tuple[str, ...]:
        """Return the response that the database has for a question."""
        answer = self.app.services.store.attempt(self.session.attempt_id).slots[position].answer
        return answer.response if answer else ()

    def text(self) -> str:
        """Return what the screen shows, line by line."""
        return frame(self.pilot)


@asynccontextmanager
async def running_app(home: Path, size: tuple[int, int] = NARROW) -> AsyncIterator[Bench]:
    """Run the real app on a temporary home with one profile, past its opening."""
    settings = Settings(home=home)
    settings.make_folders()
    shutil.copy(shipped(), settings.content_cache)
    clock = FixedClock(START)
    with open_services(settings, clock=clock, rng=Random(7)) as services:
        if services.profiles.current() is None:
            services.profiles.create("Ana", exam="cpb", time_zone="America/Chicago")
    app = TutorApp(settings, clock=clock, rng=Random(7))
    async with app.run_test(size=size) as pilot:
        bench = Bench(app, pilot, clock, None)  # type: ignore[arg-type]
        while not app.is_open:
            await bench.settle()
        await bench.settle()
        yield bench


@asynccontextmanager
async def quiz(
    home: Path,
    items: Sequence[Item],
    *,
    feedback: str = "tutor",
    seconds: int | None = None,
    size: tuple[int, int] = NARROW,
) -> AsyncIterator[Bench]:
    """Run the app with a quiz on these items on its screen."""
    async with running_app(home, size) as bench:
        bench.session = bench.start(items, feedback, seconds)
        bench.app.push_screen(QuizScreen(bench.session))
        await bench.settle()
        yield bench


def shown(widget: Static) -> str:
    """Return the text of a Static."""
    return str(widget.render())
