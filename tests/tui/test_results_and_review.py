from __future__ import annotations

from tests.factories import make_item
from tests.tui.quiz_bench import WIDE, quiz
from tutor.tui.screens.results import ResultsScreen
from tutor.tui.screens.review import ReviewScreen

FOUR = [make_item(f"q{n}", stem=f"Stem number {n}?") for n in range(3)]
FOUR.append(make_item("multi", "multiple", stem="The one with many?"))


async def finish(bench) -> None:
    """Answer wrong, right, nothing, partly; submit."""
    await bench.press("a", "enter", "b", "enter", "n", "a", "enter", "y")
    assert isinstance(bench.app.screen, ResultsScreen)


async def test_the_result_shows_score_breakdowns_and_every_question(tmp_path):
    async with quiz(tmp_path, FOUR, feedback="test") as bench:
        await finish(bench)
        text = bench.text()
        assert "38 %" in text  # 0 + 1 + 0 + 0.5 of 4
        assert "1 of 4 right · 1.50 points with partly right answers · 1 not answered" in text
        assert "The exam asks for 70 %" in text
        assert "By domain" in text
        assert "By role" in text
        for line in ("1 ✗ Wrong", "2 ✓ Right", "3 – Skipped", "4 ◐ Partly right (50 %)"):
            assert line in text


async def test_review_goes_through_all_questions_and_back_to_the_result(tmp_path):
    async with quiz(tmp_path, FOUR, feedback="test", size=WIDE) as bench:
        await finish(bench)
        await bench.press("down", "enter")
        assert isinstance(bench.app.screen, ReviewScreen)
        assert "Question 2 of 4" in bench.text()
        assert "✓ Right" in bench.text()
        await bench.press("b")
        assert "Question 1 of 4" in bench.text()
        await bench.press("b")
        assert "Question 1 of 4" in bench.text()
        await bench.press("n", "n")
        assert "– Skipped" in bench.text()
        await bench.press("n", "n")
        assert isinstance(bench.app.screen, ResultsScreen)


async def test_review_of_only_what_was_not_right(tmp_path):
    async with quiz(tmp_path, FOUR, feedback="test") as bench:
        await finish(bench)
        await bench.press("w")
        assert "Question 1 of 4" in bench.text()
        assert "Review 1/3 · not right" in bench.text()
        await bench.press("n")
        assert "Question 3 of 4" in bench.text()
        await bench.press("v", "b")
        assert "Question 2 of 4" in bench.text()
        assert "Review 2/4 · all questions" in bench.text()
        await bench.press("v")
        assert "Question 3 of 4" in bench.text()
        await bench.press("escape")
        assert isinstance(bench.app.screen, ResultsScreen)


async def test_a_double_press_reviews_one_question_further(tmp_path):
    async with quiz(tmp_path, FOUR, feedback="test") as bench:
        await finish(bench)
        await bench.press("enter")
        bench.clock.advance(1)
        await bench.press("n")
        bench.clock.advance(0.1)
        await bench.press("n")
        assert "Question 2 of 4" in bench.text()


async def test_nothing_wrong_leaves_nothing_to_filter(tmp_path):
    async with quiz(tmp_path, FOUR[:1]) as bench:
        await bench.press("b", "enter", "enter", "w")
        assert isinstance(bench.app.screen, ResultsScreen)
        await bench.press("enter", "v")
        assert "all questions" in bench.text()
