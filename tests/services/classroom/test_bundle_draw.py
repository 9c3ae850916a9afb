"""Forms drawn per student by what the student has answered: files hold to what went out."""

import pytest

from tests.services.classroom.assign_bench import School
from tests.services.classroom.bundle_bench import FileSchool
from tests.services.classroom.test_bundle_feedback import ALL
from tests.store.classroom_rows import START, add
from tutor.domain.set_draw import by_history


@pytest.fixture
def school(services, tmp_path, library, clock):
    made = FileSchool(services, tmp_path, library, clock)
    yield made
    made.close()


def drawn_set(school, seen="new"):
    """Publish a set of two questions, drawn of four for each student."""
    store = school.services.store
    pool = [slot.pool[0] for slot in store.published_set("version-1").slots[:4]]
    rule = {"count": 2, "exam": None, "domains": [], "role": None, "skill": None, "subject": None,
            "level": None, "difficulty": [1, 5], "seen": seen, "source": "written"}  # fmt: skip
    section = {"title": "", "text": "", "picks": [], "rules": [rule], "points": 1.0}
    definition = {"sections": [section], "per_student": True}
    about = {"title": "Drawn", "definition": definition}
    add(store, "quiz_set", id="set-2", course_id="course-1", shared=False, created_at=START,
        edited_at=START, **about)  # fmt: skip
    add(store, "quiz_set_version", id="version-2", set_id="set-2", number=1, seed="7",
        published_at=START, **about)  # fmt: skip
    for slot in range(2):
        for place, (item_id, item_hash) in enumerate(pool):
            add(store, "quiz_set_item", version_id="version-2", slot=slot, place=place,
                item_id=item_id, item_hash=item_hash)  # fmt: skip
    return [item_id for item_id, _ in pool]


def assign_drawn(school):
    from tutor.domain.assignment import AssignmentPolicy
    from tutor.services.classroom.assignment_views import AssignmentDraft

    rules = AssignmentPolicy(release=ALL)
    draft = AssignmentDraft(
        "version-2", "", "2026-11-23 08:00", "2026-11-25", "2026-11-27", rules, ("Section 1",)
    )
    return School.given.fget(school).create(school.teacher, "course-1", draft).assignment.id


def asked(machine, here):
    """Return the kinds that a student has in an attempt."""
    (one,) = machine.services.store.assigned_attempts(here, machine.learner.id)
    return {slot.placed.item.kind for slot in machine.services.store.attempt(one.attempt_id).slots}


def test_new_questions_are_new_by_what_came_in_before(school, clock):
    pool = drawn_set(school)
    store = school.services.store
    assert by_history(store.published_set("version-2"))
    first = {item_id.removeprefix("item-") for item_id in pool[:2]}
    machine, _here, _path, _given = school.handed_in(answers=dict.fromkeys(first, True))
    school.collect(school.folder / "in")
    store.settle()
    clock.advance(60)
    # what came in is counted once it may show: here it may not yet
    assert store.item_history(school.ann.learner_id) == {}
    clock.advance(30 * 86_400)
    store.settle()
    assert set(store.item_history(school.ann.learner_id)) == set(pool[:2])
    clock.advance(-30 * 86_400)
    given = assign_drawn(school)
    view = school.bundles.export(school.teacher, given, school.folder / "drawn")
    assert view.by_history
    here = machine.receive(view.files[0].path).assignment_id
    machine.take(here, {})
    assert asked(machine, here) == {item_id.removeprefix("item-") for item_id in pool[2:]}


def test_a_form_stays_as_it_went_out(school, clock):
    """What the student answers meanwhile makes other questions new: the file's stay."""
    pool = drawn_set(school)
    store = school.services.store
    given = assign_drawn(school)
    machine = school.machine("ann")
    view = school.bundles.export(school.teacher, given, school.folder / "drawn")
    here = machine.receive(view.files[0].path).assignment_id
    clock.advance(60)
    machine.take(here, {})
    mine = asked(machine, here)
    path = machine.hand_in(here, school.folder / "in")
    add_history(store, school.ann.learner_id, [f"item-{kind}" for kind in mine])
    reports, taken = school.collect(school.folder / "in")
    assert [one.status for one in reports.values()] == ["imported"]
    assert taken.imported == 1
    again = school.bundles.export(school.teacher, given, school.folder / "again")
    assert machine.receive(again.files[0].path).updated
    entries = store.changes("course-1", subject_id=given)
    assert [one.change.action for one in entries].count("forms drawn") == 1
    assert path
    assert len(mine & {item_id.removeprefix("item-") for item_id in pool}) == 2


def add_history(store, learner_id, item_ids):
    for item_id in item_ids:
        add(store, "item_history", learner_id=learner_id, item_id=item_id, times=1,
            first_score=1.0, last_score=1.0, last_at=START)  # fmt: skip
