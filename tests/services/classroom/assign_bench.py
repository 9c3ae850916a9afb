"""A class with an instructor, two students and a published set of three written questions."""

from random import Random

from tests.store.classroom_rows import make_course, make_set
from tutor.domain.actor import INSTRUCTOR, STUDENT, Actor
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.kinds import key_response, wrong_response
from tutor.services.classroom.assignment_views import AssignmentDraft
from tutor.store.versions import keep_versions

HIDDEN = Release("after_close", "after_close", "after_close", "after_close")
NEVER = Release(None, None, None, None)
DURING = Release("during", "during", "during", "during")
LADDER = Release("after_submit", "after_close", "after_close", None)
ZONE = "America/Chicago"


class School:
    """Who is in it, and what can be assigned."""

    def __init__(self, services, *, questions=3, items=None):
        self.services = services
        create = services.profiles.create
        teacher, ann, ben = (create(name, time_zone=ZONE) for name in ("Dr Who", "Ann", "Ben"))
        self.teacher = Actor(teacher.id, INSTRUCTOR)
        self.ann, self.ben = Actor(ann.id, STUDENT), Actor(ben.id, STUDENT)
        store = services.store
        make_course(store, [ann.id, ben.id], teacher=teacher.id)
        if items is None:
            heads = [head.id for head in services.library.heads()][:questions]
            items = services.library.items(heads)
        with store._recording() as recorder:
            hashes = keep_versions(recorder, items)
        make_set(store, [(item.id, one) for item, one in zip(items, hashes, strict=True)])

    @property
    def given(self):
        return self.services.classroom.assignments

    @property
    def work(self):
        return self.services.classroom.work

    def assign(self, release=HIDDEN, *, opens="2026-11-23 08:00", due="2026-11-25",
               closes="2026-11-27", **policy):  # fmt: skip
        rules = AssignmentPolicy(release=release, **policy)
        draft = AssignmentDraft("version-1", "", opens, due, closes, rules, ("Section 1",))
        return self.given.create(self.teacher, "course-1", draft).assignment.id


def give(services, session, *, right=True):
    """Answer the question on screen."""
    slot = services.store.attempt(session.attempt_id).slots[session.palette.current]
    item = slot.placed.item
    return session.answer(key_response(item) if right else wrong_response(item, Random(5)))


def take(services, session, *, right=True):
    """Answer all questions and hand in."""
    for place in range(len(session.palette.answered)):
        session.go(place)
        give(services, session, right=right)
    session.end()
    return session.attempt_id
