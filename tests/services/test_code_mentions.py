"""The codes of an answered question."""

from dataclasses import replace

from tests.factories import make_item
from tutor.domain.item import Choices, Option
from tutor.domain.records import PlacedItem
from tutor.services.code_mentions import mentioned_codes
from tutor.services.questions import build_question

ITEM = make_item(
    stem="A note names J1885 and E10.9.",
    body=Choices(
        (
            Option("a", "I10", "Not with N18.4.", correct=False),
            Option("b", "E11.9", "E11.9 is the code; see E11.22.", correct=True),
        )
    ),
)


def question(library, **changes):
    placed = PlacedItem(replace(ITEM, **changes), ("a", "b"))
    return build_question(placed, library, response=("a",), with_feedback=True)


def test_the_codes_of_the_key_come_first_and_each_once(library):
    assert mentioned_codes(question(library)) == (
        "E11.9",
        "I10",
        "J1885",
        "E10.9",
        "N18.4",
        "E11.22",
    )


def test_an_unanswered_question_gives_nothing_away(library):
    asked = build_question(PlacedItem(ITEM, ("a", "b")), library)
    assert mentioned_codes(asked) == ()


def test_a_question_without_codes_has_none_to_look_up(library):
    plain = make_item(stem="What now?")
    answered = build_question(PlacedItem(plain, ("a", "b", "c", "d")), library, with_feedback=True)
    assert mentioned_codes(answered) == ()
