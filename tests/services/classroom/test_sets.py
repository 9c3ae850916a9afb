"""Quiz sets: from a draft to what students get."""

import pytest

from tests.services.classroom.own_items import OWN
from tutor.domain.actor import Actor
from tutor.domain.quiz_set import Rule
from tutor.domain.set_draft import moved, with_points, with_rule, without_pick
from tutor.domain.set_draw import form_of
from tutor.domain.set_sections import with_section
from tutor.errors import AccessError, BankError, NotFoundError, UsageError


@pytest.fixture
def course(room, teacher):
    return room.courses.create(teacher, "CPB spring", exam="cpb")


@pytest.fixture
def ids(services):
    return [head.id for head in services.library.heads("bank") if not head.case_id]


@pytest.fixture
def quiz_set(room, teacher, course, ids):
    made = room.sets.create(teacher, course.id, "Week 1")
    for item_id in ids[:2]:
        room.sets.add(teacher, made.id, item_id)
    return made


def edit(room, teacher, quiz_set, change):
    return room.sets.edit(teacher, quiz_set.id, change)


def test_a_published_set_never_changes_and_editing_makes_version_2(
    room, services, teacher, quiz_set, ids
):
    edit(room, teacher, quiz_set, lambda draft: with_points(draft, ids[0], 2))
    first = room.sets.publish(teacher, quiz_set.id)
    frozen = services.store.published_set(first.id)
    assert [slot.pool[0][0] for slot in frozen.slots] == ids[:2]
    assert frozen.most == 3
    with pytest.raises(UsageError, match="published as it stands"):
        room.sets.publish(teacher, quiz_set.id)
    edit(room, teacher, quiz_set, lambda draft: moved(draft, ids[1], -1))
    assert room.sets.view(teacher, quiz_set.id).status == "published 1, edited since"
    second = room.sets.publish(teacher, quiz_set.id)
    assert second.number == 2
    assert services.store.published_set(first.id) == frozen
    assert [s.pool[0][0] for s in services.store.published_set(second.id).slots] == ids[1::-1]
    keys = room.sets.published(teacher, first.id)
    assert [len(questions) for _, questions in keys] == [1, 1]
    assert all(question.feedback for _, (question,) in keys)


def test_rules_draw_one_form_for_all_from_a_seed(room, services, teacher, quiz_set, ids):
    edit(room, teacher, quiz_set, lambda draft: with_rule(draft, 0, Rule(4)))
    version = room.sets.publish(teacher, quiz_set.id, seed=5)
    frozen = services.store.published_set(version.id)
    assert all(len(slot.pool) == 1 for slot in frozen.slots)
    assert len({slot.pool[0][0] for slot in frozen.slots}) == 6
    assert form_of(frozen, "a") == form_of(frozen, "b")


def test_rules_per_student_freeze_their_whole_pool(room, services, teacher, quiz_set, ids):
    from dataclasses import replace

    edit(
        room,
        teacher,
        quiz_set,
        lambda draft: replace(with_rule(draft, 0, Rule(3)), per_student=True),
    )
    view = room.sets.view(teacher, quiz_set.id)
    (_, fits, wants) = view.sections[0].rules[0].counts[0]
    version = room.sets.publish(teacher, quiz_set.id)
    frozen = services.store.published_set(version.id)
    assert [len(slot.pool) for slot in frozen.slots] == [1, 1, fits, fits, fits]
    assert wants == 3
    form = form_of(frozen, "learner")
    versions = services.store.item_versions([item for _, item in form])
    assert len(versions) == 5


def test_generated_questions_are_made_at_publishing(room, services, teacher, quiz_set):
    edit(room, teacher, quiz_set, lambda draft: with_rule(draft, 0, Rule(3, source="generated")))
    version = room.sets.publish(teacher, quiz_set.id, seed=1)
    made = [slot.pool[0] for slot in services.store.published_set(version.id).slots[2:]]
    items = services.store.item_versions(item_hash for _, item_hash in made)
    assert {item.pool for item in items.values()} == {"drill"}
    assert len(items) == 3


def test_too_few_questions_are_said_before_and_at_publishing(room, teacher, quiz_set):
    edit(room, teacher, quiz_set, lambda draft: with_rule(draft, 0, Rule(290, difficulty=(5, 5))))
    view = room.sets.view(teacher, quiz_set.id)
    assert view.sections[0].rules[0].short
    assert any("wants 290" in line for line in view.warnings)
    with pytest.raises(UsageError, match="wants 290"):
        room.sets.publish(teacher, quiz_set.id)


def test_replacing_and_names_that_do_not_exist(room, teacher, quiz_set, ids):
    room.sets.replace(teacher, quiz_set.id, ids[0], ids[2])
    lines = room.sets.view(teacher, quiz_set.id).sections[0].picks
    assert [line.item_id for line in lines] == [ids[2], ids[1]]
    with pytest.raises(NotFoundError):
        room.sets.add(teacher, quiz_set.id, "no-such-item")
    with pytest.raises(UsageError, match="already"):
        room.sets.add(teacher, quiz_set.id, ids[1])
    with pytest.raises(NotFoundError):
        edit(room, teacher, quiz_set, lambda draft: with_rule(draft, 0, Rule(1, "no-exam")))
    with pytest.raises(UsageError, match="no domain"):
        edit(room, teacher, quiz_set, lambda d: with_rule(d, 0, Rule(1, "cpb", (("zz", 1),))))


def test_only_staff_reach_a_set_unless_it_is_shared(room, teacher, other, quiz_set, services):
    student = Actor(services.store.create_learner("Stu").id)
    calls = [
        lambda who: room.sets.view(who, quiz_set.id),
        lambda who: room.sets.edit(who, quiz_set.id, lambda d: with_section(d, "x")),
        lambda who: room.sets.publish(who, quiz_set.id),
        lambda who: room.sets.pool(who, quiz_set.course_id),
        lambda who: room.sets.archive(who, quiz_set.id),
        lambda who: room.sets.share(who, quiz_set.id),
        lambda who: room.bank.items(who, quiz_set.course_id),
        lambda who: room.bank.add(who, quiz_set.course_id, OWN),
        lambda who: room.bank.export(who, quiz_set.course_id),
    ]
    for call in calls:
        for who in (other, student):
            with pytest.raises(AccessError):
                call(who)
    room.sets.share(teacher, quiz_set.id)
    assert [line.title for line in room.sets.shared(other)] == ["Week 1"]
    assert room.sets.view(other, quiz_set.id).questions == 2
    with pytest.raises(AccessError):
        room.sets.shared(student)
    with pytest.raises(AccessError):
        room.sets.view(student, quiz_set.id)
    with pytest.raises(AccessError):
        room.sets.edit(other, quiz_set.id, lambda draft: with_section(draft, "x"))


def test_own_items_are_checked_used_edited_and_copied_along(
    room, services, teacher, other, quiz_set, ids
):
    course = quiz_set.course_id
    (line,) = room.bank.add(teacher, course, OWN)
    assert line.id.startswith("c-")
    assert line.version == 1
    assert line.id not in {head.id for head in services.library.heads("bank")}
    assert not any(line.id == hit.id for hit in services.library.search("empty NPI"))
    assert room.sets.pool(teacher, course).search("billing npi empty")[0].item_id == line.id
    assert "rejected" in str(room.bank.preview(teacher, course, "empty-npi"))
    room.sets.add(teacher, quiz_set.id, "empty-npi")
    first = room.sets.publish(teacher, quiz_set.id)
    before = services.store.published_set(first.id)
    (edited,) = room.bank.edit(teacher, course, line.id, OWN.replace("came straight", "came"))
    assert edited.version == 2
    assert services.store.published_set(first.id) == before
    assert room.sets.publish(teacher, quiz_set.id).number == 2
    room.sets.share(teacher, quiz_set.id)
    mine = room.courses.create(other, "CPB summer")
    copied = room.sets.copy(other, quiz_set.id, mine.id)
    (theirs,) = room.bank.items(other, mine.id)
    assert theirs.id != line.id
    assert copied.definition.sections[0].picks[2].item_id == theirs.id
    room.bank.withdraw(teacher, course, line.id)
    view = room.sets.view(teacher, quiz_set.id)
    assert view.sections[0].picks[2].missing == "withdrawn"
    edit(room, teacher, quiz_set, lambda draft: without_pick(draft, line.id))
    again = room.bank.export(other, mine.id)
    assert room.bank.glance(again).items


def test_a_file_with_a_fault_changes_nothing_and_says_where(room, teacher, course):
    text = OWN.replace(
        '        rationale: "A void takes back a claim that was processed before."\n', ""
    )
    with pytest.raises(BankError, match=r"week\.yaml:\d+: .*rationale"):
        room.bank.add(teacher, course.id, text, "week.yaml")
    with pytest.raises(BankError, match=r"Z99\.999"):
        room.bank.add(teacher, course.id, OWN.replace("A voided", "A Z99.999"))
    assert room.bank.items(teacher, course.id) == ()


def test_the_log_has_every_change(room, teacher, quiz_set):
    room.sets.publish(teacher, quiz_set.id)
    room.sets.archive(teacher, quiz_set.id)
    what = [line.action for line in room.courses.log(teacher, quiz_set.course_id)]
    assert what[:5] == ["archived", "published", "edited", "edited", "created"]
    with pytest.raises(UsageError, match="archived"):
        edit(room, teacher, quiz_set, lambda draft: with_section(draft, "x"))


def test_sets_on_each_backend(both, services):
    from tests.services.classroom.conftest import OWNER

    room = both.classroom
    course = room.courses.create(OWNER, "CPB autumn")
    made = room.sets.create(OWNER, course.id, "Week 1")
    room.sets.edit(OWNER, made.id, lambda draft: with_rule(draft, 0, Rule(3)))
    version = room.sets.publish(OWNER, made.id)
    assert len(both.store.published_set(version.id).slots) == 3
    assert [line.status for line in room.sets.sets(OWNER, course.id)] == ["published 1"]
    assert room.sets.archive(OWNER, made.id).archived_at
