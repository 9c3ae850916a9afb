"""What the log of a course says of an edit of a draft."""

from __future__ import annotations

import pytest

from tests.domain.test_set_draft import draft
from tutor.domain import set_draft, set_sections
from tutor.domain.classroom import Change
from tutor.domain.quiz_set import Pick, Rule
from tutor.services.classroom.change_words import change_in_words
from tutor.services.classroom.draft_changes import draft_changes

START = set_draft.with_rule(draft("ab", "c"), 1, Rule(3, "cpb"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: set_draft.with_pick(d, 0, Pick("x")), "x added"),
        (lambda d: set_draft.without_pick(d, "a"), "a taken out"),
        (lambda d: set_draft.with_replaced(d, "a", "x"), "x added; a taken out"),
        (lambda d: set_draft.with_points(d, "a", 2.5), "a worth 1 → 2.5"),
        (lambda d: set_draft.moved(d, "a", 1), "questions in another order"),
        (lambda d: set_draft.moved(d, "b", 1), "a question in another section"),
        (lambda d: set_sections.with_section(d, "x"), "a section added"),
        (
            lambda d: set_sections.without_section(d, 0),
            "a taken out; b taken out; a section taken out",
        ),
        (lambda d: set_sections.with_heading(d, 0, "New"), "section 1 New edited"),
        (
            lambda d: set_sections.with_section_moved(d, 0, 1),
            "questions in another order; sections in another order",
        ),
        (lambda d: set_draft.with_rule(d, 0, Rule(2)), "rule added: 2 of any exam"),
        (lambda d: set_draft.without_rule(d, 1, 0), "rule taken out: 3 of CPB"),
        (lambda d: set_draft.drawn_per_student(d, per_student=True), "drawn for each student"),
    ],
)
def test_each_edit_in_words(change, words):
    after = change(START)
    assert draft_changes(START.to_dict(), after.to_dict()) == words
    line = change_in_words(
        Change(
            "edited",
            "quiz_set",
            "s1",
            "c1",
            {"definition": START.to_dict()},
            {"definition": after.to_dict()},
        ),
        {"s1": "Week 1"},
    )
    assert line == f"quiz set Week 1: edited, {words}"


def test_an_item_is_named_and_its_text_is_not_quoted():
    change = Change(
        "edited",
        "course_item",
        "c-x",
        "c1",
        {"hash": "1", "source": "q"},
        {"hash": "2", "version": 2},
    )
    assert change_in_words(change, {}) == "course item c-x: edited, version 2"


def test_a_copy_says_how_many_questions_came_along():
    after = {"title": "Week 1", "definition": START.to_dict(), "origin_id": "s0"}
    line = change_in_words(Change("copied", "quiz_set", "s1", "c1", None, after), {})
    assert line == "quiz set Week 1: copied, title Week 1; 6 questions"
