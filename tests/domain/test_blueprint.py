from datetime import date
from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.blueprint import (
    Blueprint,
    Domain,
    PassRule,
    allocate,
    domain_shares,
)
from tutor.errors import UsageError

CCA = {"d1": (30, 34), "d2": (21, 25), "d3": (13, 17), "d4": (12, 16), "d5": (6, 10), "d6": (6, 10)}


def blueprint(domains, scored=100):
    return Blueprint(
        id="x",
        version=1,
        name="X",
        body="B",
        body_name="Body",
        edition="2026",
        effective=date(2026, 1, 1),
        checked="2026-11",
        items_scored=scored,
        items_pretest=0,
        minutes=240,
        window_days=None,
        passing=PassRule("percent", 70),
        open_book=True,
        books=(),
        navigation="free",
        item_types=("mcq4",),
        recert_ceu=36,
        recert_years=2,
        confidence="high",
        notes=(),
        sources=(),
        domains=tuple(domains),
    )


def weighted(ranges, scored=100):
    return blueprint([Domain(name, name, (), None, pct) for name, pct in ranges.items()], scored)


def counted(counts):
    domains = [Domain(f"d{n}", f"d{n}", (), items) for n, items in enumerate(counts)]
    return blueprint(domains, sum(counts))


def test_the_cca_form_of_90_is_shared_out_inside_its_ranges():
    counts = allocate(weighted(CCA, 90), 90)
    assert counts == {"d1": 29, "d2": 21, "d3": 13, "d4": 13, "d5": 7, "d6": 7}


def test_published_counts_come_back_unchanged():
    counts = [6, 6, 6, 6, 6, 6, 6, 4, 6, 6, 6, 4, 4, 5, 3, 7, 3, 10]
    exam = counted(counts)
    assert list(allocate(exam, exam.form_size).values()) == counts


def test_unpublished_counts_are_shared_equally():
    shares = blueprint([Domain(f"s{n:02}", "", ()) for n in range(1, 17)], 700)
    counts = allocate(shares, shares.form_size).values()
    assert sum(counts) == 700
    assert set(counts) == {43, 44}


def test_a_short_quiz_serves_the_heaviest_domains_first():
    assert allocate(weighted(CCA, 90), 3) == {"d1": 1, "d2": 1, "d3": 1, "d4": 0, "d5": 0, "d6": 0}


def test_shares_sum_to_one():
    assert sum(domain_shares(weighted(CCA)).values()) == 1


def test_a_negative_total_is_refused():
    with pytest.raises(UsageError):
        allocate(counted([1]), -1)


def test_an_unknown_domain_is_named_with_the_known_ones():
    with pytest.raises(UsageError, match="d0, d1"):
        counted([1, 1]).domain("zz")


@given(counts=st.lists(st.integers(1, 60), min_size=1, max_size=18), total=st.integers(0, 400))
def test_counts_scale_exactly_and_stay_within_one_of_their_quota(counts, total):
    exam = counted(counts)
    shared = allocate(exam, total)
    assert sum(shared.values()) == total
    for domain in exam.domains:
        quota = Fraction(domain.items * total, sum(counts))
        assert floor(quota) <= shared[domain.id] <= ceil(quota)


@st.composite
def ranges(draw):
    middles = draw(st.lists(st.integers(1, 30), min_size=2, max_size=10))
    half = draw(st.integers(0, 4))
    total = sum(middles)
    return {
        f"d{n}": (max(0.0, 100 * middle / total - half), 100 * middle / total + half)
        for n, middle in enumerate(middles)
    }


@given(pct=ranges(), total=st.integers(0, 300))
def test_weights_share_out_exactly_inside_their_ranges(pct, total):
    shared = allocate(weighted(pct), total)
    assert sum(shared.values()) == total
    bounds = {
        name: tuple(Fraction(str(edge)) * total / 100 for edge in edges)
        for name, edges in pct.items()
    }
    strict = {name: (ceil(low), floor(high)) for name, (low, high) in bounds.items()}
    strict_works = (
        all(low <= high for low, high in strict.values())
        and sum(low for low, _ in strict.values()) <= total
        and sum(high for _, high in strict.values()) >= total
    )
    for name, (low, high) in bounds.items():
        if strict_works:
            assert strict[name][0] <= shared[name] <= strict[name][1]
        else:
            assert floor(low) <= shared[name] <= ceil(high)
