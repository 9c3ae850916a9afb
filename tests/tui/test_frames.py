"""Golden frames: what the screens that sell the program look like, character by character.

After a wanted change, look at the new frames and keep them:
`TUTOR_KEEP_FRAMES=1 make test ARGS="-k test_frames"`.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.factories import make_item
from tests.tui import dashboard_bench as made
from tests.tui.book_bench import book, browser, look_up, quiz_with_book
from tests.tui.exam_bench import exam
from tests.tui.quiz_bench import KIND_ITEMS, NARROW, WIDE, quiz, running_app
from tutor.tui.widgets.code_search import CodeSearch

FRAMES = Path(__file__).parent / "frames"
SIZES = pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "120x40"])
ANSWERS = {
    "single": ("a", "enter"),
    "multiple": ("a", "b", "enter"),
    "numeric": ("2", "1", "enter"),
    "text": (*"late", "enter"),
    "order": ("enter",),
    "match": ("a", "a", "a", "enter"),
    "code": (*"e1122", "space", *"n189", "enter"),
    "coding_case": (*"m17.12", "enter", *"j3301", "space", "at", "1", "enter", "enter"),
    "pcs_build": (*"0fb", "4", "4", "z", "z", "enter"),
    "claim_fix": (*"28", "enter", *"120.00", "enter", *"29", "delete", *"24", "delete", "a"),
    "remit_post": (*"64", "down", *"150", "a", "enter", "enter"),
    "denial_action": ("a", "1", "2", "d", "enter"),
}


def same_as_kept(name: str, shown: str) -> None:
    """Compare a frame with the kept one, or keep it when asked to."""
    text = "\n".join(line.rstrip() for line in shown.splitlines()) + "\n"
    kept = FRAMES / f"{name}.txt"
    if os.environ.get("TUTOR_KEEP_FRAMES"):
        FRAMES.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    assert kept.read_text(encoding="utf-8") == text


@SIZES
@pytest.mark.parametrize("kind", list(ANSWERS))
async def test_a_question_and_its_feedback(tmp_path, kind, size):
    item = next(item for item in KIND_ITEMS if item.kind == kind)
    columns = size[0]
    async with quiz(tmp_path, [item, make_item("after")], size=size) as bench:
        same_as_kept(f"{kind}-asked-{columns}", bench.text())
        await bench.press(*ANSWERS[kind])
        same_as_kept(f"{kind}-answered-{columns}", bench.text())


@SIZES
async def test_the_help_of_a_quiz(tmp_path, size):
    async with quiz(tmp_path, KIND_ITEMS, size=size) as bench:
        await bench.press("question_mark")
        same_as_kept(f"quiz-help-{size[0]}", bench.text())


@SIZES
async def test_a_mock_exam_and_its_report(tmp_path, size):
    async with exam(tmp_path, parts=2, size=size) as bench:
        await bench.press("b", "r", "c", "u", "m")
        same_as_kept(f"exam-asked-{size[0]}", bench.text())
        await bench.press("n", "a", "v", "y", "b", "n", "s", "y")
        bench.app.clear_notifications()
        await bench.settle()
        same_as_kept(f"exam-report-{size[0]}", bench.text())


@SIZES
async def test_progress(tmp_path, size):
    async with running_app(tmp_path, size) as bench:
        await bench.press("r")
        screen = bench.app.screen
        for number, view in enumerate(
            (made.standing(), made.standing(), made.memory(), made.activity(), made.times()), 1
        ):
            await bench.press(str(number))
            screen.pane.draw(view)
            await bench.settle()
            if number == 1:
                screen.pane.draw_history(made.over_time(), 70)
                await bench.settle()
            same_as_kept(f"progress-{number}-{size[0]}", bench.text())


@SIZES
async def test_the_settings(tmp_path, size):
    async with running_app(tmp_path, size) as bench:
        await bench.press("s")
        same_as_kept(f"settings-{size[0]}", bench.text())


@SIZES
async def test_the_code_book(tmp_path, size):
    async with book(tmp_path, size) as bench:
        same_as_kept(f"code-book-{size[0]}", bench.text())
        await look_up(bench, "s52.501")
        await bench.press("enter", "e", "t")
        same_as_kept(f"code-page-{size[0]}", bench.text())
        await bench.press("y", "down")
        same_as_kept(f"code-seventh-{size[0]}", bench.text())


@SIZES
async def test_the_code_book_beside_a_question(tmp_path, size):
    async with quiz_with_book(tmp_path, [make_item("first")], size=size) as bench:
        await bench.press("k")
        await look_up(bench, "i11.0")
        await bench.press("enter")
        browser(bench).query_one(CodeSearch).value = ""
        await bench.settle()
        same_as_kept(f"code-panel-{size[0]}", bench.text())
