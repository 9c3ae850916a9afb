"""Questions brought in from a file, and taken out into one, on the screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input, OptionList, Static

from tests.services.classroom.own_items import OWN
from tests.tui.conftest import frame, press, settled
from tests.tui.question_file import write_questions
from tutor.interchange.questions.formats import read_bank
from tutor.services.bank_export_views import Selection
from tutor.services.context import open_services
from tutor.tui.modals.choose_tags import ChooseTagsModal
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.notice import NoticeModal
from tutor.tui.modals.pick_file import PickFileModal
from tutor.tui.screens.bank_export import BankExportScreen
from tutor.tui.screens.bank_exported import ExportedScreen
from tutor.tui.screens.bank_import import BankImportScreen
from tutor.tui.screens.bank_import_plan import ImportPlanScreen
from tutor.tui.screens.question_files import QuestionFilesScreen
from tutor.tui.screens.teach_bank import BankScreen
from tutor.tui.widgets.choice_row import ChoiceRow

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


async def name_file(pilot, path) -> None:
    """Type a path on the screen that imports, and look at it."""
    field = pilot.app.screen.query_one("#path", Input)
    field.value = str(path)
    field.focus()
    await press(pilot, "enter")


def listed(pilot) -> list[str]:
    return [str(one.prompt) for one in pilot.app.screen.query_one("#lines", OptionList).options]


def words(pilot) -> str:
    return str(pilot.app.screen.query_one("#words", Static).render())


def imported(settings) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return stems of the own bank with their exam domains, as the next start finds them."""
    with open_services(settings) as again:
        heads = [head.id for head in again.library.heads() if head.subject == "imported"]
        return {one.stem: one.exams for one in again.library.items(heads)}


@SIZES
async def test_a_file_is_chosen_looked_at_and_taken_in(run_app, learner, settings, tmp_path, size):
    write_questions(tmp_path / "week.xml")
    async with run_app(size=size) as pilot:
        await press(pilot, "f6")
        assert isinstance(pilot.app.screen, QuestionFilesScreen)
        assert "Nothing is imported yet" in frame(pilot)
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, BankImportScreen)
        assert "Moodle XML" in frame(pilot)
        pilot.app.screen._folder = tmp_path
        await press(pilot, "f3")
        assert isinstance(pilot.app.screen, PickFileModal)
        files = pilot.app.screen.query_one("#files", OptionList)
        files.highlighted = [str(o.prompt).split()[0] for o in files.options].index("week.xml")
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, ImportPlanScreen)
        shown = frame(pilot)
        assert "✓ 2 taken" in shown
        assert "! 1 with loss" in shown
        assert "✗ 1 refused" in shown
        assert "= 1 duplicate" in shown
        marks = [line.split()[0] for line in listed(pilot)]
        assert sorted(marks) == ["!", "=", "✓", "✓", "✗"]
        assert "What follows a denial for timely filing?" in shown
        assert "An appeal with proof" in words(pilot)
        assert "Exam domains" in words(pilot)
        assert imported(settings) == {}  # nothing is done yet
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, ConfirmModal)
        assert "a guess" in frame(pilot)  # nothing says where one of them belongs
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, NoticeModal)
        assert "3 new questions" in frame(pilot)
        assert "from now on" in frame(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, QuestionFilesScreen)
        assert "Your own bank has 3 questions." in frame(pilot)
    assert len(imported(settings)) == 3


async def test_every_question_says_what_becomes_of_it(run_app, learner, tmp_path):
    path = write_questions(tmp_path / "week.xml")
    async with run_app() as pilot:
        await press(pilot, "f6", "i")
        await name_file(pilot, path)
        said = {}
        for line in listed(pilot):
            said[line.split()[0]] = words(pilot)
            await press(pilot, "down")
        assert "Lost: part credit of 1 option" in said["!"]
        assert "Which words [/] are said" in said["!"]
        assert "It is there already: " in said["="]
        assert "Not taken: it is an essay" in said["✗"]
        seen = set()
        for _ in range(7):
            await press(pilot, "f")
            seen.add((pilot.app.screen.query_one("#which", ChoiceRow).key, len(listed(pilot))))
        assert {("taken", 3), ("loss", 1), ("duplicate", 1), ("refused", 1), ("all", 5)} <= seen


@SIZES
async def test_exam_domains_are_changed_one_by_one_and_all_at_once(
    run_app, learner, settings, tmp_path, size
):
    path = write_questions(tmp_path / "week.xml")
    async with run_app(size=size) as pilot:
        await press(pilot, "f6", "i")
        await name_file(pilot, path)
        await press(pilot, "a")
        modal = pilot.app.screen
        assert isinstance(modal, ChooseTagsModal)
        assert "3 questions listed" in frame(pilot)
        modal._chosen.clear()
        await press(pilot, "enter")
        assert "Tick one at least" in frame(pilot)
        await press(pilot, "home", "space", "enter")
        first = modal._names[0][0]
        assert sum(f" {first[0]}:{first[1]} " in line for line in listed(pilot)) == 3
        await press(pilot, "t", "home", "down", "space", "enter")
        second = modal._names[1][0]
        assert f"{second[0].upper()}: {modal._names[1][1]}" in words(pilot)
        assert f" {first[0]}:{first[1]} +1 " in listed(pilot)[0]
        await press(pilot, "y", "enter")
    found = imported(settings)
    assert sorted(map(len, found.values())) == [1, 1, 2]
    assert all(tags[0] == first for tags in found.values())


async def test_leaving_asks_where_domains_were_chosen(run_app, learner, tmp_path):
    path = write_questions(tmp_path / "week.xml")
    async with run_app() as pilot:
        await press(pilot, "f6", "i")
        await name_file(pilot, path)
        await press(pilot, "t", "down", "space", "enter", "escape")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "y")
        assert isinstance(pilot.app.screen, BankImportScreen)


async def test_what_cannot_be_read_is_one_line_and_nothing_is_done(
    run_app, learner, settings, tmp_path
):
    bad = tmp_path / "bad.xml"
    bad.write_text("<quiz><question [/] type=")
    async with run_app() as pilot:
        await press(pilot, "f6", "i")
        for name, says in ((bad, "bad.xml"), (tmp_path / "none.xml", "no such"), ("", "name a")):
            await name_file(pilot, name)
            assert isinstance(pilot.app.screen, BankImportScreen)
            assert says in frame(pilot)
    assert imported(settings) == {}


async def test_a_bank_that_changed_meanwhile_is_planned_again(
    run_app, services, learner, settings, tmp_path
):
    path = write_questions(tmp_path / "week.xml")
    async with run_app() as pilot:
        await press(pilot, "f6", "i")
        await name_file(pilot, path)
        data = services.bank_imports.read(path)
        other = services.bank_imports.plan(services.actor, data, "week.xml", target="own")
        services.bank_imports.apply(services.actor, other)
        await press(pilot, "y", "y")
        assert isinstance(pilot.app.screen, ImportPlanScreen)
        assert "has changed since the plan was made" in frame(pilot)
        assert "✓ 0 taken" in frame(pilot)
        await press(pilot, "y")  # there is nothing to import any more
        assert isinstance(pilot.app.screen, ImportPlanScreen)
    assert len(imported(settings)) == 3


@SIZES
async def test_a_course_bank_takes_in_and_gives_out(
    run_app, services, learner, tmp_path, books, size
):
    course = services.classroom.courses.create(services.actor, "CPB [b]spring", exam="cpb")
    path = write_questions(tmp_path / "week.xml")
    async with run_app(size=size) as pilot:
        await press(pilot, "i", "enter", "b", "i")
        assert "the bank of CPB [b]spring" in frame(pilot)
        await name_file(pilot, path)
        await press(pilot, "y", "y", "enter")
        assert isinstance(pilot.app.screen, BankScreen)
        assert "coinsurance" in frame(pilot)
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, BankExportScreen)
        pilot.app.screen.query_one("#format", ChoiceRow).choose("moodle-xml")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ExportedScreen)
        assert "3 questions as Moodle XML" in frame(pilot)
        assert "nothing is written yet" in frame(pilot)
        pilot.app.screen._folder = tmp_path
        await press(pilot, "w", "s")
        assert isinstance(pilot.app.screen, NoticeModal)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, BankScreen)
    kept = services.classroom.bank.items(services.actor, course.id)
    assert len(kept) == 3
    (made,) = set(tmp_path.glob("*.xml")) - {path}
    assert len(read_bank(made.read_bytes(), made.name).items) == 3


@SIZES
async def test_losses_are_shown_before_anything_is_written(
    run_app, services, learner, tmp_path, books, size
):
    course = services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    services.classroom.bank.add(services.actor, course.id, OWN)
    async with run_app(size=size) as pilot:
        await press(pilot, "f6", "o")
        pilot.app.screen.query_one("#which", ChoiceRow).choose("cmrs")
        pilot.app.screen.query_one("#format", ChoiceRow).choose("moodle-xml")
        await settled(pilot)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, ExportedScreen)
        assert "left out: the format cannot hold them" in frame(pilot)
        losses = [str(one.prompt) for one in screen.query_one("#losses", OptionList).options]
        assert any(line.startswith("✗ ") for line in losses)
        assert list(tmp_path.glob("*.xml")) == []
        screen._folder = tmp_path
        there = tmp_path / next(iter(screen._made.files))
        there.write_text("mine")
        await press(pilot, "w", "s")
        assert isinstance(pilot.app.screen, ConfirmModal)
        await press(pilot, "n")
        assert there.read_text() == "mine"
        await press(pilot, "w", "s", "y")
        assert isinstance(pilot.app.screen, NoticeModal)
        assert there.read_text().startswith("<?xml")


@SIZES
async def test_a_question_is_left_out_and_taken_after_all(
    run_app, learner, settings, tmp_path, size
):
    path = write_questions(tmp_path / "week.xml")
    async with run_app(size=size) as pilot:
        await press(pilot, "f6", "i")
        await name_file(pilot, path)
        screen = pilot.app.screen
        assert not screen.unsaved
        sorts = {line.split()[0] for line in listed(pilot)}
        assert sorts >= {"=", "✗"}
        for place, line in enumerate(listed(pilot)):
            screen.query_one("#lines", OptionList).highlighted = place
            await press(pilot, "x")
            fixed = line.split()[0] in ("=", "✗")
            assert (listed(pilot)[place] == line) == fixed
            assert fixed or listed(pilot)[place].startswith("- left out")
        assert "- 3 left out" in frame(pilot)
        assert screen.unsaved
        await press(pilot, "y")
        assert "There is nothing to import" in frame(pilot)
        taken = next(n for n, line in enumerate(listed(pilot)) if line.startswith("- "))
        screen.query_one("#lines", OptionList).highlighted = taken
        await press(pilot, "x")
        assert "- 2 left out" in frame(pilot)
        stem = screen._listed[taken].title
        await press(pilot, "y")
        if isinstance(pilot.app.screen, ConfirmModal):
            await press(pilot, "y")
        assert "1 new question." in frame(pilot)
        await press(pilot, "enter")
    assert [one[: len(stem)] for one in imported(settings)] == [stem]


@SIZES
async def test_a_domain_is_taken_and_a_paper_is_mixed_in_forms(
    run_app, learner, tmp_path, books, size
):
    async with run_app(size=size) as pilot:
        await press(pilot, "f6", "o")
        screen = pilot.app.screen
        assert not screen.query_one("#domain").display
        assert not screen.query_one("#form").display
        screen.query_one("#which", ChoiceRow).choose("cpb")
        screen.query_one("#format", ChoiceRow).choose("paper-md")
        await settled(pilot)
        screen.query_one("#domain", ChoiceRow).choose("bill")
        made = []
        for form in (None, "A", "B", "A"):
            screen.query_one("#form", ChoiceRow).choose(form)
            await press(pilot, "enter")
            exported = pilot.app.screen
            assert isinstance(exported, ExportedScreen)
            made.append(exported._made)
            await press(pilot, "escape")
            assert pilot.app.screen is screen
        assert 0 < made[0].items < len(pilot.app.services.library.heads())
    names = [min(one.files) for one in made]
    assert [name for name in names if "bill" not in name] == []
    assert len(set(names)) == 3
    papers = [one.files[name] for one, name in zip(made, names, strict=True)]
    assert papers[1] == papers[3]
    assert len(set(papers)) == 3


async def test_nothing_to_export_is_one_line(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "f6", "o", "enter")  # an own bank that is empty
        assert isinstance(pilot.app.screen, BankExportScreen)
        assert "no question is selected" in frame(pilot)


async def test_nothing_is_offered_over_the_network(run_app, services, learner, monkeypatch, books):
    services.classroom.courses.create(services.actor, "CPB spring", exam="cpb")
    async with run_app() as pilot:
        served = replace(pilot.app.settings, served=True)
        monkeypatch.setattr(pilot.app, "settings", served)
        await press(pilot, "f6")
        assert not isinstance(pilot.app.screen, QuestionFilesScreen)
        await press(pilot, "i", "enter", "b")
        assert isinstance(pilot.app.screen, BankScreen)
        await press(pilot, "i")
        assert isinstance(pilot.app.screen, BankScreen)
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, BankScreen)
        assert "Bring in" not in frame(pilot)


async def test_the_palette_and_help_have_the_way(run_app, learner):
    async with run_app() as pilot:
        await press(pilot, "ctrl+p", *"question files")
        assert "Question files" in frame(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert isinstance(pilot.app.screen, QuestionFilesScreen)
        await press(pilot, "f1")
        assert "Import questions from a file" in frame(pilot)


def test_a_course_is_selected_by_its_id():
    from tutor.tui.screens.bank_export import _selection

    assert _selection("all", "c1", None) == Selection(course="c1")
    assert _selection("set:s1", "c1", None) == Selection(quiz_set="s1")
    assert _selection("own", "", None) == Selection(source="own")
    assert _selection("cpb", "", None) == Selection(exam="cpb")
