"""From what the store has of a course's work to each student's cell in each assignment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tutor.domain.actor import Actor
from tutor.domain.assignment import Assignment
from tutor.domain.assignment_window import Window, in_time_until, window_for
from tutor.domain.classroom import Course, Member
from tutor.domain.gradebook import Cell, Work, cell
from tutor.domain.marking import HandedIn
from tutor.domain.permissions import require_staff, require_teacher
from tutor.store.classroom.gradebook import AttemptLine, ClassWork
from tutor.store.store import Store


def taught(store: Store, actor: Actor, course_id: str) -> Course:
    """Return a course that the actor teaches, archived or not.

    Raises:
        AccessError: The actor does not teach it.
        NotFoundError: There is no such course.
    """
    require_teacher(actor)
    course = store.course(course_id)
    require_staff(actor, store.staff(course_id))
    return course


def taught_assignment(store: Store, actor: Actor, assignment_id: str) -> Assignment:
    """Return an assignment of a course that the actor teaches.

    Raises:
        AccessError: The actor does not teach it.
        NotFoundError: There is no such assignment.
    """
    require_teacher(actor)
    assignment = store.assignment(assignment_id)
    require_staff(actor, store.staff(assignment.course_id))
    return assignment


def settled_work(
    store: Store, course_id: str, *, cohort_id: str | None = None, assignment_id: str | None = None
) -> ClassWork:
    """Return the work of a course, after ending the attempts whose time ran out meanwhile."""
    work = store.class_work(course_id, cohort_id=cohort_id, assignment_id=assignment_id)
    going_on = {line.assignment_id for line in work.attempts if line.status == "open"}
    if sum(store.settle(assignment_id=one) for one in sorted(going_on)):
        work = store.class_work(course_id, cohort_id=cohort_id, assignment_id=assignment_id)
    return work


class Standing:
    """Cells of a course's work at one instant."""

    def __init__(self, work: ClassWork, now: datetime) -> None:
        self.work = work
        self.now = now
        self._attempts: dict[tuple[str, str], list[AttemptLine]] = {}
        for line in work.attempts:
            self._attempts.setdefault((line.assignment_id, line.learner_id), []).append(line)

    def cell(self, member: Member, assignment: Assignment) -> Cell:
        """Return how a student stands in an assignment."""
        key = assignment.id, member.learner_id
        lines = self._attempts.get(key, [])
        window = self.window(member, assignment)
        extended = self.work.extensions.get(key)
        targets = self.work.targets.get(assignment.id, frozenset())
        return cell(
            Work(
                assigned=assignment.withdrawn_at is None
                and not targets.isdisjoint((member.cohort_id, member.learner_id)),
                most=self.work.most[assignment.id],
                counts=assignment.policy.counts,
                due_at=window.due_at,
                closes_at=window.closes_at,
                handed_in=tuple(_handed_in(lines, window)),
                ungraded=sum(one.status != "open" and one.points is None for one in lines),
                open=sum(one.status == "open" for one in lines),
                extended=extended is not None
                and bool(extended.due_at or extended.closes_at or extended.more_attempts),
                gone=member.left_at,
                override=self.work.overrides.get(key),
            ),
            self.now,
        )

    def cells(self, member: Member) -> tuple[Cell, ...]:
        """Return a student's cells, in the order of the assignments."""
        return tuple(self.cell(member, one) for one in self.work.assignments)

    def window(self, member: Member, assignment: Assignment) -> Window:
        """Return a student's own limits in an assignment, as they are now."""
        extension = self.work.extensions.get((assignment.id, member.learner_id))
        factor = self.work.factors.get(member.learner_id, 1.0)
        return window_for(assignment, extension, factor)

    def due(self, member: Member, assignment: Assignment) -> bool:
        """Whether the assignment is due for a student: past its due date, or closed."""
        window = self.window(member, assignment)
        return window.overdue(self.now) or window.closed(self.now)

    def cohort(self, member: Member) -> str:
        """Return the name of a student's section."""
        return self.work.cohorts.get(member.cohort_id, "")


def _handed_in(lines: Iterable[AttemptLine], window: Window) -> Iterable[HandedIn]:
    """Yield ended attempts with marks."""
    for line in lines:
        if line.points is None or line.most is None or line.submitted_at is None:
            continue
        yield HandedIn(
            number=line.number,
            points=line.points,
            most=line.most,
            submitted_at=line.submitted_at,
            due_at=in_time_until(line.due_at, window.due_at),
            policy=line.policy,
        )
