"""Claims to be finished: what is asked can be found in the facts, and nothing is given away."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import worlds
from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.boxes import all_ids, position
from tutor.domain.claims.claim_facts import WIDTH, claim_facts
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.fill_reasons import base_of, owner, reason
from tutor.domain.claims.fix_grade import grade_fix, key_fix
from tutor.domain.claims.task_claim import ASKED, claim_task, ways_to_write
from tutor.domain.claims.world import Encounter
from tutor.domain.item import LEVELS

CLAIMS = [(one, cover.order) for one in worlds.INSURED for cover in one.patient.coverages]


@given(st.sampled_from(CLAIMS), st.integers(0, 10_000), st.integers(1, 5))
def test_a_finished_claim_is_the_right_one(
    claim: tuple[Encounter, int], seed: int, difficulty: int
) -> None:
    encounter, order = claim
    primary = worlds.paid_by_first(encounter) if order > 1 else None
    form = fill_form(worlds.WORLD, encounter, order, primary)
    made = claim_task(worlds.WORLD, encounter, random.Random(seed), order, primary, difficulty)
    body = made.body
    asked = [one.box for one in body.faults]
    assert asked == sorted(set(asked), key=position)
    assert len(asked) == ASKED[difficulty]
    assert not set(asked) & dict(body.boxes).keys()
    filled = dict(body.boxes) | {one.box: one.right[0] for one in body.faults}
    assert filled == form.as_dict()
    assert not {one.box for one in body.decoys} & filled.keys()
    assert all(one.rationale and one.owner in ("coder", "biller") for one in body.faults)
    assert made.level in LEVELS
    assert grade_fix(body, key_fix(body)).score == 1
    for fault in body.faults:
        for way in fault.right:
            told = (f"{fault.box}={way}",)
            assert grade_fix(body, told).score == pytest.approx(1 / len(body.faults))
    assert max(map(len, made.stem.splitlines())) <= WIDTH


@given(st.sampled_from(CLAIMS), st.integers(0, 1000))
def test_a_seed_makes_one_task(claim: tuple[Encounter, int], seed: int) -> None:
    first, second = (
        claim_task(worlds.WORLD, claim[0], random.Random(seed), claim[1]) for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("encounter", worlds.INSURED, ids=lambda one: one.id)
def test_the_facts_hold_what_the_form_says(encounter: Encounter) -> None:
    """Ids, numbers and codes stand in the facts as the form wants them."""
    for cover in encounter.patient.coverages:
        form = fill_form(worlds.WORLD, encounter, cover.order)
        facts = claim_facts(worlds.WORLD, encounter, cover.order)
        copied = ["1a", "carrier.id", "3.birth", "11", "17b", "23", "24J.1", "25", "26", "33a"]
        copied += [box for box, _ in form.boxes if base_of(box) in ("21", "24D", "24D.mods")]
        for box in copied:
            said = form.get(box)
            assert said in facts or said == "NONE", (box, said)


def test_the_facts_of_a_second_claim_hold_the_decision() -> None:
    facts = claim_facts(worlds.WORLD, worlds.MEDIGAP, 2, worlds.paid_by_first(worlds.MEDIGAP))
    assert "DECISION OF THE PLAN BEFORE" in facts
    assert "ICNE2" in facts
    assert "107.52" in facts


def test_every_box_has_a_reason_for_every_plan() -> None:
    for box in all_ids():
        for plan in worlds.PLANS:
            for order in (1, 2):
                assert reason(box, plan, order)
        assert owner(box) in ("coder", "biller")
    medicare = worlds.DATA.plan("medicare-b")
    assert "NONE says" in reason("11", medicare, 1)
    assert "pays before Medicare" in reason("11", medicare, 2)
    assert owner("24E.2") == owner("21.C") == "coder"
    assert owner("24F.1") == owner("11") == "biller"


@pytest.mark.parametrize(
    ("encounter", "box", "ways"),
    [
        (worlds.MEDICARE, "2", ("REED, IDA, M", "REED, IDA M", "REED, IDA")),
        (worlds.MEDICARE, "21.A", ("E53.8", "E538")),
        (worlds.MEDICARE, "25", ("420000017", "42-0000017")),
        (worlds.MEDIGAP, "9a", ("MEDIGAP HE44719002", "MG HE44719002", "MGAP HE44719002")),
        (worlds.MEDIGAP, "9", ("SAME", "REED, IDA, M")),
        (worlds.MEDICARE, "24E.1", ("BA", "B, A", "B A", "B")),
        (worlds.MEDICAID, "24E.1", ("BA", "B, A", "B A")),
        (worlds.MEDICARE, "12", ("SIGNATURE ON FILE", "SOF")),
        (worlds.MEDICAID, "7.street", ("7 ELM ST", "SAME")),
        (worlds.MEDICAID, "4", ("VANCE, KIM", "SAME")),
    ],
)
def test_other_ways_to_write_count(encounter: Encounter, box: str, ways: tuple[str, ...]) -> None:
    assert ways_to_write(fill_form(worlds.WORLD, encounter), box) == ways


def test_drawn_tasks_fit_the_screen_and_can_be_made_for_every_visit() -> None:
    for world, plan in visits(range(1)):
        encounter = world.encounters[0]
        for cover in encounter.patient.coverages:
            if world.data.plan(cover.plan_id).kind == "self-pay":
                continue
            made = claim_task(world, encounter, random.Random(1), cover.order, difficulty=3)
            assert max(map(len, made.stem.splitlines())) <= WIDTH
            assert made.body.faults
        assert plan.kind != "self-pay" or len(encounter.patient.coverages) == 1
