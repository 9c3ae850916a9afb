"""A class with nothing but files: out, taken, in, marked."""

import json
import zipfile
from datetime import datetime

import pytest

from tests.services.classroom.assign_bench import DURING, HIDDEN
from tests.services.classroom.bundle_bench import ITEMS, FileSchool
from tests.store.test_replay import projections
from tutor.domain.assignment import Extension
from tutor.domain.kinds import KINDS
from tutor.errors import AccessError, BundleError, UsageError

ALL = dict.fromkeys(KINDS, True)
FIRST = {"single": True, "multiple": False, "numeric": True, "order": True}


@pytest.fixture
def school(services, tmp_path, library, clock):
    made = FileSchool(services, tmp_path, library, clock)
    yield made
    made.close()


def test_right_answers_come_back_as_full_marks(school):
    _machine, _here, _path, given = school.handed_in(answers=ALL)
    reports, view = school.collect(school.folder / "in")
    (report,) = reports.values()
    assert (report.status, report.student, report.new) == ("imported", "S001", 1)
    assert (view.imported, view.refused) == (1, 0)
    store = school.services.store
    (made,) = store.assigned_attempts(given, school.ann.learner_id)
    assert (made.status, made.number, made.answered, made.withheld) == (
        "finished", 1, len(ITEMS), True,
    )  # fmt: skip
    points, most, _questions = store.marks_of([made.attempt_id])[made.attempt_id]
    assert (points, most) == (len(ITEMS), len(ITEMS))
    assert {slot.placed.item for slot in store.attempt(made.attempt_id).slots} == set(ITEMS)
    assert store.verify() == ()


def test_some_answers_come_back_as_they_were_given(school):
    machine, here, _path, given = school.handed_in(answers=FIRST)
    school.collect(school.folder / "in")
    store = school.services.store
    (made,) = store.assigned_attempts(given, school.ann.learner_id)
    scores = {
        slot.placed.item.kind: slot.answer and slot.answer.score
        for slot in store.attempt(made.attempt_id).slots
    }
    expected = dict.fromkeys(KINDS) | {"single": 1, "multiple": 0, "numeric": 1, "order": 1}
    assert scores == expected
    theirs = machine.services.store.assigned_attempts(here, machine.learner.id)[0]
    assert made.started_at == theirs.started_at
    assert made.handed_in == theirs.handed_in


def test_a_student_s_machine_learns_nothing_from_answering(school):
    machine, _here, _path, _given = school.handed_in(answers=FIRST)
    store, services = machine.services.store, machine.services
    (attempt,) = store.attempts(machine.learner.id)
    assert attempt.score is None
    assert attempt.answered == len(FIRST)
    progress = store.progress(machine.learner.id)
    assert (progress.domains, progress.roles, progress.days) == ({}, {}, ())
    assert store.item_history(machine.learner.id) == {}
    assert store.first_answers(machine.learner.id) == ()
    assert not projections(store)["card_state"]
    assert store.marks_of([attempt.id]) == {}
    result = services.classroom.work.result(machine.actor, attempt.id)
    assert (result.points, result.answered) == (None, len(FIRST))
    assert {line.outcome for line in result.lines} == {None}
    session = services.classroom.work.resume(machine.actor, attempt.id)
    assert all(session.review(place).feedback is None for place in range(len(ITEMS)))
    assert store.verify() == ()
    live = projections(store)
    store.rebuild()
    assert projections(store) == live
    assert services.classroom.work.lines(machine.actor)[0].status == "submitted"


def test_no_key_is_in_the_file_or_the_student_s_database(school):
    given = school.assign(HIDDEN)
    path = school.export(given)["S001"]
    with zipfile.ZipFile(path) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist()).decode()
    machine = school.machine("ann")
    here = machine.receive(path).assignment_id
    machine.take(here, FIRST)
    database = (machine.home / "main.db").read_bytes() + (machine.home / "main.db-wal").read_bytes()
    for secret in (
        "The error is on the claim",
        "Because 2",
        "From the record",
        "105 x 80",
        "E11.22",
    ):
        assert secret not in text
    for secret in (b"The error is on the claim", b"Because 2", b"From the record", b"item-single"):
        assert secret not in database
    for item in ITEMS:
        assert item.id not in text
        assert item.content_hash not in text


def test_the_same_folder_again_changes_nothing(school):
    school.handed_in(answers=FIRST)
    school.collect(school.folder / "in")
    before = projections(school.services.store), school.services.store.health().counts
    reports, view = school.collect(school.folder / "in")
    assert [one.status for one in reports.values()] == ["known"]
    assert (view.imported, view.refused) == (0, 0)
    assert (projections(school.services.store), school.services.store.health().counts) == before


def test_a_later_hand_in_holds_the_earlier_one(school):
    machine, here, path, given = school.handed_in(answers=FIRST, attempts=2)
    early = path.rename(path.with_name("early.tutorresults"))
    machine.take(here, ALL)
    machine.hand_in(here, school.folder / "in")
    reports, _view = school.collect(school.folder / "in")
    assert reports[early.name].status == "known"
    assert (reports[path.name].status, reports[path.name].new) == ("imported", 2)
    made = school.services.store.assigned_attempts(given, school.ann.learner_id)
    assert [one.number for one in made] == [1, 2]


def test_everybody_gets_their_own_dates_and_limits(school, clock):
    given = school.assign(HIDDEN, seconds=600)
    store = school.services.store
    store.set_factors(None, "course-1", {school.ben.learner_id: 2.0})
    more = Extension(due_at=datetime.fromisoformat("2026-12-24T00:00:00+00:00"), more_attempts=1)
    store.grant_extensions(None, given, {school.ann.learner_id: more})
    files = school.export(given)
    ann = school.machine("ann").receive(files["S001"])
    ben = school.machine("ben").receive(files["S002"])
    assert (ann.due_at, ann.attempts, ann.seconds) == (more.due_at, 2, 600)
    assert (ben.attempts, ben.seconds) == (1, 1200)
    assert ben.due_at > store.assignment(given).due_at


def test_new_dates_come_with_the_file_again(school):
    given = school.assign(HIDDEN)
    machine = school.machine("ann")
    first = machine.receive(school.export(given)["S001"])
    assert (first.first, first.updated) == (True, False)
    later = datetime.fromisoformat("2027-01-15T00:00:00+00:00")
    more = Extension(due_at=later, closes_at=later)
    school.services.store.grant_extensions(None, given, {school.ann.learner_id: more})
    again = machine.receive(school.export(given)["S001"])
    assert (again.first, again.updated, again.closes_at) == (False, True, later)
    (line,) = machine.services.classroom.work.lines(machine.actor)
    assert line.closes_at == later


def test_one_file_serves_a_class_that_has_one_form(school):
    given = school.assign(HIDDEN)
    path = school.export(given, one_file=True)[""]
    machine = school.machine("ben")
    with pytest.raises(UsageError, match="roster-id"):
        machine.receive(path)
    here = machine.receive(path, roster_id="s002").assignment_id
    machine.take(here, FIRST)
    machine.hand_in(here, school.folder / "in")
    reports, _view = school.collect(school.folder / "in")
    assert [(one.status, one.student) for one in reports.values()] == [("imported", "S002")]


def test_practice_that_shows_all_at_once_carries_its_keys(school):
    given = school.assign(DURING, attempts=None)
    view = school.bundles.export(school.teacher, given, school.folder / "out")
    assert not view.keyless
    machine = school.machine("ann")
    here = machine.receive(view.files[0].path).assignment_id
    machine.take(here, FIRST)
    assert machine.services.store.progress(machine.learner.id).domains
    machine.hand_in(here, school.folder / "in")
    reports, _view = school.collect(school.folder / "in")
    assert [one.status for one in reports.values()] == ["imported"]
    (made,) = school.services.store.assigned_attempts(given, school.ann.learner_id)
    assert school.services.store.marks_of([made.attempt_id])[made.attempt_id][0] == 3


def test_another_key_of_a_course_is_refused_until_it_is_accepted(school):
    given = school.assign(HIDDEN)
    machine = school.machine("ann")
    code = machine.receive(school.export(given)["S001"]).code
    assert code == school.bundles.key(school.teacher)
    (school.services.settings.keys / "class.key").unlink()
    path = school.export(given)["S001"]
    with pytest.raises(BundleError, match="another key than CPB spring before"):
        machine.receive(path)
    with pytest.raises(BundleError, match="another key"):
        machine.receive(path, accept_key=code)
    new = school.bundles.key(school.teacher)
    assert machine.receive(path, accept_key=new).code == new
    assert machine.receive(path).code == new


def test_a_file_of_another_student_is_refused(school):
    given = school.assign(HIDDEN)
    files = school.export(given)
    machine = school.machine("ann")
    machine.receive(files["S001"])
    with pytest.raises(UsageError, match="for S002"):
        machine.receive(files["S002"])
    with pytest.raises(UsageError, match="for S001, not for S009"):
        machine.receive(files["S001"], roster_id="S009")


def test_nothing_is_handed_in_before_an_attempt_has_ended(school):
    given = school.assign(HIDDEN)
    machine = school.machine("ann")
    here = machine.receive(school.export(given)["S001"]).assignment_id
    machine.services.classroom.work.start(machine.actor, here)
    with pytest.raises(UsageError, match="finish an attempt first"):
        machine.hand_in(here, school.folder / "in")


def test_only_those_who_teach_the_course_export_and_collect(school):
    given = school.assign(HIDDEN)
    with pytest.raises(AccessError):
        school.bundles.export(school.ann, given, school.folder / "out")
    with pytest.raises(AccessError):
        school.bundles.collect(school.ann, school.folder)
    with pytest.raises(AccessError):
        school.bundles.key(school.ann)


def test_the_audit_log_says_what_was_exported(school):
    given = school.assign(HIDDEN)
    school.export(given)
    (entry, *_) = school.services.store.changes("course-1", subject_id=given)
    assert entry.change.action == "exported"
    assert json.loads(json.dumps(entry.change.after))["students"] == ["S001", "S002"]
