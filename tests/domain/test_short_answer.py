"""Typed answers: what is compared, what is earned, what is said."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import TEXT, make_item
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.kinds import explain, grade, key_response, solve
from tutor.domain.short_answer import (
    Accepted,
    ShortAnswer,
    compared,
    grade_text,
    read_text,
    same_text,
    wrong_text,
)
from tutor.errors import ResponseError

THIRD = ShortAnswer((Accepted("a", ""), Accepted("b", "", Decimal("33.33333"))), exact_case=True)


@pytest.mark.parametrize(
    "typed",
    [
        "timely filing",
        "Timely  Filing",
        " TIMELYFILING.",
        "timely\u00a0filing!?",
        "\uff54imely filing",  # a wide t
        "timely fi\u200bling",
        "timely \ufb01ling",  # a ligature
        "Filing limit;",
        "timely-filing",
    ],
)
def test_what_says_the_same_earns_the_same(typed):
    assert grade_text(TEXT, (typed,)).correct


@pytest.mark.parametrize(
    ("body", "typed", "score"),
    [
        (TEXT, "late", 0.5),
        (TEXT, "duplicate", 0.0),
        (TEXT, "filing", 0.0),
        (THIRD, "a", 1.0),
        (THIRD, "A", 0.0),
        (THIRD, "b.", 0.3333333),
    ],
)
def test_a_typed_answer_earns_the_credit_of_what_it_is(body, typed, score):
    assert grade_text(body, (typed,)).score == pytest.approx(score)


def test_nothing_typed_is_a_skipped_question():
    assert grade_text(TEXT, ()).score == 0


@pytest.mark.parametrize("response", [("",), (" \t\n",), ("\u200b",), ("x" * 201,), ("a", "b")])
def test_what_is_no_answer_is_refused(response):
    with pytest.raises(ResponseError):
        grade_text(TEXT, response)


@pytest.mark.parametrize(
    ("key", "typed", "same"),
    [
        ("CMS-1500", "cms 1500", True),
        ("co-pay", "copay", True),
        ("837-P", "837P", True),
        ("16-18", "1618", False),
        ("-5", "5", False),
        ("5-", "5", False),
        ("-", "a", False),
    ],
)
def test_hyphens_that_join_words_are_not_compared_and_those_of_figures_are(key, typed, same):
    body = ShortAnswer((Accepted(key, ""),))
    assert grade_text(body, (typed,)).correct == same


def test_quotes_and_dashes_are_compared_whatever_their_shape():
    body = ShortAnswer((Accepted("patient's co-pay", ""),))
    assert grade_text(body, ("Patient’s co–pay",)).correct
    assert not grade_text(body, ("patients co-pay",)).correct


def test_an_answer_can_be_nothing_but_a_sign():
    body = ShortAnswer((Accepted("?", ""),))
    assert grade_text(body, ("?",)).correct
    assert not grade_text(body, ("!",)).correct


def test_the_most_credit_counts_where_two_accepted_texts_are_the_same():
    body = ShortAnswer((Accepted("Late", "", Decimal(50)), Accepted("late.", "")))
    assert grade_text(body, ("late",)).correct


@given(st.text("aZé ß.-'9%", min_size=1, max_size=40), st.booleans())
def test_spaces_and_what_ends_a_sentence_change_nothing(text, exact_case):
    spaced = "  ".join(f" {text.rstrip('.')} ")
    if text.strip(" ."):
        for typed in (text, spaced, f"{text}.", f"{text} ;"):
            assert compared(typed, exact_case=exact_case) == compared(text, exact_case=exact_case)
    assert compared(text.upper()) == compared(text.lower()) == compared(text)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_and_what_is_read_stays(text):
    try:
        kept = read_text(text)
    except ResponseError:
        return
    assert kept.isprintable()
    assert read_text(kept) == kept


@given(st.text(min_size=1, max_size=30), st.integers(0, 999))
def test_there_is_always_a_right_and_a_wrong_answer(text, seed):
    body = ShortAnswer((Accepted(text, ""), Accepted(f"answer {seed % 100}", "")))
    try:
        assert grade_text(body, (text,)).correct
    except ResponseError:
        return  # nothing visible: no such text is taken as an answer
    assert not grade_text(body, wrong_text(body, Random(seed))).correct


def test_case_counts_between_two_responses_only_where_it_counts():
    assert same_text(TEXT, ("Late fee",), ("late  fee.",))
    assert not same_text(replace(TEXT, exact_case=True), ("Late fee",), ("late fee",))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("filing limit", "Another name of it.\n\nThe claim came after the last day."),
        ("timely filing", "Every payer has a limit.\n\nThe claim came after the last day."),
        ("late", "That is what happened, not what it is called.\n\nEvery payer has a limit.\n\n"
                 "The claim came after the last day."),
        ("duplicate", "A duplicate was paid before.\n\nEvery payer has a limit.\n\n"
                      "The claim came after the last day."),
        ("no idea", "Every payer has a limit.\n\nThe claim came after the last day."),
    ],
)  # fmt: skip
def test_what_was_typed_is_explained_before_the_key(typed, said):
    item = make_item(kind="text")
    explained = explain(item, (), grade(item, (typed,)), (typed,))
    assert explained.key == "timely filing or filing limit; in part late (50 %)"
    assert explained.explanation == said


def test_authors_see_every_text_with_its_credit():
    assert [(line.mark, line.text) for line in solve(make_item(kind="text"))] == [
        ("Answer: ", "timely filing"),
        ("Answer: ", "filing limit"),
        ("Answer: ", "late (50 %)"),
        ("", "why"),
        ("not ", "duplicate"),
    ]


def test_credit_is_kept_to_the_last_digit():
    item = make_item(kind="text", body=THIRD)
    assert item_from_json(item_to_json(item)) == item
    assert item_from_json(item_to_json(item)).body.accepted[1].credit == Decimal("33.33333")
    assert key_response(item) == ("a",)
