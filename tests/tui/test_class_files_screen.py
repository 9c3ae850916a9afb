"""Assignments that come and go as files, on screen."""

from __future__ import annotations

from textual.widgets import Input

from tests.services.classroom.assign_bench import HIDDEN
from tests.services.classroom.bundle_bench import FileSchool
from tests.tui.conftest import frame, press, settled
from tutor.interchange.bundle import RESULTS, read_bundle
from tutor.tui.modals.entry import EntryModal
from tutor.tui.modals.notice import NoticeModal
from tutor.tui.screens.assignments import AssignmentsScreen


async def test_a_file_is_taken_in_and_results_are_written(run_app, services, clock, tmp_path):
    """The student uses the instructor's data folder here: what came has ids of its own."""
    school = FileSchool(services, tmp_path, services.library, clock)
    given = school.assign(HIDDEN)
    path = school.export(given)["S001"]
    services.profiles.choose(school.ann.learner_id)
    async with run_app() as pilot:
        await press(pilot, "j", "o")
        modal = pilot.app.screen
        assert isinstance(modal, EntryModal)
        modal.query_one(Input).value = str(tmp_path / "nowhere.tutorset")
        await press(pilot, "enter")
        assert "there is no such file" in frame(pilot)
        modal.query_one(Input).value = str(path)
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, NoticeModal)
        assert "CPB spring: new." in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AssignmentsScreen)
        (here,) = services.store.given_assignments(school.ann.learner_id)
        session = services.classroom.work.start(school.ann, here.assignment_id)
        session.end()
        await press(pilot, "escape", "j")
        lines = services.classroom.work.lines(school.ann)
        assert [line.by_file for line in lines] == [False, True]
        await press(pilot, "down", "w")
        modal = pilot.app.screen
        assert isinstance(modal, EntryModal)
        modal.query_one(Input).value = str(tmp_path / "ann.tutorresults")
        await press(pilot, "enter")
        await settled(pilot)
    results = read_bundle(tmp_path / "ann.tutorresults", RESULTS).members["results.json"]
    assert (results["external_id"], len(results["attempts"])) == ("S001", 1)
    school.close()
