"""An instructor's files on screen: written, taken in, told of; and a student's first file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from tests.services.classroom.bundle_bench import ITEMS, FileSchool
from tests.services.classroom.test_bundle_feedback import ALL, ANSWERS
from tests.tui.conftest import frame, press, settled
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.notice import NoticeModal
from tutor.tui.screens.assignments import AssignmentsScreen
from tutor.tui.screens.teach_assignment import AssignmentScreen
from tutor.tui.screens.teach_files import AssignmentFilesScreen

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@pytest.fixture
def school(services, tmp_path, clock):
    made = FileSchool(services, tmp_path, services.library, clock)
    services.profiles.choose(made.teacher.learner_id)
    yield made
    made.close()


def shown(pilot):
    """Return the frame without its line breaks."""
    return " ".join(frame(pilot).split())


async def enter_path(pilot, key, path):
    """Press a key that asks for a path, and give one."""
    await press(pilot, key)
    assert isinstance(pilot.app.screen, EntryModal)
    pilot.app.screen.query_one(Input).value = str(path)
    await press(pilot, "enter")
    await settled(pilot)


@SIZES
async def test_files_go_out_come_in_and_are_told_of(run_app, school, tmp_path, size):
    given = school.assign(ALL)
    machine = school.machine("ann")
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "a", "enter", "f")
        assert isinstance(pilot.app.screen, AssignmentFilesScreen)
        assert "E writes the assignment" in shown(pilot)
        await enter_path(pilot, "e", tmp_path / "out")
        text = shown(pilot)
        assert "2 files in" in text
        assert "week-1-s001.tutorset" in text
        assert "They hold no keys." in text
        here = machine.receive(tmp_path / "out" / "week-1-s001.tutorset").assignment_id
        machine.take(here, ANSWERS)
        file = machine.hand_in(here, tmp_path / "in")
        (tmp_path / "in" / "cut.tutorresults").write_bytes(b"PK\x03\x04 nothing")
        await enter_path(pilot, "c", tmp_path / "in")
        text = shown(pilot)
        assert "1 attempt taken in" in text
        assert "✗ cut.tutorresults" in text
        assert "✓ week-1-s001.tutorresults" in text
        assert "damaged" in text
        await press(pilot, "down")
        assert "week-1-s001.tutorresults: imported: S001; Week 1" in shown(pilot)
        await enter_path(pilot, "f", tmp_path / "told")
        text = shown(pilot)
        assert "1 file in" in text
        assert "the score, right or wrong" in text
        await enter_path(pilot, "c", tmp_path / "nowhere")
        assert isinstance(pilot.app.screen, EntryModal)
        assert "✗" in shown(pilot)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, AssignmentScreen)
    assert machine.receive(tmp_path / "told" / "week-1-s001.tutorfeedback").new == 1
    assert file
    assert given


async def test_a_browser_offers_no_files(run_app, school, settings, tmp_path):
    given = school.assign(ALL)
    before = {path for path in settings.home.rglob("*") if "-wal" not in path.name}
    async with run_app(settings=replace(settings, served=True)) as pilot:
        await press(pilot, "i", "enter", "a", "enter", "f")
        assert isinstance(pilot.app.screen, AssignmentScreen)
        pilot.app.push_screen(AssignmentFilesScreen(given))
        await settled(pilot)
        assert "Files are for a class without a server" in shown(pilot)
        for key in "eocf":
            await press(pilot, key)
            assert isinstance(pilot.app.screen, AssignmentFilesScreen)
    after = {path for path in settings.home.rglob("*") if "-wal" not in path.name}
    assert {path for path in after - before if "-shm" not in path.name} == set()


@SIZES
async def test_a_student_begins_with_a_file(run_app, services, school, tmp_path, size):
    """The first thing that a student ever has of a class is a file."""
    given = school.assign(ALL)
    path = school.export(given)["S001"]
    new = services.profiles.create("Newcomer")
    services.profiles.choose(new.id)
    async with run_app(size=size) as pilot:
        await press(pilot, "j")
        assert isinstance(pilot.app.screen, AssignmentsScreen)
        assert "No assignments yet. O opens a file from your instructor." in shown(pilot)
        await enter_path(pilot, "o", path)
        assert isinstance(pilot.app.screen, NoticeModal)
        assert "Compare it with what your instructor told you" in shown(pilot)
        await press(pilot, "enter")
        assert "Week 1" in shown(pilot)
        (here,) = services.store.given_assignments(new.id)
        from tutor.domain.actor import owner_of

        me = owner_of(new.id)
        services.classroom.work.start(me, here.assignment_id).end()
        await press(pilot, "escape", "j")
        await enter_path(pilot, "w", tmp_path / "mine.tutorresults")
        assert "Send this file to your instructor:" in shown(pilot)
        await press(pilot, "escape")
        school.collect(tmp_path / "mine.tutorresults")
        view = school.bundles.feedback(school.teacher, given, tmp_path / "told")
        await enter_path(pilot, "o", view.students[0].path)
        assert "Feedback on Week 1" in shown(pilot)
        await press(pilot, "enter")
        assert f"0 of {len(ITEMS)}" in shown(pilot)
        await press(pilot, "r")
        assert f"0 of {len(ITEMS)} points" in shown(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert "Not answered" in shown(pilot) or "skipped" in shown(pilot).lower()
