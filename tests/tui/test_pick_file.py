"""Choosing a file of this machine."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, OptionList

from tests.tui.conftest import frame, press, settled
from tutor.tui.folder_lines import MOST, read_folder, size_text
from tutor.tui.modals.pick_file import PickFileModal

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])
ENDINGS = (".gift", ".txt")


@pytest.fixture
def folder(tmp_path):
    """Folders and files, some with names that nobody should trust."""
    made = tmp_path / "files"
    (made / "week 1").mkdir(parents=True)
    (made / "week 1" / "deep.gift").write_text("::a::b {=c}")
    (made / ".hidden").mkdir()
    for name in ("b.GIFT", "a.txt", "photo.png", "[b]x[y.gift", "e\x1b[31mvil.txt"):
        (made / name).write_text("x" * 2048)
    return made


def names(pilot) -> list[str]:
    found = pilot.app.screen.query_one(OptionList)
    return [str(option.prompt).split("  ")[0].strip() for option in found.options]


async def picking(pilot, start: Path, **kinds) -> list[Path | None]:
    """Open the picker; what it gives lands in the list that comes back."""
    given: list[Path | None] = []
    pilot.app.push_screen(PickFileModal("Choose", start, **kinds), given.append)
    await settled(pilot)
    return given


@SIZES
async def test_folders_are_walked_by_keys_and_a_file_is_taken(run_app, learner, folder, size):
    async with run_app(size=size) as pilot:
        given = await picking(pilot, folder, endings=ENDINGS)
        assert names(pilot) == [
            "..",
            "week 1/",
            "[b]x[y.gift",
            "a.txt",
            "b.GIFT",
            "e␛[31mvil.txt",
        ]
        assert "1 other file not listed (F lists all)" in frame(pilot)
        await press(pilot, "enter")  # week 1
        await settled(pilot)
        assert names(pilot) == ["..", "deep.gift"]
        await press(pilot, "backspace")
        await settled(pilot)
        listed = pilot.app.screen.query_one(OptionList)
        assert names(pilot)[listed.highlighted] == "week 1/"  # where one came from
        await press(pilot, "f")
        await settled(pilot)
        assert "photo.png" in names(pilot)
        await press(pilot, "down", "down", "enter")
        await settled(pilot)
        assert given == [folder.resolve() / "a.txt"]


async def test_a_path_is_typed(run_app, learner, folder):
    async with run_app() as pilot:
        given = await picking(pilot, folder, endings=ENDINGS)
        path = pilot.app.screen.query_one("#path", Input)
        for typed, said in (("nowhere.gift", "there is no such file"), ("~no-user/x", "no such")):
            path.value = typed
            path.focus()
            await press(pilot, "enter")
            await settled(pilot)
            assert given == []
            assert said in frame(pilot)
        path.value = str(folder / "week 1")
        path.focus()
        await press(pilot, "enter")
        await settled(pilot)
        assert names(pilot) == ["..", "deep.gift"]
        path.value = "deep.gift"  # in the folder shown
        path.focus()
        await press(pilot, "enter")
        await settled(pilot)
        assert given == [folder.resolve() / "week 1" / "deep.gift"]


@SIZES
async def test_a_place_to_write_is_chosen(run_app, learner, folder, size):
    async with run_app(size=size) as pilot:
        given = await picking(pilot, folder, save_as="own.gift")
        assert names(pilot) == ["..", "week 1/"]
        assert "S saves here" in frame(pilot)
        await press(pilot, "enter")
        await settled(pilot)
        assert "week 1/own.gift" in pilot.app.screen.query_one("#path", Input).value
        await press(pilot, "s")
        await settled(pilot)
        assert given == [folder.resolve() / "week 1" / "own.gift"]


async def test_another_name_is_typed_and_kept_from_folder_to_folder(run_app, learner, folder):
    async with run_app() as pilot:
        given = await picking(pilot, folder, save_as="own.gift")
        path = pilot.app.screen.query_one("#path", Input)
        path.value = str(folder / "mine.gift")
        await press(pilot, "enter")
        await settled(pilot)
        assert path.value.endswith("week 1/mine.gift")
        path.focus()
        await press(pilot, "enter")
        await settled(pilot)
        assert given == [folder.resolve() / "week 1" / "mine.gift"]


async def test_a_folder_that_is_gone_begins_at_home_and_escape_gives_nothing(
    run_app, learner, tmp_path
):
    async with run_app() as pilot:
        given = await picking(pilot, tmp_path / "gone")
        shown = pilot.app.screen.query_one("#path", Input).value
        assert shown == str(Path.home().resolve())
        await press(pilot, "escape")
        await settled(pilot)
        assert given == [None]


def test_a_folder_with_too_many_files_says_how_many_more(tmp_path):
    for number in range(MOST + 3):
        (tmp_path / f"{number}.txt").touch()
    found = read_folder(tmp_path)
    assert (len(found.lines), found.more, found.left_out) == (MOST, 3, 0)


def test_links_to_nothing_are_left_out_and_a_file_is_no_folder(tmp_path):
    (tmp_path / "broken").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path)
    assert [line.path.name for line in read_folder(tmp_path).lines] == ["round"]
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"):
        read_folder(tmp_path / "file")


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 bytes"), (1023, "1023 bytes"), (1536, "1.5 KB"), (5 << 40, "5120.0 GB")],
)
def test_sizes_are_told_as_people_read_them(size, text):
    assert size_text(size) == text
