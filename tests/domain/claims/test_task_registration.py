"""Registrations: the planted errors are exactly what tells the record from its papers."""

from __future__ import annotations

from random import Random

import pytest

from tests.domain.claims.lab_practice import visits
from tutor.domain.claims.registration_record import LABELS, papers_of, record_of
from tutor.domain.claims.task_registration import MOST, registration_task


@pytest.fixture(scope="module")
def made() -> list:
    return [
        (world, registration_task(world, world.encounters[0], Random(number), level), level)
        for level in (1, 2, 4)
        for number, (world, _) in enumerate(visits(range(level, level + 1), level))
    ]


def test_faults_are_exactly_the_differences(made):
    for world, task, level in made:
        right = record_of(world, world.encounters[0])
        shown = dict(task.body.boxes)
        wrong = {box for box in right if shown[box] != right[box]}
        assert list(shown) == list(right)
        assert {fault.box for fault in task.body.faults} == wrong
        assert (2 if level >= 3 else 1) <= len(wrong) <= MOST[level]
        for fault in task.body.faults:
            assert fault.right[0] == right[fault.box]
            assert shown[fault.box] not in fault.right
            assert fault.owner == "biller"


def test_mending_the_faults_gives_the_right_record(made):
    for world, task, _ in made:
        mended = dict(task.body.boxes) | {one.box: one.right[0] for one in task.body.faults}
        assert mended == record_of(world, world.encounters[0])


def test_the_papers_show_what_is_right_and_never_what_is_wrong(made):
    for world, task, _ in made:
        papers = papers_of(world, world.encounters[0])
        assert papers in task.stem
        for box, text in record_of(world, world.encounters[0]).items():
            if box in ("insured.relationship", "visit.work", "patient.sex") or text == "Self-pay":
                continue
            assert text in " ".join(papers.split()), (box, text)
        for fault in task.body.faults:
            if fault.box.startswith(("plan.member", "plan.group", "plan.effective")):
                assert dict(task.body.boxes)[fault.box] not in papers


def test_decoys_are_right_boxes_and_every_box_has_a_label(made):
    for _, task, _ in made:
        assert task.kind == "claim_fix"
        assert task.body.form == "registration"
        assert task.body.mode == "fix"
        assert dict(task.body.labels) == {box: LABELS[box] for box, _ in task.body.boxes}
        faults = {fault.box for fault in task.body.faults}
        assert not faults & {decoy.box for decoy in task.body.decoys}
        assert {decoy.box for decoy in task.body.decoys} <= {box for box, _ in task.body.boxes}


def test_rationales_have_no_blanks_and_lines_fit(made):
    for _, task, _ in made:
        assert all(len(line) <= 76 for line in task.stem.splitlines())
        for fault in task.body.faults:
            assert "{" not in fault.rationale
            assert len(fault.rationale.split()) >= 8


def test_every_kind_of_slip_is_drawn(made):
    drawn = {fault.box for _, task, _ in made for fault in task.body.faults}
    assert drawn >= {
        "plan.member",
        "patient.name",
        "patient.birth",
        "patient.sex",
        "patient.zip",
        "plan.group",
        "plan.payer",
        "plan.effective",
        "insured.relationship",
        "insured.name",
        "insured.birth",
        "visit.work",
    }


def test_workers_compensation_has_no_insured_person():
    """The employer is the insured, and box 6 says OTHER: the record asks for neither."""
    met = 0
    for world, plan in visits(range(3)):
        record = record_of(world, world.encounters[0])
        assert ("insured.relationship" in record) == (plan.kind not in ("workers-comp", "self-pay"))
        met += plan.kind == "workers-comp"
    assert met
