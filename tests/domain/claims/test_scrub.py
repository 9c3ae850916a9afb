"""The scrubber as a whole: nothing in what is right, each cause once, each box in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.claims import worlds
from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.boxes import position
from tutor.domain.claims.fill import as_replacement, fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.scrub import facts_of, scrub

TODAY = worlds.DAY + timedelta(days=3)
CLAIMS = [(one, cover.order) for one in worlds.INSURED for cover in one.patient.coverages]


def claim(encounter, order=1, **more):
    primary = worlds.paid_by_first(encounter) if order > 1 else None
    form = fill_form(worlds.WORLD, encounter, order, primary)
    return form, facts_of(worlds.WORLD, encounter, TODAY, order, primary=primary, **more)


@pytest.mark.parametrize(("encounter", "order"), CLAIMS)
def test_nothing_is_wrong_with_a_right_claim(encounter, order):
    form, facts = claim(encounter, order)
    assert not scrub(form, facts)
    assert not scrub(form, replace(facts, encounter=None))


def test_nothing_is_wrong_with_claims_of_the_practice_that_ships():
    checked = 0
    for world, plan in visits(range(3)):
        (encounter,) = world.encounters
        if plan.kind == "self-pay":
            continue
        form = fill_form(world, encounter)
        assert not scrub(form, facts_of(world, encounter, world.begins)), encounter.template.id
        checked += 1
    assert checked > 60


def test_a_replacement_is_right_with_its_number():
    form, facts = claim(worlds.MEDICAID, original="ICN1")
    assert not scrub(as_replacement(form, "ICN1"), facts)
    assert [one.box for one in scrub(form, facts)] == ["22.code", "22.ref"]


def test_a_wrong_charge_is_told_once_and_a_wrong_total_beside_it():
    form, facts = claim(worlds.MEDICARE)
    assert [one.box for one in scrub(form.changed({"24F.1": "1.00"}), facts)] == ["24F.1"]
    both = form.changed({"24F.1": "1.00", "28": "43.00"})
    assert [one.rule for one in scrub(both, facts)] == ["charge", "total"]


def test_a_wrong_diagnosis_does_not_make_its_pointers_wrong():
    form, facts = claim(worlds.MEDICARE)
    (found,) = scrub(form.changed({"21.A": "E53"}), facts)
    assert (found.rule, found.box, found.right) == ("diagnosis-form", "21.A", ("E53.8",))


def test_the_order_of_other_diagnoses_is_free():
    third = replace(worlds.VISIT.diagnoses[0], code="I10")
    template = replace(worlds.VISIT, diagnoses=(*worlds.VISIT.diagnoses, third))
    form, facts = claim(replace(worlds.MEDICARE, template=template))
    other = form.changed({"21.B": "I10", "21.C": "M54.50", "24E.1": "CA", "24E.3": "C"})
    assert not scrub(other, facts)


def test_findings_stand_in_the_order_of_the_form_and_know_their_place():
    form, facts = claim(worlds.MEDICARE)
    found = scrub(form.changed({"33a": "", "1a": "", "24E.1": "A", "28": ""}), facts)
    assert [one.box for one in found] == ["1a", "24E.1", "28", "33a"]
    assert [position(one.box) for one in found] == sorted(position(one.box) for one in found)
    assert [(one.loop, one.segment) for one in found] == [
        ("2010BA", "NM109"), ("2400", "SV107"), ("2300", "CLM02"), ("2010AA", "NM109"),
    ]  # fmt: skip


def test_an_empty_form_is_told_box_by_box():
    _, facts = claim(worlds.MEDICARE)
    found = scrub(Form(()), facts)
    assert {"1", "1a", "2", "21.A", "24D.1", "28", "33a"} <= {one.box for one in found}
    assert len({one.box for one in found}) == len(found)


def test_any_text_in_any_box_is_judged():
    form, facts = claim(worlds.PPO_CHILD)
    for text in ("", "?", "0", "-1", "99/99/9999", "ZZ ZZ ZZ ZZ ZZ", "1" * 60, "é\u0660"):
        for box, _ in form.boxes[::2]:
            scrub(form.changed({box: text}), facts)
        for one in (facts, replace(facts, encounter=None)):
            scrub(Form(tuple((box, text) for box, _ in form.boxes)), one)
