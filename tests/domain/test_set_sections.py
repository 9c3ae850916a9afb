"""Changing the sections of a quiz set's draft."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_set_draft import draft
from tutor.domain.quiz_set import Rule
from tutor.domain.set_checks import MOST_SECTIONS, MOST_TITLE
from tutor.domain.set_contents import pick_named, picked, points_of, question_count
from tutor.domain.set_draft import drawn_per_student, with_rule, with_rule_as
from tutor.domain.set_sections import (
    with_heading,
    with_pick_in,
    with_rule_in,
    with_section,
    with_section_moved,
    without_section,
)
from tutor.errors import NotFoundError, UsageError


def titles(made):
    return [section.title for section in made.sections]


def test_sections_are_headed_moved_and_taken_out():
    made = draft("ab", "c", "d")
    assert titles(with_heading(made, 1, " Denials ")) == ["Part 1", "Denials", "Part 3"]
    assert with_heading(made, 1, text="Read.").sections[1].title == "Part 2"
    assert titles(with_section_moved(made, 2, -1)) == ["Part 1", "Part 3", "Part 2"]
    assert titles(with_section_moved(made, 0, 9)) == ["Part 2", "Part 3", "Part 1"]
    assert titles(with_section_moved(made, 0, -1)) == titles(made)
    assert picked(without_section(made, 0)) == ("c", "d")


def test_points_of_questions_by_rule_are_their_sections():
    made = with_heading(with_rule(draft("a"), 0, Rule(4)), 0, points=2.5)
    assert points_of(made) == 11


def test_questions_and_rules_go_to_the_end_of_another_section():
    made = with_rule(with_rule(draft("ab", "c"), 0, Rule(2)), 1, Rule(3))
    there = with_pick_in(made, "a", 1)
    assert picked(there) == ("b", "c", "a")
    assert with_pick_in(made, "a", 0) == made
    rules = [section.rules for section in with_rule_in(made, 0, 0, 1).sections]
    assert rules == [(), (Rule(3), Rule(2))]
    assert with_rule_in(made, 0, 0, 0) == made


def test_a_rule_is_written_anew_in_its_place():
    made = with_rule(with_rule(draft("a"), 0, Rule(2)), 0, Rule(3))
    assert with_rule_as(made, 0, 0, Rule(7)).sections[0].rules == (Rule(7), Rule(3))


def test_one_form_for_all_knows_no_history():
    made = drawn_per_student(draft("a"), per_student=True)
    made = with_rule(made, 0, Rule(2, seen="new"))
    with pytest.raises(UsageError, match="rule 1 of section 1 asks for new questions"):
        drawn_per_student(made, per_student=False)
    again = drawn_per_student(with_rule_as(made, 0, 0, Rule(2)), per_student=False)
    assert not again.per_student


def test_an_id_may_be_named_by_its_end_where_one_ends_so():
    made = draft(["c-1-npi", "c-2-box", "x-box"])
    assert pick_named(made, "npi") == "c-1-npi"
    assert pick_named(made, "x-box") == "x-box"
    with pytest.raises(NotFoundError):
        pick_named(made, "box")


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda made: without_section(made, 2), NotFoundError),
        (lambda made: with_heading(made, 2, "x"), NotFoundError),
        (lambda made: with_section_moved(made, -1, 1), NotFoundError),
        (lambda made: with_pick_in(made, "a", 2), NotFoundError),
        (lambda made: with_pick_in(made, "x", 1), NotFoundError),
        (lambda made: with_rule_in(made, 0, 0, 1), NotFoundError),
        (lambda made: with_rule_as(made, 0, 0, Rule(1)), NotFoundError),
        (lambda made: with_heading(made, 0, "x" * (MOST_TITLE + 1)), UsageError),
        (lambda made: with_heading(made, 0, text="x" * 2001), UsageError),
        (lambda made: with_heading(made, 0, points=0), UsageError),
        (lambda made: with_rule(made, 0, Rule(1, role="codr")), UsageError),
        (lambda made: with_rule(made, 0, Rule(1, skill="coding")), UsageError),
    ],
)
def test_what_cannot_be_is_refused(change, error):
    with pytest.raises(error):
        change(draft("ab", "c"))


def test_there_is_an_end_to_sections():
    made = draft(*[""] * MOST_SECTIONS)
    with pytest.raises(UsageError, match="sections at most"):
        with_section(made, "One more")


steps = st.lists(
    st.tuples(st.sampled_from(["move", "to"]), st.integers(0, 3), st.integers(-3, 3)), max_size=12
)


@given(steps)
def test_moving_about_loses_and_doubles_nothing(taken):
    start = made = with_rule(draft("ab", "cd", "", "e"), 1, Rule(3))
    for kind, number, by in taken:
        if kind == "move":
            made = with_section_moved(made, number, by)
        else:
            made = with_pick_in(made, "abcd"[number], by % 4)
    assert sorted(picked(made)) == sorted(picked(start))
    assert sorted(titles(made)) == sorted(titles(start))
    assert question_count(made) == question_count(start)
