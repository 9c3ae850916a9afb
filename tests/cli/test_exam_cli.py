"""`tutor exam`: mock exams in line mode."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest

from tutor.clock import SystemClock
from tutor.errors import EXIT_USAGE

TAKE = ("exam", "take", "cpb", "--length", "sprint", "--seed", "5", "--plain")


@pytest.fixture(autouse=True)
def profile(tutor):
    assert tutor("profile", "add", "Ana", "--exam", "cpb").code == 0


def test_the_blueprint_in_words_and_json(tutor):
    shown = tutor("exam", "blueprint", "cca").out
    assert "full: 105 questions, 15 of them unmarked; 120 minutes" in shown
    assert "Going back: choice" in shown
    found = tutor("exam", "blueprint", "CPC", "--json").json
    assert found["sizes"] == {"full": 100, "half": 50, "sprint": 30}
    assert sum(row["full"] for row in found["domains"]) == 100
    assert "within 45 days" in tutor("exam", "blueprint", "cmrs").out
    assert tutor("exam", "blueprint").out.count("CPB") == 1  # the profile's target


def test_the_same_seed_assembles_the_same_form(tutor):
    args = ("exam", "assemble", "cpc", "--seed", "7", "--json")
    first = tutor(*args).json
    assert first == tutor(*args).json
    assert first["form"]["lacking"] == {}
    assert sum(len(ids) for ids in first["domains"].values()) == 100
    assert first != tutor("exam", "assemble", "cpc", "--seed", "8", "--json").json
    assert tutor("exam", "assemble", "xyz").code == EXIT_USAGE


def test_an_exam_with_every_tool(tutor):
    typed = (
        "help\ncalc (165-55)*80%\ncalc rm -rf\nnote check [b]box[/b] 24G\nstrike Q\nflag\nlist\n"
        "skip\nback\ngo 99\ngo 30\nskip\n\nquit\n"
    )
    done = tutor(*TAKE, typed=typed)
    assert done.code == 0
    assert "= 88" in done.out
    assert "That is no calculation" in done.out
    assert "Your note: check [b]box[/b] 24G" in done.out
    assert "Flagged: 1 (1)" in done.out
    assert "There is no question 99." in done.out
    assert "Open: 30" in done.out
    assert "The exam stays open and its clock goes on" in done.out
    again = tutor("exam", "take", "--plain", typed="quit\n")
    assert "Going on with CPB · sprint." in again.out
    assert "Question 30 of 30" in again.out


def test_nothing_tells_right_from_wrong_before_the_end(tutor):
    before = tutor(*TAKE, typed="skip\n" * 5 + "quit\n").out
    for word in ("Right", "Wrong", "Source:"):
        assert word not in before
    assert tutor("exam", "report").code == EXIT_USAGE
    done = tutor("exam", "take", "--plain", typed="submit\nsubmit\n").out
    assert "0 of 30 marks (0 %). 0 of 30 marks does not reach the 21 needed." in done
    assert "30: not reached" in done


def test_how_sure_one_is_stands_behind_the_answer(tutor):
    tutor(*TAKE, typed="quit\n")
    shown = tutor("exam", "take", "--plain", typed="quit\n").out
    tutor("exam", "take", "--plain", typed=f"{_some_answer(shown)} ?\nsubmit\nsubmit\n")
    report = tutor("exam", "report", "--json").json
    assert report["lines"][0]["confidence"] == "guessed"
    assert report["score"]["answered"] == 1


def _some_answer(shown: str) -> str:
    """Return something that can be typed as an answer to the question shown."""
    hint = re.findall(
        r": (a letter for each line|the letters|a letter|a figure|the numbers)", shown
    )[-1]
    lines = re.findall(r"^ +(\d)\. ", shown, re.MULTILINE)
    return {
        "a letter": "A",
        "the letters": "A B",
        "a figure": "1",
        "the numbers": " ".join(dict.fromkeys(lines)),
        "a letter for each line": " ".join(f"{n}A" for n in dict.fromkeys(lines)),
    }[hint]


def test_reports_as_csv_and_html(tutor, tmp_path):
    tutor(*TAKE, typed="note =cmd|' /C calc'!A0\nsubmit\nsubmit\n")
    table, page = tmp_path / "r.csv", tmp_path / "r.html"
    done = tutor("exam", "report", "--csv", str(table), "--html", str(page))
    assert done.out.count("Written:") == 2
    rows = list(csv.DictReader(io.StringIO(table.read_text(encoding="utf-8"))))
    assert len(rows) == 30
    assert rows[0]["note"] == "'=cmd|' /C calc'!A0"
    assert {row["learner"] for row in rows} == {"Ana"}
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "<h2>By domain</h2>" in text
    missing = tutor("exam", "report", "--csv", str(tmp_path / "no" / "r.csv"))
    assert missing.code == EXIT_USAGE
    assert "cannot be written" in missing.err


def test_a_name_with_markup_is_only_text_in_the_page(tutor, tmp_path):
    tutor("profile", "add", "<script>alert(1)</script>", "--exam", "cpb")
    tutor("exam", "take", "--profile", "<script>alert(1)</script>", "--length", "sprint", "--plain",
          typed="submit\nsubmit\n")  # fmt: skip
    page = tmp_path / "r.html"
    tutor("exam", "report", "--profile", "<script>alert(1)</script>", "--html", str(page))
    assert "<script>" not in page.read_text(encoding="utf-8")


def test_a_break_needs_a_word_and_stops_the_clock(tutor):
    done = tutor(*TAKE, typed="break\nno\nbreak\nbreak\nquit\n")
    assert "Break: the clock stands still." in done.out
    again = tutor("exam", "take", "--plain", typed="\nlist\nquit\n")
    assert "Closed: 1 (1)" in again.out
    assert "Question 2 of 30" in again.out


def test_two_parts(tutor):
    args = ("exam", "take", "cpc", "--length", "sprint", "--seed", "5", "--parts", "2",
            "--plain")  # fmt: skip
    done = tutor(*args, typed="go 20\npart\npart\nquit\n")
    assert "Close the first part before you open the second." in done.out
    assert "Question 16 of 30" in done.out


def test_the_time_runs_out_and_the_report_follows(tutor, monkeypatch):
    tutor(*TAKE, typed="quit\n")
    real = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: real(self) + timedelta(hours=2))
    report = tutor("exam", "report").out
    assert "The time ran out" in report
    assert tutor("exam", "list", "--json").json[0]["status"] == "expired"


def test_time_is_called_once_thirty_minutes_before_the_end(tutor, monkeypatch):
    tutor(*TAKE, typed="quit\n")
    real = SystemClock.now
    monkeypatch.setattr(SystemClock, "now", lambda self: real(self) + timedelta(minutes=30))
    out = tutor("exam", "take", "--plain", typed="skip\nskip\nquit\n").out
    assert out.count("left. ***") == 1


def test_usage_errors_are_one_line(tutor):
    for args in (
        ("exam", "take", "xyz", "--plain"),
        ("exam", "take", "cpb", "--time-factor", "9", "--plain"),
        ("exam", "take", "cpb", "--navigation", "forward-only", "--plain"),
        ("exam", "take", "cpb", "--parts", "7", "--plain"),
        ("exam", "take"),  # nowhere to draw a screen
        ("exam", "report", "no-such-id"),
    ):
        done = tutor(*args)
        assert done.code == EXIT_USAGE, args
        assert done.err.count("\n") == 1


def test_with_nobody_there_it_ends(tutor):
    done = tutor(*TAKE, typed="")
    assert done.code != 0
    assert tutor("exam", "list", "--json").json[0]["status"] == "open"
