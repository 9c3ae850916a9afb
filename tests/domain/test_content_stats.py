"""Counting content."""

from datetime import date

from tests.factories import SINGLE, make_item
from tutor.domain.blueprint import Blueprint, Domain, PassRule
from tutor.domain.content_stats import balance_keys, count_content
from tutor.domain.item import Choices, Exhibit, Option


def blueprint():
    return Blueprint(
        id="cpb", version=1, name="Biller", body="B", body_name="Body", edition="1",
        effective=date(2026, 1, 1), checked="2026-11", items_scored=5, items_pretest=None,
        minutes=10, window_days=None, passing=PassRule("percent", 70), open_book=False, books=(),
        navigation="free", item_types=(), recert_ceu=0, recert_years=1, confidence="low",
        notes=(), sources=(),
        domains=(Domain("bill", "Billing", (), items=3), Domain("code", "Coding", (), items=2)),
    )  # fmt: skip


def choices(key, *texts, fixed=False):
    return Choices(
        tuple(
            Option(f"o{n}", text, "r", correct=n == key, fixed=fixed)
            for n, text in enumerate(texts, 1)
        )
    )


def test_items_are_counted_by_tag_and_pool():
    case = Exhibit("case-1", "A note", "note", "text", 1, 2)
    items = [
        make_item("a"),
        make_item("b", "numeric", level="recall", exhibit=case),
        make_item("c", "single", role="coder", exams=(("cpb", "code"), ("cpb", "bill"))),
        make_item("d", pool="sorter"),
        make_item("e", pool="lesson"),
    ]
    counted = count_content(items, [blueprint()], lessons=3, terms=4)
    assert (counted.items, counted.sorter_items, counted.lesson_items) == (3, 1, 1)
    assert (counted.cases, counted.lessons, counted.terms) == (1, 3, 4)
    assert counted.by["kind"] == {"single": 2, "numeric": 1}
    assert counted.by["role"] == {"biller": 2, "coder": 1}
    assert counted.by["level"] == {"apply": 2, "recall": 1}
    assert counted.by["exam"] == {"cpb": 3, "cbcs": 2}
    assert list(counted.by) == ["role", "kind", "level", "skill", "subject", "exam"]


def test_domains_below_a_mock_exam_are_named():
    items = [make_item(str(n)) for n in range(3)]
    counted = count_content(items, [blueprint()], lessons=0, terms=0)
    stock = {one.domain: (one.need, one.goal, one.have, one.short) for one in counted.domains}
    assert stock == {"bill": (3, 5, 3, 2), "code": (2, 3, 0, 3)}


def test_keys_are_counted_by_place_and_length():
    items = [
        make_item("a", body=choices(1, "longest", "mid", "s")),
        make_item("b", body=choices(3, "a", "b", "c")),
        make_item("c", body=choices(3, "same", "b", "same")),
        make_item("d", body=choices(2, "coder", "biller and more", fixed=True)),
        make_item("e", "multiple"),
    ]
    keys = balance_keys(items)
    assert keys.positions == {1: 1, 3: 2}
    assert (keys.singles, keys.longest) == (3, 1)
    assert round(keys.longest_percent) == 33
    assert balance_keys([make_item(body=SINGLE)]).positions == {2: 1}


def test_no_items_at_all():
    counted = count_content([], [blueprint()], lessons=0, terms=0)
    assert counted.keys.longest_percent == 0
    assert [one.have for one in counted.domains] == [0, 0]
