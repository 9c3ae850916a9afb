"""Reading assignments as instructors see them: who stands where, and what may not be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import TypeVar

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import (
    AssignedAttempt,
    Assignment,
)
from tutor.domain.assignment_status import (
    LATE,
    NOT_OPEN,
    OPEN,
    STATUS_WORDS,
    Try,
    handed_in_late,
    status_of,
)
from tutor.domain.assignment_window import Window, window_for
from tutor.domain.local_time import say_soon, write_instant
from tutor.domain.permissions import require_staff
from tutor.domain.release import FACT_WORDS, MOMENT_WORDS
from tutor.domain.text import folded
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.assignment_checks import warnings_on
from tutor.services.classroom.assignment_views import (
    AssignmentChoices,
    AssignmentLine,
    AssignmentView,
    Counts,
    StudentLine,
    VersionChoice,
)
from tutor.services.views import Link
from tutor.store.store import Store

Named = TypeVar("Named")


class AssignmentReading:
    """What instructors see of assignments, in courses whose staff they are."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def choices(self, actor: Actor, course_id: str) -> AssignmentChoices:
        """Return what the form of a new assignment offers.

        Raises:
            AccessError: The actor does not teach the course.
        """
        self.reach(actor, course_id)
        members = self._store.members(course_id)
        return AssignmentChoices(
            versions=tuple(VersionChoice(*row) for row in self._store.course_versions(course_id)),
            cohorts=tuple(Link(one.id, one.name) for one in self._store.cohorts(course_id)),
            students=tuple(Link(one.learner_id, one.label) for one in members),
            zone=self.zone(actor),
        )

    def version(self, actor: Actor, course_id: str, text: str) -> VersionChoice:
        """Return the published set meant by the id of a version, or the newest with a title.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: The course has no such published set.
        """
        name = folded(text.strip())
        for one in self.choices(actor, course_id).versions:
            if name in (folded(one.id), folded(one.title)):
                return one
        raise NotFoundError(f"the course has no published set {text.strip()!r}")

    def lines(self, actor: Actor, course_id: str) -> tuple[AssignmentLine, ...]:
        """Return a course's assignments with how far its students are; withdrawn ones last.

        Raises:
            AccessError: The actor does not teach the course.
        """
        self.reach(actor, course_id)
        zone, now = self.zone(actor), self._clock.now()
        found = []
        for one in self._store.assignments(course_id):
            self._store.settle(assignment_id=one.id)
            students = self._students(one, zone)
            opens, due, closes = (
                say_soon(date, zone, now) if date else ""
                for date in (one.opens_at, one.due_at, one.closes_at)
            )
            line = AssignmentLine(
                id=one.id,
                title=one.title,
                set_title=self._store.version_title(one.version_id),
                opens=opens,
                due=due,
                closes=closes,
                counts=_counts(students),
                withdrawn=one.withdrawn_at is not None,
                stands=_stands(one, now, opens, due, closes),
            )
            found.append(line)
        return tuple(sorted(found, key=lambda line: line.withdrawn))

    def find(self, actor: Actor, text: str, course_id: str | None = None) -> Assignment:
        """Return the assignment meant by an id, or by a title in a course.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
            UsageError: Several are meant.
        """
        if course_id is None:
            assignment = self._store.assignment(text)
            self.reach(actor, assignment.course_id)
            return assignment
        self.reach(actor, course_id)
        return named_one(
            text,
            self._store.assignments(course_id),
            lambda one: (one.id, one.title),
            "assignment",
        )

    def show(self, actor: Actor, assignment_id: str) -> AssignmentView:
        """Return an assignment with its students.

        Time that ran out is noted, and verdicts that have become due are released.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
        """
        one = self.find(actor, assignment_id)
        self._store.settle(assignment_id=one.id)
        zone = self.zone(actor)
        students = self._students(one, zone)
        cohort_ids, learner_ids = self._store.targets(one.id)
        cohorts = {
            cohort.id: cohort.name
            for cohort in self._store.cohorts(one.course_id, include_archived=True)
        }
        labels = self.labels(one.course_id)
        windows = [
            (line.label, Window(one.opens_at, line.due_at, line.closes_at, line.seconds))
            for line in students
        ]
        return AssignmentView(
            assignment=one,
            set_title=self._store.version_title(one.version_id),
            opens=write_instant(one.opens_at, zone),
            due=write_instant(one.due_at, zone),
            closes=write_instant(one.closes_at, zone),
            zone=zone,
            cohorts=tuple(Link(name, cohorts.get(name, name)) for name in cohort_ids),
            named=tuple(Link(name, labels.get(name, name)) for name in learner_ids),
            begun=bool(self._store.assigned_attempts(one.id)),
            counts=_counts(students),
            matrix=tuple(
                (FACT_WORDS[fact], MOMENT_WORDS[moment])
                for fact, moment in asdict(one.policy.release).items()
            ),
            warnings=warnings_on(one, windows),
            students=students,
        )

    def reach(self, actor: Actor, course_id: str, *, changing: bool = False) -> None:
        """Let only the course's staff pass; nobody changes an archived course.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such course.
            UsageError: It is archived, and something is to be changed.
        """
        course = self._store.course(course_id)
        require_staff(actor, self._store.staff(course_id))
        if changing and course.archived_at is not None:
            raise UsageError(f"{course.title} is archived: restore it first")

    def zone(self, actor: Actor) -> str:
        """Return the time zone in which the actor reads and writes dates."""
        return self._store.learner(actor.learner_id).time_zone if actor.learner_id else "UTC"

    def _students(self, one: Assignment, zone: str) -> tuple[StudentLine, ...]:
        """Return how each student stands: those who have it, and those who began it."""
        made: dict[str, list[AssignedAttempt]] = {}
        for attempt in self._store.assigned_attempts(one.id):
            made.setdefault(attempt.learner_id, []).append(attempt)
        labels = self.labels(one.course_id)
        extensions = self._store.extensions(one.id)
        factors = self._store.accommodations(one.course_id)
        wanted = dict.fromkeys((*self._store.assigned_learners(one.id), *made))
        lines = []
        for name in wanted:
            factor, extension = factors.get(name, 1.0), extensions.get(name)
            window = window_for(one, extension, factor)
            mine = made.get(name, [])
            line = self._student(name, labels.get(name, name), window, mine, zone)
            lines.append(replace(line, factor=factor, extension=extension))
        return tuple(sorted(lines, key=lambda line: (folded(line.label), line.learner_id)))

    def _student(
        self,
        learner_id: str,
        label: str,
        window: Window,
        made: Sequence[AssignedAttempt],
        zone: str,
    ) -> StudentLine:
        now = self._clock.now()
        tries = [Try(one.handed_in) for one in made]
        status = status_of(window, tries, now)
        return StudentLine(
            learner_id=learner_id,
            label=label,
            status=status,
            status_text=STATUS_WORDS[status],
            late=handed_in_late(window, tries),
            attempts=len(made),
            answered=made[-1].answered if made else 0,
            due_at=window.due_at,
            closes_at=window.closes_at,
            due=say_soon(window.due_at, zone, now) if window.due_at else "",
            closes=say_soon(window.closes_at, zone, now) if window.closes_at else "",
            seconds=window.seconds,
            factor=1.0,
            extension=None,
        )

    def labels(self, course_id: str) -> dict[str, str]:
        """Return what a course's students are called, by learner id; those who left, too."""
        members = self._store.members(course_id, include_left=True)
        return {member.learner_id: member.label for member in members}


def named_one(
    text: str, every: Iterable[Named], known_as: Callable[[Named], tuple[str, ...]], what: str
) -> Named:
    """Return the one that a text names, in any case."""
    name = folded(text.strip())
    found = [one for one in every if name in {folded(known) for known in known_as(one)}]
    if not found:
        raise NotFoundError(f"there is no {what} {text.strip()!r} in the course")
    if len(found) > 1:
        raise UsageError(f"{len(found)} are called {text.strip()!r}: use the id of the {what}")
    return found[0]


def _stands(one: Assignment, now: datetime, opens: str, due: str, closes: str) -> str:
    """Return how an assignment stands for those without limits of their own."""
    if one.withdrawn_at is not None:
        return "withdrawn"
    status = status_of(Window(one.opens_at, one.due_at, one.closes_at, None), (), now)
    if status == OPEN:
        return f"due {due}" if due else "open"
    late = f"late until {closes}" if closes else f"was due {due}"
    return {NOT_OPEN: f"opens {opens}", LATE: late}.get(status, f"closed {closes}")


def _counts(students: Sequence[StudentLine]) -> Counts:
    return Counts(
        students=len(students),
        started=sum(line.attempts > 0 for line in students),
        submitted=sum(line.status in ("submitted", "closed") for line in students),
        late=sum(line.late for line in students),
        overdue=sum(line.status == "late" for line in students),
        missed=sum(line.status == "missed" for line in students),
    )
