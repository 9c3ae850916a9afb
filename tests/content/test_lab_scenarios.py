"""The scenarios of the claims lab: enough of each kind, and every key holds on its own form."""

from __future__ import annotations

import io
from collections import Counter

import pytest

from tutor.domain.claims.form import DIAGNOSIS_LETTERS, Form
from tutor.domain.claims.money import cents_of
from tutor.domain.claims.npi import valid_npi
from tutor.domain.claims.tasks import ClaimFix, DenialAction, RemitPost
from tutor.domain.item import Item
from tutor.interchange.x12.claim_837p import write_837p
from tutor.services.library import content_roots, open_library

KINDS = ("claim_fix", "remit_post", "denial_action")
AMBULANCE, HOME = "41", "12"
"""Places in which a line names nobody who rendered it: carriers and suppliers."""


@pytest.fixture(scope="module")
def scenarios(tmp_path_factory) -> tuple[Item, ...]:
    library = open_library(content_roots(()), tmp_path_factory.mktemp("lab") / "content.db")
    ids = [head.id for head in library.heads() if head.kind in KINDS]
    return library.items(ids)


def bodies(scenarios, kind):
    return [(item.id, item.body) for item in scenarios if isinstance(item.body, kind)]


def mended(body: ClaimFix) -> Form:
    """Return a claim with its key filled in."""
    return Form(body.boxes).changed({fault.box: fault.right[0] for fault in body.faults})


def claims(scenarios):
    return [(name, body) for name, body in bodies(scenarios, ClaimFix) if body.form == "cms1500"]


def test_there_are_enough_without_a_cpt_number(scenarios):
    plain = [item for item in scenarios if not item.id.startswith("lab-cpt-")]
    assert len(plain) >= 60
    count = Counter(item.kind for item in plain)
    assert all(count[kind] >= 15 for kind in KINDS)
    assert {item.difficulty for item in plain} == {1, 2, 3, 4, 5}
    assert {item.role for item in plain} == {"coder", "biller", "both"}


def test_a_mended_claim_adds_up_and_its_lines_point_to_diagnoses(scenarios):
    for name, body in claims(scenarios):
        form = mended(body)
        charges = sum(cents_of(form.get(f"24F.{line}")) for line in form.lines)
        assert cents_of(form.get("28")) == charges, name
        for line in form.lines:
            pointers = form.get(f"24E.{line}")
            assert pointers, name
            assert all(form.get(f"21.{letter}") for letter in pointers), name
            assert set(pointers) <= set(DIAGNOSIS_LETTERS), name


def test_every_npi_of_a_mended_claim_is_valid(scenarios):
    for name, body in claims(scenarios):
        form = mended(body)
        rendering = [
            form.get(f"24J.{line}")
            for line in form.lines
            if form.get(f"24B.{line}") not in (AMBULANCE, HOME)
        ]
        assert all(valid_npi(npi) for npi in (*rendering, form.get("33a"))), name
        optional = (form.get(box) for box in ("17b", "32a"))
        assert all(valid_npi(npi) for npi in optional if npi), name


def test_every_mended_claim_is_a_file_that_pyx12_accepts(scenarios, tmp_path):
    params = pytest.importorskip("pyx12.params")
    document = pytest.importorskip("pyx12.x12n_document")
    for name, body in claims(scenarios):
        path = tmp_path / f"{name}.x12"
        path.write_text(write_837p([mended(body)]), encoding="ascii")
        answer = io.StringIO()
        accepted = document.x12n_document(params.params(), str(path), answer, None, None)
        assert accepted, (name, answer.getvalue())


def test_every_line_is_posted_whole(scenarios):
    for name, body in bodies(scenarios, RemitPost):
        for line in body.lines:
            taken = sum(one.amount for one in line.adjustments)
            assert line.charge == line.paid + taken, name
            assert line.charge == sum(amount for _, amount in line.posts), name


def test_every_decision_has_real_choices_and_tells_what_follows(scenarios):
    for name, body in bodies(scenarios, DenialAction):
        assert len(body.actions) >= 4, name
        assert dict(body.consequences).keys() == {one.id for one in body.actions}, name
