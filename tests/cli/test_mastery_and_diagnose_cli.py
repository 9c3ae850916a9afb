"""`tutor mastery` and `tutor diagnose` in line mode."""

import pytest

from tutor.errors import EXIT_USAGE

START = ("diagnose", "CPB", "--seed", "5", "--plain")


@pytest.fixture(autouse=True)
def ana(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def test_mastery_without_evidence_and_as_json(tutor):
    out = tutor("mastery").out
    assert "CPB: what Ana has mastered" in out
    assert "7 not tried" in out
    assert "Not tried yet: Types of insurance" in out
    assert "8 different ones answered" in " ".join(out.split())
    found = tutor("mastery", "cca", "--json").json
    assert (found["exam"], found["answered"], len(found["domains"])) == ("cca", 0, 6)
    assert {row["state"] for row in found["domains"]} == {"not tried"}


def test_a_test_is_left_gone_on_with_and_reported(tutor):
    first = tutor(*START, typed="help\nquit\n")
    assert first.code == 0
    assert "Question 1 of at most 40" in first.out
    assert "skip (I don't know)" in first.out
    assert "goes on at this question" in first.out
    stem = first.out.split("Question 1 of at most 40")[1][:200]
    again = tutor("diagnose", typed="skip\nquit\n")
    assert stem in again.out, "the same question"
    assert "Question 2 of at most 40" in again.out
    resumed = tutor("resume", "--plain", typed="skip\n" * 40)
    assert "CPB: where Ana stands" in resumed.out
    assert "Question 1 of" not in resumed.out
    asked = resumed.out.split("CPB: where Ana stands")[0]
    assert not any(mark in asked for mark in "✓✗◐")
    report = tutor("diagnose", "--json").json
    assert report["exam"] == "cpb"
    assert 19 <= report["asked"] <= 40
    assert report["right"] == 0
    assert report["side"] == "below"
    shown = tutor("diagnose", "cpb", "--report").out
    assert "What to study first" in shown
    assert "tutor practice --plain --exam cpb --domain" in shown
    assert max(map(len, shown.split("\n"))) <= 100
    assert tutor("review", report["attempt_id"]).code == 0
    assert "of 4" not in tutor("progress").out.split("Last quizzes")[1].split("placement")[1][:20]


def test_the_end_can_come_early(tutor):
    out = tutor(*START, typed="skip\nend\n").out
    assert "too few questions to tell" in out
    assert "it was ended early" in " ".join(out.split())


def test_a_newcomer_is_told_of_it_and_bad_input_is_one_line(tutor):
    assert "tutor diagnose cpb" in tutor("next").out
    tutor("profile", "add", "Ben")
    for args, part in (
        (("diagnose", "--json"), "tutor diagnose"),
        (("diagnose", "xyz"), "xyz"),
        (("diagnose", "--profile", "Ben"), "which exam"),
        (("mastery", "xyz"), "xyz"),
        (("mastery", "--profile", "Ben"), "which exam"),
    ):
        done = tutor(*args)
        assert done.code == EXIT_USAGE
        assert part in done.err
        assert done.err.count("\n") == 1
