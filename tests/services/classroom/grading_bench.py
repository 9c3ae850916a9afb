"""A class at work: roster and sets as rows, answers through the log, all else through services."""

from copy import copy
from datetime import timedelta

from tests.factories import make_item
from tests.services.conftest import START
from tests.store.classroom.work_rows import keep, picks
from tests.store.classroom_rows import add, make_assignment, make_set
from tutor.domain.actor import Actor
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.kinds import grade
from tutor.domain.quiz_set import Rule, Section, SetDefinition
from tutor.domain.records import NewAttempt, PlacedItem, QuizSpec

OPEN_KEYS = Release("after_submit", "after_submit", "after_submit", "after_submit")


def question(name, kind="single", domain="bill", **changes):
    """Return an item of one domain of the CPB exam."""
    return make_item(name, kind, exams=(("cpb", domain),), **changes)


class School:
    """A course with an instructor and students, on services over a real file."""

    def __init__(self, services, clock, names):
        self.services, self.clock, self.store = services, clock, services.store
        teacher = self.store.create_learner("Teacher")
        self.teacher = Actor(teacher.id, "instructor")
        courses = services.classroom.courses
        self.course = courses.create(self.teacher, "CPB spring", exam="cpb")
        self.cohort = services.classroom.cohorts.create(self.teacher, self.course.id, "Monday")
        self.people = {}
        for name in names:
            self.enrol(name)

    def on(self, services):
        """Return the same school, on services opened anew."""
        again = copy(self)
        again.services, again.store = services, services.store
        return again

    def enrol(self, name):
        learner = self.store.create_learner(name)
        self.people[name] = learner.id
        number = len(self.people)
        add(
            self.store,
            "member",
            id=f"member-{number}",
            course_id=self.course.id,
            cohort_id=self.cohort.id,
            learner_id=learner.id,
            external_id=f"S{number:03}",
            external_key=f"s{number:03}",
            display_name=name,
            joined_at=START,
        )

    def student(self, name):
        return Actor(self.people[name])

    def assign(self, key, items, points, *, due, closes, drawn=None, **policy):
        """Publish a set and give it to the cohort; `due` and `closes` are days from the start.

        `drawn` is a pool, and how many questions of it each student gets besides.
        """
        pool, count = drawn or ((), 0)
        keep(self.store, [*items, *pool])
        definition = picks(items, points)
        if drawn:
            section = Section(rules=(Rule(count),))
            definition = SetDefinition((section,), per_student=True).to_dict() | {
                "sections": [
                    *definition["sections"],
                    *SetDefinition((section,)).to_dict()["sections"],
                ]
            }
        make_set(
            self.store,
            [(item.id, item.content_hash) for item in items],
            course=self.course.id,
            quiz_set=f"set-{key}",
            version=f"version-{key}",
            definition=definition,
        )
        for slot in range(len(items), len(items) + count):
            for place, item in enumerate(pool):
                add(
                    self.store,
                    "quiz_set_item",
                    version_id=f"version-{key}",
                    slot=slot,
                    place=place,
                    item_id=item.id,
                    item_hash=item.content_hash,
                )
        make_assignment(
            self.store,
            id=key,
            course=self.course.id,
            version=f"version-{key}",
            cohort=self.cohort.id,
            title=key,
            policy=AssignmentPolicy(**({"release": OPEN_KEYS} | policy)).to_dict(),
            opens_at=START,
            due_at=START + timedelta(days=due),
            closes_at=None if closes is None else START + timedelta(days=closes),
        )

    def begin(self, name, key, items, points):
        spec = QuizSpec(exam="cpb", count=len(items), feedback="test", context="assigned")
        new = NewAttempt(
            learner_id=self.people[name],
            title=key,
            spec=spec,
            seed=1,
            blueprint=None,
            deadline=None,
            items=tuple(PlacedItem(item, ("a", "b", "c", "d")) for item in items),
        )
        return self.store.start_assigned(new, key, points, study_day=self.today()).id

    def answer(self, attempt_id, items, responses):
        for position, (item, response) in enumerate(zip(items, responses, strict=True)):
            if response:
                self.store.record_answer(
                    attempt_id,
                    position,
                    response,
                    grade(item, response).score,
                    latency_ms=1000,
                    study_day=self.today(),
                    revise=False,
                )

    def hand_in(self, name, key, items, points, responses):
        """Take an assignment from start to end; `responses` are texts such as "b c ac -"."""
        attempt_id = self.begin(name, key, items, points)
        self.answer(attempt_id, items, [_response(text) for text in responses.split()])
        self.store.end_attempt(attempt_id, "finished", study_day=self.today())
        return attempt_id

    def sit(self, name, key, wrong=(), *, hand_in=True):
        """Take the form that the program draws; `b` is right. Return the ids of its questions."""
        session = self.services.classroom.work.start(self.student(name), key)
        form = []
        for position, slot in enumerate(self.store.attempt(session.attempt_id).slots):
            session.go(position)
            session.answer(("c",) if slot.placed.item.id in wrong else ("b",))
            form.append(slot.placed.item.id)
        if hand_in:
            session.end()
        return form

    def go_to(self, days):
        """Move the clock to so many days after the start."""
        self.clock.advance((START + timedelta(days=days) - self.clock.now()).total_seconds())

    def today(self):
        return self.clock.now().date()


def _response(text):
    return () if text == "-" else tuple(text)
