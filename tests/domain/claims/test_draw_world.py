"""Drawn worlds hold together, whatever the seed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from tests.domain.claims.lab_practice import BEGINS, shipped, visits
from tutor.domain.claims.draw_people import age_on
from tutor.domain.claims.draw_world import draw_world, first_day, fitting
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.npi import valid_npi
from tutor.domain.claims.payer_order import CoverFacts, order_of
from tutor.domain.claims.plans import DIRECT_ACCESS, PRIMARY_CARE
from tutor.domain.claims.task_eligibility import REFERRAL, questions
from tutor.domain.claims.work_days import is_work_day, work_days_between
from tutor.domain.claims.world import World

MBI = re.compile(
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]"
    r"[0-9AC-HJKMNP-RT-Y]\d[AC-HJKMNP-RT-Y]{2}\d{2}"
)


@pytest.fixture(scope="module")
def drawn() -> list:
    """Every template with every plan that fits it, over a dozen seeds, at all difficulties."""
    return [one for level in (1, 3, 5) for one in visits(range(level * 50, level * 50 + 6), level)]


def test_the_patient_fits_the_visit(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        person, template = encounter.patient.person, encounter.template
        assert template.ages[0] <= age_on(person.birth, encounter.day) <= template.ages[1]
        assert person.sex in template.sexes
        assert encounter.provider.specialty == template.specialty
        assert encounter.provider in world.practice.providers


def test_the_plan_asked_for_pays_first_and_every_cover_holds_that_day(drawn):
    for world, plan in drawn:
        (encounter,) = world.encounters
        covers = encounter.patient.coverages
        assert covers[0].plan_id == plan.id
        assert [cover.order for cover in covers] == list(range(1, len(covers) + 1))
        facts = CoverFacts(encounter.day, accident=encounter.template.accident)
        person = encounter.patient.person
        assert order_of(covers[::-1], world.data.plans, person, facts).covers == covers
        assert len({cover.plan_id for cover in covers}) == len(covers)
        for cover in covers:
            assert cover.effective <= encounter.day
            assert cover.ended is None
            whole = world.data.plan(cover.plan_id).benefits.deductible
            assert 0 <= cover.deductible_left <= whole


def test_subscribers_fit_their_relationship(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        person = encounter.patient.person
        for cover in encounter.patient.coverages:
            years = age_on(cover.subscriber.birth, encounter.day)
            if cover.relationship == "self":
                assert cover.subscriber == person
                continue
            assert cover.subscriber.first != person.first
            assert years >= 18
            if cover.relationship == "child":
                assert years >= age_on(person.birth, encounter.day) + 16
                assert age_on(person.birth, encounter.day) < 26
        spouses = {c.subscriber for c in encounter.patient.coverages if c.relationship == "spouse"}
        assert len(spouses) <= 1


def test_numbers_are_well_formed(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        npis = [world.practice.npi, *(one.npi for one in world.practice.providers)]
        npis += [encounter.referring.npi] if encounter.referring else []
        npis += [one.primary_care_npi for one in encounter.patient.coverages]
        assert all(valid_npi(npi) for npi in npis if npi)
        assert re.fullmatch(r"[1-9]\d{8}", world.practice.tax_id)
        assert re.fullmatch(r"\d{9}", world.practice.address.zip)
        for cover in encounter.patient.coverages:
            if world.data.plan(cover.plan_id).kind == "medicare":
                assert MBI.fullmatch(cover.member_id), cover.member_id


def test_the_visit_was_on_a_working_day_shortly_before(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        assert is_work_day(encounter.day)
        assert 1 <= work_days_between(encounter.day, BEGINS) <= 7
        if encounter.template.accident:
            assert timedelta(0) <= encounter.day - encounter.injured <= timedelta(days=3)
        else:
            assert encounter.injured is None


def test_notes_have_no_blanks_left(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        assert not re.search(r"[{}]", encounter.note)
        assert encounter.patient.person.last in encounter.note
        assert f"{encounter.day:%m/%d/%Y}" in encounter.note


def test_what_plans_ask_for_beforehand_was_given(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        codes = {one.code for one in encounter.template.services}
        for cover in encounter.patient.coverages:
            rules = world.data.plan(cover.plan_id).rules
            given = [one for one in encounter.authorizations if one.plan_id == cover.plan_id]
            free = (*PRIMARY_CARE, *DIRECT_ACCESS)
            gated = rules.referral and encounter.provider.specialty not in free
            assert bool(given) == (gated or bool(codes & set(rules.authorization)))
            for one in given:
                assert one.begins <= encounter.day <= one.ends
                assert codes == set(one.codes)
            if rules.referral and encounter.provider.specialty not in DIRECT_ACCESS:
                assert cover.primary_care_npi


def test_gynecology_needs_no_referral(drawn):
    met = set()
    for world, plan in drawn:
        (encounter,) = world.encounters
        if encounter.provider.specialty == "gynecology" and plan.rules.referral:
            met.add(encounter.template.id)
            form = fill_form(world, encounter)
            assert REFERRAL not in questions(world, encounter)
            assert not encounter.authorizations
            assert encounter.referring is None
            assert not form.get("17")
            assert not form.get("23")
            cover = encounter.patient.coverages[0]
            assert cover.sees_freely(encounter.provider.npi)
            assert not cover.sees_freely("")
    assert met >= {"depo-provera", "well-woman-private", "iud-mirena"}


def test_every_service_has_a_charge_and_its_first_plan_a_fee(drawn):
    for world, plan in drawn:
        (encounter,) = world.encounters
        for service in encounter.template.services:
            assert world.data.charge(service.code) > 0
            if plan.kind != "self-pay":
                assert plan.fee(service.code), (encounter.template.id, plan.id, service.code)
                assert plan.fee(service.code) <= world.data.charge(service.code)


def test_the_same_seed_draws_the_same_world():
    for seed in range(20):
        first = draw_world(shipped(), seed, 4, 3, first_day(seed))
        assert draw_world(shipped(), seed, 4, 3, first_day(seed)) == first
        assert draw_world(shipped(), seed + 1, 4, 3, first_day(seed)) != first


def people(world: World) -> dict[str, object]:
    return {one.patient.account: one.patient for one in world.encounters}


def test_a_patient_more_leaves_the_others_as_they_are():
    for seed in range(20):
        few = people(draw_world(shipped(), seed, 3, 3, BEGINS))
        more = people(draw_world(shipped(), seed, 7, 3, BEGINS))
        assert len(more) == 7
        assert few.items() <= more.items()


def test_worlds_vary_and_follow_the_difficulty():
    data = shipped()
    kinds, templates, second = set(), set(), {1: 0, 5: 0}
    for level in second:
        for seed in range(120):
            world = draw_world(data, seed, 5, level, BEGINS)
            assert [one.id for one in world.encounters] == ["e1", "e2", "e3", "e4", "e5"]
            days = [one.day for one in world.encounters]
            assert days == sorted(days)
            for one in world.encounters:
                kinds.add(data.plan(one.patient.coverages[0].plan_id).kind)
                templates.add(one.template.id)
                second[level] += len(one.patient.coverages) > 1
                assert one.template.difficulty <= max(2, level + 1)
    assert kinds == {plan.kind for plan in data.plans} - {"medigap"}
    assert len(templates) > 0.9 * len(data.encounters)
    assert second[1] < second[5]


def test_plots_go_to_the_visits_in_order():
    world = draw_world(shipped(), 8, 3, 2, BEGINS, (("takeback",), ("hardship", "duplicate")))
    assert [one.plot for one in world.encounters] == [
        ("takeback",),
        ("hardship", "duplicate"),
        (),
    ]


def test_every_template_fits_a_plan():
    for template in shipped().encounters:
        assert fitting(shipped(), template), template.id


def test_shifts_begin_on_working_days_of_the_plans_year():
    days = {first_day(seed) for seed in range(300)}
    assert all(is_work_day(day) and day.year == 2026 for day in days)
    assert len(days) > 100
