"""A rule from what was typed, in a form or as options."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.item import LEVELS, ROLES
from tutor.domain.quiz_set import Rule
from tutor.domain.rule_text import difficulty_text, domains_text, filter_typed, rule_typed
from tutor.errors import UsageError


def test_what_is_left_out_asks_for_nothing():
    assert rule_typed({"count": " 10 "}) == Rule(10)
    assert rule_typed({"count": "4", "role": "any", "exam": None, "level": ""}) == Rule(4)


def test_domains_bring_their_counts():
    rule = rule_typed({"exam": "CPB", "domains": "BILL=5, ins=3"})
    assert rule == Rule(8, "cpb", (("bill", 5), ("ins", 3)))
    assert rule_typed({"count": "9", "exam": "cpb", "domains": "bill=5"}).count == 9


@pytest.mark.parametrize(
    ("text", "meant"), [("3", (3, 3)), ("2-4", (2, 4)), (" 2 - 4 ", (2, 4)), ("", (1, 5))]
)
def test_a_range_of_difficulty(text, meant):
    assert rule_typed({"count": "1", "difficulty": text}).difficulty == meant


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ({}, "say how many questions"),
        ({"count": "some"}, "say how many questions"),
        ({"count": "-3"}, "say how many questions"),
        ({"count": "²"}, "say how many questions"),
        ({"domains": "bill", "exam": "cpb"}, "as in bill=5"),
        ({"domains": "=5", "exam": "cpb"}, "as in bill=5"),
        ({"domains": "bill=x", "exam": "cpb"}, "as in bill=5"),
        ({"count": "1", "difficulty": "2..4"}, "difficulty is a number"),
        ({"count": "1", "difficulty": "2-"}, "difficulty is a number"),
        ({"count": "1", "difficulty": "-4"}, "difficulty is a number"),
        ({"count": "1", "difficulty": "hard"}, "difficulty is a number"),
    ],
)
def test_what_cannot_be_read_says_how_to_write_it(typed, line):
    with pytest.raises(UsageError, match=line):
        rule_typed(typed)


def test_a_search_needs_no_counts():
    assert filter_typed({"domains": "bill ins", "exam": "cpb"}).domains == (("bill", 1), ("ins", 1))
    assert filter_typed({"level": "Recall"}) == Rule(1, level="recall")
    with pytest.raises(UsageError, match="as in bill=5"):
        filter_typed({"domains": "bill="})


rules = st.builds(
    lambda domains, low, more, role, level, seen: Rule(
        sum(domains.values()) or 7,
        exam="cpb",
        domains=tuple(domains.items()),
        role=role,
        level=level,
        difficulty=(low, min(5, low + more)),
        seen=seen,
    ),
    st.dictionaries(st.sampled_from(["bill", "ins", "code"]), st.integers(1, 50), max_size=3),
    st.integers(1, 5),
    st.integers(0, 4),
    st.sampled_from((None, *ROLES)),
    st.sampled_from((None, *LEVELS)),
    st.sampled_from(["any", "new", "seen"]),
)


@given(rules)
def test_a_rule_typed_anew_as_it_is_written_is_the_same(rule):
    typed = {
        "count": str(rule.count),
        "exam": rule.exam,
        "domains": domains_text(rule),
        "difficulty": difficulty_text(rule),
        "role": rule.role,
        "level": rule.level,
        "seen": rule.seen,
    }
    assert rule_typed(typed) == rule
