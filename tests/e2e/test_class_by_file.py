"""A class by file, through the real program: two data folders, and files between them."""

import json
import shutil
import subprocess
import sys

import pytest

from tests.e2e.plain_driver import environment
from tests.factories import make_item
from tests.services.classroom.assign_bench import HIDDEN, School
from tests.shipped import lend_home
from tutor.domain.assignment import Release
from tutor.services.context import open_services
from tutor.settings import Settings

AFTER = Release("after_submit", "after_submit", "after_submit", "after_submit")


@pytest.fixture
def tutor(tmp_path, tmp_path_factory):
    lend_home(tmp_path_factory, tmp_path / "teacher")

    def call(who, *args, typed="", code=0):
        home = tmp_path / who
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "tutor", *map(str, args)],
            input=typed,
            capture_output=True,
            text=True,
            env=environment(home),
            cwd=home,
            timeout=120,
        )
        assert done.returncode == code, (args, done.stdout, done.stderr)
        assert "Traceback" not in done.stdout + done.stderr
        return done.stdout if code == 0 else done.stdout + done.stderr

    return call


@pytest.mark.slow
def test_an_assignment_goes_out_and_results_come_in(tutor, tmp_path):
    with open_services(Settings(home=tmp_path / "teacher")) as services:
        items = [make_item(f"item-{place}", stem=f"Question {place}?") for place in range(3)]
        school = School(services, items=items)
        services.store.set_current_learner(school.teacher.learner_id)
        given = school.assign(HIDDEN, opens="2026-11-01", due="2090-01-01", closes="2090-02-01")
        ann = school.ann.learner_id

    export = ("class", "bundle", "export", "Week 1", "--course", "CPB spring")
    out = json.loads(tutor("teacher", *export, "--out", tmp_path / "out", "--json"))
    assert [file["external_id"] for file in out["files"]] == ["S001", "S002"]
    assert out["code"] == tutor("teacher", "class", "bundle", "key").split()[0]
    path = out["files"][0]["path"]

    shutil.copytree(tmp_path / "teacher" / "cache", tmp_path / "ann" / "cache")  # compiled content
    tutor("ann", "profile", "add", "Ann")
    said = tutor("ann", "assignments", "import", path)
    assert out["code"] in said
    assert "It holds no keys" in said
    assert "Week 1" in tutor("ann", "assignments", "list")
    taken = tutor("ann", "assignments", "take", "Week 1", typed="A\nB\nskip\n\n")
    assert "Handed in: 2 of 3 answered" in taken
    assert "The keys are with your instructor" in taken
    assert "Right" not in taken
    results = tmp_path / "in" / "ann.tutorresults"
    results.parent.mkdir()
    tutor("ann", "assignments", "hand-in", "Week 1", "--out", results)

    damaged = results.with_name("cut.tutorresults")
    damaged.write_bytes(results.read_bytes()[:-40])
    view = json.loads(
        tutor("teacher", "class", "bundle", "collect", results.parent, "--json", code=1)
    )
    assert {one["file"]: one["status"] for one in view["files"]} == {
        "ann.tutorresults": "imported",
        "cut.tutorresults": "damaged",
    }
    damaged.unlink()
    again = tutor("teacher", "class", "bundle", "collect", results.parent)
    assert "known" in again
    with open_services(Settings(home=tmp_path / "teacher")) as services:
        (made,) = services.store.assigned_attempts(given, ann)
        assert made.answered == 2
        points, most, _ = services.store.marks_of([made.attempt_id])[made.attempt_id]
        assert 0 <= points <= 2
        assert most == 3
        assert services.store.verify() == ()
    assert "is no class file" in tutor(
        "ann", "assignments", "import", tmp_path / "teacher" / "main.db", code=1
    )


@pytest.mark.slow
def test_feedback_goes_back_and_counts(tutor, tmp_path):
    """Out, taken, in, marked, and back: in the end the student's statistics hold the answers."""
    with open_services(Settings(home=tmp_path / "teacher")) as services:
        items = [make_item(f"item-{place}", stem=f"Question {place}?") for place in range(3)]
        school = School(services, items=items)
        services.store.set_current_learner(school.teacher.learner_id)
        school.assign(AFTER, opens="2026-11-01", due="2090-01-01", closes="2090-02-01")
    course = ("--course", "CPB spring")
    out = tmp_path / "out"
    tutor("teacher", "class", "bundle", "export", "Week 1", *course, "--out", out)

    shutil.copytree(tmp_path / "teacher" / "cache", tmp_path / "ann" / "cache")  # compiled content
    tutor("ann", "profile", "add", "Ann")
    tutor("ann", "assignments", "import", out / "week-1-s001.tutorset")
    tutor("ann", "assignments", "take", "Week 1", typed="A\nB\nskip\n\n")
    assert answered(tutor) == (0, 0)
    hand_in = ("assignments", "hand-in", "Week 1", "--out")
    tutor("ann", *hand_in, tmp_path / "in" / "ann.tutorresults")

    tutor("teacher", "class", "bundle", "collect", tmp_path / "in")
    feedback = ("class", "bundle", "feedback", "Week 1", tmp_path / "told", *course)
    view = json.loads(tutor("teacher", *feedback, "--student", "s001", "--json"))
    (one,) = view["students"]
    assert one["external_id"] == "S001"
    assert one["shows"] == ["score", "correctness", "key", "rationale"]
    path = tmp_path / "told" / "week-1-s001.tutorfeedback"
    assert one["path"] == str(path)

    cut = path.with_name("cut.tutorfeedback")
    cut.write_bytes(path.read_bytes()[:-40])
    refused = tutor("ann", "assignments", "import", cut, code=1)
    assert len(refused.strip().splitlines()) == 1
    assert "damaged or cut short" in refused
    assert "feedback on 1 attempt" in tutor("ann", "assignments", "import", path)
    assert "nothing has changed" in tutor("ann", "assignments", "import", path)
    review = json.loads(tutor("ann", "assignments", "review", "Week 1", "--json"))
    points = review["result"]["points"]
    assert points == sum(line["points"] for line in review["result"]["lines"])
    assert all(question["feedback"]["key"] for question in review["questions"])
    assert answered(tutor) == (2, 2)


def answered(tutor):
    """Return how many answers the student's progress holds: by day, and under some domain."""
    progress = json.loads(tutor("ann", "progress", "--json"))
    days = sum(day["answered"] for day in progress["days"])
    domains = [row for exam in progress["exams"] for row in exam["domains"]]
    return days, max((row["answered"] for row in domains), default=0)
