"""What is stopped at the gate, and by whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.accept import HOUSE, PAYER, REQUIRED, REQUIRED_OF_LINE, accept
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.payer_file import PayerFile
from tutor.domain.claims.read_form import read_form


@pytest.fixture(scope="module")
def sent():
    """A right claim of two lines, and what its payer knows."""
    for world, plan in visits(range(1)):
        encounter = world.encounters[0]
        if plan.kind != "ppo" or len(encounter.template.services) < 2:
            continue
        cover = encounter.patient.coverages[0]
        person = encounter.patient.person
        form = fill_form(world, encounter, cover.order)
        of = world.data.plan(cover.plan_id)
        known = PayerFile(
            plan=of,
            coverage=cover,
            patient_last=person.last,
            patient_first=person.first,
            patient_birth=person.birth,
            npis=(world.practice.npi, *(one.npi for one in world.practice.providers)),
        )
        return form, known, encounter.day + timedelta(days=5)
    raise AssertionError("no visit with two services")


def answers(sent, changes, **known):
    form, file, day = sent
    changed = form.changed(changes)
    try:
        claim = read_form(changed, day)
    except ValueError:
        claim = None
    return accept(changed, claim, replace(file, **known))


def test_every_right_claim_of_the_practice_gets_in():
    for world, plan in visits(range(1)):
        encounter = world.encounters[0]
        if plan.kind == "self-pay":
            continue
        cover = encounter.patient.coverages[0]
        person = encounter.patient.person
        form = fill_form(world, encounter, 1)
        file = PayerFile(
            plan=world.data.plan(cover.plan_id),
            coverage=cover,
            patient_last=person.last,
            patient_first=person.first,
            patient_birth=person.birth,
            npis=(world.practice.npi,),
        )
        assert accept(form, read_form(form, encounter.day + timedelta(days=3)), file) == ()


def test_a_claim_that_names_no_payer_is_told_so(sent):
    (found,) = answers(sent, {"carrier.id": ""})
    assert found.text == f"The claim names no payer; this is {sent[1].plan.payer_id}."
    (found,) = answers(sent, {"carrier.id": "SIMXX"})
    assert found.text == f"The claim names payer SIMXX; this is {sent[1].plan.payer_id}."


def test_what_is_missing_is_one_thing(sent):
    (found, *_) = answers(sent, {"24G.1": ""})
    assert found.text == "Line 1, box 24G: the number of units is missing."


@pytest.mark.parametrize(("box", "status"), [(box, status) for box, status, _ in REQUIRED])
def test_an_empty_box_is_named(sent, box, status):
    (found, *_) = answers(sent, {box: ""})
    assert (found.by, found.category, found.status, found.box) == (HOUSE, "A6", status, box)


@pytest.mark.parametrize(("part", "status"), [(box, status) for box, status, _ in REQUIRED_OF_LINE])
def test_an_empty_box_of_a_line_is_named(sent, part, status):
    (found, *_) = answers(sent, {f"{part}.2": ""})
    assert (found.by, found.status, found.box) == (HOUSE, status, f"{part}.2")


@pytest.mark.parametrize(
    ("changes", "category", "status", "box"),
    [
        ({"33a": "1234567890"}, "A7", "562", "33a"),
        ({"24J.1": "1234567890"}, "A7", "562", "24J.1"),
        ({"21.A": "X"}, "A7", "255", "21.A"),
        ({"24D.1": "J18"}, "A7", "454", "24D.1"),
        ({"24G.1": "0"}, "A7", "476", "24G.1"),
        ({"28": "1.00"}, "A8", "400", "28"),
        ({"24E.1": "L"}, "A8", "477", "24E.1"),
        ({"22.code": "7", "22.ref": ""}, "A6", "464", "22.ref"),
    ],
)
def test_what_the_clearinghouse_stops(sent, changes, category, status, box):
    (found,) = answers(sent, changes)
    assert (found.by, found.category, found.status, found.box) == (HOUSE, category, status, box)
    assert found.text.endswith(".")


@pytest.mark.parametrize(
    ("changes", "status", "box"),
    [
        ({"carrier.id": "OTHER"}, "116", "carrier.id"),
        ({"1a": "NOBODY1"}, "33", "1a"),
        ({"3.birth": "01/02/1903"}, "158", "3.birth"),
    ],
)
def test_what_the_payer_stops(sent, changes, status, box):
    found = answers(sent, changes)
    assert [(one.by, one.status, one.box) for one in found] == [(PAYER, status, box)]


def test_names_providers_and_days_that_the_payer_does_not_know(sent):
    (name,) = answers(sent, {}, patient_last="Somebody")
    assert (name.status, name.box) == ("125", "2")
    (npi,) = answers(sent, {}, npis=("1234567893",))
    assert (npi.status, npi.box) == ("562", "33a")
    form, file, _ = sent
    early = read_form(form, read_form(form, sent[2]).lines[0].begins - timedelta(days=1))
    assert {one.status for one in accept(form, early, file)} == {"187"}


def test_the_payer_never_sees_what_the_clearinghouse_stops(sent):
    assert {one.by for one in answers(sent, {"1a": "NOBODY1", "33a": ""})} == {HOUSE}
