"""Claims questions as they are typed in line mode."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.claims.test_kind_grades import DECIDED, FIXED, POSTED
from tests.factories import make_item
from tests.tui.quiz_bench import question_of
from tutor.cli.desk_text import desk_text
from tutor.cli.prompts import Typing
from tutor.cli.prompts_claims import CLAIM_FIX, DENIAL_ACTION, REMIT_POST
from tutor.domain.claims.tasks import ClaimFix, Fault
from tutor.domain.kinds import grade
from tutor.errors import ResponseError


def asked(kind):
    return question_of(make_item(kind=kind))


@pytest.mark.parametrize(
    ("typed", "response"),
    [
        ("24E.1=A", ("24E.1=A",)),
        ("24e.1 = a", ("24E.1=a",)),
        ("2=ROWE, ANNA, L; 29=", ("2=ROWE, ANNA, L", "29=")),
        ("28=120.00 29= 24D.mods.1=25 59", ("28=120.00", "29=", "24D.mods.1=25 59")),
        ("19=A=B", ("19=A=B",)),
    ],
)
def test_boxes_are_typed_with_their_values(typed, response):
    assert CLAIM_FIX.parse(asked("claim_fix"), typed) == response


@pytest.mark.parametrize("typed", ["24E", "9z=1", "hello 2=A", "=A"])
def test_what_is_no_box_says_so(typed):
    with pytest.raises(ResponseError, match="no box"):
        CLAIM_FIX.parse(asked("claim_fix"), typed)


def test_a_form_is_worked_on_line_by_line():
    typing = Typing(asked("claim_fix"))
    with pytest.raises(ResponseError, match="Nothing is written yet"):
        typing.take("done")
    for line in ("24E.1=C", "24E.1=B", "2=x", "2=rowe, anna, l", "28=120 29="):
        assert typing.take(line) is None
    assert typing.tell("").splitlines() == [
        "24E.1 Line 1: Diagnosis pointer: A → B",
        "28 Total charge: 210.00 → 120",
        "29 Amount paid: 20.00 → (empty)",
        "`done` gives the answer, `show` shows the form.",
    ]
    given = typing.take("Done")
    assert grade(make_item(kind="claim_fix"), given).correct


def test_form_help_and_segments_are_shown():
    typing = Typing(asked("claim_fix"))
    typing.take("24E.1=B")
    shown = typing.tell("show")
    assert "* 24E.1" in shown
    assert "B   (was A)" in shown
    assert "ROWE, ANNA, L" in shown
    assert "Diagnosis pointer" in typing.tell("help 24e")
    assert "837P: loop 2400" in typing.tell("help 24E.1")
    assert "no box" in typing.tell("help 99")
    assert "SV1*HC:J3301:LT" in typing.tell("segments")
    assert typing.tell("28=120.00") == ""


REGISTRATION = ClaimFix(
    "registration",
    "fix",
    (("name", "ROWE, ANA"), ("1", "MEDICARE")),
    (Fault("name", ("ROWE, ANNA",), "As on the card.", "biller"),),
    labels=(("name", "Name"), ("1", "Payer")),
)


def test_what_is_offered_fits_the_form_on_the_desk():
    claim = Typing(asked("claim_fix")).prompt.hint
    assert all(word in claim for word in ("24E.1=A", "segments", "help 24E"))
    typing = Typing(question_of(make_item(kind="claim_fix", body=REGISTRATION)))
    assert typing.prompt.hint == "box=value lines, such as name=value, then done (show)"
    with pytest.raises(ResponseError, match="such as name=value"):
        typing.take("24E.1=A")
    assert "no box '24E'" in typing.tell("help 24E")
    # box 1 of the CMS-1500 is another one
    assert typing.tell("help 1") == "1  Payer\nThe facts above say what belongs here."
    assert "Only a CMS-1500" in typing.tell("segments")


def test_the_first_open_box_is_the_example():
    body = replace(
        REGISTRATION, mode="build", faults=(Fault("1", ("MEDICAID",), "As on the card.", "biller"),)
    )
    typing = Typing(question_of(make_item(kind="claim_fix", body=body)))
    assert "such as 1=value" in typing.prompt.hint


@pytest.mark.parametrize("box", ["24E.1", "17", "32", "23"])
def test_help_for_a_box_fits_the_line(box):
    told = Typing(asked("claim_fix")).tell(f"help {box}").splitlines()
    assert len(told) > 1
    assert max(map(len, told)) <= 76


def test_an_answer_given_before_is_where_the_typing_begins():
    question = replace(asked("claim_fix"), response=("24E.1=B",))
    typing = Typing(question)
    typing.take("28=120.00")
    assert typing.take("done") == ("24E.1=B", "28=120.00")


@pytest.mark.parametrize(
    ("typed", "response"),
    [
        ("l1.paid=64.00", ("l1.paid=64.00",)),
        ("1.pai=$64 2.den=150", ("l1.paid=64.00", "l2.denied=150.00")),
        (
            "1: 64 40 16 0",
            ("l1.paid=64.00", "l1.contractual=40.00", "l1.patient=16.00", "l1.denied=0.00"),
        ),
    ],
)
def test_amounts_are_typed_by_cell_or_by_line(typed, response):
    assert REMIT_POST.parse(asked("remit_post"), typed) == response


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("9.paid=1", "There is no line 9"),
        ("1.pa=1", "not one column"),
        ("1.paid=x", "is no amount"),
        ("1: 64 40", "Type 4 amounts"),
        ("z", "neither"),
        ("a b", "one letter"),
        (" ", "Type amounts"),
    ],
)
def test_what_is_no_amount_says_so(typed, words):
    with pytest.raises(ResponseError, match=words):
        REMIT_POST.parse(asked("remit_post"), typed)


def test_a_remittance_is_posted_line_by_line():
    question = asked("remit_post")
    typing = Typing(question)
    letter = {part.id: part.label for part in question.parts}
    typing.take("1: 64 40 15 0")
    assert "120.00 - 119.00 = 1.00 ✗ left to post" in typing.tell("")
    typing.take("1.patient=16")
    assert "120.00 - 120.00 = 0.00 ✓ balances" in typing.tell("show")
    for line in ("2.denied=150", letter["finding=b"], letter["finding=a"]):
        assert typing.take(line) is None
    given = typing.take("done")
    assert sorted(given) == sorted(POSTED)


def test_a_decision_is_typed_in_letters_and_numbers():
    question = asked("denial_action")
    labels = {part.id: part.label for part in question.parts}
    typed = "A " + " ".join(labels[one] for one in DECIDED[1:])
    assert sorted(DENIAL_ACTION.parse(question, typed)) == sorted(DECIDED)
    assert DENIAL_ACTION.parse(question, typed.replace(" ", "").lower()) == (
        DENIAL_ACTION.parse(question, typed)
    )
    for wrong, words in (("1 2", "one action"), ("A B", "one action"), ("A D E", "one opening")):
        with pytest.raises(ResponseError, match=words):
            DENIAL_ACTION.parse(question, wrong)
    with pytest.raises(ResponseError, match="letters and numbers"):
        DENIAL_ACTION.parse(question, "A Z")


def test_what_is_on_the_desk_is_printed():
    assert "1. J3301-LT x4: charge 120.00, allowed 80.00, paid 64.00; CO-45 40.00" in desk_text(
        asked("remit_post"), ()
    )
    assert "remarks N362" in desk_text(asked("remit_post"), ())
    assert desk_text(asked("denial_action"), ()).splitlines()[:2] == [
        "Action:",
        "A. Appeal, with evidence",
    ]
    assert "CMS-1500" in desk_text(asked("claim_fix"), FIXED)
