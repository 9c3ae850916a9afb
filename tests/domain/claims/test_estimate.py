"""A patient's share: cases worked by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.claims.lab_practice import BEGINS, shipped
from tutor.domain.claims.draw_world import encounter_of
from tutor.domain.claims.estimate import as_decimal, estimate, slips, worked
from tutor.domain.claims.plans import Benefits

# benefits, left of the deductible, allowed for one of four units of ketorolac, share
CASES = [
    # 4 x 50.00 = 200.00: copay 25.00, deductible 100.00, 20 % of the other 75.00 = 15.00
    (Benefits(75000, 2000, 2500), 10000, 5000, 14000),
    # the deductible swallows what the copay leaves
    (Benefits(75000, 2000, 2500), 60000, 5000, 20000),
    # nothing left of the deductible: 20 % of 200.00
    (Benefits(28300, 2000), 0, 5000, 4000),
    # 12.5 % of 33.32 = 4.165, half a cent goes up
    (Benefits(0, 1250), 0, 833, 417),
    # the limit of the year: 400.00 less the 150.00 of the deductible that were met leaves 250.00
    (Benefits(25000, 5000, 0, 40000), 10000, 20000, 25000),
    # a copay never exceeds what is allowed
    (Benefits(copay=3000), 0, 500, 2000),
    (Benefits(75000, 2000, 2500, free=("J1885",)), 75000, 5000, 0),
]


@pytest.mark.parametrize(("benefits", "left", "fee", "share"), CASES)
def test_shares_worked_by_hand(benefits, left, fee, share):
    data = shipped()
    template = next(one for one in data.encounters if one.id == "ketorolac-back")
    plan = replace(data.plan("northlake-ppo"), benefits=benefits, allowed=(("J1885", fee),))
    data = replace(data, charges=(("J1885", 30000),))
    (encounter,) = encounter_of(shipped(), 1, template, plan, 1, BEGINS).encounters
    cover = replace(encounter.patient.coverages[0], deductible_left=left)
    made = estimate(data, encounter, plan, cover)
    assert made.patient == share
    assert made.charge == 120000
    wrong = [amount for amount, _ in slips(made, plan)]
    assert share not in wrong
    assert len(set(wrong)) == len(wrong)
    if share:
        assert f"Together {as_decimal(share):.2f}." in worked(made, plan, cover)


def test_cents_become_dollars_exactly():
    assert as_decimal(417) == Decimal("4.17")
