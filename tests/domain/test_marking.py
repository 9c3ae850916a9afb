"""Marks of assigned work, against tables worked out by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import make_item
from tutor.domain.assignment import AssignmentPolicy
from tutor.domain.keyless import keyless
from tutor.domain.kinds import KINDS, key_response
from tutor.domain.marking import (
    ACTIONS,
    GivenAnswer,
    HandedIn,
    Ruling,
    check_key,
    counted,
    counting_attempt,
    days_late,
    mark_attempt,
    mark_question,
)
from tutor.errors import UsageError

DUE = datetime(2026, 9, 14, 23, 59, tzinfo=UTC)
SINGLE, MULTIPLE = make_item("one"), make_item("many", "multiple")
NUMERIC, ORDER, MATCH, TEXT = (
    make_item(kind, kind) for kind in ("numeric", "order", "match", "text")
)
CODE = make_item("coded", "code")


def rescore(*key):
    return Ruling("rescore", key)


@pytest.mark.parametrize(
    ("given_answer", "mark"),
    [
        (GivenAnswer(2.0, ("b",), 1.0), 2.0),
        (GivenAnswer(2.0, ("a", "b"), 0.5), 1.0),
        (GivenAnswer(2.0, ("a",), 0.0), 0.0),
        (GivenAnswer(2.0), 0.0),
        (GivenAnswer(2.0, ("a",), 0.0, ruling=Ruling("credit")), 2.0),
        (GivenAnswer(2.0, ruling=Ruling("credit")), 2.0),
        (GivenAnswer(2.0, ("b",), 1.0, ruling=Ruling("void")), None),
        # single choice: b was the key, c is right now
        (GivenAnswer(2.0, ("c",), 0.0, SINGLE, rescore(("c",))), 2.0),
        (GivenAnswer(2.0, ("b",), 1.0, SINGLE, rescore(("c",))), 0.0),
        (GivenAnswer(2.0, ("b",), 1.0, SINGLE, rescore(("b",), ("c",))), 2.0),
        (GivenAnswer(2.0, (), 0.0, SINGLE, rescore(("c",))), 0.0),
        # several: a and b are right now; a alone is half, a and c is (1 - 1) / 2
        (GivenAnswer(4.0, ("a", "b"), 0.0, MULTIPLE, rescore(("a", "b"))), 4.0),
        (GivenAnswer(4.0, ("a",), 0.5, MULTIPLE, rescore(("a", "b"))), 2.0),
        (GivenAnswer(4.0, ("a", "c"), 1.0, MULTIPLE, rescore(("a", "b"))), 0.0),
        (GivenAnswer(4.0, ("a", "c"), 1.0, MULTIPLE, rescore(("a", "b"), ("a",))), 0.0),
        # a figure: the tolerance of half a cent stays
        (GivenAnswer(1.0, ("90.00",), 0.0, NUMERIC, rescore(("90",))), 1.0),
        (GivenAnswer(1.0, ("84.00",), 1.0, NUMERIC, rescore(("90",))), 0.0),
        # an order: s2 s1 s3 s4 has 5 of 6 pairs of s1 s2 s3 s4: 2 * 5/6 - 1
        (GivenAnswer(3.0, ("s1", "s2", "s3", "s4"), 1.0, ORDER,
                     rescore(("s2", "s1", "s3", "s4"))), 2.0),
        # matching: two of three lines by the new key
        (GivenAnswer(3.0, ("p1=coder", "p2=biller", "p3=biller"), 1.0, MATCH,
                     rescore(("p1=coder", "p2=coder", "p3=biller"))), 2.0),
        # coded: what is accepted is full, others keep what they had
        (GivenAnswer(2.0, ("E11.9",), 0.25, CODE, rescore(("E11.9",))), 2.0),
        (GivenAnswer(2.0, ("E11.22",), 0.5, CODE, rescore(("E11.9",))), 1.0),
        # a typed text likewise
        (GivenAnswer(2.0, ("Duplicate claim.",), 0.0, TEXT, rescore(("duplicate claim",))), 2.0),
        (GivenAnswer(2.0, ("late",), 0.5, TEXT, rescore(("duplicate claim",))), 1.0),
    ],
)  # fmt: skip
def test_a_mark_is_as_worked_out_by_hand(given_answer, mark):
    assert mark_question(given_answer) == pytest.approx(mark)


FIX, POST, DENIAL, CASE, PCS = (
    make_item(kind, kind)
    for kind in ("claim_fix", "remit_post", "denial_action", "coding_case", "pcs_build")
)


@pytest.mark.parametrize(
    ("item", "accepted", "given", "full"),
    [
        (FIX, ("24E.1=B", "28=$1,120.00"), ("28=1120.00", "24E.1=b "), True),
        (FIX, ("24E.1=B",), ("24E.1=B", "28=210.00"), True),  # what 28 holds is no change
        (FIX, ("24E.1=B",), ("24E.1=B", "29="), False),
        (FIX, ("24E.1=B", "29="), ("24E.1=B",), False),
        (FIX, ("24E.1=B",), ("24E.1=C",), False),
        (POST, ("l1.paid=64.00", "finding=b"), ("finding=b", "l1.denied=0", "l1.paid=64"), True),
        (POST, ("l1.paid=64.00", "finding=b"), ("l1.paid=64.00", "finding=a"), False),
        (POST, ("l1.paid=64.00",), ("l1.paid=64.01",), False),
        (DENIAL, ("action=appeal", "evidence=e1", "evidence=e2"),
         ("evidence=e2", "action=appeal", "evidence=e1"), True),
        (DENIAL, ("action=appeal", "evidence=e1"), ("action=appeal",), False),
        (CODE, ("E11.9", "N18.4", "I10"), ("e119", "I10", "N184"), True),
        (CODE, ("E11.9", "N18.4"), ("N18.4", "E11.9"), False),  # the first code counts
        (CASE, ("dx:M17.11", "dx:E11.9", "dx:I10", "px:J1885-LT*2@1,3", "px:J3301@2"),
         ("dx:M17.11", "dx:I10", "dx:E11.9", "px:J3301@3", "px:J1885-LT*2@2,1"), True),
        (CASE, ("dx:M17.11", "dx:E11.9", "px:J1885@1"),
         ("dx:M17.11", "dx:E11.9", "px:J1885@2"), False),
        (CASE, ("dx:M17.11", "px:J1885*2@1"), ("dx:M17.11", "px:J1885@1"), False),
        (PCS, ("0FT40ZZ",), ("0ft40zz",), True),
        (PCS, ("0FT40ZZ",), ("0FT44ZZ",), False),
    ],
)  # fmt: skip
def test_what_is_accepted_is_accepted_however_it_was_typed(item, accepted, given, full):
    assert check_key(item, [accepted]) == (accepted,)
    one = GivenAnswer(2.0, given, 0.25, item, rescore(accepted))
    assert mark_question(one) == (2.0 if full else 0.5)


def test_order_counts_in_codes_as_far_as_the_question_says():
    for sequence, full in (("any", True), ("first", False), ("all", False)):
        item = replace(CODE, body=replace(CODE.body, sequence=sequence))
        one = GivenAnswer(1.0, ("N18.4", "E11.9"), 0.0, item, rescore(("E11.9", "N18.4")))
        assert mark_question(one) == full
    every = replace(CODE, body=replace(CODE.body, sequence="all"))
    one = GivenAnswer(
        1.0, ("A00.0", "I10", "E11.9"), 0.0, every, rescore(("A00.0", "E11.9", "I10"))
    )
    assert mark_question(one) == 0.0


def test_a_question_without_its_key_is_compared_as_it_is_typed():
    item = keyless(FIX, b"secret").item
    one = GivenAnswer(1.0, ("24E.1=B",), 0.0, item, rescore(("24E.1=B",)))
    assert mark_question(one) == 1.0
    assert mark_question(replace(one, response=("24E.1=b",))) == 0.0


def test_a_void_question_leaves_points_and_maximum():
    answers = (
        GivenAnswer(1.0, ("b",), 1.0),
        GivenAnswer(3.0, ("b",), 1.0, ruling=Ruling("void")),
        GivenAnswer(2.0),
    )
    marks = mark_attempt(answers)
    assert (marks.points, marks.most, marks.answered) == (1.0, 3.0, 2)
    assert marks.questions == (1.0, None, 0.0)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_rescoring_by_its_own_key_changes_nothing(kind):
    item = make_item(kind, kind)
    key = key_response(item)
    assert check_key(item, [key]) == (key,)
    assert mark_question(GivenAnswer(1.0, key, 1.0, item, rescore(key))) == 1.0
    assert mark_question(GivenAnswer(1.0, (), 0.0, item, rescore(key))) == 0.0


@pytest.mark.parametrize(
    ("item", "key", "says"),
    [
        (SINGLE, [], "which answer"),
        (SINGLE, [()], "which answer"),
        (SINGLE, [("x",)], "x is no answer to one"),
        (SINGLE, [("a", "b")], "Choose 1"),
        (NUMERIC, [("many",)], "Type one number"),
        (MATCH, [("p1=coder",)], "only a part"),
    ],
)
def test_a_key_that_does_not_fit_is_refused(item, key, says):
    with pytest.raises(UsageError, match=says):
        check_key(item, key)


@pytest.mark.parametrize(
    ("after", "days"),
    [(-1, 0), (0, 0), (1, 1), (86_400, 1), (86_401, 2), (10 * 86_400, 10)],
)
def test_lateness_counts_each_day_begun(after, days):
    assert days_late(DUE + timedelta(seconds=after), DUE) == days
    assert days_late(DUE + timedelta(seconds=after), None) == 0


def handed(number, points, most=10.0, *, days=0, **policy):
    values = {"late": "deduct", "late_percent": 10.0} | policy
    at = DUE + timedelta(days=days) - timedelta(hours=1)
    return HandedIn(number, points, most, at, DUE, AssignmentPolicy(**values))


@pytest.mark.parametrize(
    ("days", "policy", "net"),
    [
        (0, {}, 8.0),
        (1, {}, 7.2),  # 10 % of 8
        (3, {}, 5.6),
        (30, {}, 0.0),
        (3, {"late": "accept"}, 8.0),
        (3, {"late_percent": 0.0}, 8.0),
    ],
)
def test_lateness_takes_a_part_of_what_was_earned(days, policy, net):
    assert handed(1, 8.0, days=days, **policy).net == pytest.approx(net)


@pytest.mark.parametrize(
    ("attempts", "counts", "points", "most"),
    [
        ([(6, 10), (8, 10), (7, 10)], "best", 8, 10),
        ([(6, 10), (8, 10), (7, 10)], "last", 7, 10),
        ([(6, 10), (8, 10), (7, 10)], "first", 6, 10),
        ([(6, 10), (8, 10), (7, 10)], "mean", 7, 10),
        # 6 of 8 is more than 7 of 10
        ([(7, 10), (6, 8)], "best", 6, 8),
        # shares .7 and .75, of the 8 of the last
        ([(7, 10), (6, 8)], "mean", 5.8, 8),
        ([(0, 0)], "best", 0, 0),
    ],
)
def test_which_attempt_counts(attempts, counts, points, most):
    made = [handed(number, *one) for number, one in enumerate(attempts, start=1)]
    grade = counted(tuple(reversed(made)), counts)
    assert (grade.points, grade.most) == pytest.approx((points, most))


def test_the_best_is_the_best_after_lateness():
    in_time, better_late = handed(1, 7.0), handed(2, 8.0, days=2)  # 8 less 20 % is 6.4
    assert counting_attempt((in_time, better_late), "best") == in_time
    assert counted((), "best") is None
    assert counted((handed(1, 0.0, 0.0),), "best").percent is None


scores = st.sampled_from([0.0, 0.25, 1 / 3, 0.5, 1.0])
rulings = st.one_of(
    st.none(), st.sampled_from([Ruling(name) for name in ACTIONS if name != "rescore"])
)
questions = st.lists(
    st.builds(
        GivenAnswer,
        st.sampled_from([0.5, 1.0, 2.0, 5.0]),
        st.sampled_from([(), ("a",)]),
        scores,
        st.none(),
        rulings,
    ),
    max_size=12,
)


@given(questions)
def test_marks_lie_within_what_could_be_had(answers):
    marks = mark_attempt(answers)
    assert -1e-9 <= marks.points <= marks.most + 1e-9
    assert len(marks.questions) == len(answers)
    assert marks.points == pytest.approx(sum(one for one in marks.questions if one is not None))
    assert marks.most <= sum(one.points for one in answers) + 1e-9


@given(questions)
def test_credit_never_lowers_and_revoking_all_restores(answers):
    plain = [replace(one, ruling=None) for one in answers]
    full = [replace(one, ruling=Ruling("credit")) for one in answers]
    assert mark_attempt(full).points == pytest.approx(mark_attempt(full).most)
    assert mark_attempt(full).points >= mark_attempt(plain).points - 1e-9
    assert mark_attempt(full).most == pytest.approx(mark_attempt(plain).most)


attempts = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from([4.0, 10.0]), st.integers(0, 12)),
    min_size=1,
    max_size=6,
)


@given(attempts, st.sampled_from(["best", "last", "first", "mean"]), st.randoms())
def test_a_grade_is_the_same_in_any_order_and_between_the_extremes(values, counts, rng):
    made = [
        handed(number, share * most, most, days=late)
        for number, (share, most, late) in enumerate(values, start=1)
    ]
    grade = counted(made, counts)
    shuffled = made[:]
    rng.shuffle(shuffled)
    assert counted(shuffled, counts) == grade
    shares = [one.share for one in made]
    assert min(shares) - 1e-9 <= grade.points / grade.most <= max(shares) + 1e-9
    assert (
        grade.points
        <= counted(made, "best").points / counted(made, "best").most * grade.most + 1e-9
    )
