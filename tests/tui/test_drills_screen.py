"""Drills: generated questions, chosen and taken on screen."""

from __future__ import annotations

import pytest
from textual.widgets import Button, OptionList

from tests.tui.conftest import frame, press, settled, type_text
from tutor.domain.kinds import key_response
from tutor.domain.records import QuizSpec
from tutor.services.drills import service
from tutor.services.drills.kinds import KINDS
from tutor.tui.app import StartAt
from tutor.tui.modals.book_wait import BookWaitModal
from tutor.tui.screens.drills import DrillsScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.widgets.choice_row import ChoiceRow

pytestmark = pytest.mark.usefixtures("books")
PRACTICE = StartAt("practice")
PLACES = {name: place for place, name in enumerate(KINDS, start=1)}


async def to_kind(pilot, name):
    pilot.app.screen.query_one("#kinds", OptionList).highlighted = PLACES[name]
    await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
async def test_every_kind_is_offered_with_what_it_asks(run_app, learner, size):
    async with run_app(size=size, start=PRACTICE) as pilot:
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, DrillsScreen)
        shown = pilot.app.screen.query_one("#kinds", OptionList)
        assert [option.id for option in shown.options] == ["mixed", *KINDS]
        await to_kind(pilot, "billable")
        assert "Which of these codes can be reported" in frame(pilot)
        assert "Start drill" in frame(pilot)


async def test_only_levels_that_a_kind_has_are_offered(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "e")
        row = pilot.app.screen.query_one("#level", ChoiceRow)
        await to_kind(pilot, "title-code")
        row.choose("sibling")
        assert pilot.app.screen.spec.drill_level == "sibling"
        await to_kind(pilot, "seventh")
        assert not row.display
        assert pilot.app.screen.spec.drill_level == "near"


async def test_levels_of_claims_are_told_in_their_own_words(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "e")
        row = pilot.app.screen.query_one("#level", ChoiceRow)
        await to_kind(pilot, "claim-scrub")
        row.choose("sibling")
        await settled(pilot)
        assert "Errors" in frame(pilot)
        assert "‹ 2 or 3, hidden ›" in frame(pilot)
        assert pilot.app.screen.spec.drill_level == "sibling"
        await to_kind(pilot, "title-code")
        assert "Wrong options" in frame(pilot)


async def test_a_drill_is_put_together_with_keys_and_taken(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "e", "down", "tab", "right", "tab", "left", "tab", "right")
        expected = QuizSpec(
            count=5,
            seconds=100,
            source="generated",
            drills=("title-code",),
            drill_level="sibling",
        )
        assert pilot.app.screen.spec == expected
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        (attempt,) = services.store.open_attempts(learner.id)
        assert services.store.attempt(attempt.id).spec == expected
        assert "Question 1 of 5" in frame(pilot)
        assert "generated" in frame(pilot)
        for _ in range(5):
            await press(pilot, "a", "enter", "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, ResultsScreen)
        assert "Drill: Title to code" in frame(pilot)


async def test_the_first_drill_ever_waits_for_the_book(run_app, services, learner, monkeypatch):
    told = []
    prepare = type(services.codes).prepare

    def slow(codes, progress=None):
        progress(1, 4)
        told.append(isinstance(pilot.app.screen, BookWaitModal))
        prepare(codes, progress)

    monkeypatch.setattr(type(services.codes), "ready", lambda _codes, _set="icd10cm": False)
    monkeypatch.setattr(type(services.codes), "prepare", slow)
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "e", "enter")
        await settled(pilot)
        assert told == [True]
        assert isinstance(pilot.app.screen, QuizScreen)


async def test_a_kind_that_needs_more_says_so_and_is_not_started(run_app, learner, monkeypatch):
    monkeypatch.setattr(service, "find_spec", lambda _name: None)
    async with run_app(size=(120, 40), start=PRACTICE) as pilot:
        await press(pilot, "e")
        await to_kind(pilot, "drg-effect")
        assert "– DRG effect" in frame(pilot)
        assert "coding-billing-tutor[drg]" in frame(pilot).replace("\n", " ")
        assert pilot.app.screen.query_one("#start", Button).disabled
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DrillsScreen)


async def source(pilot, chosen: str, **rows: str) -> str:
    """Choose where questions come from; return what the screen then shows."""
    for row, key in {"source": chosen, **rows}.items():
        pilot.app.screen.query_one(f"#{row}", ChoiceRow).choose(key)
    await settled(pilot)
    assert pilot.app.screen.spec.source == chosen
    return frame(pilot)


async def test_practice_tells_how_many_of_each_source_fit(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        written = services.practice.matching(learner.id, pilot.app.screen.spec)
        assert f"{written} questions fit" in frame(pilot)
        assert f"{written} written fit, then generated" in await source(pilot, "both")
        assert "Generated ones never run out" in await source(pilot, "generated")
        assert not pilot.app.screen.query_one("#start", Button).disabled
        assert "0 generated questions fit" in await source(pilot, "generated", role="biller")
        assert pilot.app.screen.query_one("#start", Button).disabled
        assert " written fit, none generated" in await source(pilot, "both")
        assert not pilot.app.screen.query_one("#start", Button).disabled


async def test_generated_questions_alone_are_drawn_where_that_is_chosen(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await source(pilot, "generated", count="5")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        session = pilot.app.screen.session
        assert [session.go(place).generated for place in range(5)] == [True] * 5


async def test_find_it_fast_begins_with_a_clock_that_can_be_changed(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "e")
        assert pilot.app.screen.spec.seconds is None
        await to_kind(pilot, "lookup")
        assert pilot.app.screen.spec.seconds == 10 * 40
        await to_kind(pilot, "billable")
        assert pilot.app.screen.spec.seconds is None
        pilot.app.screen.query_one("#clock", ChoiceRow).choose("20")
        await settled(pilot)
        await to_kind(pilot, "lookup")
        assert pilot.app.screen.spec.seconds == 10 * 20


async def test_find_it_fast_is_a_race_against_the_clock(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "e")
        await to_kind(pilot, "lookup")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        shown = frame(pilot)
        assert "6:40 left" in shown
        assert "generated" in shown
        attempt = pilot.app.services.store.attempt(pilot.app.screen.session.attempt_id)
        (code,) = key_response(attempt.slots[0].placed.item)
        await type_text(pilot, code.replace(".", ""))
        await press(pilot, "enter")
        assert "✓ Right" in frame(pilot)


async def test_a_drilled_question_is_marked_in_its_review(run_app, services, learner):
    session = services.practice.start_drill(learner.id, ("billable",), count=1)
    session.answer(("a",))
    session.finish()
    async with run_app() as pilot:
        pilot.app.open_result(session.attempt_id)
        await settled(pilot)
        await press(pilot, "enter")
        assert "generated" in frame(pilot)
