"""`tutor class assign` and `tutor assignments`."""

import pytest

from tests.factories import make_item
from tests.services.classroom.assign_bench import School
from tests.services.conftest import START
from tutor.clock import FixedClock, SystemClock
from tutor.services.context import open_services
from tutor.settings import load_settings


@pytest.fixture
def clock(monkeypatch):
    clock = FixedClock(START)
    monkeypatch.setattr(SystemClock, "now", lambda _: clock.now())
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: clock.monotonic())
    return clock


@pytest.fixture
def school(home, clock):
    """A class of Ann and Ben; Ann is who uses this machine."""
    with open_services(load_settings(), clock=clock) as services:
        made = School(services, items=[make_item(f"q{n}") for n in range(3)])
        services.profiles.choose(made.ann.learner_id)
    return made


CREATE = ("class", "assign", "create", "week 1", "--course", "CPB spring", "--section", "section 1")


def test_a_set_is_given_taken_and_looked_at_again(tutor, school, clock):
    made = tutor(*CREATE, "--due", "2026-11-25", "--closes", "2026-11-27", "--minutes", "30",
                 "--show", "score=after-submit", "--show", "correctness=after-close")  # fmt: skip
    assert made.code == 0, made.err
    assert "due 2026-11-25 23:59 · closes 2026-11-27 23:59 (America/Chicago)" in made.out
    assert "right or wrong: after it closes" in made.out
    listed = tutor("assignments")
    assert "Week 1" in listed.out
    assert "due Wed 23:59" in listed.out
    assert "Assignment: Week 1 (open · due Wed 23:59)" in tutor("next").out
    taken = tutor("assignments", "take", typed="A\nskip\nquit\n")
    assert "30 min left" in taken.out
    assert "Paused" in taken.out
    (line,) = tutor("assignments", "list", "--json").json
    assert line["status"] == "in_progress"
    assert tutor("assignments", "--profile", "ann", "--json").json == [line]
    (bens,) = tutor("assignments", "--profile", "Ben", "list", "--json").json
    assert bens["status"] == "open"
    for words in (("--profile", "Ben", "list"), ("list",)):
        own = tutor("assignments", *words, "--profile", "Ann", "--json").json
        assert own == [line]
    assert tutor("assignments", "--json", "list").code == 2
    assert line["attempts"][0]["points"] is None
    done = tutor("assignments", "take", "week", typed="skip\nskip\nskip\n\n")
    assert "Handed in: 1 of 3 answered." in done.out
    assert "show after it closes (Fri 2026-11-27 23:59 CST)" in " ".join(done.out.split())
    assert "✓" not in done.out
    assert "✗" not in done.out
    seen = tutor("assignments", "review", "Week 1", "--json").json
    assert seen["result"]["facts"] == ["score"]
    assert all(question["feedback"] is None for question in seen["questions"])
    assert tutor("review").code != 0  # nothing else was handed in, and this is not released
    clock.advance(6 * 86_400)
    after = tutor("assignments", "review", "Week 1").out
    assert "Skipped" in after
    assert tutor("db", "verify").code == 0


def test_an_instructor_changes_and_looks(tutor, school):
    made = tutor(*CREATE, "--json").json
    one = made["assignment"]["id"]
    assert made["warnings"] == ["It never closes, so that what shows after the close never shows."]
    edited = tutor("class", "assign", "edit", one, "--closes", "2026-12-01", "--attempts", "none",
                   "--no-book", "--json").json  # fmt: skip
    assert edited["assignment"]["policy"]["attempts"] is None
    assert not edited["assignment"]["policy"]["books"]
    extended = tutor("class", "assign", "extend", "Week 1", "--course", "CPB spring",
                     "--student", "S001", "--closes", "2026-12-05", "--reason", "flu")  # fmt: skip
    assert "extended: flu" in extended.out
    said = tutor("class", "assign", "accommodate", "--course", "CPB spring", "--student", "s002",
                 "--factor", "1.5")  # fmt: skip
    assert said.out.strip() == "Student 2: 1.5 times the time in CPB spring."
    shown = tutor("class", "assign", "show", one)
    assert "1.5x time" in shown.out
    lines = tutor("class", "assign", "list", "--course", "CPB spring", "--json").json
    assert [line["title"] for line in lines] == ["Week 1"]
    assert tutor("class", "assign", "withdraw", one).out == "Withdrawn: Week 1.\n"
    assert "withdrawn" in tutor("class", "assign", "list", "--course", "CPB spring").out
    log = tutor("class", "log", "CPB spring").out
    assert "assignment" in log


@pytest.mark.parametrize(
    "words",
    [
        (*CREATE, "--due", "soon"),
        (*CREATE, "--attempts", "many"),
        (*CREATE, "--show", "key=later"),
        (*CREATE, "--show", "marks=never"),
        (*CREATE, "--show", "key=during"),
        ("class", "assign", "create", "No set", "--course", "CPB spring", "--section", "Section 1"),
        ("class", "assign", "show", "no-such-id"),
        ("assignments", "take", "Week 9"),
        ("assignments", "review", "Week 9"),
    ],
)
def test_what_cannot_be_is_one_line(tutor, school, words):
    done = tutor(*words)
    assert done.code != 0
    assert done.err.count("\n") == 1
    assert done.err.startswith("tutor: ")


def test_without_a_class_nothing_is_said(tutor, home, clock):
    assert tutor("profile", "add", "Solo").code == 0
    assert tutor("assignments").out == "You have no assignments.\n"
    assert tutor("assignments", "list", "--json").json == []
    assert "ssignment" not in tutor("next").out
    assert tutor("assignments", "take").out == "Nothing is waiting.\n"
