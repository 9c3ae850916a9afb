"""Which plan pays first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.claims.lab_practice import visits
from tests.domain.claims.payer_worlds import HOME, PATIENT, cover, plan
from tutor.domain.claims.coordination import CoverFacts, primary_of
from tutor.domain.claims.parties import Person

ON = date(2026, 3, 2)
KINDS = ("medicare", "medigap", "medicaid", "ppo", "hmo", "tricare", "workers-comp", "self-pay")
PLANS = {f"{kind}-plan": plan(kind) for kind in KINDS}
CHILD = Person("Moss", "Ida", date(2019, 7, 1), "F", HOME)
MOTHER = Person("Moss", "Ann", date(1984, 11, 2), "F", HOME)
FATHER = Person("Moss", "Ray", date(1990, 5, 17), "M", HOME)


def has(kind, **other):
    return cover(PLANS[f"{kind}-plan"], **other)


def order(*coverages, patient=PATIENT, **facts):
    found = primary_of(coverages, PLANS, patient, CoverFacts(ON, **facts))
    kinds = [PLANS[one.plan_id].kind for one in found.coverages]
    return kinds, found.rule


@pytest.mark.parametrize(
    ("group", "facts", "first", "rule"),
    [
        ({"basis": "active"}, {}, "ppo", "working"),
        ({"basis": "small"}, {}, "medicare", "medicare-first"),
        ({"basis": "retired"}, {}, "medicare", "medicare-first"),
        ({"basis": ""}, {}, "medicare", "medicare-first"),
        ({"basis": "active"}, {"employees": (("ppo-plan", 20),)}, "ppo", "working"),
        ({"basis": "active"}, {"employees": (("ppo-plan", 19),)}, "medicare", "medicare-first"),
        ({"basis": "active"}, {"medicare_for": "disability"}, "medicare", "medicare-first"),
        (
            {"basis": "active", "relationship": "spouse"},
            {"medicare_for": "disability", "employees": (("ppo-plan", 100),)},
            "ppo",
            "working",
        ),
        ({"basis": "retired"}, {"medicare_for": "kidneys", "kidney_month": 30}, "ppo", "kidneys"),
        (
            {"basis": "active"},
            {"medicare_for": "kidneys", "kidney_month": 31},
            "medicare",
            "kidneys",
        ),
    ],
)
def test_medicare_and_a_group_plan(group, facts, first, rule):
    kinds, found = order(has("medicare"), has("ppo", **group), **facts)
    assert (kinds[0], found) == (first, rule)


def test_medicare_by_age_begins_on_the_birthday():
    for birth, first in ((date(1961, 3, 2), "ppo"), (date(1961, 3, 3), "medicare")):
        kinds, _ = order(
            has("medicare"), has("ppo", basis="active"), patient=replace(PATIENT, birth=birth)
        )
        assert kinds[0] == first


def test_the_working_spouse_medicare_and_the_own_retiree_plan():
    own, spouse = has("ppo", basis="retired"), has("hmo", basis="active", relationship="spouse")
    assert order(own, has("medicare"), spouse)[0] == ["hmo", "medicare", "ppo"]


def test_the_birthday_rule_looks_at_month_and_day():
    mother = has("ppo", subscriber=MOTHER, relationship="child", effective=date(2012, 1, 1))
    father = has("hmo", subscriber=FATHER, relationship="child")
    found = primary_of((mother, father), PLANS, CHILD, CoverFacts(ON))
    assert found.first is father
    assert found.rule == "birthday"
    assert "Ray Moss (May 17)" in found.why
    assert "November 2" in found.why
    same = replace(father, subscriber=replace(FATHER, birth=date(1990, 11, 2)))
    assert order(same, mother, patient=CHILD) == (["ppo", "hmo"], "longer")


def test_a_decree_goes_before_custody_and_custody_before_birthdays():
    mother = has("ppo", subscriber=MOTHER, relationship="child")
    father = has("hmo", subscriber=FATHER, relationship="child")
    both = (mother, father)
    assert order(*both, patient=CHILD, apart=True) == (["hmo", "ppo"], "birthday")
    assert order(*both, patient=CHILD, apart=True, custody="ppo-plan") == (
        ["ppo", "hmo"],
        "custody",
    )
    facts = {"apart": True, "custody": "ppo-plan", "decree": "hmo-plan"}
    assert order(*both, patient=CHILD, **facts) == (["hmo", "ppo"], "decree")


def test_own_plan_active_work_and_the_longer_held():
    own, spouse = has("ppo"), has("hmo", relationship="spouse", effective=date(2001, 1, 1))
    assert order(spouse, own) == (["ppo", "hmo"], "own")
    old, work = has("ppo", basis="retired"), has("hmo", basis="active")
    assert order(old, work) == (["hmo", "ppo"], "active")
    longer = has("hmo", effective=date(2001, 1, 1))
    assert order(has("ppo"), longer) == (["hmo", "ppo"], "longer")


def test_what_pays_last_and_what_pays_for_injuries_at_work():
    assert order(has("medicaid"), has("tricare")) == (["tricare", "medicaid"], "last")
    assert order(has("tricare"), has("ppo")) == (["ppo", "tricare"], "tricare")
    assert order(has("medigap"), has("medicare")) == (["medicare", "medigap"], "medigap")
    assert order(has("medicaid"), has("medicare")) == (["medicare", "medicaid"], "last")
    work = has("workers-comp")
    assert order(has("ppo"), work, accident="employment") == (["workers-comp", "ppo"], "work")
    assert order(has("ppo"), work) == (["ppo", "workers-comp"], "no-work")
    assert order(has("self-pay"), has("ppo")) == (["ppo", "self-pay"], "cover")


def test_one_plan_and_none():
    assert order(has("ppo")) == (["ppo"], "only")
    with pytest.raises(ValueError, match="no cover"):
        primary_of((), PLANS, PATIENT, CoverFacts(ON))


def test_covers_of_drawn_worlds_are_in_the_order_of_the_rules():
    """What the practice draws, by its own short rules, is what the whole rules say."""
    several = 0
    for world, _ in visits(range(3), difficulty=5):
        (encounter,) = world.encounters
        covers = encounter.patient.coverages
        plans = {plan.id: plan for plan in world.data.plans}
        facts = CoverFacts(encounter.day, accident=encounter.template.accident)
        found = primary_of(covers, plans, encounter.patient.person, facts)
        assert [one.order for one in found.coverages] == list(range(1, len(covers) + 1))
        several += len(covers) > 1
    assert several > 20
