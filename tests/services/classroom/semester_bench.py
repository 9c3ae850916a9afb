"""A class of a whole semester on a class database, run through services alone.

Everybody signs in with a password of their own, after the one-time password they were handed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from tests.services.conftest import START
from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.domain.quiz_set import Rule, Section, SetDefinition
from tutor.domain.roster_plan import RosterOptions
from tutor.services.classroom.assignment_views import AssignmentDraft

HOUR = timedelta(hours=1)
ZONE = "America/Denver"
PASSWORD = "appeal within 90 days"
TITLE = "CPB spring"
OPEN_KEYS = Release("after_submit", "after_submit", "after_submit", "after_submit")
ROSTER = "id,name,section\nS001,Ann,Monday\nS002,Bob,Monday\nS003,Cid,Monday\nS004,Dee,Monday\n"
FIRST = ROSTER + "S005,Eve,Monday\n"
SECOND = ROSTER + "S006,Fay,Monday\n"


@dataclass(frozen=True)
class Question:
    """A question of the course's own bank: of options a to d, b is right, or a and c together."""

    name: str
    stem: str
    domain: str = "bill"
    several: bool = False
    difficulty: int = 1

    def yaml(self, first: int) -> str:
        """Return it as a bank file has it, with the options in a ring from `first` on."""
        right = "ac" if self.several else "b"
        lines = [
            f"  - id: {self.name}",
            "    version: 1",
            f"    kind: {'multiple' if self.several else 'single'}",
            f'    stem: "{self.stem}"',
            "    options:",
        ]
        for letter in ("abcd" * 2)[first : first + 4]:
            verdict = "holds" if letter in right else "fails"
            lines.append(f"      - id: {letter}")
            lines.append(f'        text: "The {self.name} answer of page {letter.upper()}"')
            lines += ["        correct: true"] if letter in right else []
            lines.append(f'        rationale: "Page {letter.upper()} {verdict} by the syllabus."')
        return "\n".join(
            [
                *lines,
                f"    exams: {{cpb: [{self.domain}]}}",
                "    role: biller",
                "    skill: concept",
                "    level: recall",
                f"    difficulty: {self.difficulty}",
                "    references:",
                '      - cite: "Medicare Claims Processing Manual (Pub. 100-04), ch. 26"',
                '        year: "2026"',
                '    code_set: "FY2026"',
                "",
            ]
        )


WEEK_1 = (
    Question("claim", "Which page of the syllabus says when a claim is clean?"),
    Question("denial", "Which page of the syllabus says what to do after a denial?"),
    Question("form", "Which pages of the syllabus show a paper form? Select all.", several=True),
)
RULES = tuple(
    Question(name, f"Where does the syllabus tell of the {name} rule?", "regs", difficulty=3)
    for name in ("privacy", "consent", "kickback", "referral", "retention", "breach")
)
LAST = tuple(
    Question(name, f"Where does the reader print the {name} table?", domain, difficulty=5)
    for name, domain in (
        ("modifier", "bill"),
        ("taxonomy", "bill"),
        ("penalty", "regs"),
        ("deadline", "regs"),
    )
)
DOMAINS = {question.name: question.domain for question in LAST}
"""Domain of each question the Final may draw."""
BANK = "schema: 1\nsubject: syllabus\ntopic: spring\nitems:\n" + "".join(
    one.yaml(number % 4) for number, one in enumerate((*WEEK_1, *RULES, *LAST))
)
"""The course's bank as the instructor writes it. One file: a check goes through all content."""


class Semester:
    """A course of the spring, on the whole services of a database that nobody used before."""

    def __init__(self, services, clock):
        self.clock = clock
        self.whole = services
        services.accounts.create_first("Ada", PASSWORD)
        self._nobody = services.signed_out()
        self._let_in("Ines", self.enter("Ada").accounts.create("Ines", "instructor").password)
        self.assignments: dict[str, str] = {}
        self.drawn: list[str] = []
        ines = self.enter("Ines")
        ines.profiles.update(ines.actor.learner_id, time_zone=ZONE)
        self.course = ines.classroom.courses.create(ines.actor, TITLE, exam="cpb")
        self.names: dict[str, str] = {}
        self.enrol(FIRST)

    # --- people

    def enter(self, name):
        """Sign somebody in; return their services."""
        return self._nobody.signed_in(self._nobody.accounts.sign_in(name, PASSWORD, idle=HOUR))

    @property
    def teacher(self):
        """The instructor, signed in now."""
        return self.enter("Ines")

    def student(self, name):
        """A student, signed in now."""
        return self.enter(self.names[name])

    def enrol(self, roster):
        """Import a list of students, and let each new one in; who is not in it leaves."""
        ines = self.teacher
        room, options = ines.classroom.roster, RosterOptions(drop_missing=True)
        plan = room.plan_bytes(ines.actor, self.course.id, roster.encode(), options)
        done = room.apply(ines.actor, plan)
        for one in done.passwords:
            self.names[one.name] = one.sign_in
            self._let_in(one.sign_in, one.password)
        return done

    def member(self, name):
        """A student as the roster has them."""
        ines = self.teacher
        return ines.classroom.roster.find(ines.actor, self.course.id, name)

    def _let_in(self, name, one_time):
        self._nobody.accounts.first_password(name, one_time, PASSWORD, idle=HOUR)

    # --- sets and assignments

    def publish(self):
        """Put the questions into the bank, and publish a set by hand and two by rule."""
        ines = self.teacher
        room, actor = ines.classroom, ines.actor
        room.bank.add(actor, self.course.id, BANK)
        by_hand = room.sets.create(actor, self.course.id, "Week 1")
        for points, question in enumerate(WEEK_1, start=1):
            room.sets.add(actor, by_hand.id, self.item_id(question.name), points=float(points))
        versions = {"Week 1": room.sets.publish(actor, by_hand.id).id}
        week_2 = Rule(4, subject="syllabus", difficulty=(3, 3))
        domains = (("bill", 1), ("regs", 1))
        last = Rule(2, exam="cpb", domains=domains, subject="syllabus", difficulty=(5, 5))
        versions["Week 2"] = self.publish_drawn("Week 2", week_2)
        versions["Final"] = self.publish_drawn("Final", last, points=5.0, per_student=True)
        slots = room.sets.published(actor, versions["Week 2"])
        self.drawn = [self.short(questions[0].item_id) for _, questions in slots]
        return versions

    def publish_drawn(self, title, rule, *, points=1.0, per_student=False):
        """Publish a set drawn by a rule; return the version's id."""
        ines = self.teacher
        sets = ines.classroom.sets
        drawn = SetDefinition((Section(rules=(rule,), points=points),), per_student)
        made = sets.create(ines.actor, self.course.id, title)
        sets.edit(ines.actor, made.id, lambda _: drawn)
        return sets.publish(ines.actor, made.id, seed=26).id

    def assign(self, version_id, title, *, opens="", due, closes, **policy):
        """Give a set to the section; dates are typed, in the instructor's zone."""
        ines = self.teacher
        rules = AssignmentPolicy(**({"release": OPEN_KEYS} | policy))
        draft = AssignmentDraft(version_id, title, opens, due, closes, rules, ("Monday",))
        view = ines.classroom.assignments.create(ines.actor, self.course.id, draft)
        self.assignments[title] = view.assignment.id

    def extend(self, name, title, **more):
        """Give a student later dates."""
        ines = self.teacher
        ines.classroom.assignments.extend(ines.actor, self.assignments[title], (name,), **more)

    def item_id(self, name):
        """The full id of a question of the bank."""
        ines = self.teacher
        found = ines.classroom.bank.items(ines.actor, self.course.id)
        return next(line.id for line in found if self.short(line.id) == name)

    @staticmethod
    def short(item_id):
        """A question's own name, without what the course puts before it."""
        return item_id.split("-", 2)[2]

    # --- answers

    def take(self, name, title, answers):
        """Take an assignment from start to end, in the order the student gets it.

        `answers` has one word for each question: `c` or, of several, `ac`; `-` leaves it out. For
        Week 1 they stand as in the set, for Week 2 as drawn, for the Final by domain.
        """
        me = self.student(name)
        session = me.classroom.work.start(me.actor, self.assignments[title])
        words = dict(zip(self._asked(title), answers.split(), strict=True))
        for place in range(len(session.palette.answered)):
            asked = self.short(session.go(place).item_id)
            word = words[asked if asked in words else DOMAINS[asked]]
            if word != "-":
                session.answer(tuple(word))
        session.end()
        return session.attempt_id

    def _asked(self, title):
        """What the answers to an assignment stand for."""
        if title == "Final":
            return ("bill", "regs")
        return self.drawn if title == "Week 2" else [one.name for one in WEEK_1]

    # --- time

    def go_to(self, days):
        """Move the clock to so many days after the start."""
        self.clock.advance((START + timedelta(days=days) - self.clock.now()).total_seconds())
