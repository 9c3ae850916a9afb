"""What claims questions show before and after they are answered."""

from __future__ import annotations

import json
from random import Random

import pytest

from tests.factories import BODIES, CLAIM_FIX, DENIAL_ACTION, REMIT_POST, make_item
from tutor.domain.claims.desk_boxes import desk_boxes
from tutor.domain.claims.draft_letter import NOTHING_OUT, NOTHING_YET, draft_letter
from tutor.domain.claims.fix_present import changes_in_words, fix_work
from tutor.domain.claims.shown import FormWork
from tutor.domain.item_json import item_to_json
from tutor.domain.keyless import keyless
from tutor.domain.kinds import arrange, explain, grade, present, score_of, solve, stem_text
from tutor.errors import ResponseError

KINDS = ("claim_fix", "remit_post", "denial_action")


def told(kind, response):
    item = make_item(kind=kind)
    arrangement = arrange(item, Random(1))
    found = explain(item, arrangement, grade(item, response), response)
    return {part.id: part for part in found.parts}, found


def test_a_form_is_explained_fault_by_fault():
    parts, found = told("claim_fix", ("24E.1=C", "28=120.00", "2=ROE", "24G.1=40"))
    assert [part.state for part in parts.values()] == [
        "partly",
        "right",
        "missed",
        "wrong",
        "wrong",
    ]
    assert parts["24E.1"].text == "Line 1: Diagnosis pointer: A → B or BA"
    assert parts["24E.1"].detail == "you wrote C"
    assert parts["24E.1"].rationale == "The knee was injected. The coder mends this."
    assert parts["29"].text == "Amount paid: 20.00 → (empty)"
    assert parts["spoiled 2"].text == "Patient's name: ROWE, ANNA, L stays"
    assert parts["spoiled 24G.1"].rationale == "40 mg are four units of 10 mg."
    assert found.key == "24E.1 = B; 28 = 120.00; 29 = (empty)"


def test_a_decoy_that_was_left_alone_is_told_too():
    parts, _ = told("claim_fix", ("21.A=M17.12", "28=120.00", "29="))
    assert parts["stays 24G.1"].state == "neutral"
    assert parts["24E.1"].detail == "you wrote M17.12 in 21.A"


def test_a_posting_is_explained_line_by_line():
    parts, _ = told(
        "remit_post",
        ("l1.paid=64.00", "l1.contractual=16.00", "l1.patient=40.00", "finding=b"),
    )
    assert parts["l1"].state == "partly"
    assert parts["l1"].detail == "✗ contractual: 40.00, not 16.00; ✗ patient: 16.00, not 40.00"
    assert parts["l2"].state == "missed"
    assert parts["l2"].text == "G0439: denied 150.00"
    assert parts["finding=b"].state == "wrong"
    assert parts["finding=a"].state == "missed"


def test_a_decision_is_told_with_what_follows():
    parts, _ = told("denial_action", ("action=bill-patient", "evidence=e1", "evidence=e3"))
    assert parts["action=bill-patient"].state == "wrong"
    assert parts["action=bill-patient"].rationale.endswith(
        "What follows: The patient complains to the payer."
    )
    assert parts["action=appeal"].state == "missed"
    assert [parts[f"evidence=e{n}"].state for n in (1, 2, 3)] == ["right", "missed", "wrong"]
    assert parts["action=write-off"].text == "Give it up"


def test_labels_are_told_apart_by_one_letter_or_number():
    item = make_item(kind="denial_action")
    shown = present(item, arrange(item, Random(3)))
    assert [action for action, _ in shown.work.actions] == ["appeal", "bill-patient", "write-off"]
    assert [part.label for part in shown.parts] == ["1", "2", "3", "D", "E"]
    assert [part.group for part in shown.parts] == ["evidence"] * 3 + ["reason"] * 2


def test_a_form_shows_boxes_in_its_order():
    shown = desk_boxes(fix_work(CLAIM_FIX))
    assert shown.index("1a") < shown.index("2") < shown.index("21.A") < shown.index("24E.1")
    assert "24E.2" in shown
    assert "24E.3" not in shown
    labels = (("b", "Second"), ("a", "First"))
    assert desk_boxes(FormWork("registration", "fix", (), labels)) == ("b", "a")


def test_changes_are_told_in_words():
    assert changes_in_words(fix_work(CLAIM_FIX), ("24E.1=B", "29=")) == (
        "24E.1 Line 1: Diagnosis pointer: A → B",
        "29 Amount paid: 20.00 → (empty)",
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_stem_keeps_its_lines(kind):
    stem = "Mend it.\n\nCARD   Number 1\nNAME   Anna"
    assert stem_text(make_item(kind=kind, stem=stem)) == stem
    assert stem_text(make_item(stem=stem)) == "Mend it.\n\nCARD   Number 1 NAME   Anna"


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_key_is_handed_out(kind):
    item = make_item(kind=kind)
    out = item_to_json(keyless(item, b"secret").item)
    for line in solve(item):
        if line.rationale:
            assert line.rationale not in out
    body = json.loads(out)["body"]
    for word in ("faults", "decoys", "right", "correct", "posts", "consequences", "rationale"):
        assert word not in json.dumps([body["work"], [*body["parts"]]])


def test_forms_with_other_faults_are_handed_out_alike():
    other = CLAIM_FIX.from_dict(json.loads(item_to_json(make_item(kind="claim_fix")))["body"])
    assert other == CLAIM_FIX
    fewer = type(CLAIM_FIX)(CLAIM_FIX.form, CLAIM_FIX.mode, CLAIM_FIX.boxes, CLAIM_FIX.faults[:1])
    made = [keyless(make_item(kind="claim_fix", body=one), b"s").item for one in (other, fewer)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("claim_fix", ("9z=1",)),
        ("claim_fix", ("2=A", "2=B")),
        ("remit_post", ("l9.paid=1.00",)),
        ("remit_post", ("l1.paid=x",)),
        ("remit_post", ("p1", "p2")),
        ("remit_post", ("finding=a",)),
        ("denial_action", ("action=refund",)),
        ("denial_action", ("action=appeal", "action=write-off")),
        ("denial_action", ("evidence=e1",)),
    ],
)
def test_what_does_not_fit_is_refused_without_the_key(kind, response):
    made = keyless(make_item(kind=kind), b"secret")
    with pytest.raises(ResponseError):
        score_of(made.item, response)


def test_what_goes_out_is_composed_of_what_is_chosen():
    letter = draft_letter("appeal", "The record supports it.", ("The note", "The order"))
    assert letter.splitlines()[1:5] == [
        "The record supports it.",
        "With it:",
        "  1. The note",
        "  2. The order",
    ]
    assert draft_letter("write-off", "", ()) == NOTHING_OUT
    assert draft_letter("", "", ()) == NOTHING_YET


def test_factories_have_what_the_kinds_ask():
    assert BODIES["remit_post"] is REMIT_POST
    assert sum(dict(REMIT_POST.lines[0].posts).values()) == REMIT_POST.lines[0].charge
    assert DENIAL_ACTION.actions[0].correct
