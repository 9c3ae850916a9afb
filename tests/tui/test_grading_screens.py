"""Following and grading on screen: every place of a course, messages on Home, disputes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import DataTable

from tests.services.classroom.assign_bench import School
from tests.services.classroom.grading_bench import OPEN_KEYS, question
from tests.tui.conftest import NASTY, frame, press, settled, type_text
from tests.tui.test_served import catch_downloads
from tutor.domain.kinds import resolve
from tutor.tui.screens.home import HomeScreen
from tutor.tui.screens.inbox import InboxScreen
from tutor.tui.screens.teach_course import CourseScreen
from tutor.tui.screens.teach_disputes import read_ruling
from tutor.tui.screens.work_result import WorkReviewScreen
from tutor.tui.teaching import COURSE_PLACES

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
ITEMS = [question(f"q{n}", stem=f"Stem number {n + 1}?", domain="bill") for n in range(3)]
GRADING = ("o", "g", "h", "k", "i", "d", "m")


@pytest.fixture
def school(services):
    made = School(services, items=ITEMS)
    services.profiles.choose(made.teacher.learner_id)
    made.given_id = made.assign(OPEN_KEYS, attempts=2)
    session = made.work.start(made.ann, made.given_id)
    for place in range(3):
        session.go(place)
        session.answer(("b",) if place else ("c",))
    session.end()
    made.attempt_id = session.attempt_id
    services.classroom.courses.set_exam(services.actor, "course-1", "cpb")
    return made


async def opened(pilot, key):
    pilot.app.push_screen(CourseScreen("course-1"))
    await settled(pilot)
    await press(pilot, key)
    await settled(pilot)


@SIZES
@pytest.mark.parametrize("key", GRADING)
async def test_every_place_opens_and_fits(run_app, school, key, size):
    async with run_app(size=size) as pilot:
        await opened(pilot, key)
        entry = next(place for place in COURSE_PLACES if place.key == key)
        assert isinstance(pilot.app.screen, resolve(entry.screen))
        if key in ("o", "i"):
            await press(pilot, "enter")
            await settled(pilot)
        text = frame(pilot)
        assert max(map(len, text.splitlines())) <= size[0]
        assert not pilot.app._notifications


@SIZES
async def test_the_gradebook_pins_names_and_tells_the_cell(run_app, school, size):
    async with run_app(size=size) as pilot:
        await opened(pilot, "g")
        table = pilot.app.screen.query_one("#lines", DataTable)
        assert table.fixed_columns == 1
        await press(pilot, "right", "right", "right")
        text = frame(pilot)
        assert "67" in text  # two of three
        assert "2 of 3 points, submitted" in text
        assert "1 of 2 submitted" in text


async def test_a_grade_is_set_by_hand(run_app, school):
    async with run_app() as pilot:
        await opened(pilot, "g")
        await press(pilot, "right", "right", "right", "f4")
        await type_text(pilot, "2.5")
        await press(pilot, "enter")
        assert "say why" in frame(pilot)
        await type_text(pilot, " typing slip")
        await press(pilot, "enter")
        await settled(pilot)
        assert "set by hand: typing slip" in " ".join(frame(pilot).split())
        assert "83*" in frame(pilot)


async def test_reports_are_written_beside_the_data(run_app, school, settings):
    async with run_app(size=(120, 40)) as pilot:
        await opened(pilot, "g")
        await press(pilot, "f5")
        await settled(pilot)
    names = sorted(path.suffix for path in (settings.home / "reports").iterdir())
    assert names == [".csv", ".html"]


@pytest.mark.parametrize("key", ["g", "k"])
async def test_reports_go_to_the_browser_where_served(run_app, school, settings, monkeypatch, key):
    served = replace(settings, served=True)
    async with run_app(settings=served) as pilot:
        sent = catch_downloads(pilot.app, monkeypatch)
        await opened(pilot, key)
        await press(pilot, "f5")
        await settled(pilot)
        assert [name[-4:] for name, *_ in sent] == [".csv", "html"]
        assert b"student_id,student,section" in sent[0][1]
    assert not (settings.home / "reports").exists()


async def test_the_heat_map_reads_without_colour(run_app, school):
    async with run_app(size=(120, 40)) as pilot:
        await opened(pilot, "h")
        assert "▅ 67" in frame(pilot) or "▆ 67" in frame(pilot)
        await press(pilot, "f4")
        await settled(pilot)
        assert "all study" in frame(pilot)


async def test_items_tell_their_options(run_app, school):
    async with run_app(size=(120, 40)) as pilot:
        await opened(pilot, "i")
        await press(pilot, "enter")
        await settled(pilot)
        text = frame(pilot)
        assert "n = 1 of 1, first attempts · few: all figures are rough" in text
        assert "B (key) " in text
        await press(pilot, *["down"] * len(ITEMS))  # the last row is the test
        text = " ".join(frame(pilot).split())
        assert "items 3 · maximum 3" in text
        assert "– mean, median, mean percent, " in text
        assert "standard error: too few learners: 1, and 5 are needed" in text


async def test_a_dispute_goes_from_the_review_to_a_regrade(run_app, school, services):
    services.profiles.choose(school.ann.learner_id)
    async with run_app() as pilot:
        session = school.work.resume(school.ann, school.attempt_id)
        pilot.app.push_screen(WorkReviewScreen(session, 0))
        await settled(pilot)
        await press(pilot, "d")
        await type_text(pilot, "c is right [b]too[/]")
        await press(pilot, "enter")
        await settled(pilot)
        assert "Disputed, waiting for an answer" in frame(pilot)
        await press(pilot, "escape")
        services.profiles.choose(school.teacher.learner_id)
        await opened(pilot, "d")
        assert "c is right [b]too[/]" in frame(pilot)
        await press(pilot, "u", "enter")
        await settled(pilot)
        await type_text(pilot, "rescore b;c see ch. 26")
        await press(pilot, "enter")
        await settled(pilot)
        assert "1 of 1 attempt changes" in frame(pilot)
        await press(pilot, "y")
        await settled(pilot)
        assert "No dispute waits" in frame(pilot)
    book = services.classroom.gradebook.gradebook(school.teacher, "course-1")
    assert max(row.total.points for row in book.rows) == 3.0


async def test_no_dispute_is_offered_before_the_key_shows(run_app, services):
    from tutor.domain.assignment import Release

    made = School(services, items=ITEMS)
    services.profiles.choose(made.ann.learner_id)
    given = made.assign(Release("after_submit", "after_submit", "after_close", "after_close"))
    session = made.work.start(made.ann, given)
    session.end()
    async with run_app() as pilot:
        pilot.app.push_screen(WorkReviewScreen(session, 0))
        await settled(pilot)
        assert "Dispute" not in frame(pilot)
        await press(pilot, "d")
        assert isinstance(pilot.app.screen, WorkReviewScreen)


@SIZES
async def test_home_shows_messages_until_they_are_read(run_app, school, services, size):
    for text in ("See me [/]", NASTY[0]):
        services.classroom.messages.send(school.teacher, "course-1", [school.ann.learner_id], text)
    services.profiles.choose(school.ann.learner_id)
    async with run_app(size=size) as pilot:
        await settled(pilot)
        assert "2 unread: See me [/]" in frame(pilot)
        await press(pilot, "m")
        await settled(pilot)
        assert isinstance(pilot.app.screen, InboxScreen)
        await press(pilot, "enter")
        await settled(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert "You have read everything." in frame(pilot)
        await press(pilot, "escape")
        await settled(pilot)
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "Message  " not in frame(pilot)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("void was not taught", ("void", [], "was not taught")),
        ("rescore b;c both fit", ("rescore", [("b",), ("c",)], "both fit")),
        ("Rescore a,c two parts", ("rescore", [("a", "c")], "two parts")),
    ],
)
def test_a_ruling_is_read_as_typed(typed, read):
    assert read_ruling(typed) == read


def test_a_ruling_needs_a_reason():
    from tutor.errors import UsageError

    for typed in ("void", "rescore b;c", ""):
        with pytest.raises(UsageError, match="reason"):
            read_ruling(typed)
