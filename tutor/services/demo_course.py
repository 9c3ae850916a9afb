"""An invented course for instructors to explore: roster, sets, assignments, grades, a dispute.

Made by the same services that a real course is made by, with the clock set back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from tutor.clock import FixedClock
from tutor.domain.actor import STUDENT, Actor, owner_of
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.kinds import key_response, wrong_response
from tutor.domain.quiz_set import Rule, Section, SetDefinition
from tutor.domain.records import Learner
from tutor.domain.study_day import study_day
from tutor.services.classroom.assignment_views import AssignmentDraft
from tutor.services.context import Services

SEED = 20261123
"""The class answers the same way on every machine."""
EXAM = "cpb"
ZONE = "America/Chicago"
TERM_DAYS = 24
"""How long ago the course was made."""
SECTIONS = ("Morning", "Evening")
STUDENTS = (
    "Aaliyah Brooks", "Benito Salgado", "Chidi Nwosu", "Dolores Pinkney", "Emeka Obi",
    "Fatima Haddad", "Grace Lindqvist", "Hector Villanueva", "Imani Whitfield", "Joaquin Reyes",
    "Keiko Tanabe", "Latoya Simmons", "Mateo Cardenas", "Nadia Petrova", "Oluwaseun Adeyemi",
    "Priya Raghunathan", "Quentin Moreau", "Rosalind Achterberg-Featherstone", "Samir Khoury",
    "Tamika Broussard", "Ulrich Baumann", "Valentina Orozco", "Wendell Crabtree", "Xiomara Diaz",
    "Yusuf Demir",
)  # fmt: skip
SETS = (
    ("Week 1: payers and plans", (("ins", 8),)),
    ("Week 2: rules and privacy", (("regs", 4), ("hipaa", 4))),
    ("Week 3: claims and payment", (("bill", 6), ("reimb", 4))),
)
"""Title, and questions by domain. One form each: what is drawn per student follows from the
student's id, which is another in every demo."""
IDLE = 4
"""This many students stop studying after the first week."""
SKILL = (0.62, 1.05)
"""Share of questions of middling difficulty that the weakest and the best student know."""
LATE = (0.6, 1.8)
"""Days after the due date at which late work comes."""
STOPS = 0.15
"""Chance to leave off in the middle, where there is no time limit."""


@dataclass(frozen=True, slots=True)
class Given:
    """An assignment of the course. Days are counted from today.

    Attributes:
        version: Number of its set in `SETS`.
        done: Chance that a student has handed in when it is due.
    """

    title: str
    version: int
    opens: int
    due: int
    closes: int
    done: float
    policy: AssignmentPolicy


AT_ONCE = Release("after_submit", "after_submit", "after_submit", "after_submit")
GIVEN = (
    Given("Week 1: payers and plans", 0, -21, -14, -12, 0.85, AssignmentPolicy(release=AT_ONCE)),
    Given(
        "Week 2: rules and privacy", 1, -12, -1, 4, 0.7,
        AssignmentPolicy(late="deduct", late_percent=10.0, release=AT_ONCE),
    ),
    Given(
        "Week 3: claims and payment", 2, -3, 1, 3, 0.5,
        AssignmentPolicy(seconds=1800, books=False),
    ),
    Given(
        "Practice: payers again", 0, -4, 10, 12, 0.3,
        AssignmentPolicy(attempts=None, release=Release(*["during"] * 4)),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Sitting:
    """A student takes an assignment, to the end or not."""

    at: datetime
    student: int
    given: int
    whole: bool


class DemoCourse:
    """Makes the course in an empty data folder.

    Args:
        services: Open services, on `clock`.
        clock: Stands at the present; the course is made in the time before it.
        progress: Called with (sittings done, sittings in all).
    """

    def __init__(
        self,
        services: Services,
        clock: FixedClock,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self._services, self._clock = services, clock
        self._rng = Random(SEED)  # noqa: S311 - invented answers, not a secret
        self._room = services.classroom
        self._progress = progress or (lambda _done, _total: None)
        self._now = clock.now()
        self._skill = [self._rng.uniform(*SKILL) for _ in STUDENTS]
        self._assigned: list[str] = []
        self._wrong: list[tuple[int, int, str, int]] = []

    def make(self) -> tuple[Learner, ...]:
        """Make the course; return the instructor, then the students."""
        self._go_to(self._now - timedelta(days=TERM_DAYS))
        about = self._services.library.demo_class()
        teacher = self._services.profiles.create(about.instructor, exam=EXAM, time_zone=ZONE)
        self._teacher = owner_of(teacher.id)
        self._course = self._room.courses.create(
            self._teacher, f"{EXAM.upper()} {about.term}", exam=EXAM
        ).id
        self._enrol()
        versions = [self._publish(*one) for one in SETS]
        for given in GIVEN:
            self._assign(given, versions[given.version])
        self._let_sit()
        self._talk()
        self._services.profiles.choose(teacher.id)
        learner = self._services.store.learner
        return (teacher, *(learner(self._person(number)) for number in range(len(STUDENTS))))

    def _enrol(self) -> None:
        """Import the roster, half of it into each section."""
        rows = ["id,name,section,sign-in name"]
        half = (len(STUDENTS) + 1) // 2
        for number, name in enumerate(STUDENTS):
            rows.append(f"S{number + 1:03},{name},{SECTIONS[number >= half]},{name}")
        table = "\n".join(rows).encode()
        plan = self._room.roster.plan_bytes(self._teacher, self._course, table)
        self._room.roster.apply(self._teacher, plan)
        members = self._services.whole_store.members(self._course)
        self._people = {one.external_id: one.learner_id for one in members}

    def _person(self, number: int) -> str:
        return self._people[f"S{number + 1:03}"]

    def _publish(self, title: str, domains: tuple[tuple[str, int], ...]) -> str:
        sets = self._room.sets
        made = sets.create(self._teacher, self._course, title)
        count = sum(number for _, number in domains)
        rule = Rule(count, exam=EXAM, domains=domains)
        definition = SetDefinition((Section(rules=(rule,)),))
        sets.edit(self._teacher, made.id, lambda _: definition)
        return sets.publish(self._teacher, made.id, seed=self._rng.getrandbits(32)).id

    def _assign(self, given: Given, version: str) -> None:
        today = study_day(self._now, ZONE)
        opens, due, closes = (
            (today + timedelta(days=days)).isoformat()
            for days in (given.opens, given.due, given.closes)
        )
        draft = AssignmentDraft(
            version, given.title, opens, due, closes, given.policy, cohorts=SECTIONS
        )
        made = self._room.assignments.create(self._teacher, self._course, draft)
        self._assigned.append(made.assignment.id)

    # --- the students

    def _let_sit(self) -> None:
        """Let everybody take what they take, in the order of time."""
        sittings = sorted(self._sittings(), key=lambda one: one.at)
        for done, one in enumerate(sittings):
            self._progress(done, len(sittings))
            self._go_to(max(one.at, self._clock.now()))
            self._sit(one)
        self._progress(len(sittings), len(sittings))
        self._go_to(max(self._now, self._clock.now()))

    def _sittings(self) -> list[_Sitting]:
        found = []
        for number in range(len(GIVEN)):
            for student in range(len(STUDENTS)):
                idle = number > 0 and student >= len(STUDENTS) - IDLE
                at = self._when(GIVEN[number])
                if at is not None and not idle:
                    stops = GIVEN[number].policy.seconds is None and self._rng.random() < STOPS
                    found.append(_Sitting(at, student, number, not stops))
        return found

    def _when(self, given: Given) -> datetime | None:
        """Return when a student takes an assignment; None where they have not yet."""
        rng, days = self._rng, given.due - given.opens
        if rng.random() < given.done:
            after = rng.uniform(0.5, max(0.6, min(days, -given.opens) - 0.1))
        elif given.due < 0 and rng.random() < 0.5:
            after = days + rng.uniform(*LATE)
        else:
            return None
        at = self._now + timedelta(days=given.opens + after)
        return at if at < self._now else None

    def _sit(self, one: _Sitting) -> None:
        """Take an assignment; what is known hangs on student and question alone."""
        actor = Actor(self._person(one.student), STUDENT)
        given = self._assigned[one.given]
        line = self._room.work.line(actor, given)
        if not line.can_start:  # it closed meanwhile
            return
        session = self._room.work.start(actor, given)
        slots = self._services.whole_store.attempt(session.attempt_id).slots
        # By id: the order of the questions follows from the student's id, another in every demo.
        places = sorted(range(len(slots)), key=lambda place: slots[place].placed.item.id)
        for place in places if one.whole else places[: len(slots) // 2]:
            item = slots[place].placed.item
            session.go(place)
            chance = Random(f"{SEED}:{one.student}:{item.id}")  # noqa: S311
            knows = chance.random() < self._skill[one.student] + 0.08 * (2 - item.difficulty)
            self._clock.advance(self._rng.uniform(20, 80))
            session.answer(key_response(item) if knows else wrong_response(item, chance))
            if not knows and item.kind == "single":
                self._wrong.append((one.given, one.student, session.attempt_id, place))
        if one.whole:
            session.end()

    # --- what is said

    def _talk(self) -> None:
        """Leave a dispute, a message, an extension and a time factor."""
        room, teacher = self._room, self._teacher
        _, student, attempt, place = next(one for one in self._wrong if one[0] == 0)
        text = "My payer's manual allows my answer, too: see its chapter on eligibility."
        room.disputes.dispute(Actor(self._person(student), STUDENT), attempt, place, text)
        room.assignments.accommodate(teacher, self._course, ["S004"], 1.5)
        due = (study_day(self._now, ZONE) + timedelta(days=2)).isoformat()
        week_2 = self._assigned[1]
        room.assignments.extend(teacher, week_2, ["S024"], due=due, reason="flu")
        idle = [self._person(number) for number in range(len(STUDENTS) - IDLE, len(STUDENTS))]
        room.messages.send(teacher, self._course, idle, "Is all well? My office hour is Tuesday.")

    def _go_to(self, instant: datetime) -> None:
        self._clock.advance((instant - self._clock.now()).total_seconds())
