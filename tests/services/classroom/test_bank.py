"""A course's own bank: written from a template, edited, withdrawn, restored, taken along."""

from __future__ import annotations

import pytest

from tests.services.classroom.conftest import OWNER
from tests.services.classroom.own_items import OWN
from tutor.domain.actor import Actor
from tutor.errors import AccessError, BankError, NotFoundError, UsageError

EDITED = OWN.replace("came straight", "came")


@pytest.fixture
def course(room, teacher):
    return room.courses.create(teacher, "CPB spring", exam="cpb")


@pytest.mark.parametrize("exam", ["cpb", "cpc", "cca", None])
def test_the_template_is_right_as_it_stands(room, teacher, exam):
    course = room.courses.create(teacher, "A course", exam=exam)
    text = room.bank.template(teacher, course.id)
    assert room.bank.check(teacher, course.id, text).problems == ()
    (line,) = room.bank.add(teacher, course.id, text)
    assert line.version == 1
    question = room.bank.preview(teacher, course.id, "my-question")
    assert question.feedback


def test_the_template_is_for_staff_alone(room, services, course):
    student = Actor(services.store.create_learner("Stu").id)
    with pytest.raises(AccessError):
        room.bank.template(student, course.id)


def test_an_edit_is_the_next_version_and_no_edit_is_none(room, teacher, course):
    (line,) = room.bank.add(teacher, course.id, OWN)
    (same,) = room.bank.edit(teacher, course.id, "empty-npi", OWN)
    assert same == line
    (edited,) = room.bank.edit(teacher, course.id, "empty-npi", EDITED)
    assert (edited.id, edited.version) == (line.id, 2)
    assert room.bank.item(teacher, course.id, "empty-npi").source.count("came\n") == 1
    with pytest.raises(BankError, match="empty-npi is already in the course's bank: choose"):
        room.bank.add(teacher, course.id, OWN)


def test_a_faulty_edit_changes_nothing(room, teacher, course):
    room.bank.add(teacher, course.id, OWN)
    with pytest.raises(BankError, match=r"npi\.yaml:\d+: "):
        room.bank.edit(
            teacher, course.id, "empty-npi", OWN.replace("kind: single", "kind: sngle"), "npi.yaml"
        )
    with pytest.raises(UsageError, match="keep the ids as they were"):
        room.bank.edit(teacher, course.id, "empty-npi", OWN.replace("id: empty-npi", "id: other"))
    with pytest.raises(NotFoundError):
        room.bank.edit(teacher, course.id, "other", OWN)
    (line,) = room.bank.items(teacher, course.id)
    assert line.version == 1


def test_a_published_set_keeps_the_version_it_froze(room, services, teacher, course):
    (line,) = room.bank.add(teacher, course.id, OWN)
    made = room.sets.create(teacher, course.id, "Week 1")
    room.sets.add(teacher, made.id, "empty-npi")
    version = room.sets.publish(teacher, made.id)
    frozen = services.store.published_set(version.id)
    ((_, (before,)),) = room.sets.published(teacher, version.id)
    room.bank.edit(teacher, course.id, line.id, EDITED)
    warnings = room.sets.view(teacher, made.id).warnings
    assert (
        "1 question edited in the bank since version 1: publish again to take that over" in warnings
    )
    room.bank.withdraw(teacher, course.id, line.id)
    assert services.store.published_set(version.id) == frozen
    ((_, (after,)),) = room.sets.published(teacher, version.id)
    assert after == before
    assert "came straight" in after.stem


def test_what_is_withdrawn_can_come_back(both):
    room = both.classroom
    course = room.courses.create(OWNER, "CPB spring", exam="cpb")
    (item,) = room.bank.glance(OWN).items
    both.store.keep_course_items(None, course.id, [(item, OWN)])
    made = room.sets.create(OWNER, course.id, "Week 1")
    room.sets.add(OWNER, made.id, item.id)
    for _ in range(2):  # the same again changes nothing
        room.bank.withdraw(OWNER, course.id, item.id)
    assert room.bank.items(OWNER, course.id) == ()
    (line,) = room.bank.items(OWNER, course.id, include_withdrawn=True)
    assert line.withdrawn
    with pytest.raises(NotFoundError, match="withdrawn"):
        room.sets.publish(OWNER, made.id)
    with pytest.raises(UsageError, match="no items"):
        room.bank.export(OWNER, course.id)
    room.bank.restore(OWNER, course.id, item.id)
    assert [one.id for one in room.bank.items(OWNER, course.id)] == [item.id]
    assert room.bank.glance(room.bank.export(OWNER, course.id)).items[0].id == item.id
    assert room.sets.publish(OWNER, made.id).number == 1
    log = [line.action for line in room.courses.log(OWNER, course.id)]
    assert log[:3] == ["published", "restored", "withdrawn"]


def test_a_copy_brings_own_items_along_once(both):
    room = both.classroom
    here, there = (room.courses.create(OWNER, title, exam="cpb") for title in ("Here", "There"))
    (item,) = room.bank.glance(OWN).items
    both.store.keep_course_items(None, here.id, [(item, OWN)])
    made = room.sets.create(OWNER, here.id, "Week 1")
    room.sets.add(OWNER, made.id, item.id)
    for _ in range(2):
        copied = room.sets.copy(OWNER, made.id, there.id)
    (line,) = room.bank.items(OWNER, there.id)
    assert copied.definition.sections[0].picks[0].item_id == line.id
    assert room.sets.publish(OWNER, copied.id).questions == 1
