from datetime import UTC, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.domain.catalog import ItemHead
from tutor.domain.records import QuizSpec
from tutor.domain.selection import draw, eligible
from tutor.domain.statistics_records import ItemHistory

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def head(item_id, domain="bill", **changes):
    values = {
        "id": item_id,
        "version": 1,
        "content_hash": item_id,
        "kind": "single",
        "title": item_id,
        "exams": (("cpb", domain),),
        "role": "biller",
        "subject": "claims",
        "topic": "scrubbing",
        "skill": "claim-handling",
        "level": "apply",
        "difficulty": 2,
        "lesson": "clean-claim",
        "pool": "bank",
    }
    return ItemHead(**(values | changes))


def seen(item_id, times=1, last=1.0):
    return ItemHistory(item_id, times, last, last, NOW, missed=int(last < 1))


def case(name, size, domain="case"):
    return [head(f"{name}-{n}", domain, case_id=name, case_position=n) for n in range(1, size + 1)]


BANK = [head(f"bill-{n}") for n in range(10)] + [head(f"ins-{n}", "ins") for n in range(10)]


@pytest.mark.parametrize(
    ("spec", "ids"),
    [
        (QuizSpec(exam="cpb", domains=("ins",)), {"b"}),
        (QuizSpec(exam="cpc"), set()),
        (QuizSpec(role="coder"), {"c"}),
        (QuizSpec(skill="concept"), {"c"}),
        (QuizSpec(subject="claims"), {"a", "b", "c"}),
        (QuizSpec(lesson="denial-loop"), {"b"}),
        (QuizSpec(seen="new"), {"c"}),
        (QuizSpec(seen="seen"), {"a", "b"}),
        (QuizSpec(seen="missed"), {"b"}),
        (QuizSpec(context="sorter"), {"s"}),
    ],
)
def test_every_filter_holds(spec, ids):
    bank = [
        head("a"),
        head("b", "ins", lesson="denial-loop"),
        head("c", role="coder", skill="concept"),
        head("s", pool="sorter"),
        head("l", pool="lesson"),
    ]
    history = {"a": seen("a"), "b": seen("b", last=0.5)}
    assert {one.id for one in eligible(bank, spec, history)} == ids


def test_quotas_are_met_by_domain():
    spec = QuizSpec(exam="cpb", count=10)
    drawn = draw(BANK, spec, {}, {"bill": 7, "ins": 3}, Random(1))
    domains = [one.exams[0][1] for one in drawn]
    assert (domains.count("bill"), domains.count("ins")) == (7, 3)


def test_a_short_domain_is_filled_up_from_the_others():
    bank = BANK[:10] + BANK[10:12]
    drawn = draw(bank, QuizSpec(exam="cpb", count=10), {}, {"bill": 4, "ins": 6}, Random(1))
    assert len(drawn) == 10


def test_items_answered_least_come_first():
    history = {f"bill-{n}": seen(f"bill-{n}", times=n) for n in range(10)}
    drawn = draw(BANK[:10], QuizSpec(count=3), history, {}, Random(5))
    assert {one.id for one in drawn} == {"bill-0", "bill-1", "bill-2"}


def test_a_case_stays_whole_and_in_order():
    bank = case("note", 3) + BANK
    for seed in range(20):
        ids = [one.id for one in draw(bank, QuizSpec(count=23), {}, {}, Random(seed))]
        start = ids.index("note-1")
        assert ids[start : start + 3] == ["note-1", "note-2", "note-3"]


def test_a_case_that_does_not_fit_is_left_out():
    bank = [*case("note", 4), head("a")]
    assert [one.id for one in draw(bank, QuizSpec(count=3), {}, {}, Random(1))] == ["a"]


def test_the_same_seed_draws_the_same_quiz():
    spec = QuizSpec(exam="cpb", count=8)
    quotas = {"bill": 4, "ins": 4}
    first, second = (draw(BANK, spec, {}, quotas, Random(9)) for _ in range(2))
    assert first == second
    assert first != draw(BANK, spec, {}, quotas, Random(10))


@settings(max_examples=60)
@given(
    sizes=st.lists(st.integers(1, 5), max_size=12),
    count=st.integers(1, 30),
    quota=st.integers(0, 30),
    seed=st.integers(),
)
def test_a_draw_has_no_repeats_never_too_many_and_only_whole_cases(sizes, count, quota, seed):
    bank = [one for n, size in enumerate(sizes) for one in case(f"c{n}", size)] + BANK[:5]
    quotas = {"case": quota, "bill": max(0, count - quota)}
    drawn = draw(bank, QuizSpec(exam="cpb", count=count), {}, quotas, Random(seed))
    assert len({one.id for one in drawn}) == len(drawn) <= count
    for n, size in enumerate(sizes):
        assert sum(one.case_id == f"c{n}" for one in drawn) in (0, size)
    if len(drawn) < count:
        left = {one.case_id for one in bank if one not in drawn}
        assert None not in left


def test_missed_items_come_most_often_missed_first_from_any_pool_and_case():
    bank = [*case("note", 3), head("held", pool="lesson"), head("made", pool="drill"), head("a")]
    misses = {"note-2": 3, "made": 2, "held": 1, "a": 0}
    history = {name: ItemHistory(name, 4, 0.0, 1.0, NOW, n) for name, n in misses.items()}
    spec = QuizSpec(seen="missed", count=2)
    for seed in range(5):
        ids = [one.id for one in draw(bank, spec, history, {"bill": 2}, Random(seed))]
        assert ids == ["note-2", "made"]
    assert len(draw(bank, QuizSpec(seen="missed", count=9), history, {}, Random(1))) == 3
