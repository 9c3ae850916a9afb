"""Whether claims to be finished have the right key: the facts of the stem are read anew."""

from tests.services.drills.claim_checks import worked_out
from tutor.domain.claims.fix_grade import grade_fix, key_fix
from tutor.domain.claims.task_claim import ASKED

OPEN = {"far": (1, 2), "near": (3,), "sibling": (4, 5)}


def claim_build(item, level):
    body = item.body
    assert (body.form, body.mode) == ("cms1500", "build")
    assert len(body.faults) in {ASKED[one] for one in OPEN[level]}
    expected = worked_out(item.stem)
    shown = dict(body.boxes)
    for fault in body.faults:
        assert fault.box not in shown
        assert fault.right[0] == expected[fault.box]
        assert fault.rationale.strip()
    assert shown | {fault.box: fault.right[0] for fault in body.faults} == expected
    assert not expected.keys() & {decoy.box for decoy in body.decoys}
    assert grade_fix(body, key_fix(body)).score == 1
