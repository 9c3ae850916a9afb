"""Mock exam forms."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_blueprint import CCA, blueprint, counted, weighted
from tutor.domain.assembly import LENGTHS, assemble, counts_for
from tutor.domain.blueprint import Domain
from tutor.domain.catalog import ItemHead


def head(name, *domains, case=None, place=0):
    return ItemHead(
        id=name, version=1, content_hash=name, kind="single", title=name,
        exams=tuple(("x", domain) for domain in domains), role="both", subject="s", topic="t",
        skill="concept", level="apply", difficulty=2, lesson=None, pool="bank", case_id=case,
        case_position=place,
    )  # fmt: skip


def plenty(exam, each=60):
    return [head(f"{d.id}-{n}", d.id) for d in exam.domains for n in range(each)]


def drawn(form):
    return Counter(item.domain for item in form.items)


@st.composite
def exams(draw):
    if draw(st.booleans()):
        return counted(draw(st.lists(st.integers(1, 30), min_size=1, max_size=18)))
    exam = weighted(CCA, draw(st.integers(20, 100)))
    return exam.__class__(**{n: getattr(exam, n) for n in exam.__dataclass_fields__}
                          | {"items_pretest": draw(st.integers(0, 30))})  # fmt: skip


@settings(deadline=None)
@given(exams(), st.integers(0, 2**32), st.sampled_from(LENGTHS))
def test_every_form_has_exactly_its_counts(exam, seed, length):
    counts = counts_for(exam, length)
    form = assemble(exam, plenty(exam), {}, length=length, seed=seed)
    assert form.lacking == {}
    assert len(form.items) == counts.total == len({item.item for item in form.items})
    assert drawn(form) == {d.id: counts.of(d.id) for d in exam.domains if counts.of(d.id)}
    unmarked = Counter(item.domain for item in form.items if item.pretest)
    assert unmarked == {domain: n for domain, n in counts.pretest.items() if n}


def test_the_real_lengths():
    cca = weighted(CCA, 90)
    cca = cca.__class__(**{n: getattr(cca, n) for n in cca.__dataclass_fields__}
                        | {"items_pretest": 15})  # fmt: skip
    full = counts_for(cca, "full")
    assert (full.total, sum(full.pretest.values())) == (105, 15)
    assert full.scored == {"d1": 29, "d2": 21, "d3": 13, "d4": 13, "d5": 7, "d6": 7}
    assert full.of("d1") == 29 + full.pretest["d1"]  # shared out apart, not all 105 at once
    half = counts_for(cca, "half")
    assert (half.total, sum(half.pretest.values())) == (52, 7)
    assert counts_for(cca, "sprint").total == 30


def test_the_same_seed_gives_the_same_form_whatever_the_order_of_the_stock():
    exam = weighted(CCA, 90)
    stock = plenty(exam)
    first = assemble(exam, stock, {}, length="full", seed=7)
    Random(1).shuffle(stock)
    assert assemble(exam, stock, {}, length="full", seed=7) == first
    assert assemble(exam, stock, {}, length="full", seed=8) != first


def test_items_seen_least_come_first():
    exam = counted([4])
    stock = [head(f"q{n}", "d0") for n in range(10)]
    seen = {f"q{n}": 1 for n in range(6)}
    form = assemble(exam, stock, seen, length="full", seed=1)
    assert {item.item for item in form.items} == {"q6", "q7", "q8", "q9"}


def test_questions_like_the_exams_own_come_first():
    exam = counted([4])
    stock = [replace(head(f"t{n}", "d0"), kind="code") for n in range(9)]
    stock += [head(f"q{n}", "d0") for n in range(3)]
    for seed in range(9):
        form = assemble(exam, stock, {}, length="full", seed=seed)
        assert sum(item.item.startswith("q") for item in form.items) == 3


def test_cases_stay_whole_and_together_and_stand_for_the_case_domain():
    exam = counted([6, 6])
    cases = [
        head(f"c{c}-{n}", "d0", "d1", case=f"c{c}", place=n) for c in range(4) for n in (1, 2, 3)
    ]
    stock = [*cases, *(head(f"q{n}", "d0") for n in range(20))]
    for seed in range(30):
        form = assemble(exam, stock, {}, length="full", seed=seed)
        assert form.lacking == {}
        ids = [item.item for item in form.items]
        for start in (n for n, name in enumerate(ids) if name.endswith("-1")):
            case = ids[start][:-2]
            assert ids[start : start + 3] == [f"{case}-1", f"{case}-2", f"{case}-3"]
        assert {item.domain for item in form.items if item.item.startswith("c")} == {"d1"}


def test_a_case_is_split_only_where_nothing_else_is_left():
    exam = counted([2])
    form = assemble(exam, [head(f"c-{n}", "d0", case="c", place=n) for n in (1, 2, 3)], {},
                    length="full", seed=1)  # fmt: skip
    assert len(form.items) == 2
    assert form.lacking == {}


def test_a_domain_takes_items_that_another_can_spare():
    exam = counted([2, 2, 2])
    stock = [
        head("a", "d0"), head("b", "d0", "d1"), head("c", "d1", "d2"), head("d", "d0", "d1"),
        head("e", "d2"), head("f", "d1"),
    ]  # fmt: skip
    for seed in range(40):
        assert assemble(exam, stock, {}, length="full", seed=seed).lacking == {}


def test_lacking_domains_are_named():
    exam = counted([3, 2])
    form = assemble(
        exam, [head("a", "d0"), head("b", "d1"), head("c", "d1")], {}, length="full", seed=1
    )
    assert form.lacking == {"d0": 2}
    assert len(form.items) == 3


def test_items_of_other_exams_are_never_drawn():
    exam = blueprint([Domain("d0", "", (), 1)], 1)
    other = ItemHead(**{n: getattr(head("q", "d0"), n) for n in ItemHead.__dataclass_fields__}
                     | {"exams": (("y", "d0"),)})  # fmt: skip
    assert assemble(exam, [other], {}, length="full", seed=1).lacking == {"d0": 1}


@pytest.mark.parametrize("length", LENGTHS)
def test_lengths_keep_proportions(length):
    exam = counted([50, 30, 20])
    counts = counts_for(exam, length)
    assert (
        counts.scored
        == {
            "full": {"d0": 50, "d1": 30, "d2": 20},
            "half": {"d0": 25, "d1": 15, "d2": 10},
            "sprint": {"d0": 15, "d1": 9, "d2": 6},
        }[length]
    )
