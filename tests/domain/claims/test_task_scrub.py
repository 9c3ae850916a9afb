"""Tasks of scrubbing: what is wrong can be found in what is shown, and nothing gives it away."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.claims import worlds
from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.fix_grade import grade_fix, key_fix
from tutor.domain.claims.form import Form
from tutor.domain.claims.scrub import facts_of, scrub
from tutor.domain.claims.task_scrub import PLANTED, scrub_task
from tutor.domain.item import LEVELS

CLAIMS = [(one, cover.order) for one in worlds.INSURED for cover in one.patient.coverages]
COPIED = (
    "1a", "3.birth", "11", "11b", "carrier.id", "17b", "23", "24D", "24G", "24J", "25", "26", "33a",
)  # fmt: skip
"""Boxes whose right value is copied from the facts character by character."""


@given(st.sampled_from(CLAIMS), st.integers(0, 10_000), st.integers(1, 5))
def test_a_task_has_its_key_and_its_facts(claim, seed, difficulty):
    encounter, order = claim
    primary = worlds.paid_by_first(encounter) if order > 1 else None
    made = scrub_task(worlds.WORLD, encounter, Random(seed), difficulty, order, primary)
    body = made.body
    right = fill_form(worlds.WORLD, encounter, order, primary)
    assert (made.kind, body.form, body.mode) == ("claim_fix", "cms1500", "fix")
    assert len(body.faults) in PLANTED[difficulty][0]
    mended = dict(body.boxes) | {fault.box: fault.right[0] for fault in body.faults}
    assert Form.of(mended).as_dict() == right.as_dict()
    assert grade_fix(body, key_fix(body)).score == 1
    assert grade_fix(body, ()).score == 0
    assert made.level in LEVELS
    assert made.role in ("coder", "biller", "both")
    assert made.cites
    assert max(map(len, made.stem.splitlines())) <= 76


@given(st.sampled_from(CLAIMS), st.integers(0, 10_000))
def test_decoys_are_right_boxes(claim, seed):
    encounter, order = claim
    primary = worlds.paid_by_first(encounter) if order > 1 else None
    made = scrub_task(worlds.WORLD, encounter, Random(seed), 3, order, primary)
    right = fill_form(worlds.WORLD, encounter, order, primary)
    assert 2 <= len(made.body.decoys) <= 3
    for decoy in made.body.decoys:
        assert dict(made.body.boxes).get(decoy.box, "") == right.get(decoy.box)


def test_right_values_stand_in_the_facts():
    place = 0
    for world, plan in visits(range(1)):
        if plan.kind == "self-pay":
            continue
        for difficulty in (2, 5):
            place += 1
            made = scrub_task(world, world.encounters[0], Random(place), difficulty)
            for fault in made.body.faults:
                if fault.box.partition(".")[0] in COPIED and fault.right[0] not in ("", "NONE"):
                    assert fault.right[0] in made.stem, (fault, made.stem)


def test_the_number_of_errors_is_told_to_beginners_alone():
    easy = scrub_task(worlds.WORLD, worlds.MEDICARE, Random(1), 1)
    hard = scrub_task(worlds.WORLD, worlds.MEDICARE, Random(1), 4)
    assert "One box is wrong" in easy.stem.replace("\n", " ")
    assert "One to three boxes are wrong" in hard.stem.replace("\n", " ")


def test_a_replacement_shows_the_number_it_replaces():
    made = scrub_task(worlds.WORLD, worlds.MEDICAID, Random(1), 2, original="ICN7")
    assert "ICN7" in made.stem
    assert dict(made.body.boxes).get("22.ref", "") in ("ICN7", "", "PF0005")


def test_the_bulletin_tells_the_rules_of_the_services():
    made = scrub_task(worlds.WORLD, worlds.PPO_PRIOR, Random(1), 2)
    assert "J3301 needs prior authorization" in made.stem


def test_what_no_box_mends_is_told_as_known():
    encounter = replace(worlds.PPO_PRIOR, authorizations=())
    for seed in range(40):
        made = scrub_task(worlds.WORLD, encounter, Random(seed), 3)
        assert "KNOWN ALREADY" in made.stem
        boxes = {fault.box for fault in made.body.faults}
        facts = facts_of(worlds.WORLD, encounter, worlds.WORLD.begins)
        found = {one.box for one in scrub(Form.of(dict(made.body.boxes)), facts)}
        assert found == boxes | {"23"}
        assert "23" not in boxes


def test_a_patient_without_insurance_has_no_claim():
    with pytest.raises(ValueError, match="no insurance"):
        scrub_task(worlds.WORLD, worlds.SELF_PAY, Random(1))
