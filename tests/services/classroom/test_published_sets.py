"""What was published never changes, whatever is done to the draft and to the bank after."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.services.classroom.own_items import OWN
from tutor.domain import set_draft, set_sections
from tutor.domain.item_json import with_hash
from tutor.domain.quiz_set import Rule, SetDefinition
from tutor.domain.set_contents import picked
from tutor.domain.set_draw import form_of
from tutor.errors import NotFoundError, UsageError

STUDENTS = [f"student-{number}" for number in range(5)]
TITLES = count(1)

places = st.integers(0, 3)
items = st.integers(0, 11)
changes = st.one_of(
    st.tuples(st.just("add"), items, places),
    st.tuples(st.just("remove"), items),
    st.tuples(st.just("replace"), items, items),
    st.tuples(st.just("points"), items, st.sampled_from([0.5, 2.0, 7.0])),
    st.tuples(st.just("move"), items, st.integers(-3, 3)),
    st.tuples(st.just("to"), items, places),
    st.tuples(st.just("section"), places),
    st.tuples(st.just("heading"), places),
    st.tuples(st.just("section moved"), places, st.integers(-2, 2)),
    st.tuples(st.just("section removed"), places),
    st.tuples(st.just("rule"), places, st.integers(1, 4)),
    st.tuples(st.just("rule removed"), places, places),
    st.tuples(st.just("form"), st.booleans()),
    st.tuples(st.just("rename")),
    st.tuples(st.just("archive")),
    st.tuples(st.just("restore")),
    st.tuples(st.just("share"), st.booleans()),
    st.tuples(st.just("copy")),
    st.tuples(st.just("publish"), st.integers(0, 99)),
    st.tuples(st.just("bank edit")),
    st.tuples(st.just("bank withdraw")),
    st.tuples(st.just("bank restore")),
)


@pytest.fixture
def course(room, services, teacher):
    made = room.courses.create(teacher, "CPB spring", exam="cpb")
    (own,) = room.bank.glance(OWN).items
    services.store.keep_course_items(None, made.id, [(own, OWN)])
    return made


@pytest.fixture
def ids(services, course):
    shipped = [head.id for head in services.library.heads("bank") if not head.case_id]
    return ["empty-npi", *shipped[:11]]


class Desk:
    """Does one change, as an instructor would; what makes no sense is refused, and that is fine."""

    def __init__(self, services, teacher, course, quiz_set, ids):
        self.services, self.who, self.course, self.set = services, teacher, course, quiz_set
        self.ids = ids
        self.sets, self.bank = services.classroom.sets, services.classroom.bank

    def do(self, what, *given):
        if what.startswith("bank"):
            self._bank(what)
        elif what in ("add", "remove", "replace", "points", "move", "to"):
            self._question(what, *given)
        elif what in ("rename", "archive", "restore", "share", "copy", "publish"):
            self._whole(what, *given)
        else:
            self.sets.edit(self.who, self.set.id, lambda draft: self._changed(draft, what, *given))

    def _question(self, what, item, *more):
        name, (sets, who, set_id) = self.ids[item], (self.sets, self.who, self.set.id)
        if what == "add":
            sets.add(who, set_id, name, section=more[0])
        elif what == "remove":
            sets.remove(who, set_id, name)
        elif what == "replace":
            sets.replace(who, set_id, name, self.ids[more[0]])
        elif what == "points":
            sets.worth(who, set_id, name, more[0])
        elif what == "move":
            sets.move(who, set_id, name, more[0])
        else:
            sets.move_to(who, set_id, name, more[0])

    def _whole(self, what, *given):
        sets, who, set_id = self.sets, self.who, self.set.id
        if what == "rename":
            sets.rename(who, set_id, f"Another {next(TITLES)}")
        elif what == "share":
            sets.share(who, set_id, shared=given[0])
        elif what == "publish":
            sets.publish(who, set_id, seed=given[0])
        else:
            getattr(sets, what)(who, set_id)

    def _changed(self, draft: SetDefinition, what, *given):
        by_name = {
            "section": lambda _: set_sections.with_section(draft, "More"),
            "heading": lambda n: set_sections.with_heading(draft, n, "New", "Read.", 3),
            "section moved": lambda n, by: set_sections.with_section_moved(draft, n, by),
            "section removed": lambda n: set_sections.without_section(draft, n),
            "rule": lambda n, wanted: set_draft.with_rule(draft, n, Rule(wanted, "cpb")),
            "rule removed": lambda n, rule: set_draft.without_rule(draft, n, rule),
            "form": lambda each: set_draft.drawn_per_student(draft, per_student=each),
        }
        return by_name[what](*given)

    def _bank(self, what):
        if what == "bank withdraw":
            self.bank.withdraw(self.who, self.course.id, "empty-npi")
        elif what == "bank restore":
            self.bank.restore(self.who, self.course.id, "empty-npi")
        else:  # what an edit keeps, without the seconds that checking every code takes
            old = self.bank.item(self.who, self.course.id, "empty-npi").item
            new = with_hash(replace(old, version=old.version + 1, stem=f"{old.stem} Again?"))
            self.services.store.keep_course_items(None, self.course.id, [(new, OWN)])


def state(services, teacher, version_id):
    """All that can be seen of a published set."""
    published = services.store.published_set(version_id)
    forms = [form_of(published, student) for student in STUDENTS]
    texts = services.store.item_versions(item for form in forms for _, item in form)
    return published, forms, texts


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(changes, min_size=1, max_size=10), st.booleans())
def test_no_edit_after_publishing_changes_what_was_published(
    services, teacher, course, ids, taken, each
):
    sets = services.classroom.sets
    services.classroom.bank.restore(teacher, course.id, "empty-npi")
    quiz_set = sets.create(teacher, course.id, f"Week {next(TITLES)}")
    sets.add(teacher, quiz_set.id, *ids[:4])
    sets.edit(
        teacher,
        quiz_set.id,
        lambda draft: set_draft.drawn_per_student(
            set_draft.with_rule(draft, 0, Rule(3, "cpb", (("bill", 2), ("ins", 1)))),
            per_student=each,
        ),
    )
    version = sets.publish(teacher, quiz_set.id, seed=7)
    before = state(services, teacher, version.id)
    keys = sets.published(teacher, version.id)[:4]
    desk = Desk(services, teacher, course, quiz_set, ids)
    for change in taken:
        try:
            desk.do(*change)
        except (UsageError, NotFoundError):
            continue
    assert state(services, teacher, version.id) == before
    assert sets.published(teacher, version.id)[:4] == keys
    assert len(picked(before[0].definition)) == 4
    first = next(one for one in services.store.set_versions([quiz_set.id]) if one.number == 1)
    assert first == version
