"""Statistics of tests and items: golden figures, invariances, and a second implementation."""

import statistics
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.item_analysis import analyse
from tutor.domain.item_statistics import DIFFERS, NO_REST, ONE_MARK, ONE_REST, Gates
from tutor.domain.moments import wilson
from tutor.domain.response_matrix import MatrixItem, ResponseMatrix

OPEN = Gates(figures=1, adjusted=1, flags=1, shares=1, sure=1)
GOLDEN = ("11110", "11010", "11101", "10100", "11001", "01000", "10000", "11111")
MARKS = st.sampled_from((0.0, 0.25, 0.5, 1.0))


def matrix(rows, maxima=None):
    width = len(rows[0]) if rows else 3
    maxima = maxima or (1.0,) * width
    items = tuple(MatrixItem(f"Q{place + 1}", most) for place, most in enumerate(maxima))
    return ResponseMatrix(items, tuple(tuple(row) for row in rows))


def golden():
    return matrix([[float(mark) for mark in row] for row in GOLDEN])


@st.composite
def tables(draw, least=1, blanks=False):
    width = draw(st.integers(1, 6))
    cell = st.one_of(MARKS, st.none()) if blanks else MARKS
    row = st.lists(cell, min_size=width, max_size=width)
    return draw(st.lists(row, min_size=least, max_size=25))


def figures(item, *but):
    names = (
        "n", "mean", "facility", "facility_low", "facility_high", "sd", "discrimination",
        "efficiency", "intended_weight", "effective_weight",
    )  # fmt: skip
    return {name: getattr(item, name) for name in names if name not in but}


def same(left, right):
    assert left.keys() == right.keys()
    for name, value in left.items():
        assert value == pytest.approx(right[name], abs=1e-6), name


def test_the_golden_items():
    items = analyse(golden()).items
    wanted = {
        "facility": (87.5, 75, 50, 37.5, 37.5),
        "sd": (35.36, 46.29, 53.45, 51.75, 51.75),
        "discrimination": (30.8607, 30.9492, 33.7526, 34.6410, 34.6410),
        "efficiency": (50.0, 38.4615, 42.8571, 42.8571, 42.8571),
        "intended_weight": (20,) * 5,
        "effective_weight": (15.9729, 19.3441, 21.8231, 21.4299, 21.4299),
    }
    for name, values in wanted.items():
        got = [getattr(item, name) for item in items]
        assert got == pytest.approx(values, abs=0.006 if name == "sd" else 5e-5), name


def test_the_golden_test():
    total = analyse(golden()).total
    assert (total.n, total.items, total.maximum, total.adjusted) == (8, 5, 5.0, False)
    assert (total.mean, total.median) == (2.875, 3.0)
    assert total.mean_percent == 57.5
    assert total.sd == pytest.approx(1.457738, abs=5e-7)
    assert total.consistency == pytest.approx(56.722689, abs=5e-7)
    assert total.error_ratio == pytest.approx(65.785493, abs=5e-7)
    assert total.standard_error == pytest.approx(0.958980, abs=5e-7)


def test_the_golden_shape():
    """The k-statistics from sums of powers: with S1 to S4 = 23, 81, 317, 1317 and n = 8,
    k2 = 119/56, k3 = -90/336, k4 = -9006/1680."""
    total = analyse(golden()).total
    assert total.skewness == pytest.approx(-90 / 336 / (119 / 56) ** 1.5)
    assert total.kurtosis == pytest.approx(-9006 / 1680 / (119 / 56) ** 2)
    assert (total.skewness, total.kurtosis) == pytest.approx((-0.086470, -1.187148), abs=1e-6)


def test_consistency_of_right_and_wrong_marks_is_kr20():
    rows = [[float(mark) for mark in row] for row in GOLDEN]
    shares = [statistics.mean(column) for column in zip(*rows, strict=True)]
    spread = statistics.pvariance([sum(row) for row in rows])
    kr20 = 5 / 4 * (1 - sum(p * (1 - p) for p in shares) / spread)
    assert analyse(golden()).total.consistency == pytest.approx(100 * kr20)


def naive_item(rows, maxima, place):
    """One item of a complete matrix by the textbook, with the standard library's correlation."""
    x = [row[place] for row in rows]
    rest = [sum(row) - row[place] for row in rows]
    totals = [sum(row) for row in rows]
    found = {"n": len(x), "mean": statistics.mean(x)}
    found["facility"] = 100 * found["mean"] / maxima[place]
    found["sd"] = 100 * statistics.stdev(x) / maxima[place]
    related = len(set(x)) > 1 and len(set(rest)) > 1
    found["discrimination"] = 100 * statistics.correlation(x, rest) if related else None
    most = statistics.covariance(sorted(x), sorted(rest))
    found["efficiency"] = 100 * statistics.covariance(x, rest) / most if related else None
    found["intended_weight"] = 100 * maxima[place] / sum(maxima)
    return found, statistics.covariance(x, totals)


@given(tables(least=2))
def test_a_second_implementation_agrees(rows):
    maxima = (1.0,) * len(rows[0])
    naive = [naive_item(rows, maxima, place) for place in range(len(maxima))]
    roots = sum(sqrt(both) for _, both in naive if both > 1e-12)
    for item, (wanted, both) in zip(analyse(matrix(rows), OPEN).items, naive, strict=True):
        if both < -1e-12:
            wanted["effective_weight"] = None
            assert "against the total" in item.reasons["effective_weight"]
        else:
            wanted["effective_weight"] = 100 * sqrt(max(0, both)) / roots if roots else None
        same(figures(item, "facility_low", "facility_high"), wanted)


def naive_kurtosis(values):
    n, middle = len(values), statistics.mean(values)
    m2, m4 = (sum((value - middle) ** power for value in values) / n for power in (2, 4))
    k4 = n**2 * ((n + 1) * m4 - 3 * (n - 1) * m2**2) / ((n - 1) * (n - 2) * (n - 3))
    return k4 / statistics.variance(values) ** 2


@given(tables(least=4))
def test_the_test_as_a_whole_agrees_too(rows):
    totals, total = [sum(row) for row in rows], analyse(matrix(rows), OPEN).total
    assert total.mean == pytest.approx(statistics.mean(totals))
    assert total.median == pytest.approx(statistics.median(totals))
    assert total.sd == pytest.approx(statistics.stdev(totals), abs=1e-9)
    if len(set(totals)) == 1:
        assert total.kurtosis is total.skewness is total.consistency is None
        assert set(total.reasons) >= {"kurtosis", "skewness", "consistency", "error_ratio"}
        return
    assert total.kurtosis == pytest.approx(naive_kurtosis(totals), abs=1e-6)
    width = len(rows[0])
    if width == 1:
        assert total.consistency is None
        assert "only one item" in total.reasons["consistency"]
        return
    inner = sum(statistics.variance(column) for column in zip(*rows, strict=True))
    alpha = width / (width - 1) * (1 - inner / statistics.variance(totals))
    assert total.consistency == pytest.approx(100 * alpha, abs=1e-6)
    assert total.error_ratio == pytest.approx(100 * sqrt(max(0, 1 - alpha)), abs=1e-3)


@given(tables(blanks=True), st.randoms(use_true_random=False))
def test_the_order_of_learners_changes_nothing(rows, random):
    mixed = random.sample(rows, len(rows))
    before, after = analyse(matrix(rows), OPEN), analyse(matrix(mixed), OPEN)
    for left, right in zip(before.items, after.items, strict=True):
        same(figures(left), figures(right))
        assert left.reasons == right.reasons
    assert before.total.consistency == pytest.approx(after.total.consistency, abs=1e-6)


@given(tables(blanks=True), st.randoms(use_true_random=False))
def test_the_order_of_items_changes_nothing(rows, random):
    order = random.sample(range(len(rows[0])), len(rows[0]))
    before = analyse(matrix(rows), OPEN)
    after = analyse(matrix([[row[place] for place in order] for row in rows]), OPEN)
    for place, item in zip(order, after.items, strict=True):
        same(figures(before.items[place]), figures(item))
    assert before.total.sd == pytest.approx(after.total.sd, abs=1e-9)


@given(tables(blanks=True), st.sampled_from((0.1, 3.0, 7.0, 1e6)))
def test_the_worth_of_a_mark_changes_no_percent(rows, factor):
    bigger = [[None if mark is None else factor * mark for mark in row] for row in rows]
    before = analyse(matrix(rows), OPEN)
    after = analyse(matrix(bigger, (factor,) * len(rows[0])), OPEN)
    for left, right in zip(before.items, after.items, strict=True):
        same(figures(left, "mean"), figures(right, "mean"))
    assert before.total.mean_percent == pytest.approx(after.total.mean_percent)
    assert before.total.consistency == pytest.approx(after.total.consistency, abs=1e-6)


@given(tables(least=2), st.sampled_from((0.5, 2.0, 7.0)), st.data())
def test_an_item_worth_more_weighs_more_and_relates_as_before(rows, factor, data):
    width = len(rows[0])
    place = data.draw(st.integers(0, width - 1))
    worth = [factor if one == place else 1.0 for one in range(width)]
    scaled = [[mark * times for mark, times in zip(row, worth, strict=True)] for row in rows]
    before, after = analyse(matrix(rows), OPEN), analyse(matrix(scaled, tuple(worth)), OPEN)
    weights = ("intended_weight", "effective_weight")
    same(  # its own rest is what it was
        figures(before.items[place], "mean", *weights),
        figures(after.items[place], "mean", *weights),
    )
    columns = list(zip(*rows, strict=True))
    totals = [sum(row) for row in scaled]
    both = [
        times * statistics.covariance(column, totals)
        for times, column in zip(worth, columns, strict=True)
    ]
    roots = sum(sqrt(one) for one in both if one > 1e-12)
    for item, times, one in zip(after.items, worth, both, strict=True):
        assert item.intended_weight == pytest.approx(100 * times / sum(worth))
        if one > 1e-12:
            assert item.effective_weight == pytest.approx(100 * sqrt(one) / roots)
        else:
            assert not item.effective_weight


@given(tables(blanks=True, least=2))
def test_everyone_twice_changes_no_relation(rows):
    before, after = analyse(matrix(rows), OPEN), analyse(matrix(rows * 2), OPEN)
    for left, right in zip(before.items, after.items, strict=True):
        but = ("n", "sd", "facility_low", "facility_high")
        same(figures(left, *but), figures(right, *but))
        assert right.n == 2 * left.n
    if before.total.consistency is not None:
        assert before.total.consistency == pytest.approx(after.total.consistency, abs=1e-6)


@given(tables(blanks=True))
@settings(max_examples=200)
def test_figures_stay_in_their_range_and_a_missing_one_has_a_reason(rows):
    for gates in (OPEN, Gates()):
        found = analyse(matrix(rows), gates)
        for item in found.items:
            for name, value in figures(item).items():
                if value is None:
                    assert item.reasons[name], name
            for name in ("facility", "facility_low", "facility_high", "effective_weight"):
                assert -1e-9 <= (getattr(item, name) or 0.0) <= 100 + 1e-9
            assert -100 - 1e-6 <= (item.discrimination or 0.0) <= 100 + 1e-6
            if item.discrimination is not None:
                assert (item.discrimination < 0) == (item.efficiency < 0)
        total = found.total
        for name in ("mean", "sd", "skewness", "kurtosis", "consistency", "standard_error"):
            assert (getattr(total, name) is None) == (name in total.reasons), name


def test_items_that_never_vary_have_no_correlation_even_with_odd_fractions():
    rows = [[0.1, 0.7, float(number % 2)] for number in range(8)]
    first, second, last = analyse(matrix(rows)).items
    assert first.discrimination is first.efficiency is second.discrimination is None
    assert first.reasons["discrimination"] == ONE_MARK
    assert last.reasons["discrimination"] == ONE_REST
    assert (first.sd, first.effective_weight, last.effective_weight) == (0.0, 0.0, 100.0)


def test_rounding_is_no_correlation_where_parts_cancel():
    rows = [[0.1 * number, 1 - 0.1 * number, 0.3] for number in range(10)]
    found = analyse(matrix(rows))
    assert found.total.sd == 0.0
    assert found.total.reasons["consistency"] == "all totals are the same"
    assert {item.effective_weight for item in found.items} == {None}
    assert found.items[0].discrimination == pytest.approx(-100)


def test_one_learner_one_item_nobody_and_nothing():
    alone = analyse(matrix([[1.0, 0.0]]), OPEN)
    assert (alone.items[0].facility, alone.items[0].sd) == (100.0, None)
    assert (alone.total.mean, alone.total.sd, alone.total.median) == (1.0, None, 1.0)
    single = analyse(matrix([[1.0], [0.0], [1.0], [1.0], [0.0]]))
    assert single.items[0].reasons["discrimination"] == NO_REST
    assert single.items[0].effective_weight == 100.0
    for rows in ([], [[None, None]]):
        empty = analyse(matrix(rows))
        assert empty.total.n == 0
        assert all(item.reasons["facility"] == "nobody saw it" for item in empty.items)
    assert empty.unseen == 1


def test_items_without_marks_count_for_nothing():
    rows = [[*map(float, row), 0.0] for row in GOLDEN]
    found = analyse(matrix(rows, (1.0,) * 5 + (0.0,)))
    plain = analyse(golden())
    assert found.items[5].facility is None
    assert found.items[5].reasons["facility"] == "it carries no marks"
    assert found.items[5].intended_weight == 0.0
    for left, right in zip(found.items[:5], plain.items, strict=True):
        same(figures(left), figures(right))


def test_too_few_learners_get_no_figures_and_hear_why():
    rows = [[float(mark) for mark in row] for row in GOLDEN]
    found = analyse(matrix(rows[:4]))
    assert found.items[0].facility is None
    assert found.items[0].reasons["facility"] == "too few learners: 4, and 5 are needed"
    assert found.total.mean is None
    assert "4, and 5" in found.total.reasons["mean"]
    assert found.cautious
    assert analyse(matrix(rows[:5])).items[0].facility == 100.0


def test_consistency_below_zero_is_shown_as_it_is():
    rows = [[1.0, 0.0, 1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [0.0, 1.0, 1.0]]
    total = analyse(matrix(rows)).total
    assert total.consistency < 0
    assert total.error_ratio > 100


def different_forms(count):
    """Each learner sees five of eight items; the stronger half earns more."""
    rows = []
    for number in range(count):
        seen = {(number + step) % 8 for step in range(5)}
        strong = number % 2
        rows.append(
            [
                (float((number + place) % 3 < 1 + strong) if place in seen else None)
                for place in range(8)
            ]
        )
    return rows


def test_different_forms_are_adjusted_and_gated():
    few, many = (analyse(matrix(different_forms(count))) for count in (40, 64))
    assert many.total.adjusted
    assert many.total.maximum == 100.0
    assert many.total.reasons["consistency"] == "learners saw different items"
    item = few.items[0]
    assert (item.n, item.adjusted, item.discrimination) == (25, True, None)
    assert item.facility is not None
    assert (
        "25, and 30 are needed where learners saw different items"
        in (item.reasons["discrimination"])
    )
    assert many.items[0].n == 40
    assert many.items[0].discrimination is not None
    assert many.items[0].reasons["effective_weight"] == DIFFERS


def test_adjusted_discrimination_is_the_correlation_with_percent_of_other_items_seen():
    rows = different_forms(64)
    x, rest = [], []
    for row in rows:
        if row[2] is None:
            continue
        others = [mark for place, mark in enumerate(row) if place != 2 and mark is not None]
        x.append(row[2])
        rest.append(sum(others) / len(others))
    wanted = 100 * statistics.correlation(x, rest)
    assert analyse(matrix(rows)).items[2].discrimination == pytest.approx(wanted)


def test_an_item_nobody_saw_does_not_make_forms_differ():
    rows = [[*map(float, row), None] for row in GOLDEN]
    found = analyse(matrix(rows))
    assert not found.total.adjusted
    assert (found.total.items, found.total.maximum) == (5, 5.0)
    assert found.items[5].reasons["discrimination"] == "nobody saw it"
    assert found.items[0].intended_weight == 20.0


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [(0, 10, 0, 0.2775), (10, 10, 0.7225, 1), (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)],
)
def test_wilson_intervals_as_published(right, n, low, high):
    """The last two are from Newcombe, Statistics in Medicine 17 (1998), table I."""
    assert wilson(right / n, n) == pytest.approx((low, high), abs=5e-5)


def test_marks_below_zero_have_no_wilson_interval():
    item = analyse(matrix([[-0.25, 1.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0], [1.0, 1.0]])).items[0]
    assert item.facility == pytest.approx(55)
    assert item.facility_low is None
    assert item.reasons["facility_low"] == "there are marks below zero"
