"""`tutor drill` and `tutor practice --source`."""

import pytest

from tests.code_books import compiled_books, lend_books
from tutor.errors import EXIT_USAGE
from tutor.services.drills import service
from tutor.services.drills.kinds import KINDS


@pytest.fixture(autouse=True)
def profile(tutor, home, tmp_path_factory):
    lend_books(compiled_books(tmp_path_factory), home / "cache" / "codebook")
    assert tutor("profile", "add", "Ana", "--exam", "cca").code == 0


def test_the_kinds_are_listed(tutor):
    done = tutor("drill", "--list")
    assert done.code == 0
    assert all(f"{name}: " in done.out for name in KINDS)
    listed = tutor("drill", "--list", "--json").json
    assert [kind["name"] for kind in listed] == list(KINDS)
    assert listed[0]["levels"] == ["far", "near", "sibling"]


def test_a_round_is_taken_and_marked_as_generated(tutor):
    done = tutor("drill", "billable", "--plain", "--count", "2", "--seed", "5", typed="a\n\na\n\n")
    assert done.code == 0
    assert done.out.count("[generated]") == 2
    assert "Drill: Billable or not: result" in done.out
    review = tutor("review")
    assert review.code == 0
    assert "[generated]" in review.out


def test_the_same_seed_makes_the_same_round(tutor):
    args = ("drill", "--plain", "--count", "4", "--seed", "11")
    first = tutor(*args, typed="skip\nskip\nskip\nskip\n\n").out
    assert tutor(*args, typed="skip\nskip\nskip\nskip\n\n").out.count("Question 1 of 4") == 1
    again = tutor(*args, typed="skip\nskip\nskip\nskip\n\n").out
    assert first.partition("result")[0] == again.partition("result")[0]


def test_a_paused_round_goes_on_with_the_same_question(tutor):
    paused = tutor("drill", "title-code", "--plain", "--count", "3", typed="skip\nquit\n").out
    resumed = tutor("resume", "--plain", typed="quit\n").out
    second = paused.partition("Question 2 of 3")[2].partition("Choose one")[0]
    assert second
    assert second in resumed


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (("drill", "nope", "--plain"), "there is no drill 'nope'; there are title-code"),
        (("drill", "nope"), "there is no drill 'nope'"),
        (("drill", "billable", "--plain", "--count", "0"), "from 1 to 500"),
        (("drill", "billable", "--plain", "--seconds", "0"), "the time must be from 1"),
        (("drill", "--json"), "--json goes with --list"),
    ],
)
def test_bad_input_is_one_line(tutor, args, message):
    done = tutor(*args)
    assert done.code == EXIT_USAGE
    assert message in done.err
    assert done.err.count("\n") == 1


def test_a_drill_without_its_package_says_what_to_install(tutor, monkeypatch):
    monkeypatch.setattr(service, "find_spec", lambda _name: None)
    assert "coding-billing-tutor[drg]" in tutor("drill", "--list").out
    done = tutor("drill", "drg-effect", "--plain")
    assert done.code == EXIT_USAGE
    assert done.err.count("\n") == 1


def test_practice_takes_generated_questions_only_when_asked(tutor):
    args = ("practice", "--plain", "--exam", "cca", "--domain", "d1", "--count", "3", "--seed", "3")
    written = tutor(*args, typed="skip\nskip\nskip\n\n").out
    assert "[generated]" not in written
    made = tutor(*args, "--source", "generated", typed="skip\nskip\nskip\n\n").out
    assert made.count("[generated]") == 3
    both = tutor(*args, "--source", "both", typed="skip\nskip\nskip\n\n").out
    assert "[generated]" not in both  # there are enough written ones
