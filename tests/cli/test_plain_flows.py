import re
from datetime import timedelta

import pytest

from tutor.errors import EXIT_USAGE


@pytest.fixture(autouse=True)
def profile(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def test_a_quiz_with_skips_flags_and_an_answer(tutor):
    args = (
        "practice",
        "--plain",
        "--exam",
        "cpc",
        "--domain",
        "term",
        "--count",
        "3",
        "--seed",
        "2",
    )
    done = tutor(*args, typed="help\nflag\nskip\nback\nskip\nskip\nskip\n\n")
    assert done.code == 0
    assert "[flagged]" in done.out
    assert done.out.count("Question 1 of 3") == 3
    assert "Not answered: 1, 2, 3" in done.out
    assert "Flagged: 1" in done.out
    assert "3 not answered" in done.out


def test_leaving_and_resuming(tutor):
    args = ("practice", "--plain", "--count", "3", "--seed", "2")
    assert "Paused" in tutor(*args, typed="skip\nquit\n").out
    assert tutor("next", "--json").json["kind"] == "quiz"
    done = tutor("resume", "--plain", typed="skip\nskip\n\n")
    assert "Question 2 of 3" in done.out
    assert "Question 1 of 3" not in done.out
    assert tutor("resume", "--plain").code == EXIT_USAGE


def test_at_the_end_one_can_go_back_to_an_open_question(tutor):
    args = ("practice", "--plain", "--count", "2", "--seed", "2")
    done = tutor(*args, typed="skip\nskip\n1\nskip\nskip\nquit\n")
    assert done.out.count("Question 1 of 2") == 2
    assert "Paused" in done.out


def test_an_answered_question_can_be_passed_on_the_way_back(tutor):
    args = ("sort", "--plain", "--count", "3", "--seconds", "3600")
    done = tutor(*args, typed="skip\na\nback\nback\nquit\n")
    assert done.out.count("Question 2 of 3") == 2
    assert done.out.count("Question 1 of 3") == 2
    assert "Paused" in done.out


def test_a_round_that_runs_out_of_time_ends_with_its_result(tutor, monkeypatch):
    from tutor.clock import SystemClock

    moments = iter(range(0, 100_000, 40))
    real = SystemClock.now
    monkeypatch.setattr(
        SystemClock, "now", lambda self: real(self) + timedelta(seconds=next(moments))
    )
    done = tutor("sort", "--plain", "--count", "3", "--seconds", "300", typed="a\n" * 10)
    assert done.code == 0
    assert "Time ran out." in done.out
    assert "Duty sorter: result" in done.out


def test_leaving_a_lesson_at_a_check_keeps_the_place(tutor):
    done = tutor("learn", "what-coding-is", typed="\n" * 3 + "quit\n" * 3)
    assert "Your place is kept." in done.out


def test_next_never_sticks_on_a_page_that_was_read(tutor):
    tutor("learn", "what-coding-is", "--page", "5", typed="skip\n" * 5)
    step = tutor("next", "--json").json
    assert (step["target"], step["page"]) == ("what-coding-is", 0)


def test_end_of_input_pauses_the_quiz(tutor):
    done = tutor("practice", "--plain", "--count", "3", "--seed", "2", typed="skip\n")
    assert done.code == 130
    assert "saved" in done.err
    assert "Question 2 of 3" in tutor("resume", "--plain", typed="quit\n").out


@pytest.mark.parametrize("line", ["\n", "what\n", "?\n"])
def test_lines_that_answer_nothing_pause_the_quiz_at_last(tutor, line):
    args = ("practice", "--plain", "--count", "3", "--seed", "2")
    ended = tutor(*args)
    done = tutor(*args, typed=line * 2000)
    assert done.code == ended.code
    assert len(done.out) < 20_000
    assert tutor("next", "--json").json["kind"] == "quiz"


def test_a_test_keeps_feedback_for_the_end_and_the_review_shows_it(tutor):
    args = ("practice", "--plain", "--count", "1", "--seed", "3", "--feedback", "test")
    done = tutor(*args, "--exam", "cpc", "--domain", "anat", typed=_any_answer())
    assert "Source:" not in done.out
    review = tutor("review")
    assert "Source:" in review.out
    assert tutor("review", "--json").json["questions"][0]["feedback"]["references"]


def test_reading_a_lesson_with_its_checks(tutor):
    done = tutor("learn", "what-coding-is", typed="skip\n\n" * 20)
    assert "Check yourself" in done.out
    assert "Sources:" in done.out
    listed = tutor("learn", "--json").json
    assert listed[0]["lessons"][0]["state"] == "done"
    assert "[x] what-coding-is" in tutor("learn").out


def test_stopping_a_lesson_keeps_the_place(tutor):
    typed = "\n".join(["skip"] * 5) + "\nq\n"
    tutor("learn", "who-does-what", typed=typed)
    assert re.search(r"\[~\] who-does-what", tutor("learn").out)


def test_the_sorter_in_line_mode(tutor):
    done = tutor("sort", "--plain", "--count", "3", typed="a\nb\nc\n")
    assert done.code == 0
    assert "Duty sorter: result" in done.out
    assert done.out.count("Question") >= 3


def test_progress_shows_every_exam_and_role(tutor):
    out = tutor("progress").out
    assert "CPB: Certified Professional Biller" in out
    assert out.index("CPB:") < out.index("CPC:")
    assert "biller (0 answered)" in out
    view = tutor("progress", "--json", "--exam", "cca").json
    assert [exam["exam"]["id"] for exam in view["exams"]] == ["cca"]


def _any_answer() -> str:
    """Typed lines of which one fits whatever kind of question comes."""
    matches = ["1A 2A 3A", "1A 2A 3A 4A", "1A 2A 3A 4A 5A", "1A 2A 3A 4A 5A 6A"]
    orders = ["1 2 3", "1 2 3 4", "1 2 3 4 5", "1 2 3 4 5 6"]
    return "\n".join(["A", *matches, *orders, "E11.9", "0FT44ZZ", "1"]) + "\n"
