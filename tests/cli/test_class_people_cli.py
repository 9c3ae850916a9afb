"""`tutor class`: courses, staff, sections and students by command."""

from __future__ import annotations

import pytest

ROSTER = "Student ID;Name;Section\nS1;Ann Lee;Morning\nS2;Ben Ray;Night\nS2;Twin;Night\n"


@pytest.fixture
def teaching(tutor):
    """A profile and a course."""
    tutor("profile", "add", "Ira", "--time-zone", "America/Denver")
    assert tutor("class", "create", "CPB spring", "--exam", "CPB").code == 0
    return tutor


@pytest.fixture
def roster(home):
    path = home / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return str(path)


def test_the_first_steps_are_said(tutor):
    done = tutor("class", "list")
    assert (done.code, done.out.strip()) == (
        0,
        "No course yet: make one with `tutor class create TITLE`.",
    )


def test_a_course_is_listed_shown_renamed_archived_and_restored(teaching):
    assert "CPB spring" in teaching("class", "list").out
    shown = teaching("class", "show", "cpb SPRING").out
    assert "Exam      CPB" in shown
    assert "Staff     Ira" in shown
    assert teaching("class", "rename", "CPB spring", "CPB fall").out == "Renamed: CPB fall\n"
    assert teaching("class", "archive", "CPB fall").code == 0
    assert teaching("class", "list", "--json").json == []
    (line,) = teaching("class", "list", "--all", "--json").json
    assert line["course"]["archived_at"]
    assert teaching("class", "restore", "CPB fall").out == "Back again: CPB fall\n"


def test_staff_and_sections(teaching):
    teaching("profile", "add", "Una")
    course = ("--course", "CPB spring")
    assert teaching("class", "staff", "add", "una", *course).code == 0
    assert [one["name"] for one in teaching("class", "staff", "list", *course, "--json").json] == [
        "Ira",
        "Una",
    ]
    assert "Una" in teaching("class", "staff", "remove", "UNA", *course).out
    assert teaching("class", "cohort", "create", "Morning", *course).out == "Made: Morning\n"
    assert teaching("class", "cohort", "rename", "morning", "Dawn", *course).code == 0
    assert teaching("class", "cohort", "archive", "dawn", *course).code == 0
    (line,) = teaching("class", "cohort", "list", *course, "--json").json
    assert (line["cohort"]["name"], bool(line["cohort"]["archived_at"])) == ("Dawn", True)
    assert teaching("class", "cohort", "restore", "dawn", *course).code == 0


def test_a_roster_is_planned_then_imported(teaching, roster):
    command = ("class", "roster", "import", roster, "--course", "CPB spring")
    tried = teaching(*command, "--dry-run")
    assert tried.code == 1
    assert "3 rows: 2 new, 1 refused" in tried.out
    assert "has the id of line 3" in tried.out
    assert "Nothing was changed" in tried.out
    assert (
        teaching("class", "roster", "show", "--course", "CPB spring", "--json").json["members"]
        == []
    )
    done = teaching(*command, "--json")
    assert done.code == 1
    assert done.json["totals"] == {
        "new": 2, "returns": 0, "moves": 0, "renamed": 0, "unchanged": 0, "refused": 1,
    }  # fmt: skip
    assert [one["sign_in"] for one in done.json["new_students"]] == ["S1", "S2"]
    assert "There was nothing to change." in teaching(*command).out


def test_who_is_missing_leaves_on_request(teaching, roster, home):
    teaching("class", "roster", "import", roster, "--course", "CPB spring")
    (home / "one.csv").write_text("id\nS1\n", encoding="utf-8")
    command = ("class", "roster", "import", str(home / "one.csv"), "--course", "CPB spring")
    kept = teaching(*command)
    assert kept.code == 0
    assert "S2  Ben Ray (Night): stays" in kept.out
    assert "S2  Ben Ray (Night): leaves" in teaching(*command, "--drop-missing").out
    shown = teaching("class", "roster", "show", "--course", "CPB spring").out
    assert "Ben" not in shown
    assert "left 20" in teaching("class", "roster", "show", "--course", "CPB spring", "--left").out


def test_a_student_is_moved_renamed_taken_out_and_back(teaching, roster):
    course = ("--course", "CPB spring")
    teaching("class", "roster", "import", roster, *course)
    assert teaching("class", "transfer", "s1", "night", *course).out == "Ann Lee is in Night now.\n"
    assert teaching("class", "roster", "rename", "S1", "Ann Ray", *course).code == 0
    assert teaching("class", "roster", "leave", "ann ray", *course).code == 0
    assert teaching("class", "roster", "return", "S1", *course).out == "Ann Ray is back.\n"
    log = teaching("class", "log", "CPB spring", "--json").json
    assert [line["action"] for line in log][:4] == ["returned", "left", "renamed", "transferred"]
    assert "Ira: student Ann Ray: renamed, name Ann Lee → Ann Ray" in " ".join(
        teaching("class", "log", "CPB spring").out.split()
    )


@pytest.mark.parametrize(
    ("args", "code", "line"),
    [
        (("show", "No such"), 2, "there is no course 'No such'; there are: CPB spring"),
        (("create", "cpb spring"), 2, "there is a course 'CPB spring' already"),
        (("roster", "import", "no.csv", "--course", "CPB spring"), 1, "cannot be read"),
        (("transfer", "S9", "A", "--course", "CPB spring"), 2, "no student of this course"),
        (("staff", "remove", "X", "--course", "CPB spring"), 2, "its staff: Ira"),
        (("cohort", "rename", "X", "Y", "--course", "CPB spring"), 2, "there are: none yet"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(teaching, args, code, line):
    done = teaching("class", *args)
    assert done.code == code
    assert line in done.err
    assert len(done.err.strip().splitlines()) == 1


def test_a_pseudonymous_course_is_made(teaching, roster):
    teaching("class", "create", "Blind", "--pseudonymous")
    done = teaching("class", "roster", "import", roster, "--course", "Blind")
    assert "the course keeps no names" in done.out
    assert "sign-in name S1" not in done.err
    assert "Ann" not in teaching("class", "roster", "show", "--course", "Blind", "--json").out


def test_imported_students_do_not_crowd_the_profiles(teaching, roster):
    teaching("class", "roster", "import", roster, "--course", "CPB spring")
    assert [one["name"] for one in teaching("profile", "list", "--json").json["profiles"]] == [
        "Ira"
    ]
    everybody = teaching("profile", "list", "--all", "--json").json["profiles"]
    assert [one["name"] for one in everybody] == ["Ira", "S1", "S2"]
