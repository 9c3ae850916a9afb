"""Credit for work on forms, remittances and denials, against figures worked by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import CLAIM_FIX, DENIAL_ACTION, REMIT_POST, make_item
from tutor.domain.claims.action_grade import grade_action, wrong_action
from tutor.domain.claims.fix_grade import grade_fix, wrong_fix
from tutor.domain.claims.post_grade import grade_post, wrong_post
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.tasks import ACTIONS, Choice, ClaimFix, DenialAction, Fault
from tutor.domain.item_json import item_from_json, item_to_json
from tutor.domain.kinds import grade, key_response, wrong_response
from tutor.errors import ResponseError

FIXED = ("24E.1=B", "28=120.00", "29=")
POSTED = (
    "l1.paid=64.00",
    "l1.contractual=40.00",
    "l1.patient=16.00",
    "l2.denied=150.00",
    "finding=a",
)
DECIDED = ("action=appeal", "evidence=e1", "evidence=e2", "reason=r1")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("b", "B", True),
        (" ROWE,  ANNA", "rowe, anna ", True),
        ("$1,200.00", "1200.00", True),
        ("120", "120.00", True),
        ("120", "0120", False),
        ("62701", "6270", False),
        ("3/9/1951", "03/09/1951", True),
        ("03/09/1951", "03/09/51", False),
        ("", "0.00", False),
        ("AB", "BA", False),
    ],
)
def test_values_are_compared_as_people_read_them(one, other, same):
    assert same_value(one, other) is same
    assert same_value(other, one) is same


@pytest.mark.parametrize(
    ("response", "score", "right", "wrong", "missed"),
    [
        (FIXED, 1, ("24E.1", "28", "29"), (), ()),
        (("24E.1=ba", "28=$120", "29="), 1, ("24E.1", "28", "29"), (), ()),
        (("21.A=m17.12", "28=120.00", "29="), 1, ("24E.1", "28", "29"), (), ()),
        (("24E.1=B",), 1 / 3, ("24E.1",), (), ("28", "29")),
        (("24E.1=C",), 0.5 / 3, (), ("24E.1",), ("28", "29")),
        (("21.A=M17.11",), 0.5 / 3, (), ("24E.1",), ("28", "29")),
        ((*FIXED, "2=ROE, ANNA"), 2.5 / 3, ("24E.1", "28", "29"), ("2",), ()),
        ((*FIXED, "21.A=M17.12"), 2.5 / 3, ("24E.1", "28", "29"), ("21.A",), ()),
        ((*FIXED, "24G.1=4 "), 1, ("24E.1", "28", "29"), (), ()),
        (("2=", "1a=", "3.birth="), 0, (), ("2", "1a", "3.birth"), ("24E.1", "28", "29")),
        ((), 0, (), (), ("24E.1", "28", "29")),
    ],
)
def test_a_form_earns_a_share_for_each_fault(response, score, right, wrong, missed):
    verdict = grade_fix(CLAIM_FIX, response)
    assert verdict.score == pytest.approx(score)
    assert (verdict.right, verdict.wrong, verdict.missed) == (right, wrong, missed)


def test_a_wrong_value_in_an_open_box_earns_nothing():
    build = replace(CLAIM_FIX, mode="build")
    assert grade_fix(build, ("24E.1=C", "28=120.00", "29=")).score == pytest.approx(2 / 3)
    assert grade_fix(build, FIXED).score == 1


@pytest.mark.parametrize("response", [("24E.1",), ("=A",), ("9z=1",), ("2=A", "2=B")])
def test_what_is_no_box_is_refused(response):
    with pytest.raises(ResponseError):
        grade_fix(CLAIM_FIX, response)


def test_other_forms_have_the_boxes_that_they_name():
    body = ClaimFix(
        "registration",
        "fix",
        (("plan", "Medicare"),),
        (Fault("first", ("ANNA",), "As on the card.", "biller"),),
        labels=(("plan", "Plan"), ("first", "First name")),
    )
    assert grade_fix(body, ("first=Anna",)).correct
    with pytest.raises(ResponseError):
        grade_fix(body, ("24E.1=A",))


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (POSTED, 1),
        (("l1.paid=64", "l1.contractual=$40", "l1.patient=16.0", "l2.denied=150", "finding=a"), 1),
        (POSTED[:-1], 2 / 3),
        ((*POSTED[:-1], "finding=b"), 2 / 3),
        (("finding=a",), 1 / 3),
        (("l1.paid=64.00", "finding=b"), 2 / 3 * 1 / 4),
        # one of five cells is right: patient and contractual of line 1 are swapped, line 2 is paid
        (
            (
                "l1.paid=64.00",
                "l1.contractual=16.00",
                "l1.patient=40.00",
                "l2.paid=150.00",
                "finding=a",
            ),
            2 / 3 * 1 / 5 + 1 / 3,
        ),
        ((*POSTED, "l2.paid=0.00"), 1),
        ((*POSTED, "l2.paid=1.00"), 2 / 3 * 4 / 5 + 1 / 3),
        ((), 0),
    ],
)
def test_a_posting_earns_its_share_of_cells_and_a_third_for_the_finding(response, score):
    assert grade_post(REMIT_POST, response).score == pytest.approx(score)


def test_without_a_finding_the_cells_are_everything():
    body = replace(REMIT_POST, finding=())
    assert grade_post(body, POSTED[:-1]).score == 1
    assert grade_post(body, ("l1.paid=64.00",)).score == pytest.approx(1 / 4)


@pytest.mark.parametrize(
    "response",
    [
        ("l9.paid=1.00",),
        ("l1.secondary=1.00",),
        ("l1.paid=much",),
        ("l1.paid",),
        ("l1.paid=1.00", "l1.paid=2.00"),
        ("finding=z",),
        ("finding=a", "finding=b"),
        ("finding=",),
    ],
)
def test_what_is_not_on_the_sheet_is_refused(response):
    with pytest.raises(ResponseError):
        grade_post(REMIT_POST, response)


@pytest.mark.parametrize(
    ("response", "score"),
    [
        (DECIDED, 1),
        (("action=appeal",), 0.6),
        (("action=appeal", "evidence=e1", "reason=r1"), 0.6 + 0.125 + 0.15),
        (("action=appeal", "evidence=e1", "evidence=e3", "reason=r1"), 0.75),
        (("action=appeal", "evidence=e3", "reason=r2"), 0.6),
        (("action=appeal", "evidence=e1", "evidence=e2", "evidence=e3"), 0.6 + 0.125),
        (("action=write-off", *DECIDED[1:]), 0),
        (DECIDED[1:], 0),
        ((), 0),
    ],
)
def test_a_decision_earns_by_action_evidence_and_opening(response, score):
    assert grade_action(DENIAL_ACTION, response).score == pytest.approx(score)


def test_what_is_not_asked_has_no_weight():
    no_reasons = replace(DENIAL_ACTION, reasons=())
    assert grade_action(no_reasons, ("action=appeal",)).score == pytest.approx(60 / 85)
    assert grade_action(no_reasons, DECIDED[:3]).score == 1
    no_evidence = replace(DENIAL_ACTION, evidence=())
    assert grade_action(no_evidence, ("action=appeal",)).score == pytest.approx(60 / 75)
    alone = replace(no_evidence, reasons=())
    assert grade_action(alone, ("action=appeal",)).score == 1


@pytest.mark.parametrize(
    "response",
    [
        ("appeal",),
        ("action=refund",),
        ("action=appeal", "action=write-off"),
        ("reason=r1", "reason=r2"),
        ("evidence=e1", "evidence=e1"),
        ("evidence=e9",),
    ],
)
def test_what_cannot_be_chosen_is_refused(response):
    with pytest.raises(ResponseError):
        grade_action(DENIAL_ACTION, response)


texts = st.text(st.sampled_from("AB 19/.$,xy"), max_size=6)
boxes = st.sampled_from(["1a", "2", "3.birth", "21.A", "24E.1", "24G.1", "28", "29", "33"])


@st.composite
def forms(draw):
    filled = draw(st.dictionaries(boxes, texts, max_size=9))
    present = {box: text for box, text in filled.items() if text}
    faults = []
    for box in draw(st.lists(boxes, min_size=1, max_size=4, unique=True)):
        right = draw(st.lists(texts, min_size=1, max_size=2))
        kept = tuple(one for one in right if not same_value(one, present.get(box, "")))
        if kept:
            faults.append(Fault(box, kept, "Why.", "coder"))
    mode = draw(st.sampled_from(["fix", "build"]))
    if not faults:
        faults = [Fault("17b", ("1234567893",), "Why.", "biller")]
    return ClaimFix("cms1500", mode, tuple(present.items()), tuple(faults))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(forms(), st.dictionaries(boxes, texts, max_size=6), st.integers(0, 99))
def test_any_form_gives_the_key_all_and_a_slip_less(body, changes, seed):
    item = make_item(kind="claim_fix", body=body)
    assert item_from_json(item_to_json(item)) == item
    assert grade(item, key_response(item)).score == 1
    assert grade(item, wrong_fix(body, Random(seed))).score < 1
    response = tuple(f"{box}={text}" for box, text in changes.items())
    score = grade(item, response).score
    assert 0 <= score <= 1
    more = (*response, "1=OTHER")
    assert grade(item, more).score <= score


@given(st.integers(0, 9_999))
def test_slips_in_postings_and_decisions_earn_less(seed):
    rng = Random(seed)
    assert 0 <= grade_post(REMIT_POST, wrong_post(REMIT_POST, rng)).score < 1
    assert 0 <= grade_action(DENIAL_ACTION, wrong_action(DENIAL_ACTION, rng)).score < 1


@given(
    st.lists(
        st.tuples(st.sampled_from(ACTIONS), st.booleans()),
        min_size=2,
        max_size=5,
        unique_by=lambda one: one[0],
    ),
    st.lists(st.booleans(), max_size=4),
    st.integers(0, 99),
)
def test_any_decision_gives_the_key_all(actions, evidence, seed):
    body = DenialAction(
        tuple(Choice(name, "", "Why.", correct=n == 0) for n, (name, _) in enumerate(actions)),
        tuple(
            Choice(f"e{n}", "Paper", "Why.", correct=right or n == 0)
            for n, right in enumerate(evidence)
        ),
    )
    item = make_item(kind="denial_action", body=body)
    assert item_from_json(item_to_json(item)) == item
    assert grade(item, key_response(item)).score == 1
    assert grade(item, wrong_response(item, Random(seed))).score < 1


def test_bodies_survive_json():
    for kind in ("claim_fix", "remit_post", "denial_action"):
        item = make_item(kind=kind)
        assert item_from_json(item_to_json(item)) == item
