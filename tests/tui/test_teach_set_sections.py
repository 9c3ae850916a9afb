"""Sections, forms and rules of a quiz set on screen, and sets that instructors share."""

from __future__ import annotations

import pytest
from textual.widgets import Input, OptionList

from tests.tui.conftest import frame, press, type_text
from tutor.domain.quiz_set import Rule
from tutor.domain.set_draft import with_rule
from tutor.domain.set_sections import with_section
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.key_view import KeyViewModal
from tutor.tui.modals.set_rule import SetRuleModal
from tutor.tui.screens.teach_set import SetScreen
from tutor.tui.screens.teach_sets import SetsScreen
from tutor.tui.screens.teach_shared_set import SharedSetScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
TO_SET = ("i", "enter", "q", "enter")


@pytest.fixture
def ids(services):
    return [head.id for head in services.library.heads("bank") if not head.case_id][:3]


@pytest.fixture
def course(services, learner):
    return services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")


@pytest.fixture
def quiz_set(services, course, ids):
    sets = services.classroom.sets
    made = sets.create(services.actor, course.id, "Week [x]")
    return sets.add(services.actor, made.id, *ids)


def draft(services, quiz_set):
    return services.classroom.sets.view(services.actor, quiz_set.id).quiz_set.definition


def edit(services, quiz_set, change):
    services.classroom.sets.edit(services.actor, quiz_set.id, change)


def contents(services, quiz_set):
    return [
        (section.title, [pick.item_id for pick in section.picks])
        for section in draft(services, quiz_set).sections
    ]


@SIZES
async def test_sections_are_added_edited_moved_and_removed(run_app, services, quiz_set, ids, size):
    async with run_app(size=size) as pilot:
        await press(pilot, *TO_SET, "n")
        await type_text(pilot, "Denials")
        await press(pilot, "enter")
        await type_text(pilot, "Read [b]twice")
        await press(pilot, "enter", "ctrl+u", "2", "enter", "enter")
        assert "Section 2 Denials  Read [b]twice" in frame(pilot)
        await press(pilot, "up", "m", "down", "enter")  # the last question
        assert contents(services, quiz_set) == [("", ids[:2]), ("Denials", ids[2:])]
        assert draft(services, quiz_set).sections[1].points == 2
        await press(pilot, "home", "e")
        await type_text(pilot, "Claims")
        await press(pilot, *["enter"] * 4)
        assert "Section 1 Claims" in frame(pilot)
        await press(pilot, "d")
        assert contents(services, quiz_set) == [("Denials", ids[2:]), ("Claims", ids[:2])]
        await press(pilot, "u")  # the cursor went with it
        assert contents(services, quiz_set) == [("Claims", ids[:2]), ("Denials", ids[2:])]
        await press(pilot, "x")
        assert isinstance(pilot.app.screen, ConfirmModal)
        assert "2 questions" in frame(pilot)
        await press(pilot, "n", "x", "y")
        assert contents(services, quiz_set) == [("Denials", ids[2:])]


async def test_questions_are_moved_weighed_and_taken_out(run_app, services, quiz_set, ids):
    async with run_app() as pilot:
        await press(pilot, *TO_SET, "down", "d")
        assert contents(services, quiz_set)[0][1] == [ids[1], ids[0], ids[2]]
        await press(pilot, "e", "ctrl+u")
        await type_text(pilot, "many")
        await press(pilot, "enter")
        assert "✗ type a number of points" in frame(pilot)
        await press(pilot, "ctrl+u", "3", "enter")
        assert "5 points" in frame(pilot)
        await press(pilot, "x")
        assert contents(services, quiz_set)[0][1] == [ids[1], ids[2]]


@SIZES
async def test_a_rule_is_written_anew_and_goes_to_another_section(
    run_app, services, quiz_set, size
):
    edit(services, quiz_set, lambda d: with_section(with_rule(d, 0, Rule(4)), "Second"))
    async with run_app(size=size) as pilot:
        await press(pilot, *TO_SET, "down", "down", "down", "down", "e")
        form = pilot.app.screen
        assert isinstance(form, SetRuleModal)
        assert form.query_one("#count", Input).value == "4"
        await press(pilot, "ctrl+u", "tab", *["right"] * 5)
        await press(pilot, "tab")
        await type_text(pilot, "bill")
        await press(pilot, "enter")
        assert "✗ say how many of a domain, as in bill=5" in frame(pilot)
        await type_text(pilot, "=2")
        await press(pilot, "enter")
        (rule,) = draft(services, quiz_set).sections[0].rules
        assert (rule.count, rule.exam, rule.domains) == (2, "cpb", (("bill", 2),))
        await press(pilot, "m", "down", "enter")
        assert [len(s.rules) for s in draft(services, quiz_set).sections] == [0, 1]
        assert pilot.app.screen.at.rule is not None  # the cursor went with it


async def test_a_new_rule_begins_with_the_exam_of_the_course(run_app, services, quiz_set):
    async with run_app() as pilot:
        await press(pilot, *TO_SET, "l")
        shown = frame(pilot)
        assert "‹ CPB ›" in shown
        assert "bill Claims and billing" in shown


async def test_one_form_or_one_for_each_student(run_app, services, quiz_set):
    async with run_app() as pilot:
        await press(pilot, *TO_SET, "f")
        assert draft(services, quiz_set).per_student
        edit(services, quiz_set, lambda d: with_rule(d, 0, Rule(2, seen="new")))
        await press(pilot, "escape", "enter", "f")
        assert draft(services, quiz_set).per_student
        said = "".join(one.message for one in pilot.app._notifications)
        assert "rule 1 of section 1 asks for new questions" in said


async def test_what_somebody_else_changed_is_not_written_over(run_app, services, quiz_set, ids):
    async with run_app() as pilot:
        await press(pilot, *TO_SET)
        edit(services, quiz_set, lambda d: with_section(d, "Theirs"))
        await press(pilot, "x", "y")
        assert "changed" in "".join(one.message for one in pilot.app._notifications)
        assert [title for title, _ in contents(services, quiz_set)] == ["", "Theirs"]


@SIZES
async def test_a_shared_set_is_looked_at_and_taken(run_app, services, course, ids, size):
    actor, sets = services.actor, services.classroom.sets
    there = services.classroom.courses.create(actor, "CPC other", exam="cpc")
    shared = sets.create(actor, there.id, "Theirs [b]")
    sets.add(actor, shared.id, *ids)
    sets.share(actor, shared.id)
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "q", "t")
        assert "CPC other" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, SharedSetScreen)
        await press(pilot, "down", "v")
        assert isinstance(pilot.app.screen, KeyViewModal)
        assert "✓ KEY" in frame(pilot)
        await press(pilot, "escape", "t")
        assert isinstance(pilot.app.screen, SetsScreen)
        assert "Theirs [b]" in frame(pilot)
        await press(pilot, "t", "t")
        lines = pilot.app.screen.query_one("#lines", OptionList)
        assert lines.option_count == 2
    taken = sets.sets(actor, course.id)
    assert [line.title for line in taken] == ["Theirs [b]", "Theirs [b] (copy 1)"]
    assert [line.questions for line in taken] == [3, 3]


async def test_nothing_shared_is_said(run_app, services, course):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "q", "t", "t")
        assert "No instructor shares a set" in frame(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, SetsScreen)


@SIZES
async def test_the_footer_fits(run_app, services, quiz_set, size):
    async with run_app(size=size) as pilot:
        for keys in (TO_SET[:3], ("enter",), ("down",)):
            await press(pilot, *keys)
            foot = frame(pilot).splitlines()[-1]
            assert "? Help" in foot
        assert isinstance(pilot.app.screen, SetScreen)
