"""Box 17: who ordered stands on every claim that has to name it, and nowhere else."""

from __future__ import annotations

from random import Random

import pytest

from tests.domain.claims.lab_practice import shipped, visits
from tutor.domain.claims.claim_facts import claim_facts
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.scrub import facts_of
from tutor.domain.claims.scrub_decoys import decoys_of
from tutor.domain.claims.sender import is_ordered, nobody_sent, sender
from tutor.domain.claims.slips_office import referrals
from tutor.interchange.x12.claim_837p import segments_of


@pytest.fixture(scope="module")
def drawn() -> list:
    return [(world, plan) for world, plan in visits(range(2)) if plan.kind != "self-pay"]


@pytest.mark.parametrize(
    "code", ["L3908", "E0570", "A7003", "A5500", "A9500", "K0001", "G0328", "G0103", "Q0111"]
)
def test_tests_imaging_equipment_and_supplies_are_ordered(code):
    assert is_ordered(code)


@pytest.mark.parametrize("code", ["J1885", "G0008", "G0438", "Q2038", "S0612", "H0004", "Q4101"])
def test_what_a_provider_does_is_not(code):
    assert not is_ordered(code)


def test_what_is_ordered_names_who_ordered(drawn):
    own = set()
    for world, plan in drawn:
        (encounter,) = world.encounters
        if not any(is_ordered(one.code) for one in encounter.template.services):
            continue
        form = fill_form(world, encounter)
        assert form.get("17"), (encounter.template.id, plan.id)
        assert form.get("17b"), (encounter.template.id, plan.id)
        gated = plan.rules.referral and encounter.referring and not encounter.template.referred
        assert form.get("17.qual") == ("DN" if gated else "DK"), (encounter.template.id, plan.id)
        if encounter.referring is None:
            own.add(encounter.template.id)
            assert form.get("17b") == encounter.provider.npi
            orderers = [one.text for one in segments_of(form) if one.loop == "2420E"]
            assert len(orderers) == len(form.lines)
            assert all(encounter.provider.npi in text for text in orderers)
            assert "Ordered by" in claim_facts(world, encounter)
    assert own >= {"wrist-splint-ctinjury", "diabetic-shoes", "nebulizer-child", "collar-fall"}


def test_nobody_is_asked_to_empty_the_box_of_an_ordered_service(drawn):
    for world, plan in drawn:
        (encounter,) = world.encounters
        form, facts = fill_form(world, encounter), facts_of(world, encounter, world.begins)
        slips = [slip for slip in referrals(form, facts, Random(1)) if slip.box.startswith("17")]
        decoys = [one for one in decoys_of(form, facts) if one.box == "17b"]
        ordered = any(is_ordered(one.code) for one in encounter.template.services)
        if ordered or plan.kind == "medicare":
            assert not nobody_sent(encounter, plan)
            assert not any("Nobody" in slip.told for slip in slips)
            assert not any("empty" in one.rationale for one in decoys)
        assert all(slip.wrong != form.get(slip.box) for slip in slips)


def test_a_second_plan_without_referrals_gets_who_ordered(drawn):
    met = 0
    for world, plan in visits(range(12), 5):
        (encounter,) = world.encounters
        for cover in encounter.patient.coverages[1:]:
            other = world.data.plan(cover.plan_id)
            if plan.rules.referral and encounter.template.id == "wrist-splint-ctinjury":
                assert sender(encounter, plan).qualifier == "DN"
                if not other.rules.referral:
                    assert sender(encounter, other).provider == encounter.provider
                    met += 1
    assert met


def test_no_practice_has_a_template_that_medicare_would_want_more_of():
    """CLIA number, the hospice's NPI, the day last seen: the lab has no record of them."""
    wanting = ("G0103", "G0328", "G0181", "G0182", "G0127", "G0247")
    for template in shipped().encounters:
        if "medicare" in template.plans:
            assert not {one.code for one in template.services} & set(wanting), template.id
