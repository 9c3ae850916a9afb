"""Faults of the kinds that are answered by working on a claim: line, what, what to do."""

from __future__ import annotations

import pytest

from tests.content.world import COMMON, WORLD, compile_world, problems_of
from tutor.domain.claims.tasks import ClaimFix, DenialAction, RemitPost

BANK = "question_banks/claims/worked.yaml"
TEXT = f"""\
schema: 1
subject: claims
topic: worked
items:
  - id: pointer
    version: 1
    kind: claim_fix
    stem: |
      Mend it.

      CARD   Number 1EG4-TE5-MK73
    form: cms1500
    mode: fix
    boxes: {{"2": "ROWE, ANNA", "5.zip": "62701", "21.A": "E11.22", "24E.1": "A", "28": "210.00"}}
    faults:
      - {{box: "24E.1", right: ["B"], owner: coder, rationale: "The knee."}}
      - {{box: "28", right: ["120.00"], owner: biller, rationale: "The sum.",
         also: {{"29": "90.00"}}}}
    decoys:
      - {{box: "2", rationale: "As on the card."}}
    rationale: "Two slips."
{COMMON}  - id: post
    version: 1
    kind: remit_post
    stem: "Post it."
    lines:
      - id: l1
        label: "Visit"
        charge: "120.00"
        paid: "64.00"
        allowed: "80.00"
        adjustments:
          - {{group: CO, reason: "45", amount: "40.00"}}
          - {{group: PR, reason: "2", amount: "16.00"}}
        remarks: ["N130"]
        posts: {{paid: "64.00", contractual: "40.00", patient: "16.00"}}
        rationale: "As the contract says."
    finding:
      - {{id: a, text: "Nothing odd", rationale: "It fits.", correct: true}}
      - {{id: b, text: "Too little", rationale: "It does not."}}
    rationale: "An ordinary payment."
{COMMON}  - id: decide
    version: 1
    kind: denial_action
    stem: "What now?"
    actions:
      - {{id: appeal, rationale: "It was needed.", correct: true, consequence: "It is paid."}}
      - {{id: write-off, rationale: "It gives money away."}}
    evidence:
      - {{id: e1, text: "The note", rationale: "It shows it.", correct: true}}
      - {{id: e2, text: "The lease", rationale: "It does not."}}
    reasons:
      - {{id: r1, text: "It was needed", rationale: "That is it.", correct: true}}
      - {{id: r2, text: "You are late", rationale: "That is not it."}}
    rationale: "The record decides."
{COMMON}"""
WORKED = {**WORLD, BANK: TEXT}
IDS = "see docs/content-format.md for their ids"

FAULTS = [
    ('{"2": "ROWE', '{"9z": "ROWE', f"the CMS-1500 has no box 9z: {IDS}"),
    ('box: "24E.1"', 'box: "24E.9"', f"the CMS-1500 has no box 24E.9: {IDS}"),
    ('{"29": "90.00"}', '{"29x": "90.00"}', f"the CMS-1500 has no box 29x: {IDS}"),
    ("form: cms1500", "form: registration", "`labels` has no box 2: add it there"),
    ("form: cms1500", "form: ub05", "`form` is ub05: use one of: cms1500, registration, ub04"),
    ("mode: fix", "mode: mend", "`mode` is mend: use one of: fix, build"),
    ("owner: coder", "owner: both", "`owner` is both: use one of: coder, biller"),
    (
        'right: ["B"]',
        'right: ["a"]',
        'box 24E.1 is "A" already, so it is not wrong: change the box or the right value',
    ),
    (
        'right: ["120.00"]',
        'right: ["$210.00"]',
        'box 28 is "210.00" already, so it is not wrong: change the box or the right value',
    ),
    ('box: "28"', 'box: "24E.1"', "box 24E.1 has two faults: merge them"),
    ('box: "2", ', 'box: "28", ', "box 28 is a fault and a decoy: remove one"),
    ('"28": "210.00"', '"28": 210.00', '`28` is 210.00 without quotes: put it in quotes, "210.00"'),
    (
        "CARD   Number",
        f"CARD   {'x' * 76}",
        "line 3 of the stem has 97 characters: break it: at most 76",
    ),
    (
        'rationale: "The knee."',
        'note: "x"',
        "`rationale` is missing: say why it is right, or what leads a learner to it",
    ),
    (
        'paid: "64.00"\n',
        'paid: "63.00"\n',
        "charge less adjustments is 64.00, but paid is 63.00: correct one of them",
    ),
    (
        'patient: "16.00"}',
        'patient: "15.00"}',
        "posts add up to 119.00, but the charge is 120.00: correct one of them",
    ),
    ("id: l1", "id: takeback", "line 1 has the id takeback: write l1: ids must not tell the key"),
    (
        "    finding:",
        "    columns: [paid, contractual]\n    finding:",
        "patient is not one of `columns`: add it there",
    ),
    (
        'rationale: "It fits.", correct: true',
        'rationale: "It fits."',
        "nothing of `finding` is marked as right: add `correct: true` to the key",
    ),
    (
        'rationale: "It gives money away."',
        'rationale: "It gives money away.", correct: true',
        "`actions` has two right entries: keep one",
    ),
    ("id: write-off", "id: appeal", "the id appeal is used twice in actions: rename one"),
    ("id: write-off", "id: shrug", "`id` is shrug: use one of: correct, appeal, bill-secondary"),
    (
        'rationale: "It shows it.", correct: true',
        'rationale: "It shows it."',
        "no evidence is marked as right: add `correct: true` to what belongs",
    ),
    (
        'rationale: "That is not it."',
        'rationale: "That is not it.", correct: true',
        "`reasons` has two right entries: keep one",
    ),
    (
        '      - {id: r2, text: "You are late", rationale: "That is not it."}\n',
        "",
        "`reasons` has one entry: nothing to choose: add a wrong one",
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), FAULTS, ids=[one[2][:40] for one in FAULTS])
def test_each_fault_is_told_in_one_line(old, new, expected):
    assert TEXT.count(old) >= 1
    found = problems_of({**WORKED, BANK: TEXT.replace(old, new, 1)})
    told = [line.partition(": ")[2] for line in found]
    assert any(line.startswith(expected) for line in told), found
    assert all("\n" not in line for line in found)


def test_what_is_right_has_no_faults_and_a_body():
    assert problems_of(WORKED) == []
    form, post, decide = (item.body for item in compile_world(WORKED)[BANK].items)
    assert isinstance(form, ClaimFix)
    assert form.faults[1].also == (("29", "90.00"),)
    assert isinstance(post, RemitPost)
    assert post.columns == ("paid", "contractual", "patient")
    assert post.lines[0].posts == (("paid", 6400), ("contractual", 4000), ("patient", 1600))
    assert isinstance(decide, DenialAction)
    assert decide.consequences == (("appeal", "It is paid."),)


def test_digits_of_zip_codes_are_no_codes():
    found = problems_of({**WORKED, BANK: TEXT.replace('"5.zip": "62701"', '"19": "62701"')})
    assert [line for line in found if "62701 has the form of a CPT code" in line]
