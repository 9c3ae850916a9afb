import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import BODIES, MATCH, MULTIPLE, NUMERIC, ORDER, SINGLE, make_item
from tutor.domain import grading
from tutor.domain.item import Numeric
from tutor.domain.kinds import KINDS, grade, key_response
from tutor.errors import ResponseError


@pytest.mark.parametrize(("response", "score"), [(("b",), 1.0), (("a",), 0.0), ((), 0.0)])
def test_single_is_all_or_nothing(response, score):
    assert grading.grade_single(SINGLE, response).score == score


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (("a", "c"), 1.0),
        (("c", "a"), 1.0),
        (("a",), 0.5),
        (("a", "b"), 0.0),
        (("a", "c", "b"), 0.5),
        (("a", "b", "c", "d"), 0.0),
        (("b", "d"), 0.0),
        ((), 0.0),
    ],
)
def test_multiple_takes_wrong_choices_off_right_ones(response, score):
    assert grading.grade_multiple(MULTIPLE, response).score == score


def test_multiple_tells_right_wrong_and_missed_apart():
    verdict = grading.grade_multiple(MULTIPLE, ("a", "d"))
    assert (verdict.right, verdict.wrong, verdict.missed) == (("a",), ("d",), ("c",))


@pytest.mark.parametrize(
    ("typed", "score"),
    [
        ("84", 1.0),
        ("$84.00", 1.0),
        (" 84.004 ", 1.0),
        ("84.005", 1.0),
        ("84.006", 0.0),
        ("83.99", 0.0),
        ("-84", 0.0),
    ],
)
def test_numeric_is_right_within_its_tolerance(typed, score):
    assert grading.grade_numeric(NUMERIC, (typed,)).score == score


@pytest.mark.parametrize(
    "typed", ["", "eighty", "NaN", "Infinity", "8 4", "1e9", "1e9999999", "1_0", "9" * 16, "."]
)
def test_numeric_refuses_what_is_not_one_number(typed):
    with pytest.raises(ResponseError):
        grading.grade_numeric(NUMERIC, (typed,))


@pytest.mark.parametrize(
    ("order", "score"),
    [
        (("s1", "s2", "s3", "s4"), 1.0),
        (("s2", "s1", "s3", "s4"), 2 / 3),
        (("s4", "s3", "s2", "s1"), 0.0),
        (("s2", "s1", "s4", "s3"), 1 / 3),
    ],
)
def test_order_counts_pairs_in_the_right_order(order, score):
    assert grading.grade_order(ORDER, order).score == pytest.approx(score)


def test_a_random_order_earns_nothing_on_average_before_the_floor():
    steps = [step.id for step in ORDER.steps]
    scores = []
    for order in itertools.permutations(steps):
        place = {step: index for index, step in enumerate(order)}
        pairs = list(itertools.combinations(steps, 2))
        scores.append(2 * sum(place[a] < place[b] for a, b in pairs) / len(pairs) - 1)
    assert sum(scores) == pytest.approx(0)


@pytest.mark.parametrize("order", [("s1",), ("s1", "s1", "s2", "s3"), ("s1", "s2", "s3", "x")])
def test_order_refuses_missing_double_and_unknown_steps(order):
    with pytest.raises(ResponseError):
        grading.grade_order(ORDER, order)


@pytest.mark.parametrize(
    ("pairs", "score"),
    [
        (("p1=coder", "p2=biller", "p3=biller"), 1.0),
        (("p1=coder",), 1 / 3),
        (("p1=biller", "p2=biller", "p3=coder"), 1 / 3),
        ((), 0.0),
    ],
)
def test_match_earns_the_share_of_right_pairs(pairs, score):
    assert grading.grade_match(MATCH, pairs).score == pytest.approx(score)


@pytest.mark.parametrize("pairs", [("p1",), ("p1=coder", "p1=biller"), ("p9=coder",), ("p1=x",)])
def test_match_refuses_what_is_not_a_pair_here(pairs):
    with pytest.raises(ResponseError):
        grading.grade_match(MATCH, pairs)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_key_earns_full_credit(kind):
    item = make_item(kind=kind)
    assert grade(item, key_response(item)).score == 1.0
    assert grade(item, ()).score == 0.0


@pytest.mark.parametrize("kind", ["single", "multiple"])
@given(data=st.data())
def test_choices_give_a_credit_or_a_refusal(kind, data):
    ids = ["a", "b", "c", "d", "x"]
    response = tuple(data.draw(st.lists(st.sampled_from(ids), max_size=6)))
    _credit_or_refusal(kind, response)


@given(
    response=st.lists(st.text(max_size=12), max_size=5).map(tuple),
    kind=st.sampled_from(sorted(KINDS)),
)
def test_any_text_gives_a_credit_or_a_refusal(response, kind):
    _credit_or_refusal(kind, response)


def _credit_or_refusal(kind, response):
    try:
        verdict = KINDS[kind].grade(BODIES[kind], response)
    except ResponseError:
        return
    assert 0 <= verdict.score <= 1
    assert verdict.correct == (verdict.score == 1)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_a_figure_is_read_as_it_is_printed(value):
    body = Numeric(value, Decimal(0), "USD", "", ())
    assert grading.grade_numeric(body, (f"${value:,}",)).correct
