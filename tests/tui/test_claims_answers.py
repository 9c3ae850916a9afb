"""Working on forms, remittances and denials by keyboard alone, in both sizes of terminal."""

from __future__ import annotations

import pytest
from textual.widgets import Static

from tests.factories import CLAIM_FIX, REMIT_POST, make_item
from tests.tui.conftest import settled
from tests.tui.quiz_bench import NARROW, WIDE, placed, question_of, quiz, shown
from tests.tui.test_answer_widgets import Host
from tutor.domain.claims.tasks import ClaimFix, Fault
from tutor.domain.keyless import keyless
from tutor.domain.kinds import grade, score_of
from tutor.tui.widgets.answer import answer_for
from tutor.tui.widgets.claim_form import ClaimForm
from tutor.tui.widgets.claim_segments import ClaimSegments
from tutor.tui.widgets.feedback_view import FeedbackView

STEM = "Mend it before it goes out.\n\nCARD     Number 1EG4-TE5-MK73\nPATIENT  Anna L Rowe"


def host(kind: str, **changes) -> Host:
    return Host(answer_for(question_of(make_item(kind=kind, **changes))))


def box(app: Host) -> str:
    return shown(app.query_one(".fix-box"))


def note(app: Host) -> str:
    return shown(app.query_one(".answer-note"))


def form(app: Host) -> str:
    return shown(app.query_one("#form-sheet"))


async def test_a_box_is_reached_written_and_marked():
    app = host("claim_fix")
    async with app.run_test(size=NARROW) as pilot:
        assert box(app) == "Box 1  Program: MEDICARE"
        await pilot.press("2", "4", *["right"] * 6)
        assert box(app) == "Box 24E.1  Line 1: Diagnosis pointer: A"
        await pilot.press("enter", "B")
        assert app.answer.response() == ()
        assert "›B" in form(app)
        await pilot.press("enter")
        assert app.answer.response() == ("24E.1=B",)
        assert box(app) == "Box 24E.1  Line 1: Diagnosis pointer: B (was A)"
        assert "* 24E.1 Line 1: Diagnosis pointer: A → B" in shown(app.query_one(".fix-changes"))
        await pilot.press("2", "8", "enter", *"120.00", "enter", "2", "9", "delete")
        assert "*was 210.00" in form(app)
        assert app.answer.response() == ("24E.1=B", "28=120.00", "29=")
        await pilot.press("a")
        await pilot.pause()
        assert grade(make_item(kind="claim_fix"), app.submitted[0]).correct


async def test_a_change_is_taken_back():
    app = host("claim_fix")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("2", "8", "delete")
        assert app.answer.response() == ("28=",)
        await pilot.press("backspace")
        assert app.answer.response() == ()
        await pilot.press("enter", "9", "escape")
        assert app.answer.response() == ()
        await pilot.press("enter", *"$210.00", "enter")
        assert app.answer.response() == ()
        await pilot.press("a")
        assert "Nothing is written yet" in note(app)
        assert app.submitted == []


async def test_every_box_has_its_help():
    app = host("claim_fix")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("2", "8", "h")
        told = app.query_one(".fix-help", Static)
        assert told.display
        assert "837P: loop 2300, CLM02" in shown(told)
        await pilot.press("right")
        assert "AMT02" in shown(told)
        await pilot.press("h")
        assert not told.display


async def test_the_837p_stands_beside_the_form_or_in_its_place():
    for size, beside in ((NARROW, False), (WIDE, True)):
        app = host("claim_fix")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            drawn, segments = app.query_one(ClaimForm), app.query_one(ClaimSegments)
            assert (drawn.display, segments.display) == (True, beside)
            await pilot.press("g")
            assert (drawn.display, segments.display) == (beside, not beside)
            if beside:
                await pilot.press("g")
            await pilot.press("2", "8")
            marked = [line for line in segments.lines if line.startswith("►")]
            assert any("CLM*" in line and "210" in line for line in marked)
            await pilot.press("enter", *"120.00", "enter")
            marked = [line for line in segments.lines if line.startswith("►")]
            assert any("CLM*" in line and "120" in line for line in marked)


async def test_open_boxes_are_filled_one_after_the_other():
    body = ClaimFix(
        "cms1500",
        "build",
        (("1", "MEDICARE"),),
        (
            Fault("1a", ("1EG4TE5MK73",), "As on the card.", "biller"),
            Fault("2", ("ROWE, ANNA, L",), "As on the card.", "biller"),
        ),
    )
    app = host("claim_fix", body=body)
    async with app.run_test(size=NARROW) as pilot:
        assert box(app) == "Box 1a  Insured's id number: (empty) ○ open"
        assert "○____" in form(app)
        await pilot.press("left", "enter")
        assert "filled in already" in note(app)
        await pilot.press("right", "enter", *"1eg4te5mk73", "enter")
        assert box(app).startswith("Box 2 ")
        await pilot.press("a")
        assert note(app) == "Still open: 2."
        await pilot.press("enter", *"rowe", "comma", "space", *"anna", "comma", *" l", "enter", "a")
        await pilot.pause()
        assert grade(make_item(kind="claim_fix", body=body), app.submitted[0]).correct


@pytest.mark.parametrize("name", ["registration", "ub04"])
async def test_other_forms_show_the_boxes_that_they_name(name):
    body = ClaimFix(
        name,
        "fix",
        (("plan", "Medicare"), ("first", "ANN")),
        (Fault("first", ("ANNA",), "As on the card.", "biller"),),
        labels=(("plan", "Plan"), ("first", "First name"), ("last", "Last name")),
    )
    app = host("claim_fix", body=body)
    async with app.run_test(size=NARROW) as pilot:
        assert "│Plan" in form(app)
        assert not app.query(ClaimSegments)
        await pilot.press("right", "enter", *"anna", "enter", "a")
        await pilot.pause()
        assert app.submitted == [("first=anna",)]


async def test_a_click_goes_to_a_box_and_a_second_one_writes():
    app = host("claim_fix")
    async with app.run_test(size=NARROW) as pilot:
        await settled(pilot)
        sheet = app.query_one("#form-sheet")
        line = next(n for n, text in enumerate(form(app).splitlines()) if "1EG4TE5MK73" in text)
        column = form(app).splitlines()[line].index("1EG4TE5MK73")
        top = app.query_one(ClaimForm).scroll_offset.y
        await pilot.click(app.query_one(ClaimForm), offset=(column + 2, line - top))
        assert box(app).startswith("Box 1a "), sheet.region
        await pilot.click(app.query_one(ClaimForm), offset=(column + 2, line - top))
        assert app.answer.has_class("-writing")


async def test_a_remittance_is_posted_with_a_check_of_each_line():
    app = host("remit_post")
    async with app.run_test(size=NARROW) as pilot:
        sheet = app.query_one(".posting-sheet")
        assert "✗ 120.00 - 0.00 = 120.00 left to post" in shown(sheet)
        await pilot.press(*"64", "enter", *"40", "enter", *"15")
        assert "✗ 120.00 - 119.00 = 1.00 left to post" in shown(sheet)
        await pilot.press("backspace", "6")
        assert "✓ 120.00 - 120.00 = 0.00 balances" in shown(sheet)
        await pilot.press("down", "right", *"150")
        assert "✓ 150.00 - 150.00 = 0.00 balances" in shown(sheet)
        await pilot.press("enter")
        assert app.submitted == []
        assert note(app) == "Say what you find: press a letter."
        labels = {part.id: part.label.lower() for part in app.answer.question.parts}
        await pilot.press(labels["finding=a"], "enter")
        await pilot.pause()
        assert grade(make_item(kind="remit_post"), app.submitted[0]).correct


async def test_a_line_that_does_not_balance_is_asked_about_once():
    body = type(REMIT_POST)(REMIT_POST.lines[:1], ("paid", "contractual", "patient"))
    app = host("remit_post", body=body)
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*"64", "right", "right", "enter")
        await pilot.pause()
        assert app.submitted == []
        off = "Line 1 does not balance: 56.00 left."
        assert note(app) == f"{off} Enter once more answers all the same."
        await pilot.press("enter")
        await pilot.pause()
        assert app.submitted == [("l1.paid=64.00",)]


async def test_what_is_no_amount_is_not_typed():
    app = host("remit_post")
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press("1", ".", "5", ".")
        assert "dollars and cents" in note(app)
        assert app.answer.response() == ("l1.paid=1.50",)
        await pilot.press("delete", "-", "x", "1")
        assert app.answer.response() == ("l1.paid=-1.00",)


async def test_a_decision_shows_what_goes_out():
    app = host("denial_action")
    async with app.run_test(size=NARROW) as pilot:
        letter = app.query_one(".decision-letter")
        assert "Choose an action" in shown(letter)
        labels = {part.id: part.label.lower() for part in app.answer.question.parts}
        await pilot.press("b", "a", labels["evidence=e1"], labels["evidence=e3"])
        assert "The note of the visit" in shown(letter)
        await pilot.press("enter")
        assert note(app) == "Choose an opening: press its letter."
        await pilot.press(labels["evidence=e3"], labels["evidence=e2"], labels["reason=r1"])
        assert "The record supports the service" in shown(letter)
        await pilot.press("enter")
        await pilot.pause()
        assert grade(make_item(kind="denial_action"), app.submitted[0]).correct


@pytest.mark.parametrize("kind", ["claim_fix", "remit_post", "denial_action"])
async def test_a_question_without_its_key_is_answered_alike(kind):
    item = make_item(kind=kind)
    made = keyless(item, b"secret")
    app = Host(answer_for(question_of(made.item)))
    keys = {
        "claim_fix": ("2", "9", "delete", "a"),
        "remit_post": (*"64", "b", "enter", "enter", "enter"),
        "denial_action": ("a", "1", "d", "enter"),
    }
    async with app.run_test(size=NARROW) as pilot:
        await pilot.press(*keys[kind])
        await pilot.pause()
        (response,) = app.submitted
        assert score_of(made.item, response) is None
        assert 0 < grade(item, made.true(response)).score <= 1


@pytest.mark.parametrize("kind", ["claim_fix", "remit_post", "denial_action"])
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_facts_keep_their_lines_and_nothing_is_wider_than_the_screen(
    tmp_path, kind, size
):
    item = make_item(kind=kind, stem=STEM)
    async with quiz(tmp_path, [item, make_item("after")], size=size) as bench:
        text = bench.text()
        assert "CARD     Number 1EG4-TE5-MK73" in text
        assert not bench.app.screen.query_one("#question").show_horizontal_scrollbar
        for widget in bench.app.screen.query("ClaimForm, ClaimSegments, .posting-sheet"):
            assert widget.region.right <= size[0]


async def test_in_test_mode_changes_are_kept_and_can_be_revised(tmp_path):
    items = [make_item("form", "claim_fix"), make_item("after")]
    async with quiz(tmp_path, items, feedback="test") as bench:
        await bench.press("2", "9", "delete", "n")
        assert bench.stored(0) == ("29=",)
        assert not bench.app.screen.query(FeedbackView)
        await bench.press("p")
        assert bench.app.screen.view.answer.response() == ("29=",)
        assert not bench.app.screen.query(FeedbackView)
        await bench.press("2", "8", "delete", "n")
        assert bench.stored(0) == ("29=", "28=")


async def test_taking_every_change_back_says_that_the_answer_given_stays(tmp_path):
    items = [make_item("form", "claim_fix"), make_item("after")]
    async with quiz(tmp_path, items, feedback="test") as bench:
        await bench.press("2", "9", "delete", "n", "p")
        await bench.press("2", "9", "backspace")
        assert bench.app.screen.view.answer.response() == ()
        said = "The answer given before stays."
        assert shown(bench.app.screen.query_one(".answer-note")) == said
        await bench.press("up", "a")
        assert shown(bench.app.screen.query_one(".answer-note")) == said
        await bench.press("n")
        assert [one.message for one in bench.app._notifications] == [said]
        assert bench.stored(0) == ("29=",)
        await bench.press("p")
        assert bench.app.screen.view.answer.response() == ("29=",)


def test_a_form_of_the_factory_fits_the_screen_it_is_tested_on():
    assert CLAIM_FIX.boxes
    assert placed(make_item(kind="claim_fix")).arrangement == ()
