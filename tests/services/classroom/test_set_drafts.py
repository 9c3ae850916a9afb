"""Drafts of quiz sets on each backend: changed, copied, shared, archived; what is doubtful said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.services.classroom.conftest import OWNER
from tests.services.classroom.own_items import OWN
from tutor.domain.set_sections import with_section
from tutor.errors import NotFoundError, UsageError


@pytest.fixture
def room(both):
    """Everything about classes, on SQLite and on PostgreSQL."""
    return both.classroom


@pytest.fixture
def course(room):
    return room.courses.create(OWNER, "CPB spring", exam="cpb")


@pytest.fixture
def ids(both):
    return [head.id for head in both.library.heads("bank") if not head.case_id]


@pytest.fixture
def quiz_set(room, course, ids):
    made = room.sets.create(OWNER, course.id, "Week 1")
    room.sets.edit(OWNER, made.id, lambda draft: with_section(draft, "First"))
    room.sets.edit(OWNER, made.id, lambda draft: with_section(draft, "Second"))
    return room.sets.add(OWNER, made.id, *ids[:3])


def picks(quiz_set):
    return [[pick.item_id for pick in one.picks] for one in quiz_set.definition.sections]


def test_questions_are_added_all_or_none(room, quiz_set, ids):
    with pytest.raises(NotFoundError):
        room.sets.add(OWNER, quiz_set.id, ids[4], "no-such-item")
    with pytest.raises(UsageError, match="already"):
        room.sets.add(OWNER, quiz_set.id, ids[4], ids[0])
    assert room.sets.view(OWNER, quiz_set.id).questions == 3
    made = room.sets.add(OWNER, quiz_set.id, ids[4], section=1, points=2)
    assert picks(made) == [ids[:3], [ids[4]]]


def test_questions_are_replaced_moved_weighed_and_removed(room, quiz_set, ids):
    sets, name = room.sets, quiz_set.id
    sets.worth(OWNER, name, ids[1], 4)
    made = sets.replace(OWNER, name, ids[1], ids[5])
    assert picks(made)[0] == [ids[0], ids[5], ids[2]]
    assert made.definition.sections[0].picks[1].points == 4
    assert picks(sets.move(OWNER, name, ids[5], -1))[0] == [ids[5], ids[0], ids[2]]
    assert picks(sets.move_to(OWNER, name, ids[5], 1)) == [[ids[0], ids[2]], [ids[5]]]
    assert picks(sets.remove(OWNER, name, ids[0])) == [[ids[2]], [ids[5]]]
    view = sets.view(OWNER, name)
    assert (view.questions, view.points) == (2, 5)
    assert [pick.number for one in view.sections for pick in one.picks] == [1, 2]
    for wrong in (0, 101, float("nan")):
        with pytest.raises(UsageError, match="points"):
            sets.worth(OWNER, name, ids[5], wrong)
    for change in (sets.remove, lambda *a: sets.move(*a, 1), lambda *a: sets.move_to(*a, 0)):
        with pytest.raises(NotFoundError):
            change(OWNER, name, ids[0])
    log = [line.action for line in room.courses.log(OWNER, quiz_set.course_id)]
    assert log[:5] == ["edited"] * 5


def test_a_preview_has_key_and_reasons_and_no_answer(room, quiz_set, ids):
    question = room.sets.preview(OWNER, quiz_set.course_id, ids[0])
    assert question == room.sets.preview_of(OWNER, quiz_set.id, ids[0])
    told = question.feedback
    assert told
    assert told.key
    assert any(part.state == "right" for part in told.parts)
    assert all(part.rationale for part in told.parts)
    assert "your answer" not in str(question)
    with pytest.raises(NotFoundError):
        room.sets.preview_of(OWNER, quiz_set.id, ids[9])


def test_what_is_doubtful_is_said(room, both, course, quiz_set):
    room.bank.add(OWNER, course.id, OWN.replace("id: empty-npi", "id: first"))
    twin = OWN.replace("id: empty-npi", "id: second").replace("came straight", "came")
    own = room.bank.glance(twin).items[0]
    own = replace(own, id="c-twin", version=1)
    both.store.keep_course_items(None, course.id, [(own, twin)])
    first = room.bank.item(OWNER, course.id, "first").item.id
    room.sets.add(OWNER, quiz_set.id, "first", "c-twin")
    warnings = room.sets.view(OWNER, quiz_set.id).warnings
    assert any(f"c-twin says nearly the same as {first}" in line for line in warnings)
    assert "section 2 has no questions" in warnings


def test_a_copy_is_a_draft_of_its_own(room, quiz_set, ids):
    first = room.sets.copy(OWNER, quiz_set.id)
    assert first.title == "Week 1 (copy 1)"
    assert first.origin_id == quiz_set.id
    assert first.definition == quiz_set.definition
    room.sets.remove(OWNER, first.id, ids[0])
    assert room.sets.view(OWNER, quiz_set.id).questions == 3
    room.sets.archive(OWNER, first.id)
    assert room.sets.copy(OWNER, quiz_set.id).title == "Week 1 (copy 2)"
    elsewhere = room.courses.create(OWNER, "CPB fall")
    assert room.sets.copy(OWNER, quiz_set.id, elsewhere.id).title == "Week 1"
    with pytest.raises(UsageError, match="already"):
        room.sets.copy(OWNER, quiz_set.id, title="week 1")


def test_a_shared_set_is_listed_until_it_is_not_or_is_archived(room, quiz_set):
    room.sets.share(OWNER, quiz_set.id)
    (line,) = room.sets.shared(OWNER)
    assert (line.title, line.course, line.questions) == ("Week 1", "CPB spring", 3)
    room.sets.share(OWNER, quiz_set.id, shared=False)
    assert room.sets.shared(OWNER) == ()
    room.sets.share(OWNER, quiz_set.id)
    room.sets.archive(OWNER, quiz_set.id)
    assert room.sets.shared(OWNER) == ()


def test_an_archived_set_keeps_its_title_free_and_comes_back(room, quiz_set, ids):
    room.sets.archive(OWNER, quiz_set.id)
    assert room.sets.sets(OWNER, quiz_set.course_id) == ()
    (line,) = room.sets.sets(OWNER, quiz_set.course_id, include_archived=True)
    assert line.status == "archived"
    for change in (
        lambda: room.sets.add(OWNER, quiz_set.id, ids[5]),
        lambda: room.sets.publish(OWNER, quiz_set.id),
        lambda: room.sets.share(OWNER, quiz_set.id),
        lambda: room.sets.rename(OWNER, quiz_set.id, "Week 2"),
    ):
        with pytest.raises(UsageError, match="archived"):
            change()
    other = room.sets.create(OWNER, quiz_set.course_id, "week 1")
    with pytest.raises(UsageError, match="already"):
        room.sets.restore(OWNER, quiz_set.id)
    room.sets.rename(OWNER, other.id, "Week 2")
    assert room.sets.restore(OWNER, quiz_set.id).archived_at is None


def test_a_draft_that_was_changed_meanwhile_is_not_written_over(room, quiz_set, ids):
    seen = quiz_set.definition
    room.sets.remove(OWNER, quiz_set.id, ids[0])
    with pytest.raises(UsageError, match="changed by somebody else"):
        room.sets.edit(OWNER, quiz_set.id, lambda draft: with_section(draft, "x"), seen)
    now = room.sets.view(OWNER, quiz_set.id).quiz_set.definition
    assert room.sets.edit(OWNER, quiz_set.id, lambda draft: with_section(draft, "x"), now)
