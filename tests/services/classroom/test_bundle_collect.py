"""Whatever is in a folder of results, each file is judged on its own."""

import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.classroom.assign_bench import HIDDEN
from tests.services.classroom.bundle_bench import FileSchool, forged
from tests.store.test_replay import projections
from tutor.domain.actor import INSTRUCTOR, Actor
from tutor.domain.assignment import Extension
from tutor.errors import UsageError
from tutor.interchange.bundle import RESULTS, read_bundle

FIRST = {"single": True, "multiple": False}


@pytest.fixture
def school(services, tmp_path, library, clock):
    made = FileSchool(services, tmp_path, library, clock)
    yield made
    made.close()


def key_of(machine):
    return machine.services.classroom.handouts.device_key(machine.learner.id)


def state(school):
    """Return what statistics and marks there are."""
    store = school.services.store
    made = [
        (one.attempt_id, one.number, one.started_at, one.handed_in, one.answered)
        for one in store.assigned_attempts(store.assignments("course-1")[0].id)
    ]
    return projections(store), made, store.marks_of([one[0] for one in made])


def test_forgeries_of_a_student_s_own_file_are_refused(school):
    """Whoever signs rightly can write anything: it has to fit what was handed out."""
    machine, _here, path, given_id = school.handed_in(answers=FIRST)
    key, folder = key_of(machine), school.folder / "forged"
    folder.mkdir()

    def answer_of(results):
        events = results["attempts"][0]["events"]
        return next(event for event in events if event["kind"] == "response_given")

    def more_questions(results):
        results["attempts"][0]["questions"].append(results["attempts"][0]["questions"][0])

    changes = {
        "questions": more_questions,
        "parts": lambda r: r["attempts"][0]["questions"][0].update(arrangement=["p1"] * 3),
        "answer": lambda r: answer_of(r)["payload"].update(response=["p99"]),
        "true-answer": lambda r: answer_of(r)["payload"].update(response=["b"]),
        "empty": lambda r: answer_of(r)["payload"].update(response=[]),
        "position": lambda r: answer_of(r).update(position=400),
        "kind": lambda r: answer_of(r).update(kind="card_added"),
        "no-end": lambda r: r["attempts"][0]["events"].pop(),
        "order": lambda r: r["attempts"][0]["events"].reverse(),
        "twice": lambda r: r["attempts"].append(r["attempts"][0]),
        "nothing": lambda r: r.update(attempts=[]),
        "type": lambda r: r.update(attempts={"a": 1}),
        "time": lambda r: answer_of(r).update(at="yesterday"),
        "abandoned": lambda r: r["attempts"][0]["events"][-1]["payload"].update(status="open"),
        "course": lambda r: r.update(course_id="course-2"),
        "assignment": lambda r: r.update(assignment_id="assignment-9"),
        "stranger": lambda r: r.update(external_id="S999"),
    }
    for name, change in changes.items():
        forged(path, change, key, folder / f"{name}.tutorresults")
    reports, view = school.collect(folder)
    found = {name.partition(".")[0]: one.status for name, one in reports.items()}
    assert view.imported == 0
    assert {name for name, status in found.items() if status == "unfit"} == {
        "questions", "parts", "answer", "true-answer",
    }  # fmt: skip
    assert {name for name, status in found.items() if status == "foreign"} == {
        "course", "assignment",
    }  # fmt: skip
    assert found["stranger"] == "unknown student"
    assert all(
        status == "damaged"
        for name, status in found.items()
        if name in set(changes) - {"questions", "parts", "answer", "true-answer", "course",
                                   "assignment", "stranger"}
    )  # fmt: skip
    assert all(one.message and "\n" not in one.message for one in reports.values())
    assert school.services.store.assigned_attempts(given_id) == ()
    assert school.services.store.device_keys("course-1") == {}


def test_scores_in_a_file_are_never_believed(school):
    machine, _here, path, given_id = school.handed_in(answers=FIRST)

    def flatter(results):
        for event in results["attempts"][0]["events"]:
            event["payload"]["score"] = 1.0

    forged(path, flatter, key_of(machine), path)
    school.collect(path.parent)
    store = school.services.store
    (made,) = store.assigned_attempts(given_id)
    assert store.marks_of([made.attempt_id])[made.attempt_id][0] == 1


def test_results_of_another_assignment_cannot_be_replayed(school):
    machine, _here, path, _given_id = school.handed_in(answers=FIRST)
    other = school.assign(HIDDEN)
    school.export(other)
    forged(
        path,
        lambda results: results.update(assignment_id=other),
        key_of(machine),
        path.with_name("replayed.tutorresults"),
    )
    reports, _view = school.collect(path.parent)
    assert reports["replayed.tutorresults"].status == "unfit"
    reports, _view = school.collect(path.parent, assignment_id=other)
    assert reports[path.name].status == "foreign"


def test_another_student_s_work_is_found_out(school):
    ann, _here, path, given_id = school.handed_in(answers=FIRST)
    files = school.export(given_id)
    ben = school.machine("ben")
    ben.receive(files["S002"])

    def mine(results):
        results["external_id"] = "S002"

    def disguised(results):
        mine(results)
        results["attempts"][0]["id"] = "0190"
        for event in results["attempts"][0]["events"]:
            event["event_id"] = f"x{event['seq']}"

    forged(path, mine, key_of(ben), path.with_name("b1.tutorresults"))
    forged(path, disguised, key_of(ben), path.with_name("b2.tutorresults"))
    forged(path, mine, key_of(ann), path.with_name("b3.tutorresults"))
    reports, view = school.collect(path.parent)
    assert reports[path.name].status == "imported"
    assert reports["b1.tutorresults"].status == reports["b2.tutorresults"].status == "copied"
    assert "S001" in reports["b1.tutorresults"].message
    assert reports["b3.tutorresults"].status == "another key"
    assert view.imported == 1


def test_a_second_machine_is_taken_only_when_accepted(school):
    _one, _here, path, given_id = school.handed_in(answers=FIRST, attempts=2)
    school.collect(path.parent)
    two = school.machine("ann-laptop")
    here = two.receive(school.export(given_id)["S001"]).assignment_id
    two.take(here, FIRST)
    other = school.folder / "in2"
    two.hand_in(here, other)
    reports, _view = school.collect(other)
    (report,) = reports.values()
    assert report.status == "another key"
    assert "--accept-device S001" in report.message
    reports, _view = school.collect(other, accept=["s001"])
    (report,) = reports.values()
    assert (report.status, report.new) == ("imported", 1)
    assert "another machine" in report.message
    numbers = [made.number for made in school.services.store.assigned_attempts(given_id)]
    assert numbers == [1, 2]
    third = school.machine("ann-phone")
    here = third.receive(school.export(given_id)["S001"]).assignment_id
    third.take(here, FIRST)
    third.hand_in(here, school.folder / "in3")
    reports, _view = school.collect(school.folder / "in3", accept=["S001"])
    assert [one.status for one in reports.values()] == ["too many"]


def test_an_attempt_that_changed_afterwards_is_refused(school):
    machine, _here, path, _given = school.handed_in(answers=FIRST)
    school.collect(path.parent)
    before = state(school)

    def better(results):
        for event in results["attempts"][0]["events"]:
            if event["kind"] == "response_given":
                event["payload"]["latency_ms"] = 5

    forged(path, better, key_of(machine), path)
    reports, _view = school.collect(path.parent)
    assert [one.status for one in reports.values()] == ["changed"]
    assert state(school) == before


def test_work_ended_after_the_close_waits_for_an_extension(school, clock):
    given_id = school.assign(HIDDEN)
    machine = school.machine("ann")
    here = machine.receive(school.export(given_id)["S001"]).assignment_id
    machine.take(here, FIRST)
    path = machine.hand_in(here, school.folder / "in")
    store = school.services.store
    closes = clock.now().replace(hour=14)
    store.grant_extensions(
        None, given_id, {school.ann.learner_id: Extension(due_at=closes, closes_at=closes)}
    )
    reports, _view = school.collect(school.folder / "in")
    assert [one.status for one in reports.values()] == ["late"]
    more = store.assignment(given_id).closes_at
    store.grant_extensions(
        None, given_id, {school.ann.learner_id: Extension(due_at=closes, closes_at=more)}
    )
    reports, _view = school.collect(school.folder / "in")
    (report,) = reports.values()
    assert report.status == "imported"
    assert "attempt 1 is late" in report.message
    assert path


def test_a_clock_set_back_is_told(school, clock):
    given_id = school.assign(HIDDEN)
    machine = school.machine("ann")
    here = machine.receive(school.export(given_id)["S001"]).assignment_id
    session = machine.services.classroom.work.start(machine.actor, here)
    machine.answer(session, {"single": True})
    clock.advance(-600)
    machine.answer(session, {"numeric": True})
    session.end()
    machine.hand_in(here, school.folder / "in")
    reports, _view = school.collect(school.folder / "in")
    (report,) = reports.values()
    assert report.status == "imported"
    assert "clock went back" in report.message
    assert school.services.store.verify() == ()


def test_what_is_no_folder_of_results_is_one_clear_line(school, tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        school.collect(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="holds no file"):
        school.collect(tmp_path / "empty")


def test_an_instructor_of_another_course_takes_nothing_in(school):
    _machine, _here, path, _given = school.handed_in(answers=FIRST)
    other = school.services.profiles.create("Dr No")
    view = school.bundles.collect(Actor(other.id, INSTRUCTOR), path.parent)
    assert [one.status for one in view.files] == ["foreign"]


def test_the_order_of_files_does_not_matter(school, services, clock):
    """Any order, in one go or one by one: the same attempts, marks and statistics."""
    given_id = school.assign(HIDDEN, attempts=2)
    files, found = school.export(given_id), []
    for name, who in (("ann", "S001"), ("ben", "S002")):
        machine = school.machine(name)
        here = machine.receive(files[who]).assignment_id
        for count in (1, 2):
            clock.advance(60)
            machine.take(here, FIRST)
            found.append(machine.hand_in(here, school.folder / f"{name}{count}"))
    clean = school.folder / "main.db"
    services.store.close()
    kept = clean.read_bytes()
    results = []

    @given(st.permutations(range(4)), st.booleans())
    @settings(
        max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    def run(order, at_once):
        results.append(_collected(school, kept, found, order, at_once=at_once))

    run()
    assert all(one == results[0] for one in results)
    assert len(results[0][1]) == 4


def _collected(school, database, found, order, *, at_once):
    """Take files in, in an order, into a copy of the instructor's database; return what came."""
    from random import Random

    from tutor.services.context import assemble
    from tutor.settings import Settings
    from tutor.store.store import open_store

    home = school.folder / "copy"
    shutil.rmtree(home, ignore_errors=True)
    folder = home / "in"
    folder.mkdir(parents=True)
    (home / "main.db").write_bytes(database)
    store = open_store(home / "main.db", clock=school._clock, backups=home / "backups")
    again = assemble(Settings(home=home), school._clock, Random(1), store, school._library)
    try:
        for place, number in enumerate(order):
            name = f"{place if at_once else number}.tutorresults"
            shutil.copy(found[number], folder / name)
            if not at_once:
                again.classroom.bundles.collect(school.teacher, folder)
        view = again.classroom.bundles.collect(school.teacher, folder)
        assert view.refused == 0
        store.rebuild()
        made = [
            (one.attempt_id, one.number, one.started_at, one.handed_in)
            for one in store.assigned_attempts(store.assignments("course-1")[0].id)
        ]
        return projections(store), made, store.marks_of([one[0] for one in made])
    finally:
        store.close()


def test_the_file_holds_what_happened_and_on_which_machine(school):
    _machine, _here, path, _given = school.handed_in(answers=FIRST)
    results = read_bundle(path, RESULTS).members["results.json"]
    events = results["attempts"][0]["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len({event["device"] for event in events}) == 1
    assert sum(event["kind"] == "response_given" for event in events) == 2
    assert "score" not in json.dumps(events)
