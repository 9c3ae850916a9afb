"""A student's assignments as they stand for the student at one instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from tutor.domain.assignment import AssignedAttempt, Assignment, AssignmentPolicy
from tutor.domain.assignment_status import (
    IN_PROGRESS,
    STATUS_WORDS,
    Try,
    may_start,
    next_date,
    status_of,
)
from tutor.domain.assignment_window import Window, attempts_for, in_time_until
from tutor.domain.local_time import say_soon
from tutor.domain.marking import HandedIn, counted, days_late
from tutor.domain.records import Learner
from tutor.domain.release import attempt_facts, by_file_lines, later_lines
from tutor.services.classroom.work_results import by_hand_text, marks_of
from tutor.services.classroom.work_views import EXCUSED, WorkAttempt, WorkLine
from tutor.store.classroom.assigned import OwnLimits
from tutor.store.classroom.given import Given
from tutor.store.classroom.returned import Returned
from tutor.store.store import Store

UNCHANGED = -1.0
"""Stands for no grade set by hand, which is never below 0."""
_URGENCY = {"late": 0, "in_progress": 1, "open": 1, "not_open": 2, "submitted": 3}
_FAR = datetime.max.replace(tzinfo=UTC)


class OwnWork:
    """Reads a student's assignments.

    Args:
        store: The store.
        now: The instant.
        learner: The student.
    """

    def __init__(self, store: Store, now: datetime, learner: Learner) -> None:
        self._store = store
        self._now = now
        self._learner = learner

    def lines(self) -> tuple[WorkLine, ...]:
        """Return them: overdue ones first, then by what is due soonest."""
        assignments = self._store.assignments_of(self._learner.id)
        if not assignments:
            return ()
        made: dict[str, list[AssignedAttempt]] = {}
        for one in self._store.attempts_at_assignments(self._learner.id):
            made.setdefault(one.assignment_id, []).append(one)
        marks = marks_of(self._store, [one for some in made.values() for one in some])
        by_hand = self._store.set_by_hand(self._learner.id)
        limits = self._store.own_limits(self._learner.id, assignments)
        ids = dict.fromkeys(one.course_id for one in assignments)
        titles = {course_id: self._store.course(course_id).title for course_id in ids}
        lines = [
            self._line(
                one,
                made.get(one.id, []),
                marks,
                by_hand.get(one.id, UNCHANGED),
                limits[one.id],
                titles[one.course_id],
            )
            for one in assignments
        ]
        return tuple(sorted(lines, key=_most_urgent))

    def _line(
        self,
        assignment: Assignment,
        made: Sequence[AssignedAttempt],
        marks: dict[str, tuple[float, float]],
        by_hand: float | None,
        limits: OwnLimits,
        course: str,
    ) -> WorkLine:
        now, policy = self._now, assignment.policy
        window, extension, factor = limits
        tries = [Try(one.handed_in) for one in made]
        given = self._store.given_assignment(assignment.id)
        status = status_of(window, tries, now)
        returned = self._returned(given, made)
        told = returned[max(returned, key=lambda one: returned[one].made_at)] if returned else None
        if told is not None and told.by_hand is not None:
            by_hand = told.by_hand.points
        excused = by_hand is None
        rests = excused and status != IN_PROGRESS
        following = None if rests else next_date(window, status)
        allowed = attempts_for(policy, extension)
        withdrawn = assignment.withdrawn_at is not None
        attempts = tuple(
            self._attempt(one, assignment, window, marks, returned.get(one.attempt_id))
            for one in made
        )
        grade = _grade(policy.counts, window, list(zip(made, attempts, strict=True)), by_hand)
        published = None if made else self._store.published_set(assignment.version_id)
        zone = self._learner.time_zone
        closes = say_soon(window.closes_at, zone, now) if window.closes_at else ""
        return WorkLine(
            assignment_id=assignment.id,
            course=course,
            title=assignment.title,
            status=status,
            status_text=EXCUSED if rests else STATUS_WORDS[status],
            opens_at=window.opens_at,
            due_at=window.due_at,
            closes_at=window.closes_at,
            next_at=following[1] if following else None,
            next_text=f"{following[0]} {say_soon(following[1], zone, now)}" if following else "",
            seconds=window.seconds,
            questions=made[0].total if published is None else len(published.slots),
            attempts_allowed=allowed,
            why_not=may_start(window, tries, allowed, now, withdrawn=withdrawn),
            open_attempt=next((one.attempt_id for one in made if one.status == "open"), None),
            late=not excused and _all_late(attempts),
            points=grade[0] if grade else None,
            most=grade[1] if grade else None,
            counts=policy.counts,
            books=policy.books,
            factor=factor,
            shows=_shows(assignment, given, closes, told),
            by_file=given is not None,
            late_rule=_late_rule(policy) if window.due_at else "",
            by_hand=by_hand_text(told.by_hand) if told else "",
            excused=excused,
            attempts=attempts,
        )

    def _returned(
        self, given: Given | None, made: Sequence[AssignedAttempt]
    ) -> dict[str, Returned]:
        """Return the feedback that came back in files, by attempt."""
        if given is None or not given.keyless:
            return {}
        found = {one.attempt_id: self._store.returned(one.attempt_id) for one in made}
        return {attempt_id: one for attempt_id, one in found.items() if one is not None}

    def _attempt(
        self,
        one: AssignedAttempt,
        assignment: Assignment,
        window: Window,
        marks: dict[str, tuple[float, float]],
        returned: Returned | None,
    ) -> WorkAttempt:
        closed = window.closed(self._now)
        facts = attempt_facts(one, assignment.policy.release, closed=closed)
        if returned is not None:
            facts = returned.attempt.facts
        points, most = marks[one.attempt_id]
        return WorkAttempt(
            attempt_id=one.attempt_id,
            number=one.number,
            status=one.status,
            started_at=one.started_at,
            handed_in=one.handed_in,
            late_days=days_late(one.handed_in, _due(one, window)) if one.handed_in else 0,
            answered=one.answered,
            total=one.total,
            points=points if "score" in facts and one.handed_in else None,
            most=most,
        )


def _shows(
    assignment: Assignment, given: Given | None, closes: str, told: Returned | None
) -> tuple[str, ...]:
    """Return when what will show, one sentence each."""
    if given is not None and given.keyless:
        return by_file_lines(told.attempt.facts if told else None)
    return later_lines(assignment.policy.release, frozenset(), closes)


def _late_rule(policy: AssignmentPolicy) -> str:
    """Return what becomes of late work, in words."""
    if policy.late == "deduct":
        return f"Late work loses {policy.late_percent:g} % of its points for each day begun."
    return "Late work is taken, and marked late." if policy.late == "accept" else ""


def _most_urgent(line: WorkLine) -> tuple[int, datetime, str]:
    urgency = 4 if line.excused else _URGENCY.get(line.status, 4)
    return urgency, line.next_at or line.due_at or _FAR, line.title


def _due(one: AssignedAttempt, window: Window) -> datetime | None:
    return in_time_until(one.due_at, window.due_at)


def _all_late(attempts: Sequence[WorkAttempt]) -> bool:
    """Whether work was handed in, and none of it in time."""
    ended = [one for one in attempts if one.handed_in is not None]
    return bool(ended) and all(one.late_days for one in ended)


def _grade(
    counts: str,
    window: Window,
    attempts: Sequence[tuple[AssignedAttempt, WorkAttempt]],
    by_hand: float | None,
) -> tuple[float, float] | None:
    """Return points and the most of what counts, where the scores of all that ended show.

    Args:
        counts: Which attempt counts.
        window: The student's limits.
        attempts: What there is, and what shows of it.
        by_hand: The grade an instructor set, `UNCHANGED` where none did; None excuses.
    """
    if by_hand is None:
        return None
    ended = [(one, shown) for one, shown in attempts if one.handed_in is not None]
    handed_in = [
        HandedIn(
            one.number,
            shown.points,
            shown.most,
            one.handed_in,
            _due(one, window),
            one.policy,
        )
        for one, shown in ended
        if shown.points is not None and one.handed_in is not None
    ]
    if len(handed_in) < len(ended):
        return None
    grade = counted(handed_in, counts)
    if grade is None:
        return None
    return (grade.points if by_hand == UNCHANGED else by_hand), grade.most
