"""Who pays first: cases worked by hand, one for each rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.claims.lab_practice import shipped
from tutor.domain.claims.parties import Address, Person
from tutor.domain.claims.payer_order import ACTIVE, RETIRED, SMALL, in_order, rule_of
from tutor.domain.claims.plans import Coverage

HOME = Address("1 Elm St", "Townsend", "OH", "43999")
ROSA = Person("Diaz", "Rosa", date(1955, 4, 2), "F", HOME)
LUIS = Person("Diaz", "Luis", date(1953, 11, 30), "M", HOME)
MOTHER = Person("Kim", "Ana", date(1990, 9, 14), "F", HOME)
FATHER = Person("Kim", "Joe", date(1983, 9, 15), "M", HOME)


def cover(kind: str, who: Person = ROSA, relationship: str = "self", basis: str = "") -> Coverage:
    plan = next(plan for plan in shipped().plans if plan.kind == kind)
    day = date(2026, 1, 1)
    return Coverage(plan.id, "M1", "", who, relationship, day, None, 0, basis=basis)


CASES = [
    ("only", [cover("ppo", basis=ACTIVE)]),
    ("working-aged", [cover("ppo", LUIS, "spouse", ACTIVE), cover("medicare")]),
    ("small-employer", [cover("medicare"), cover("ppo", basis=SMALL)]),
    ("retired", [cover("medicare"), cover("hmo", LUIS, "spouse", RETIRED)]),
    ("supplement", [cover("medicare"), cover("medigap")]),
    ("medicaid-last", [cover("medicare"), cover("medicaid")]),
    ("medicaid-last", [cover("tricare"), cover("medicaid")]),
    ("tricare-after", [cover("hmo", basis=ACTIVE), cover("tricare")]),
    ("own-first", [cover("hmo", basis=ACTIVE), cover("ppo", LUIS, "spouse", ACTIVE)]),
    (
        "birthday",  # 14 September comes before 15 September, though the father is older
        [cover("hmo", MOTHER, "child", ACTIVE), cover("ppo", FATHER, "child", ACTIVE)],
    ),
    ("injury", [cover("workers-comp"), cover("ppo", basis=ACTIVE)]),
    (
        "working-aged",
        [cover("ppo", basis=ACTIVE), cover("medicare"), cover("medigap"), cover("medicaid")],
    ),
]


@pytest.mark.parametrize(("rule", "covers"), CASES)
def test_covers_pay_in_the_order_of_the_rules(rule, covers):
    plans = shipped().plans
    expected = tuple(replace(one, order=number) for number, one in enumerate(covers, 1))
    for turned in (covers, covers[::-1]):
        assert in_order(turned, plans) == expected
        assert rule_of(turned, plans).id == rule
