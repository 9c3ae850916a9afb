"""The feedback matrix: what shows when, and which matrices make sense."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.assignment import FACTS, MOMENTS, Release
from tutor.domain.release import check_release, later_lines, moment_of, shown
from tutor.errors import UsageError

MOMENT = st.sampled_from((*MOMENTS, None))
STATES = [(False, False), (False, True), (True, False), (True, True)]
"""Whether the attempt has ended, and the assignment has closed."""


def seen(release):
    return ["".join(fact[0] for fact in FACTS if fact in shown(release, ended=e, closed=c)) or "-"
            for e, c in STATES]  # fmt: skip


@pytest.mark.parametrize(
    ("moments", "expected"),
    [
        (("during",) * 4, ["sckr"] * 4),
        (("after_submit", "after_submit", "after_close", "after_close"), ["-", "-", "sc", "sckr"]),
        (("after_submit", "after_close", "after_close", None), ["-", "-", "s", "sck"]),
        (("after_close", None, None, None), ["-", "-", "-", "s"]),
        ((None,) * 4, ["-"] * 4),
        (("during", "during", "after_submit", "after_close"), ["sc", "sc", "sck", "sckr"]),
    ],
)
def test_golden_matrices(moments, expected):
    release = Release(*moments)
    check_release(release)
    assert seen(release) == expected


def valid(release):
    try:
        check_release(release)
    except UsageError:
        return False
    return True


@given(st.tuples(MOMENT, MOMENT, MOMENT, MOMENT))
def test_a_valid_matrix_never_tells_a_fact_before_its_time(moments):
    release = Release(*moments)
    if not valid(release):
        return
    for ended, closed in STATES:
        facts = shown(release, ended=ended, closed=closed)
        for told, fact in itertools.pairwise(FACTS):
            assert fact not in facts or told in facts
        if not ended:  # the sum would tell each answer as it is given
            assert "score" not in facts or "correctness" in facts


@given(st.tuples(MOMENT, MOMENT, MOMENT, MOMENT))
def test_what_shows_stays_shown(moments):
    release = Release(*moments)
    open_, ended, closed = (
        shown(release, ended=e, closed=c) for e, c in ((False, False), (True, False), (True, True))
    )
    assert open_ <= ended <= closed
    assert shown(release, ended=False, closed=True) == open_


def test_how_many_matrices_are_valid():
    # 35 rising ladders of four moments, less those with a score during but correctness later: 10
    every = [Release(*moments) for moments in itertools.product((*MOMENTS, None), repeat=4)]
    assert sum(map(valid, every)) == 25


@pytest.mark.parametrize("moments", [
    ("after_close", "after_submit", None, None),
    (None, "after_close", None, None),
    ("after_submit", "after_submit", "during", None),
    ("after_submit", "after_close", "after_close", "after_submit"),
    ("during", "after_submit", None, None),
    ("sometimes", None, None, None),
])  # fmt: skip
def test_other_matrices_are_refused_in_one_line(moments):
    with pytest.raises(UsageError) as refused:
        check_release(Release(*moments))
    assert "\n" not in str(refused.value)


def test_moments_are_named():
    assert moment_of("After-Close") == "after_close"
    assert moment_of("never") is None
    assert moment_of(None) is None
    with pytest.raises(UsageError):
        moment_of("later")


def test_what_is_still_to_come_is_said_in_a_sentence_each():
    release = Release("after_submit", "after_close", "after_close", None)
    assert later_lines(release, frozenset(), "Dec 3") == (
        "The score shows after it is handed in.",
        "Right or wrong and the key show after it closes (Dec 3).",
        "The reasons never show.",
    )
    assert (
        later_lines(release, frozenset({"score", "correctness"}), "")[0] == "The key never shows."
    )
    assert later_lines(release, frozenset(FACTS), "Dec 3") == ()
