import re

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
    done = tutor(*args, typed="help\nflag\nskip\nback\nskip\nskip\nskip\n")
    assert done.code == 0
    assert "[flagged]" in done.out
    assert done.out.count("Question 1 of 3") == 3
    assert "3 not answered" in done.out


def test_leaving_and_resuming(tutor):
    args = ("practice", "--plain", "--count", "3", "--seed", "2")
    assert "Paused" in tutor(*args, typed="skip\nquit\n").out
    assert tutor("next", "--json").json["kind"] == "quiz"
    done = tutor("resume", "--plain", typed="skip\nskip\n")
    assert "Question 2 of 3" in done.out
    assert "Question 1 of 3" not in done.out
    assert tutor("resume", "--plain").code == EXIT_USAGE


def test_end_of_input_pauses_the_quiz(tutor):
    done = tutor("practice", "--plain", "--count", "3", "--seed", "2", typed="skip\n")
    assert done.code == 130
    assert "saved" in done.err
    assert "Question 2 of 3" in tutor("resume", "--plain", typed="quit\n").out


def test_a_test_keeps_feedback_for_the_end_and_the_review_shows_it(tutor):
    args = ("practice", "--plain", "--count", "1", "--seed", "3", "--feedback", "test")
    done = tutor(*args, "--exam", "cpc", "--domain", "anat", "--json", typed=_any_answer())
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
    return "\n".join(["A", *matches, *orders, "1"]) + "\n"
