"""A class with accounts, made as its people make it: through the services, each signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tutor.domain.assignment import AssignmentPolicy, Release
from tutor.services.classroom.assignment_views import AssignmentDraft
from tutor.services.classroom.people_views import ImportedRoster
from tutor.services.context import Services, open_services
from tutor.settings import Settings

PASSWORD = "claim denied twice"
ADMINISTRATOR, INSTRUCTOR, STUDENTS = "Ada Lovelace", "Ines Roth", ("Ann Lee", "Ben Ray")
COURSE, TASK = "Billing 101", "Week 1"
RELEASE = Release("after_submit", "after_close", "after_close", None)
"""The score shows when it is handed in; the rest later, the reasons never."""
QUESTIONS = 4
HOUR = timedelta(hours=1)


class School:
    """An administrator, an instructor with a course, two students, an assignment of four questions.

    Args:
        settings: Where it is kept.
        make: Make it, in an empty database; else it is there.
    """

    def __init__(self, settings: Settings, *, make: bool = True) -> None:
        self.settings = settings
        if make:
            self._make(settings)
        with self.sign_in() as ines:
            (course,) = ines.classroom.courses.courses(ines.actor)
            self.course_id = course.course.id
            (given,) = ines.whole_store.assignments(self.course_id)
            self.assignment_id = given.id

    def _make(self, settings: Settings) -> None:
        with open_services(settings) as services:
            services.accounts.create_first(ADMINISTRATOR, PASSWORD)
        with open_services(settings) as services:
            self._let_in(services, INSTRUCTOR, "instructor")
            ines = self._sign_in(services, INSTRUCTOR)
            self.course_id = ines.classroom.courses.create(ines.actor, COURSE, exam="cpb").id
            for issued in self._enrol(ines).passwords:
                self._first_password(services, issued.sign_in, issued.password)
            self._assign(ines, self._publish(ines))

    def sign_in(self, name: str = INSTRUCTOR) -> Services:
        """Return the services of one of its people; to be closed."""
        return self._sign_in(open_services(self.settings), name)

    def attempts(self, name: str = STUDENTS[0]):
        """Return a student's attempts at the assignment, with questions and answers."""
        with self.sign_in() as services:
            store = services.whole_store
            learner = next(one for one in store.learners() if one.name == name)
            made = store.assigned_attempts(self.assignment_id, learner.id)
            return [store.attempt(one.attempt_id) for one in made]

    def close(self) -> None:
        """Let the assignment close now, and with that more show of it."""
        with self.sign_in() as ines:
            given = ines.classroom.assignments
            given.edit(ines.actor, self.assignment_id, due=_day(-1), closes=_day(-1))

    def _assign(self, ines: Services, version_id: str) -> None:
        policy = AssignmentPolicy(shuffle=False, release=RELEASE)
        draft = AssignmentDraft(
            version_id, TASK, "", _day(5), _day(9), policy, cohorts=("Section A",)
        )
        ines.classroom.assignments.create(ines.actor, self.course_id, draft)

    def _enrol(self, ines: Services) -> ImportedRoster:
        """Import the roster, which gives each student an account."""
        rows = (f"S{n};{name};{name};Section A" for n, name in enumerate(STUDENTS, 1))
        table = "\n".join(["Student ID;Name;Login;Section", *rows])
        roster = ines.classroom.roster
        return roster.apply(
            ines.actor, roster.plan_bytes(ines.actor, self.course_id, table.encode())
        )

    def _publish(self, ines: Services) -> str:
        """Publish questions that a letter answers, and return the version's id."""
        sets, actor = ines.classroom.sets, ines.actor
        heads = [
            head.id
            for head in ines.library.heads()
            if head.kind == "single" and head.case_id is None and "cpb" in dict(head.exams)
        ][:QUESTIONS]
        made = sets.create(actor, self.course_id, TASK)
        for item_id in heads:
            sets.add(actor, made.id, item_id)
        return sets.publish(actor, made.id, seed=7).id

    def _let_in(self, services: Services, name: str, role: str) -> None:
        """Give a person an account, and have them choose a password of their own."""
        ada = self._sign_in(services, ADMINISTRATOR)
        self._first_password(services, name, ada.accounts.create(name, role).password)

    @staticmethod
    def _first_password(services: Services, name: str, once: str) -> None:
        services.accounts.first_password(name, once, PASSWORD, idle=HOUR)

    @staticmethod
    def _sign_in(services: Services, name: str) -> Services:
        return services.signed_in(services.accounts.sign_in(name, PASSWORD, idle=HOUR))


def _day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
