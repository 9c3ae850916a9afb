"""Questions about cover: their keys against the rules and the payer engine's own arithmetic."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from tests.domain.claims.lab_practice import BEGINS, shipped, visits
from tutor.domain.claims.adjudicate import adjudicate
from tutor.domain.claims.draw_world import draw_world
from tutor.domain.claims.estimate import estimate
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.payer_file import PayerFile
from tutor.domain.claims.read_form import read_form
from tutor.domain.claims.task_eligibility import (
    AUTHORIZATION,
    ENDED,
    PRIMARY,
    REFERRAL,
    SHARE,
    eligibility_task,
    questions,
)
from tutor.interchange.x12.writers import WRITERS

PAID = {"1", "2", "3", "45", "253", "P12"}
"""Reasons of adjustments that are no denial."""


@pytest.fixture(scope="module")
def drawn() -> list:
    return [one for level in (1, 4) for one in visits(range(level, level + 3), level)]


def decided(world, plan):
    """Return the payer's own decision on the right claim of a world's only visit."""
    (encounter,) = world.encounters
    cover, person = encounter.patient.coverages[0], encounter.patient.person
    file = PayerFile(
        plan=plan,
        coverage=cover,
        patient_last=person.last,
        patient_first=person.first,
        patient_birth=person.birth,
        authorizations=encounter.authorizations,
        deductible_left=cover.deductible_left,
        npis=(world.practice.npi, encounter.provider.npi),
        control="X1",
        abn_signed=encounter.abn_signed,
    )
    claim = read_form(fill_form(world, encounter), BEGINS)
    return adjudicate(claim, file, BEGINS + timedelta(days=14))


def test_the_true_claim_of_every_visit_is_paid_in_full(drawn):
    for world, plan in drawn:
        if plan.kind != "self-pay":
            payment = decided(world, plan)
            reasons = {one.reason for line in payment.lines for one in line.adjustments}
            assert reasons <= PAID, (world.encounters[0].template.id, plan.id, reasons)


def test_estimates_agree_with_the_payer_engine(drawn):
    for world, plan in drawn:
        if plan.kind == "self-pay":
            continue
        (encounter,) = world.encounters
        payment = decided(world, plan)
        made = estimate(world.data, encounter, plan, encounter.patient.coverages[0])
        assert made.patient == payment.patient_share, (encounter.template.id, plan.id)
        for line, paid in zip(made.lines, payment.lines, strict=True):
            assert line.patient == sum(a.amount for a in paid.adjustments if a.group == "PR")


def test_the_share_is_asked_with_mistakes_that_are_mistakes(drawn):
    for world, plan in drawn:
        (encounter,) = world.encounters
        task = eligibility_task(world, encounter, Random(1), about=SHARE)
        assert task.kind == "numeric"
        body = task.body
        wrong = [one.value for one in body.mistakes]
        assert body.value not in wrong
        assert len(set(wrong)) == len(wrong) > 0
        assert all(value >= 0 and value == value.quantize(Decimal("0.01")) for value in wrong)
        if plan.kind == "self-pay":
            assert body.value == Decimal(
                sum(world.data.charge(s.code) * s.units for s in encounter.template.services)
            ) / Decimal(100)
        for service in encounter.template.services:
            assert service.code in task.stem


def test_choices_have_one_right_option_and_say_why(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        for about in questions(world, encounter):
            task = eligibility_task(world, encounter, Random(2), WRITERS, 4, about)
            lines = task.stem.splitlines()  # of a file, ISA has its own fixed width
            assert all(len(line) <= 76 for line in lines if not line.startswith("ISA"))
            if task.kind != "single":
                continue
            options = task.body.options
            assert sum(option.correct for option in options) == 1
            assert len({option.text for option in options}) == len(options) == 4
            assert len({option.id for option in options}) == 4
            assert all(len(option.rationale.split()) >= 6 for option in options)


def test_the_first_payer_is_the_key(drawn):
    asked = 0
    for world, plan in drawn:
        (encounter,) = world.encounters
        if PRIMARY in questions(world, encounter):
            asked += 1
            task = eligibility_task(world, encounter, Random(3), about=PRIMARY)
            (right,) = (one for one in task.body.options if one.correct)
            assert right.text == plan.name
    assert asked > 20


def test_an_old_card_is_another_number_that_ended_before(drawn):
    for world, _ in drawn:
        (encounter,) = world.encounters
        if ENDED in questions(world, encounter):
            task = eligibility_task(world, encounter, Random(4), about=ENDED)
            assert "not active" in task.stem
            assert encounter.patient.coverages[0].member_id not in task.stem


def test_what_is_asked_follows_the_plot():
    plots = {
        "wrong-primary": PRIMARY,
        "cover-ended": ENDED,
        "referral-missing": REFERRAL,
        "authorization-missing": AUTHORIZATION,
    }
    seen = set()
    for seed in range(150):
        world = draw_world(shipped(), seed, 4, 5, BEGINS, [(plot,) for plot in plots])
        for encounter in world.encounters:
            about = plots[encounter.plot[0]]
            if about in questions(world, encounter):
                seen.add(about)
                same = eligibility_task(world, encounter, Random(5))
                assert same == eligibility_task(world, encounter, Random(5), about=about)
    assert seen == set(plots.values())


def test_asking_what_cannot_be_asked_is_refused(drawn):
    world, _ = next(one for one in drawn if one[1].kind == "self-pay")
    with pytest.raises(ValueError, match="cannot be asked here"):
        eligibility_task(world, world.encounters[0], Random(6), about=REFERRAL)
