"""Who may do what in classes; sets and policies survive their JSON form."""

import json

import pytest

from tutor.domain.actor import Actor, owner_of
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.permissions import require_self, require_staff, require_teacher
from tutor.domain.quiz_set import FrozenSlot, Pick, PublishedSet, Rule, Section, SetDefinition
from tutor.errors import AccessError

STUDENT, TEACHER = Actor("ann"), Actor("tom", "instructor")
ADMIN, OWNER = Actor("ada", "administrator"), owner_of(None)


def test_students_do_not_teach():
    with pytest.raises(AccessError, match="for instructors"):
        require_teacher(STUDENT)
    for actor in (TEACHER, ADMIN, OWNER):
        require_teacher(actor)


def test_instructors_reach_their_own_courses_only():
    require_staff(TEACHER, {"tom"})
    for actor in (ADMIN, OWNER):
        require_staff(actor, ())
    with pytest.raises(AccessError, match="another instructor's"):
        require_staff(TEACHER, {"una"})
    with pytest.raises(AccessError, match="for instructors"):
        require_staff(STUDENT, {"ann"})


def test_each_sees_their_own_work_only():
    require_self(STUDENT, "ann")
    require_self(OWNER, "ann")
    for actor in (STUDENT, TEACHER, ADMIN):
        with pytest.raises(AccessError, match="not yours"):
            require_self(actor, "bob")


def test_a_definition_survives_its_json_form():
    rule = Rule(5, "cpb", (("bill", 3), ("ins", 2)), role="biller", difficulty=(2, 4))
    section = Section("Part A", "Choose.", (Pick("item-1", 2.0),), (rule,), 1.5)
    definition = SetDefinition((section,), per_student=True)
    assert SetDefinition.from_dict(json.loads(json.dumps(definition.to_dict()))) == definition


def test_a_policy_survives_its_json_form_and_takes_usual_values():
    policy = AssignmentPolicy(3, "mean", 1800, "deduct", 10.0, False, False, Release("during"))
    assert AssignmentPolicy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy
    assert AssignmentPolicy.from_dict({}) == AssignmentPolicy()


def test_a_published_set_knows_its_points():
    slots = (FrozenSlot(0, 2.0, (("a", "1"),)), FrozenSlot(1, 1.5, (("b", "2"), ("c", "3"))))
    assert PublishedSet("v", "s", 1, "Week 1", SetDefinition(), 7, slots).most == 3.5
