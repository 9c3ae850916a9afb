"""Which plan pays first: cases worked by hand, at least one for each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest

from tests.domain.claims.lab_practice import visits
from tests.domain.claims.payer_worlds import HOME, PATIENT, cover, plan
from tutor.domain.claims.parties import Person
from tutor.domain.claims.payer_order import CoverFacts, order_of
from tutor.domain.claims.payer_order_rules import RULES

ON = date(2026, 3, 2)
KINDS = ("medicare", "medigap", "medicaid", "ppo", "hmo", "tricare", "workers-comp", "self-pay")
PLANS = {f"{kind}-plan": plan(kind) for kind in KINDS}
SPOUSE = Person("Reyes", "Luis", date(1953, 11, 30), "M", HOME)
CHILD = Person("Moss", "Ida", date(2019, 7, 1), "F", HOME)
MOTHER = Person("Moss", "Ann", date(1984, 11, 2), "F", HOME)
FATHER = Person("Moss", "Ray", date(1990, 5, 17), "M", HOME)


def has(kind, **other):
    return cover(PLANS[f"{kind}-plan"], **other)


def order(*covers, patient=PATIENT, **facts):
    """The kinds of plans in their order, and the rule, whatever order the cards come in."""
    found = {
        order_of(turned, PLANS.values(), patient, CoverFacts(ON, **facts))
        for turned in permutations(covers)
    }
    (one,) = found
    assert [each.order for each in one.covers] == list(range(1, len(covers) + 1))
    return [PLANS[each.plan_id].kind for each in one.covers], one.rule.id


GROUP_AND_MEDICARE = [
    ({"basis": "active"}, {}, "ppo", "working-aged"),
    (
        {"basis": "active", "subscriber": SPOUSE, "relationship": "spouse"},
        {},
        "ppo",
        "working-aged",
    ),
    ({"basis": "small"}, {}, "medicare", "small-employer"),
    ({"basis": "retired"}, {}, "medicare", "retired"),
    ({"basis": "cobra"}, {}, "medicare", "retired"),
    ({"basis": ""}, {}, "medicare", "retired"),
    ({"basis": "active"}, {"employees": (("ppo-plan", 20),)}, "ppo", "working-aged"),
    ({"basis": "active"}, {"employees": (("ppo-plan", 19),)}, "medicare", "small-employer"),
    ({"basis": "active"}, {"medicare_for": "disability"}, "medicare", "smaller-employer"),
    (
        {"basis": "active"},
        {"medicare_for": "disability", "employees": (("ppo-plan", 99),)},
        "medicare",
        "smaller-employer",
    ),
    (
        {"basis": "active", "relationship": "spouse"},
        {"medicare_for": "disability", "employees": (("ppo-plan", 100),)},
        "ppo",
        "working-disabled",
    ),
    (
        {"basis": "cobra"},
        {"medicare_for": "disability", "employees": (("ppo-plan", 100),)},
        "medicare",
        "retired",
    ),
    ({"basis": "retired"}, {"medicare_for": "kidneys", "kidney_month": 30}, "ppo", "kidneys"),
    ({"basis": "cobra"}, {"medicare_for": "kidneys", "kidney_month": 1}, "ppo", "kidneys"),
    (
        {"basis": "active"},
        {"medicare_for": "kidneys", "kidney_month": 31},
        "medicare",
        "kidneys-over",
    ),
]


@pytest.mark.parametrize(("group", "facts", "first", "rule"), GROUP_AND_MEDICARE)
def test_medicare_and_a_group_plan(group, facts, first, rule):
    kinds, found = order(has("medicare"), has("ppo", **group), **facts)
    assert (kinds[0], found) == (first, rule)


@pytest.mark.parametrize(
    ("birth", "first"),
    [
        (date(1961, 3, 31), "ppo"),  # aged from the first of the month of the birthday
        (date(1961, 4, 1), "ppo"),  # born on the first: 65 on the last day of the month before
        (date(1961, 4, 2), "medicare"),  # still by disability, and 20 employees are not 100
    ],
)
def test_medicare_by_age_begins_with_the_month_in_which_somebody_turns_65(birth, first):
    kinds, _ = order(
        has("medicare"), has("ppo", basis="active"), patient=replace(PATIENT, birth=birth)
    )
    assert kinds[0] == first


def test_several_plans_beside_medicare():
    own = has("ppo", basis="retired")
    spouse = has("hmo", basis="active", relationship="spouse", subscriber=SPOUSE)
    assert order(own, has("medicare"), spouse)[0] == ["hmo", "medicare", "ppo"]
    work = has("ppo", basis="active")
    assert order(work, has("medicare"), has("medigap"), has("medicaid")) == (
        ["ppo", "medicare", "medigap", "medicaid"],
        "working-aged",
    )


def test_the_birthday_rule_looks_at_month_and_day():
    mother = has("ppo", subscriber=MOTHER, relationship="child", effective=date(2012, 1, 1))
    father = has("hmo", subscriber=FATHER, relationship="child")
    assert order(mother, father, patient=CHILD) == (["hmo", "ppo"], "birthday")
    found = order_of((mother, father), PLANS.values(), CHILD, CoverFacts(ON))
    assert found.first == replace(father, order=1)
    assert found.why.startswith(RULES["birthday"].text)
    assert "Ray Moss has it on May 17, Ann Moss has it on November 2." in found.why
    same = replace(father, subscriber=replace(FATHER, birth=date(1990, 11, 2)))
    assert order(same, mother, patient=CHILD) == (["ppo", "hmo"], "longer")


def test_a_decree_goes_before_custody_and_custody_before_birthdays():
    mother = has("ppo", subscriber=MOTHER, relationship="child")
    father = has("hmo", subscriber=FATHER, relationship="child")
    both = (mother, father)
    assert order(*both, patient=CHILD, apart=True) == (["hmo", "ppo"], "birthday")
    assert order(*both, patient=CHILD, custody="ppo-plan") == (["hmo", "ppo"], "birthday")
    assert order(*both, patient=CHILD, apart=True, custody="ppo-plan") == (
        ["ppo", "hmo"],
        "custody",
    )
    facts = {"apart": True, "custody": "ppo-plan", "decree": "hmo-plan"}
    assert order(*both, patient=CHILD, **facts) == (["hmo", "ppo"], "decree")


def test_own_plan_current_work_continued_cover_and_the_longer_held():
    early = date(2001, 1, 1)
    own, spouse = has("ppo"), has("hmo", relationship="spouse", effective=early)
    assert order(spouse, own) == (["ppo", "hmo"], "own-first")
    old, work = has("ppo", basis="retired", effective=early), has("hmo", basis="active")
    assert order(old, work) == (["hmo", "ppo"], "active-first")
    kept = has("ppo", basis="cobra", effective=early)
    assert order(kept, work) == (["hmo", "ppo"], "continued-after")
    assert order(kept, has("hmo", basis="retired")) == (["hmo", "ppo"], "continued-after")
    longer = has("hmo", effective=early)
    assert order(has("ppo"), longer) == (["hmo", "ppo"], "longer")


def test_what_pays_last_and_what_pays_for_injuries_at_work():
    assert order(has("medicaid"), has("tricare")) == (["tricare", "medicaid"], "medicaid-last")
    assert order(has("tricare"), has("ppo")) == (["ppo", "tricare"], "tricare-after")
    assert order(has("medigap"), has("medicare")) == (["medicare", "medigap"], "supplement")
    assert order(has("medicaid"), has("medicare")) == (["medicare", "medicaid"], "medicaid-last")
    work = has("workers-comp")
    assert order(has("ppo"), work, accident="employment") == (["workers-comp", "ppo"], "injury")
    assert order(has("ppo"), work) == (["ppo", "workers-comp"], "no-injury")
    assert order(has("self-pay"), has("ppo")) == (["ppo", "self-pay"], "insured")


def test_one_plan_and_none():
    assert order(has("ppo")) == (["ppo"], "only")
    with pytest.raises(ValueError, match="no cover"):
        order_of((), PLANS.values(), PATIENT, CoverFacts(ON))


def test_every_rule_says_where_it_comes_from():
    for rule in RULES.values():
        assert rule.text.endswith(".")
        assert rule.cite


def test_covers_of_drawn_worlds_are_in_the_order_of_the_rules():
    several = 0
    for world, _ in visits(range(3), difficulty=5):
        (encounter,) = world.encounters
        covers = encounter.patient.coverages
        facts = CoverFacts(encounter.day, accident=encounter.template.accident)
        found = order_of(covers[::-1], world.data.plans, encounter.patient.person, facts)
        assert found.covers == covers
        several += len(covers) > 1
    assert several > 20
