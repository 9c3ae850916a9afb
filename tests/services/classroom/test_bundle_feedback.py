"""Feedback goes back in files: only what is released, counted once, replaced by later feedback."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.services.classroom.assign_bench import DURING, HIDDEN
from tests.services.classroom.bundle_bench import ITEMS, FileSchool
from tests.store.test_replay import projections
from tutor.domain.actor import STUDENT, Actor
from tutor.domain.assignment import Release
from tutor.domain.kinds import KINDS
from tutor.domain.returned import without_reasons
from tutor.errors import AccessError, BundleError, NotFoundError, UsageError
from tutor.interchange.bundle import FEEDBACK, RESULTS, read_bundle, write_bundle
from tutor.interchange.signing import key_code, own_key
from tutor.services.classroom.regrading import RegradingService

ALL = Release("after_submit", "after_submit", "after_submit", "after_submit")
VERDICTS = Release("after_submit", "after_submit", "after_close", "after_close")
KEYS = Release("after_submit", "after_submit", "after_submit", "after_close")
SCORE = Release("after_submit", "after_close", "after_close", None)
ANSWERS = {"single": True, "multiple": False, "numeric": True, "order": True}
RIGHT = {"single", "numeric", "order"}


@pytest.fixture
def school(services, tmp_path, library, clock):
    made = FileSchool(services, tmp_path, library, clock)
    yield made
    made.close()


def sent(school, release, *, answers=ANSWERS, **about):
    """Take the way to a collected assignment; return the student's machine, and both ids."""
    machine, here, _path, given = school.handed_in(
        answers=answers, assignment=school.assign(release, **about)
    )
    school.collect(school.folder / "in")
    return machine, here, given


def written(school, given, folder="feedback", **about):
    """Write feedback; return the view, and the files by roster id."""
    view = school.bundles.feedback(school.teacher, given, school.folder / folder, **about)
    return view, {one.external_id: Path(one.path) for one in view.students if one.path}


def came(machine, here):
    """Return the result of the only attempt, and its questions as reviewed."""
    work = machine.services.classroom.work
    (attempt,) = machine.services.store.assigned_attempts(here, machine.learner.id)
    session = work.resume(machine.actor, attempt.attempt_id)
    result = work.result(machine.actor, attempt.attempt_id)
    return result, [session.review(place) for place in range(result.total)]


def by_kind(questions):
    return {one.kind: one for one in questions}


def test_all_comes_back_and_counts(school):
    machine, here, given = sent(school, ALL)
    view, files = written(school, given)
    assert [(one.external_id, one.attempts) for one in view.students] == [("S001", 1)]
    assert view.students[0].shows == ("score", "correctness", "key", "rationale")
    told = machine.receive(files["S001"])
    assert (told.assignment_id, told.attempts, told.new, told.older) == (here, 1, 1, False)
    result, questions = came(machine, here)
    assert (result.points, result.most, result.later) == (3, len(ITEMS), ())
    found = by_kind(questions)
    assert found["single"].feedback.outcome == "right"
    assert found["multiple"].feedback.outcome in ("wrong", "partly")
    assert found["match"].feedback.outcome == "skipped"
    assert found["single"].feedback.parts[0].rationale
    store, me = machine.services.store, machine.learner.id
    history = store.item_history(me)
    assert set(history) == {f"item-{kind}" for kind in ANSWERS}
    assert {one for one in history if history[one].last_score == 1} >= {
        f"item-{kind}" for kind in RIGHT
    }
    progress = store.progress(me)
    assert sum(one.answered for one in progress.roles.values()) == len(ANSWERS)
    assert sum(day.answered for day in progress.days) == len(ANSWERS)
    assert {one.item_id for one in store.first_answers(me)} == set(history)
    assert [one.item_id for one in store.missed(me)] == ["item-multiple"]
    assert store.verify() == ()
    before = projections(store)
    store.rebuild()
    assert projections(store) == before
    assert store.marks_of([result.attempt_id])[result.attempt_id][:2] == (3, len(ITEMS))
    line = machine.services.classroom.work.line(machine.actor, here)
    assert (line.points, line.shows) == (3, ())


def test_every_kind_comes_back_as_it_was_answered(school):
    answers = {kind: place % 2 == 0 for place, kind in enumerate(KINDS)}
    machine, here, given = sent(school, ALL, answers=answers)
    _view, files = written(school, given)
    machine.receive(files["S001"])
    _result, questions = came(machine, here)
    for question in questions:
        assert (question.feedback.outcome == "right") is answers[question.kind], question.kind
        assert question.feedback.key
        assert question.response


def test_verdicts_come_without_keys_and_count_once(school, clock):
    machine, here, given = sent(school, VERDICTS)
    view, files = written(school, given)
    assert view.students[0].shows == ("score", "correctness")
    text = str(read_bundle(files["S001"], FEEDBACK).members)
    assert not any(one.id in text or "rationale" in text for one in ITEMS)
    machine.receive(files["S001"])
    result, questions = came(machine, here)
    assert result.points == 3
    assert "another feedback file" in result.later[0]
    found = by_kind(questions)
    assert (found["single"].feedback.outcome, found["single"].feedback.key) == ("right", "")
    assert found["single"].feedback.parts == ()
    store, me = machine.services.store, machine.learner.id
    domains = store.progress(me).domains
    assert domains
    assert all(one.answered == len(ANSWERS) for one in domains.values())
    assert store.item_history(me) == {}
    assert store.missed(me) == ()
    assert len(store.first_answers(me)) == len(ANSWERS)
    assert store.verify() == ()
    clock.advance(30 * 86_400)
    view, later = written(school, given, "later")
    assert view.students[0].shows == ("score", "correctness", "key", "rationale")
    assert machine.receive(later["S001"]).new == 1
    assert store.progress(me).domains.keys() == domains.keys()
    assert all(one.answered == len(ANSWERS) for one in store.progress(me).domains.values())
    assert len(store.item_history(me)) == len(ANSWERS)
    assert [one.item_id for one in store.missed(me)] == ["item-multiple"]
    assert {one.item_id for one in store.first_answers(me)} == set(store.item_history(me))
    assert store.verify() == ()
    assert by_kind(came(machine, here)[1])["single"].feedback.key


def test_keys_without_reasons_hold_none(school):
    machine, here, given = sent(school, KEYS)
    _view, files = written(school, given)
    members = read_bundle(files["S001"], FEEDBACK).members
    reasons = [o.rationale for item in ITEMS for o in getattr(item.body, "options", ())]
    assert reasons
    assert not any(reason in str(members) for reason in reasons if reason)
    machine.receive(files["S001"])
    found = by_kind(came(machine, here)[1])
    assert found["single"].feedback.key
    assert not any(part.rationale for part in found["single"].feedback.parts)


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.kind)
def test_an_item_without_its_reasons_grades_the_same(item):
    bare = without_reasons(item)
    kind = KINDS[item.kind]
    key = kind.key(item.body)
    assert kind.key(bare.body) == key
    assert kind.grade(bare.body, key).score == 1
    assert bare.references == ()


def test_a_bare_score_counts_in_no_statistic(school):
    machine, here, given = sent(school, SCORE)
    _view, files = written(school, given)
    machine.receive(files["S001"])
    result, questions = came(machine, here)
    assert (result.points, result.facts) == (3, ("score",))
    assert all(line.outcome is None and line.points is None for line in result.lines)
    assert all(one.feedback is None for one in questions)
    store, me = machine.services.store, machine.learner.id
    assert store.progress(me).roles == {}
    assert store.attempts(me)[0].score is None
    assert store.verify() == ()


def test_nothing_is_written_before_anything_shows(school):
    _machine, _here, given = sent(school, HIDDEN)
    view, files = written(school, given)
    assert files == {}
    assert view.written == 0
    assert "after it closes" in view.students[0].message
    assert not (school.folder / "feedback").exists()


def test_the_same_file_again_changes_nothing(school, clock):
    machine, _here, given = sent(school, ALL)
    _view, files = written(school, given)
    machine.receive(files["S001"])
    before = projections(machine.services.store)
    again = machine.receive(files["S001"])
    assert (again.new, again.older) == (0, False)
    clock.advance(3600)
    _view, same = written(school, given, "again")
    assert machine.receive(same["S001"]).new == 0
    assert projections(machine.services.store) == before


def test_a_regrade_replaces_the_marks_in_any_order(school, clock):
    machine, here, given = sent(school, ALL)
    _view, first = written(school, given)
    regrading: RegradingService = school.services.classroom.regrading
    store = school.services.store
    hashes = {slot.placed.item.kind: slot.placed.item.content_hash
              for one in store.assigned_attempts(given)
              for slot in store.attempt(one.attempt_id).slots}  # fmt: skip
    from tutor.domain.marking import Ruling

    store.rule(school.teacher.learner_id, "course-1", hashes["single"], Ruling("void"), "broken")
    store.rule(school.teacher.learner_id, "course-1", hashes["match"], Ruling("credit"), "unclear")
    clock.advance(3600)
    _view, second = written(school, given, "second")
    regrading.override(school.teacher, given, school.ann.learner_id, 6.5, "see my mail")
    clock.advance(3600)
    _view, third = written(school, given, "third")
    assert machine.receive(second["S001"]).new == 1
    result, _ = came(machine, here)
    assert (result.points, result.most) == (3, len(ITEMS) - 1)
    rulings = {line.ruling for line in result.lines}
    assert rulings == {"", "void", "credit"}
    before = projections(machine.services.store)
    older = machine.receive(first["S001"])
    assert (older.new, older.older) == (0, True)
    assert came(machine, here)[0].points == 3
    assert machine.receive(third["S001"]).new == 1
    line = machine.services.classroom.work.line(machine.actor, here)
    assert line.points == 6.5
    assert "see my mail" in line.by_hand
    assert "see my mail" in came(machine, here)[0].by_hand
    after = projections(machine.services.store)
    assert {name: rows for name, rows in after.items() if name != "undo_state"} == {
        name: rows for name, rows in before.items() if name != "undo_state"
    }
    assert machine.services.store.verify() == ()


def test_only_the_key_of_the_course_is_trusted(school, tmp_path):
    machine, here, given = sent(school, ALL)
    _view, files = written(school, given)
    read = read_bundle(files["S001"], FEEDBACK)
    other = own_key(tmp_path / "other.key")
    forged = tmp_path / "forged.tutorfeedback"
    write_bundle(forged, FEEDBACK, read.about, read.members, other)
    with pytest.raises(BundleError, match="signed with another key than CPB spring before"):
        machine.receive(forged)
    assert came(machine, here)[0].points is None
    told = machine.receive(forged, accept_key=key_code(other.public))
    assert told.new == 1
    with pytest.raises(BundleError, match="signed with another key"):
        machine.receive(files["S001"])


def test_a_tampered_file_is_refused(school):
    machine, here, given = sent(school, ALL)
    _view, files = written(school, given)
    path = files["S001"]
    whole = path.read_bytes()
    members = read_bundle(path, FEEDBACK).members
    refused = 0
    for place in range(60, len(whole), len(whole) // 25):
        data = bytearray(whole)
        data[place] ^= 1
        path.write_bytes(data)
        try:
            assert read_bundle(path, FEEDBACK).members == members  # a date in a header, say
        except BundleError:
            refused += 1
            with pytest.raises(BundleError) as told:
                machine.receive(path)
            assert "\n" not in str(told.value)
    assert refused > 15
    path.write_bytes(whole[:-30])
    with pytest.raises(BundleError, match="cut short"):
        machine.receive(path)
    assert came(machine, here)[0].points is None


def test_what_does_not_fit_what_was_answered_is_refused(school):
    machine, here, given = sent(school, ALL)
    _view, files = written(school, given)
    read = read_bundle(files["S001"], FEEDBACK)
    key = own_key(school.services.settings.keys / "class.key")
    path = school.folder / "odd.tutorfeedback"

    def question(members, kind="single"):
        questions = members["feedback.json"]["attempts"][0]["questions"]
        return next(one for one in questions if one["item"] and f"item-{kind}" in one["item"])

    def skipped(members):
        question(members, "match")["score"] = 1.0

    changes = [
        lambda m: question(m).update(given="0" * 32),
        lambda m: question(m).update(names={}),
        lambda m: question(m).update(item="{}"),
        lambda m: question(m).update(score=2),
        lambda m: question(m).update(ruling="banned"),
        lambda m: m["feedback.json"]["attempts"][0].update(facts=["score"]),
        lambda m: m["feedback.json"]["attempts"][0]["questions"].pop(),
        lambda m: m["feedback.json"].update(made_at="soon"),
        lambda m: m["feedback.json"].update(attempts=3),
        skipped,
    ]
    for change in changes:
        members = read_bundle(files["S001"], FEEDBACK).members
        change(members)
        write_bundle(path, FEEDBACK, read.about, members, key)
        with pytest.raises(BundleError, match="is not what an instructor's program writes"):
            machine.receive(path)
    assert came(machine, here)[0].points is None


def test_feedback_is_for_its_student_alone(school, clock):
    given = school.assign(ALL)
    ann, here, _path, _given = school.handed_in(assignment=given, answers=ANSWERS)
    clock.advance(60)
    ben, _there, _path, _given = school.handed_in("ben", "S002", ANSWERS, assignment=given)
    school.collect(school.folder / "in")
    _view, files = written(school, given)
    assert set(files) == {"S001", "S002"}
    with pytest.raises(UsageError, match="is for S002, and you are S001"):
        ann.receive(files["S002"])
    assert "S002" not in str(read_bundle(files["S001"], FEEDBACK).members)
    assert came(ann, here)[0].points is None
    assert ben.receive(files["S002"]).new == 1
    stranger = school.machine("stranger")
    with pytest.raises(NotFoundError, match="not in this profile"):
        stranger.receive(files["S001"])
    with pytest.raises(BundleError, match="holds feedback to a student, not a student's results"):
        read_bundle(files["S001"], RESULTS)


def test_one_student_can_be_written_for(school, clock):
    given = school.assign(ALL)
    for name, who in (("ann", "S001"), ("ben", "S002")):
        school.handed_in(name, who, ANSWERS, assignment=given)
        clock.advance(60)
    school.collect(school.folder / "in")
    _view, files = written(school, given, students=["s002"])
    assert set(files) == {"S002"}
    with pytest.raises(UsageError, match="roster id 'S9'"):
        written(school, given, students=["S9"])


def test_feedback_needs_results_and_the_right(school):
    given = school.assign(ALL)
    with pytest.raises(UsageError, match="never went out in files"):
        written(school, given)
    school.export(given)
    with pytest.raises(UsageError, match="nothing of it was handed in by file yet"):
        written(school, given)
    for actor in (school.ann, Actor(school.ben.learner_id, STUDENT)):
        with pytest.raises(AccessError):
            school.bundles.feedback(actor, given, school.folder / "x")
    practice = school.assign(DURING)
    school.export(practice)
    with pytest.raises(UsageError, match="went out with its keys"):
        written(school, practice)


def test_an_attempt_going_on_meanwhile_shows_nothing(school, clock):
    given = school.assign(ALL, attempts=2)
    machine, here, _path, _given = school.handed_in(assignment=given, answers=ANSWERS)
    school.collect(school.folder / "in")
    _view, files = written(school, given)
    work = machine.services.classroom.work
    session = work.start(machine.actor, here)
    machine.answer(session, {"single": True})
    machine.receive(files["S001"])
    line = work.line(machine.actor, here)
    assert [one.points for one in line.attempts] == [3, None]
    session.end()
    assert work.line(machine.actor, here).points is None
    last = work.result(machine.actor, session.attempt_id)
    assert (last.points, last.facts) == (None, ())
    assert machine.services.store.verify() == ()
    assert clock.now() - timedelta(days=1) < last.handed_in
    machine.hand_in(here, school.folder / "again")  # all of it, though feedback came on the first
    files, _view = school.collect(school.folder / "again")
    (told,) = files.values()
    assert (told.status, told.new, told.known) == ("imported", 1, 1)


def test_what_went_out_without_keys_stays_without(school):
    machine, _here, given = sent(school, HIDDEN)
    assignments = school.services.classroom.assignments
    with pytest.raises(UsageError, match="went out in files without keys"):
        assignments.edit(school.teacher, given, policy={"release": DURING})
    files, _view = school.collect(school.folder / "in")
    assert [one.status for one in files.values()] == ["known"]
    assert machine.learner


def test_a_first_answer_counts_as_one_once_its_key_comes(school, clock):
    machine, _here, given = sent(school, VERDICTS, attempts=2)
    _view, files = written(school, given)
    machine.receive(files["S001"])
    store, me = machine.services.store, machine.learner.id
    firsts = {one.first_answered for one in store.progress(me).domains.values()}
    assert firsts == {0}  # which question it was, nobody knows here
    clock.advance(30 * 86_400)
    _view, later = written(school, given, "later")
    machine.receive(later["S001"])
    firsts = {one.first_answered for one in store.progress(me).domains.values()}
    assert firsts == {len(ANSWERS)}
    assert store.verify() == ()


def test_what_is_written_is_in_the_log_of_the_course(school):
    _machine, _here, given = sent(school, ALL)
    written(school, given)
    changes = school.services.store.changes("course-1", subject_id=given)
    assert changes[0].change.action == "feedback exported"
    assert changes[0].change.after == {"files": 1, "students": ["S001"]}
    assert replace(changes[0].change, after=None).before is None


def test_what_counted_goes_on_counting_where_less_shows_later(school, clock):
    machine, _here, given = sent(school, ALL)
    _view, files = written(school, given)
    machine.receive(files["S001"])
    store, me = machine.services.store, machine.learner.id
    counted = set(store.first_answers(me))
    less = {"release": replace(SCORE, correctness=None, key=None)}
    school.services.classroom.assignments.edit(school.teacher, given, policy=less)
    clock.advance(3600)
    view, later = written(school, given, "later")
    assert view.students[0].shows == ("score", "correctness")  # no keys any more
    assert machine.receive(later["S001"]).new == 1
    assert set(store.first_answers(me)) == counted
    assert {one.item_id for one in counted} == set(store.item_history(me))
    assert store.verify() == ()
