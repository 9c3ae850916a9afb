"""Roster, sections and staff on screen; importing a list, with its plan before."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input, OptionList, Static

from tests.tui.conftest import NASTY, frame, press, settled, type_text
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.screens.teach_cohorts import CohortsScreen
from tutor.tui.screens.teach_course import CourseScreen
from tutor.tui.screens.teach_roster import RosterScreen
from tutor.tui.screens.teach_roster_import import RosterImportScreen
from tutor.tui.screens.teach_roster_plan import RosterPlanScreen
from tutor.tui.screens.teach_staff import StaffScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 18)])
ROSTER = "id,name,section\nS1,Ann Lee,Morning\nS2,Ben Ray,Night\nS3,Cy Gone,Night\n"


@pytest.fixture
def course(services, learner):
    room, actor = services.classroom, services.actor
    course = room.courses.create(actor, "CPC spring", exam="cpc")
    room.roster.apply(actor, room.roster.plan_bytes(actor, course.id, ROSTER.encode()))
    room.roster.leave(actor, room.roster.find(actor, course.id, "S3").id)
    return course


@pytest.fixture
def members(services, course):
    """Return a function that tells how the students stand, by id."""

    def tell() -> dict[str, tuple[str | None, str, bool]]:
        view = services.classroom.roster.roster(services.actor, course.id)
        return {
            line.member.external_id: (line.member.display_name, line.cohort, line.here)
            for line in view.members
        }

    return tell


def lines(pilot) -> list[str]:
    found = pilot.app.screen.query_one("#lines", OptionList)
    return [str(option.prompt) for option in found.options]


def note(pilot) -> str:
    return str(pilot.app.screen.query_one("#note", Static).content)


async def paste(pilot, text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await settled(pilot)


@SIZES
async def test_students_are_listed_by_section(run_app, course, size):
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "r")
        assert isinstance(pilot.app.screen, RosterScreen)
        shown = [" ".join(line.split()) for line in lines(pilot)]
        assert shown == [
            "Morning", "Ann Lee S1", "Night", "Ben Ray S2", "Left the course",
            "Cy Gone S3 was in Night",
        ]  # fmt: skip
        assert "2 students" in frame(pilot)
        assert "signs in as S1" in note(pilot)


async def test_students_are_found_by_any_word(run_app, course):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "slash")
        await type_text(pilot, "night s2")
        assert [" ".join(line.split()) for line in lines(pilot)] == ["Night", "Ben Ray S2"]
        await press(pilot, "enter", "escape")
        assert len(lines(pilot)) == 6
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, CourseScreen)


async def test_a_student_is_transferred_renamed_taken_out_and_back(run_app, course, members):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "t")
        assert isinstance(pilot.app.screen, ChooseModal)
        await press(pilot, "down", "enter")
        assert members()["S1"] == ("Ann Lee", "Night", True)
        await press(pilot, "e", "ctrl+u", "ctrl+k")
        await type_text(pilot, "Ann Ray")
        await press(pilot, "enter")
        assert members()["S1"][0] == "Ann Ray"
        await press(pilot, "x", "n")
        assert members()["S1"][2]
        await press(pilot, "x", "y")
        assert not members()["S1"][2]
        assert "left 2026" in note(pilot)
        await press(pilot, "x")
        assert members()["S1"][2]


@SIZES
async def test_a_pasted_list_is_planned_shown_and_imported(run_app, course, members, size):
    pasted = "id\tname\tsection\nS1\tAnn Ray\tNight\nS4\tDi New\tDawn\n\tNobody\t\n"
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "r", "i")
        assert isinstance(pilot.app.screen, RosterImportScreen)
        await paste(pilot, pasted)
        await press(pilot, "ctrl+l")
        assert isinstance(pilot.app.screen, RosterPlanScreen)
        shown = frame(pilot)
        assert "3 rows: 1 new, 1 moves, 1 refused; 1 not in the file stay" in " ".join(
            line.strip() for line in shown.splitlines()[:2]
        )
        assert "New sections: Dawn" in shown
        assert "Ann Lee → Ann Ray; Morning → Night" in note(pilot)
        assert members()["S1"][0] == "Ann Lee"
        await press(pilot, "f")
        assert len(lines(pilot)) == 1
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, RosterScreen)
    assert members()["S1"] == ("Ann Ray", "Night", True)
    assert members()["S4"] == ("Di New", "Dawn", True)


async def test_a_file_is_imported_and_who_is_missing_leaves(run_app, course, members, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("id\nS2\n", encoding="utf-8")
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "i", "shift+tab")
        await type_text(pilot, str(path))
        await press(pilot, "tab", "tab", "tab", "tab", "right", "ctrl+l")
        assert "1 not in the file leave" in frame(pilot)
        await press(pilot, "y")
    assert [external_id for external_id, one in members().items() if one[2]] == ["S2"]


async def test_what_cannot_be_read_is_said_and_the_list_stays(run_app, course):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "i", "ctrl+l")
        assert "paste a list of students first" in frame(pilot)
        pilot.app.clear_notifications()
        await paste(pilot, "Nom,Prénom\nLee,Ann")
        await press(pilot, "ctrl+l")
        assert isinstance(pilot.app.screen, RosterImportScreen)
        assert "no column with the students" in frame(pilot)


async def test_a_roster_that_changed_is_planned_anew(run_app, services, course, members):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "i")
        await paste(pilot, "id,name\nS1,Ann Ray")
        await press(pilot, "ctrl+l")
        ben = services.classroom.roster.find(services.actor, course.id, "S2")
        services.classroom.roster.rename(services.actor, ben.id, "Benjamin")
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, RosterPlanScreen)
        assert members()["S1"][0] == "Ann Lee"
        assert "changed meanwhile" in frame(pilot)
        await press(pilot, "y")
    assert members()["S1"][0] == "Ann Ray"


async def test_nothing_to_import_offers_no_import(run_app, course):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "i")
        await paste(pilot, "id\nS1")
        await press(pilot, "ctrl+l", "y")
        assert isinstance(pilot.app.screen, RosterPlanScreen)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, RosterScreen)


async def test_nasty_texts_are_shown_as_they_are(run_app, services, learner):
    room, actor = services.classroom, services.actor
    course = room.courses.create(actor, "[b")
    rows = "\n".join(
        f'N{number},"{text}"' for number, text in enumerate(NASTY) if text.isprintable()
    )
    plan = room.roster.plan_bytes(actor, course.id, f"id,name\n{rows}".encode())
    room.roster.apply(actor, plan)
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r")
        assert "[link=https://example.org]click" in frame(pilot)
        await press(pilot, "i")
        await paste(pilot, "id\tname\nN1\t\x1b[31mred\x1b[0m\nN2\t[/]\n")
        await press(pilot, "ctrl+l")
        assert "\x1b" not in frame(pilot)
        assert "[/]" in frame(pilot)


async def test_a_course_without_names_offers_no_renaming(run_app, services, learner):
    room, actor = services.classroom, services.actor
    course = room.courses.create(actor, "Blind", pseudonymous=True)
    room.roster.apply(actor, room.roster.plan_bytes(actor, course.id, ROSTER.encode()))
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "r", "e")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert "no names kept" in frame(pilot)
        assert "Ann" not in frame(pilot)


async def test_sections_are_made_renamed_archived_and_opened(run_app, services, course):
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "c", "n")
        assert isinstance(pilot.app.screen.query_one(Input), Input)
        await type_text(pilot, "Dawn")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CohortsScreen)
        assert [line.split()[0] for line in lines(pilot)] == ["Dawn", "Morning", "Night"]
        await press(pilot, "home", "e", "ctrl+u", "ctrl+k")
        await type_text(pilot, "Noon")
        await press(pilot, "enter", "x")
        assert lines(pilot)[2].split() == ["Noon", "0", "students", "archived"]
        await press(pilot, "home", "x")
        assert "1 student is in 'Morning'" in frame(pilot)
        pilot.app.clear_notifications()
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, RosterScreen)
        assert "Ann Lee" in frame(pilot)
        assert "Ben Ray" not in frame(pilot)


async def test_staff_is_added_and_taken_off(run_app, services, course):
    services.store.create_learner("Una")
    async with run_app() as pilot:
        await press(pilot, "i", "enter", "s", "n")
        await type_text(pilot, "una")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StaffScreen)
        assert lines(pilot) == ["Pat Example  (you)", "Una"]
        await press(pilot, "end", "x", "y")
        assert lines(pilot) == ["Pat Example  (you)"]
