"""Changing the draft of a quiz set."""

import pytest

from tutor.domain.quiz_set import Pick, Rule, SetDefinition
from tutor.domain.set_contents import picked, points_of, question_count
from tutor.domain.set_draft import (
    moved,
    with_pick,
    with_points,
    with_replaced,
    with_rule,
    without_pick,
    without_rule,
)
from tutor.domain.set_sections import with_section, without_section
from tutor.errors import NotFoundError, UsageError


def draft(*sections):
    made = SetDefinition()
    for number, ids in enumerate(sections):
        made = with_section(made, f"Part {number + 1}")
        for item_id in ids:
            made = with_pick(made, number, Pick(item_id))
    return made


def test_picks_are_added_replaced_moved_and_taken_out():
    made = draft("ab", "c")
    assert picked(made) == ("a", "b", "c")
    assert picked(with_replaced(made, "b", "x")) == ("a", "x", "c")
    assert picked(moved(made, "b", -1)) == ("b", "a", "c")
    into_next = moved(made, "b", 1)
    assert [len(section.picks) for section in into_next.sections] == [1, 2]
    assert picked(into_next) == ("a", "b", "c")
    assert picked(moved(made, "a", -5)) == ("a", "b", "c")
    assert picked(without_pick(made, "a")) == ("b", "c")
    assert picked(without_section(made, 0)) == ("c",)


def test_points_and_counts():
    made = with_rule(with_points(draft("ab"), "b", 2.5), 0, Rule(10))
    assert (question_count(made), points_of(made)) == (12, 13.5)
    assert question_count(without_rule(made, 0, 0)) == 2


def test_the_first_section_makes_itself():
    assert picked(with_pick(SetDefinition(), 0, Pick("a"))) == ("a",)
    assert question_count(with_rule(SetDefinition(), 0, Rule(3))) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda made: with_pick(made, 0, Pick("a")),
        lambda made: with_replaced(made, "a", "b"),
        lambda made: with_points(made, "a", 0),
        lambda made: with_points(made, "a", float("nan")),
        lambda made: with_rule(made, 0, Rule(0)),
        lambda made: with_rule(made, 0, Rule(500)),
        lambda made: with_rule(made, 0, Rule(2, difficulty=(4, 2))),
        lambda made: with_rule(made, 0, Rule(2, seen="new")),
        lambda made: with_rule(made, 0, Rule(2, level="hard")),
        lambda made: with_rule(made, 0, Rule(2, domains=(("d1", 2),))),
        lambda made: with_rule(made, 0, Rule(3, "cpb", (("d1", 2),))),
    ],
)
def test_what_makes_no_sense_is_refused(change):
    with pytest.raises(UsageError):
        change(draft("ab"))


def test_what_is_not_there_is_not_found():
    for change in (
        lambda: without_pick(draft("a"), "x"),
        lambda: with_pick(draft("a"), 3, Pick("x")),
        lambda: without_rule(draft("a"), 0, 0),
    ):
        with pytest.raises(NotFoundError):
            change()
