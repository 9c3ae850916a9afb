"""Cards on screen: listed, filtered, set aside, added and removed, and from within a review."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from tests.tui.book_bench import book, look_up
from tests.tui.conftest import frame, press, settled, take_quiz, type_text
from tutor.domain.kinds import key_response
from tutor.tui.app import StartAt
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.term import TermModal
from tutor.tui.screens.cards import CardsScreen
from tutor.tui.screens.code_book import CodeBookScreen
from tutor.tui.screens.practice import PracticeScreen
from tutor.tui.screens.quiz import QuizScreen
from tutor.tui.screens.reader import ReaderScreen
from tutor.tui.widgets.choice_row import ChoiceRow

PRACTICE = StartAt("practice")
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])


@pytest.fixture
def cards(services, learner, clock):
    """Ten concepts, due, and two terms."""
    take_quiz(services, learner, right=5, exam="cpc", count=10)
    clock.advance(9 * 86_400)
    services.own_cards.add_terms(learner.id, ["abn", "clean claim"])
    return services.spaced.overview(learner.id).lines


def listed(pilot) -> list[str]:
    return [option.id for option in pilot.app.screen.query_one("#cards", OptionList).options]


def states(services, learner) -> dict[str, str]:
    return {line.concept: line.state for line in services.spaced.overview(learner.id).lines}


async def to_card(pilot, card_id: str) -> None:
    pilot.app.screen.query_one("#cards", OptionList).highlighted = listed(pilot).index(card_id)
    await settled(pilot)


@SIZES
async def test_every_card_is_listed_with_what_is_known_of_it(run_app, cards, size):
    async with run_app(size=size, start=PRACTICE) as pilot:
        await press(pilot, "k")
        assert isinstance(pilot.app.screen, CardsScreen)
        assert sorted(listed(pilot)) == sorted(line.concept for line in cards)
        shown = frame(pilot)
        assert f"{len(cards)} cards" in shown
        assert "● due" in shown
        await to_card(pilot, "term:abn")
        shown = frame(pilot)
        assert "(abn)" in shown
        assert "Your own card, a term · due today · never asked" in shown
        assert "○ new" in shown


async def test_without_cards_it_says_where_they_come_from(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k")
        assert "No cards yet" in frame(pilot)
        await press(pilot, "s", "b", "r", "delete", "enter")
        assert isinstance(pilot.app.screen, CardsScreen)


async def test_words_and_states_filter_the_list(run_app, services, learner, cards):
    services.spaced.suspend(learner.id, "abn")
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k", "slash")
        await type_text(pilot, "claim clean")
        assert "term:clean-claim" in listed(pilot)
        assert len(listed(pilot)) < len(cards)
        await type_text(pilot, "zzz")
        assert listed(pilot) == []
        assert "No card is like that" in frame(pilot)
        await press(pilot, "escape")  # to the list
        await press(pilot, "escape")  # all cards again
        assert len(listed(pilot)) == len(cards)
        row = pilot.app.screen.query_one("#which", ChoiceRow)
        for which, expected in (
            ("suspended", ["term:abn"]),
            ("own", ["term:clean-claim", "term:abn"]),
            ("due", [line.concept for line in cards if line.concept != "term:abn"]),
        ):
            row.choose(which)
            await settled(pilot)
            assert sorted(listed(pilot)) == sorted(expected)
        await press(pilot, "escape")
        assert row.key == "all"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PracticeScreen)


async def test_cards_are_set_aside_and_resumed_by_keys(run_app, services, learner, cards):
    concept = next(line.concept for line in cards if line.kind == "concept")
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k")
        for key, state in (("s", "suspended"), ("r", "due"), ("b", "put off"), ("r", "due")):
            await to_card(pilot, concept)
            await press(pilot, key)
            assert states(services, learner)[concept] == state
            assert pilot.app.screen.card.concept == concept
            assert pilot.app.screen.card.state == state
        await press(pilot, "delete")  # a concept cannot be removed
        assert isinstance(pilot.app.screen, CardsScreen)


async def test_own_cards_are_added_and_removed(run_app, services, learner, cards):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k", "plus")
        assert isinstance(pilot.app.screen, EntryModal)
        await type_text(pilot, "nothing")
        await press(pilot, "enter")
        assert "There is no glossary term" in frame(pilot)
        pilot.app.screen.query_one(Input).value = "copay"
        await press(pilot, "enter")
        assert "term:copay" in listed(pilot)
        await to_card(pilot, "term:copay")
        await press(pilot, "delete")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "n")
        assert "term:copay" in states(services, learner)
        await press(pilot, "delete", "y")
        assert "term:copay" not in states(services, learner)
        assert "term:copay" not in listed(pilot)


@pytest.mark.usefixtures("books")
async def test_codes_are_added_by_typing_them(run_app, services, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k", "plus")
        await type_text(pilot, "e119")
        await press(pilot, "enter")
        assert listed(pilot) == ["code:icd10cm:E11.9"]
        assert "Type 2 diabetes" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CodeBookScreen)


async def test_a_code_is_not_waited_for_while_the_book_is_not_there(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k", "plus")
        await type_text(pilot, "e11.9")
        await press(pilot, "enter")
        assert "the code book is put together" in frame(pilot)


async def test_enter_opens_what_a_card_is_about(run_app, cards):
    concept = next(line.concept for line in cards if line.kind == "concept")
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k")
        await to_card(pilot, "term:abn")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, TermModal)
        await press(pilot, "escape")
        await to_card(pilot, concept)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ReaderScreen)


@SIZES
async def test_the_forecast_shows_two_weeks(run_app, cards, size):
    async with run_app(size=size, start=PRACTICE) as pilot:
        await press(pilot, "k", "f")
        shown = frame(pilot)
        assert "Falling due" in shown
        assert f"{len(cards):>4}  █" in shown
        await press(pilot, "f")
        assert "About" in frame(pilot)


async def test_the_palette_finds_the_cards(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "k")
        assert isinstance(pilot.app.screen, CardsScreen)
        await press(pilot, "escape")
        assert pilot.app.screen.PLACE == "home"


async def test_a_review_is_started_from_the_cards(run_app, services, learner):
    services.own_cards.add_terms(learner.id, ["abn"])
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "k", "v")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert "Your own card, from the glossary" in frame(pilot)
        item = pilot.app.screen.session._slot(0).placed.item
        (key,) = key_response(item)
        place = [part.id for part in pilot.app.screen.question.parts].index(key)
        await press(pilot, "abcd"[place], "enter")
        assert "✓ Right" in frame(pilot)
        await press(pilot, "enter", "escape")
        assert services.spaced.due(learner.id).count == 0


@pytest.mark.parametrize(
    ("keys", "state"), [(("enter",), "put off"), (("down", "enter"), "suspended")]
)
async def test_a_card_is_set_aside_from_within_its_review(run_app, services, learner, keys, state):
    services.own_cards.add_terms(learner.id, ["abn", "copay"])
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "v", "z")
        assert isinstance(pilot.app.screen, ChooseModal)
        await press(pilot, "escape")
        assert set(states(services, learner).values()) == {"new"}
        await press(pilot, "z", *keys)
        assert sorted(states(services, learner).values()) == sorted(["new", state])
        assert "Question 2 of 2" in frame(pilot)


async def test_an_ordinary_quiz_sets_nothing_aside(run_app, learner):
    async with run_app(start=PRACTICE) as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuizScreen)
        assert pilot.app.screen.check_action("set_aside", ()) is False
        await press(pilot, "z")
        assert isinstance(pilot.app.screen, QuizScreen)


# --- the glossary and the code book


async def test_a_term_is_kept_as_a_card_from_the_glossary(run_app, services, learner):
    async with run_app(size=(120, 40), start=StartAt("glossary")) as pilot:
        await press(pilot, "slash")
        await type_text(pilot, "clean claim")
        await press(pilot, "enter", "plus")
        assert services.own_cards.held(learner.id) == {"term:clean-claim"}
        assert "◆ Your card" in frame(pilot)
        await press(pilot, "plus")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "y")
        assert services.own_cards.held(learner.id) == frozenset()
        pilot.app.clear_notifications()
        await settled(pilot)
        assert "◆ Your card" not in frame(pilot)


async def test_a_term_is_kept_from_its_dialog(run_app, services, learner):
    async with run_app() as pilot:
        pilot.app.open_term("abn")
        await settled(pilot)
        await press(pilot, "plus")
        assert services.own_cards.held(learner.id) == {"term:abn"}
        assert "◆ Your card" in frame(pilot)


async def test_a_code_is_kept_from_its_page(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "e11.9")
        await bench.press("enter", "plus")
        services, learner = bench.app.services, bench.app.learner
        assert services.own_cards.held(learner.id) == {"code:icd10cm:E11.9"}
        assert "◆ Your card" in bench.text()
        await bench.press("plus", "n")
        assert services.own_cards.held(learner.id) == {"code:icd10cm:E11.9"}
        await bench.press("plus", "y")
        assert services.own_cards.held(learner.id) == frozenset()


async def test_a_heading_of_the_book_is_refused_in_words(tmp_path):
    async with book(tmp_path) as bench:
        await look_up(bench, "e08-e13")
        await bench.press("enter", "plus")
        assert bench.app.services.own_cards.held(bench.app.learner.id) == frozenset()
