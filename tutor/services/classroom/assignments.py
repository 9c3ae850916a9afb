"""Assignments as instructors give them: made, changed, withdrawn; more time for single students.

Every change is in the course's log, with what was before and after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, TypeVar

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import (
    AssignedAttempt,
    Assignment,
    AssignmentPolicy,
    Extension,
)
from tutor.domain.assignment_status import STATUS_WORDS, Try, handed_in_late, status_of
from tutor.domain.assignment_window import Window, check_dates, check_factor, window_for
from tutor.domain.classroom import Cohort, Member
from tutor.domain.local_time import read_instant, say_soon, write_instant
from tutor.domain.permissions import require_staff
from tutor.domain.release import FACT_WORDS, MOMENT_WORDS
from tutor.domain.text import folded
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.assignment_checks import FIXED, check_assignment, warnings_on
from tutor.services.classroom.assignment_views import (
    AssignmentChoices,
    AssignmentDraft,
    AssignmentLine,
    AssignmentView,
    Counts,
    StudentLine,
    VersionChoice,
)
from tutor.services.views import Link
from tutor.store.store import Store

MOST_MORE = 20
"""Attempts that an extension can add, at most."""
REASON_LENGTH = 200
NO_DATE = ("", "none", "-")
"""What stands for no date."""

Named = TypeVar("Named")


class AssignmentService:
    """What instructors do with assignments, in courses whose staff they are."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    # --- reading

    def choices(self, actor: Actor, course_id: str) -> AssignmentChoices:
        """Return what the form of a new assignment offers.

        Raises:
            AccessError: The actor does not teach the course.
        """
        self._reach(actor, course_id)
        members = self._store.members(course_id)
        return AssignmentChoices(
            versions=tuple(VersionChoice(*row) for row in self._store.course_versions(course_id)),
            cohorts=tuple(Link(one.id, one.name) for one in self._store.cohorts(course_id)),
            students=tuple(Link(one.learner_id, one.label) for one in members),
            zone=self._zone(actor),
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
        self._reach(actor, course_id)
        zone, now = self._zone(actor), self._clock.now()
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
            self._reach(actor, assignment.course_id)
            return assignment
        self._reach(actor, course_id)
        return _one(
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
        zone = self._zone(actor)
        students = self._students(one, zone)
        cohort_ids, learner_ids = self._store.targets(one.id)
        cohorts = {
            cohort.id: cohort.name
            for cohort in self._store.cohorts(one.course_id, include_archived=True)
        }
        labels = self._labels(one.course_id)
        windows = [(line.label, self._store.window(one.id, line.learner_id)) for line in students]
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

    # --- changing

    def create(self, actor: Actor, course_id: str, draft: AssignmentDraft) -> AssignmentView:
        """Give a published set to cohorts and single students; return the assignment.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such set, cohort or student.
            UsageError: A date or rule cannot be; the line says which.
        """
        self._reach(actor, course_id, changing=True)
        if draft.version_id not in {row[0] for row in self._store.course_versions(course_id)}:
            raise NotFoundError(f"the course has no published set {draft.version_id!r}")
        zone = self._zone(actor)
        new = Assignment(
            id="",
            course_id=course_id,
            version_id=draft.version_id,
            title=draft.title.strip() or self._store.version_title(draft.version_id),
            policy=draft.policy,
            opens_at=_instant(draft.opens, zone, end=False),
            due_at=_instant(draft.due, zone, end=True),
            closes_at=_instant(draft.closes, zone, end=True),
            created_at=self._clock.now(),
        )
        check_assignment(new)
        made = self._store.create_assignment(
            actor.learner_id,
            new,
            cohorts=self._cohort_ids(course_id, draft.cohorts),
            learners=self._learner_ids(course_id, draft.students),
        )
        return self.show(actor, made.id)

    def edit(
        self,
        actor: Actor,
        assignment_id: str,
        *,
        policy: dict[str, Any] | None = None,
        cohorts: Sequence[str] | None = None,
        students: Sequence[str] | None = None,
        **changes: str,
    ) -> AssignmentView:
        """Change an assignment; return it as it is then.

        Dates and what shows when can change at any time; open attempts get their new deadlines.
        The set never changes; time limit, order and code book not once anybody has started.

        Args:
            actor: Who changes it.
            assignment_id: Which.
            policy: New values of an `AssignmentPolicy`'s fields.
            cohorts: All cohorts it is for from now on, by name or id.
            students: All single students, likewise.
            changes: Any of `title`, `opens`, `due`, `closes`; an empty date takes it away.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment, cohort or student.
            UsageError: A date or rule cannot be, or cannot change any more.
        """
        old = self.find(actor, assignment_id)
        self._reach(actor, old.course_id, changing=True)
        if unknown := changes.keys() - {"title", "opens", "due", "closes"}:
            raise UsageError(f"{', '.join(sorted(unknown))} of an assignment cannot change")
        zone = self._zone(actor)
        values: dict[str, Any] = {
            f"{name}_at": _instant(changes[name], zone, end=name != "opens")
            for name in ("opens", "due", "closes")
            if name in changes
        }
        if "title" in changes:
            values["title"] = changes["title"].strip()
        if policy:
            values["policy"] = self._new_policy(old, policy)
        changed = replace(old, **values)
        check_assignment(changed)
        self._store.change_assignment(
            actor.learner_id,
            changed,
            cohorts=None if cohorts is None else self._cohort_ids(old.course_id, cohorts),
            learners=None if students is None else self._learner_ids(old.course_id, students),
        )
        return self.show(actor, assignment_id)

    def withdraw(self, actor: Actor, assignment_id: str) -> None:
        """Take an assignment back: nobody can start it any more; what was begun goes on.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
            UsageError: It is withdrawn already.
        """
        old = self.find(actor, assignment_id)
        if old.withdrawn_at is not None:
            raise UsageError(f"{old.title} is withdrawn already")
        changed = replace(old, withdrawn_at=self._clock.now())
        self._store.change_assignment(actor.learner_id, changed)

    def extend(
        self,
        actor: Actor,
        assignment_id: str,
        students: Sequence[str],
        *,
        due: str = "",
        closes: str = "",
        more_attempts: int = 0,
        reason: str = "",
    ) -> AssignmentView:
        """Give some students later dates or more attempts, also in the middle of one.

        What an earlier extension said stays where this one says nothing; attempts are set, not
        added up.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment or student.
            UsageError: Nothing is given, or a date cannot be.
        """
        one = self.find(actor, assignment_id)
        zone = self._zone(actor)
        extension = Extension(
            due_at=_instant(due, zone, end=True),
            closes_at=_instant(closes, zone, end=True),
            more_attempts=more_attempts,
            reason=reason.strip(),
        )
        if not 0 <= more_attempts <= MOST_MORE:
            raise UsageError(f"more attempts are from 0 to {MOST_MORE}")
        if len(extension.reason) > REASON_LENGTH:
            raise UsageError(f"a reason has at most {REASON_LENGTH} characters")
        if not (extension.due_at or extension.closes_at or more_attempts):
            raise UsageError("say what they get: a due date, a closing date, or more attempts")
        wanted = self._learner_ids(one.course_id, students)
        if not wanted:
            raise UsageError("say for whom: one student or several")
        strangers = set(wanted) - set(self._store.assigned_learners(one.id))
        if strangers:
            labels = self._labels(one.course_id)
            names = ", ".join(sorted(labels[name] for name in strangers))
            raise UsageError(f"it was not given to {names}: extend it for those who have it")
        factors = self._store.accommodations(one.course_id)
        for name in wanted:
            limits = window_for(one, extension, factors.get(name, 1.0))
            check_dates(limits.opens_at, limits.due_at, limits.closes_at)
        self._store.grant_extensions(actor.learner_id, one.id, dict.fromkeys(wanted, extension))
        return self.show(actor, one.id)

    def accommodate(
        self, actor: Actor, course_id: str, students: Sequence[str], factor: float
    ) -> tuple[str, ...]:
        """Give students a time factor in all of a course; return what they are called.

        It stretches time limits and windows, also of attempts that are open. 1 takes it away.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such student.
            UsageError: The factor is out of range, or nobody is named.
        """
        self._reach(actor, course_id, changing=True)
        check_factor(factor)
        wanted = self._learner_ids(course_id, students)
        if not wanted:
            raise UsageError("say for whom: one student or several")
        self._store.set_factors(actor.learner_id, course_id, dict.fromkeys(wanted, factor))
        labels = self._labels(course_id)
        return tuple(labels[name] for name in wanted)

    # --- what these share

    def _reach(self, actor: Actor, course_id: str, *, changing: bool = False) -> None:
        course = self._store.course(course_id)
        require_staff(actor, self._store.staff(course_id))
        if changing and course.archived_at is not None:
            raise UsageError(f"{course.title} is archived: restore it first")

    def _zone(self, actor: Actor) -> str:
        """Return the time zone in which the actor reads and writes dates."""
        return self._store.learner(actor.learner_id).time_zone if actor.learner_id else "UTC"

    def _new_policy(self, old: Assignment, values: dict[str, Any]) -> AssignmentPolicy:
        policy = replace(old.policy, **values)
        fixed = [name for name in FIXED if getattr(policy, name) != getattr(old.policy, name)]
        if fixed and self._store.assigned_attempts(old.id):
            words = {"seconds": "time limit", "shuffle": "order", "books": "code book"}
            names = ", ".join(words[name] for name in fixed)
            raise UsageError(
                f"somebody has started: {names} cannot change any more; make a new assignment"
            )
        return policy

    def _students(self, one: Assignment, zone: str) -> tuple[StudentLine, ...]:
        """Return how each student stands: those who have it, and those who began it."""
        made: dict[str, list[AssignedAttempt]] = {}
        for attempt in self._store.assigned_attempts(one.id):
            made.setdefault(attempt.learner_id, []).append(attempt)
        labels = self._labels(one.course_id)
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

    def _labels(self, course_id: str) -> dict[str, str]:
        members = self._store.members(course_id, include_left=True)
        return {member.learner_id: member.label for member in members}

    def _cohort_ids(self, course_id: str, names: Iterable[str]) -> tuple[str, ...]:
        every = self._store.cohorts(course_id)

        def known_as(one: Cohort) -> tuple[str, ...]:
            return one.id, one.name

        return tuple(_one(name, every, known_as, "section").id for name in names)

    def _learner_ids(self, course_id: str, names: Iterable[str]) -> tuple[str, ...]:
        every = self._store.members(course_id)

        def known_as(one: Member) -> tuple[str, ...]:
            return one.learner_id, one.external_id, one.label

        return tuple(
            dict.fromkeys(_one(name, every, known_as, "student").learner_id for name in names)
        )


def _one(
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


def _instant(text: str, zone: str, *, end: bool) -> datetime | None:
    if text.strip().casefold() in NO_DATE:
        return None
    return read_instant(text, zone, end=end)


def _counts(students: Sequence[StudentLine]) -> Counts:
    return Counts(
        students=len(students),
        started=sum(line.attempts > 0 for line in students),
        submitted=sum(line.status in ("submitted", "closed") for line in students),
        late=sum(line.late for line in students),
        overdue=sum(line.status == "late" for line in students),
        missed=sum(line.status == "missed" for line in students),
    )
