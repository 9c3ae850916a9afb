"""Following a class: the live overview of an assignment, the heat map, who is at risk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import fsum

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.assignment import Assignment
from tutor.domain.at_risk import Due, Thresholds, reasons
from tutor.domain.blueprint import Blueprint
from tutor.domain.classroom import Course, Member
from tutor.domain.gradebook import IN_PROGRESS, NOT_ASSIGNED, NOT_STARTED, counts_of, mean_of, total
from tutor.domain.item import Item
from tutor.errors import UsageError
from tutor.services.classroom.grade_views import (
    DomainShare,
    HeatRow,
    HeatView,
    OverviewRow,
    OverviewView,
    RiskRow,
    RiskView,
)
from tutor.services.classroom.standing import Standing, settled_work, taught, taught_assignment
from tutor.services.library import Library
from tutor.store.classroom.gradebook import AttemptLine
from tutor.store.classroom.responses import AnsweredAttempt
from tutor.store.credit import to_score
from tutor.store.store import Store

STUCK_PERCENT = 50.0
"""Below this share of a domain's points a student is stuck on it."""
STUCK_QUESTIONS = 2
"""Answered questions of a domain from which that is said."""
ASSIGNED_WORK = "assigned"
ALL_STUDY = "all"
SOURCES = (ASSIGNED_WORK, ALL_STUDY)
"""What a heat map can rest on: the course's assigned work, or all study on record."""


@dataclass(slots=True)
class _Sum:
    """Points of a domain as they are added up."""

    earned: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def share(self, domain: str, name: str) -> DomainShare:
        most = fsum(self.most)
        percent = 100 * fsum(self.earned) / most if most else None
        return DomainShare(domain, name, percent, len(self.most))


_Sums = dict[str, _Sum]


class FollowingService:
    """Reads how a class is doing, for those who teach it."""

    def __init__(self, store: Store, library: Library, clock: Clock) -> None:
        self._store = store
        self._library = library
        self._clock = clock

    def overview(self, actor: Actor, assignment_id: str) -> OverviewView:
        """Return how an assignment goes: who has not started, goes on, is late, is stuck on what.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such assignment.
        """
        assignment = taught_assignment(self._store, actor, assignment_id)
        course = self._store.course(assignment.course_id)
        work = settled_work(self._store, course.id, assignment_id=assignment_id)
        standing = Standing(work, self._clock.now())
        attempts = self._latest([assignment_id])
        namer = _Domains(self._store, self._library, course.exam, attempts.values())
        rows: list[OverviewRow] = []
        whole: _Sums = {}
        for member in work.members:
            cell = standing.cell(member, assignment)
            if cell.status == NOT_ASSIGNED or (member.left_at and not cell.attempts):
                continue
            mine = attempts.get(member.learner_id)
            sums = namer.sums([mine] if mine else [])
            if member.left_at is None:
                _merge(whole, sums)
            rows.append(_overview_row(standing, member, assignment, mine, namer.shares(sums)))
        here = [row.cell for row in rows if not row.left]
        return OverviewView(
            course,
            assignment,
            standing.now,
            counts_of(here),
            sum(row.overdue for row in rows),
            mean_of(here),
            tuple(rows),
            tuple(sorted(namer.shares(whole), key=_weakest)),
        )

    def heat(
        self,
        actor: Actor,
        course_id: str,
        *,
        cohort_id: str | None = None,
        exam: str | None = None,
        source: str = ASSIGNED_WORK,
    ) -> HeatView:
        """Return students by the domains of an exam.

        Args:
            actor: Who asks.
            course_id: The course.
            cohort_id: One of its sections; None for all.
            exam: The exam; the course's own unless given.
            source: One of `SOURCES`.

        Raises:
            AccessError: The actor does not teach it.
            UsageError: The course is for no exam in particular, and none is given.
        """
        course = taught(self._store, actor, course_id)
        blueprint = self._blueprint(course, exam)
        work = settled_work(self._store, course_id, cohort_id=cohort_id)
        members = [one for one in work.members if one.left_at is None]
        standing = Standing(work, self._clock.now())
        if source == ALL_STUDY:
            by_learner = self._all_study(course_id, blueprint.id)
        else:
            by_learner = self._assigned_work(work.assignments, members, blueprint)
        whole: _Sums = {}
        rows = []
        for member in members:
            sums = by_learner.get(member.learner_id, {})
            _merge(whole, sums)
            rows.append(HeatRow(member, standing.cohort(member), _shares(blueprint, sums)))
        return HeatView(
            course, blueprint.id, source, standing.now, tuple(rows), _shares(blueprint, whole)
        )

    def at_risk(
        self,
        actor: Actor,
        course_id: str,
        *,
        cohort_id: str | None = None,
        limits: Thresholds | None = None,
    ) -> RiskView:
        """Return who may need help, most reasons first, each in words with its figures.

        Raises:
            AccessError: The actor does not teach the course.
        """
        limits = limits or Thresholds()
        course = taught(self._store, actor, course_id)
        work = settled_work(self._store, course_id, cohort_id=cohort_id)
        standing = Standing(work, self._clock.now())
        members = [one for one in work.members if one.left_at is None]
        begun = _last_handed_in(work.attempts)
        rows = []
        for member in members:
            cells = standing.cells(member)
            pairs = zip(work.assignments, cells, strict=True)
            given = [Due(cell, standing.due(member, one)) for one, cell in pairs]
            days = _idle(
                work.last_days.get(member.learner_id), begun.get(member.learner_id), standing.now
            )
            if found := reasons(given, days, limits):
                rows.append(RiskRow(member, standing.cohort(member), total(cells), found))
        rows.sort(key=lambda row: -len(row.reasons))
        return RiskView(course, standing.now, limits.text, len(members), tuple(rows))

    def _latest(self, assignment_ids: list[str]) -> dict[str, AnsweredAttempt]:
        """Return each student's latest attempt."""
        found: dict[str, AnsweredAttempt] = {}
        for one in self._store.answered_attempts(assignment_ids):
            known = found.get(one.learner_id)
            if known is None or one.number > known.number:
                found[one.learner_id] = one
        return found

    def _blueprint(self, course: Course, exam: str | None) -> Blueprint:
        chosen = exam or course.exam
        if chosen is None:
            raise UsageError(f"{course.title} is for no exam in particular: say which (--exam)")
        return self._library.blueprint(chosen)

    def _all_study(self, course_id: str, exam: str) -> dict[str, _Sums]:
        found: dict[str, _Sums] = {}
        for one in self._store.domain_counts(course_id, exam):
            entry = _Sum([to_score(one.credit)], [1.0] * one.answered)
            found.setdefault(one.learner_id, {})[one.domain] = entry
        return found

    def _assigned_work(
        self, assignments: Iterable[Assignment], members: Iterable[Member], blueprint: Blueprint
    ) -> dict[str, _Sums]:
        ids, learners = [one.id for one in assignments], [one.learner_id for one in members]
        attempts = [
            one for one in self._store.answered_attempts(ids, learners) if one.status != "open"
        ]
        namer = _Domains(self._store, self._library, blueprint.id, attempts)
        found: dict[str, _Sums] = {}
        for one in attempts:
            _merge(found.setdefault(one.learner_id, {}), namer.sums([one]))
        return found


class _Domains:
    """Sorts the questions of attempts to the domains of an exam, or to subjects without one."""

    def __init__(
        self,
        store: Store,
        library: Library,
        exam: str | None,
        attempts: Iterable[AnsweredAttempt],
    ) -> None:
        hashes = {line.item_hash for one in attempts for line in one.questions}
        self._exam = exam
        self._items = store.item_versions(hashes)
        blueprint = library.blueprint(exam) if exam else None
        self._names = {one.id: one.name for one in blueprint.domains} if blueprint else {}

    def sums(self, attempts: Iterable[AnsweredAttempt]) -> _Sums:
        """Return points by domain: of an open attempt, what is answered; of others, all."""
        found: _Sums = {}
        for attempt in attempts:
            for line in attempt.questions:
                if line.mark is None or (attempt.status == "open" and not line.response):
                    continue
                for domain in self._of(self._items.get(line.item_hash)):
                    entry = found.setdefault(domain, _Sum())
                    entry.earned.append(line.mark)
                    entry.most.append(line.worth)
        return found

    def shares(self, sums: _Sums) -> tuple[DomainShare, ...]:
        """Return points by domain, with the domains' names."""
        return tuple(one.share(key, self._names.get(key, key)) for key, one in sums.items())

    def _of(self, item: Item | None) -> tuple[str, ...]:
        if item is None:
            return ()
        return item.domains(self._exam) if self._exam else (item.subject,)


def _overview_row(
    standing: Standing,
    member: Member,
    assignment: Assignment,
    attempt: AnsweredAttempt | None,
    shares: Iterable[DomainShare],
) -> OverviewRow:
    stuck = [
        one
        for one in shares
        if one.questions >= STUCK_QUESTIONS
        and one.percent is not None
        and one.percent < STUCK_PERCENT
    ]
    cell = standing.cell(member, assignment)
    waiting = member.left_at is None and cell.status in (NOT_STARTED, IN_PROGRESS)
    return OverviewRow(
        member,
        standing.cohort(member),
        cell,
        answered=sum(bool(line.response) for line in attempt.questions) if attempt else 0,
        questions=len(attempt.questions) if attempt else 0,
        overdue=waiting and standing.due(member, assignment),
        stuck=tuple(sorted(stuck, key=_weakest)),
    )


def _weakest(share: DomainShare) -> tuple[float, str]:
    return (101.0 if share.percent is None else share.percent), share.name


def _merge(into: _Sums, sums: _Sums) -> None:
    for domain, one in sums.items():
        entry = into.setdefault(domain, _Sum())
        entry.earned += one.earned
        entry.most += one.most


def _shares(blueprint: Blueprint, sums: _Sums) -> tuple[DomainShare, ...]:
    return tuple(sums.get(one.id, _Sum()).share(one.id, one.name) for one in blueprint.domains)


def _last_handed_in(attempts: Iterable[AttemptLine]) -> dict[str, datetime]:
    found: dict[str, datetime] = {}
    for line in attempts:
        at, learner_id = line.submitted_at, line.learner_id
        if at is not None and (learner_id not in found or at > found[learner_id]):
            found[learner_id] = at
    return found


def _idle(day: str | None, handed_in: datetime | None, now: datetime) -> int | None:
    """Return whole days since anything was studied or handed in; None where nothing ever was."""
    last = [datetime.fromisoformat(day).replace(tzinfo=UTC)] if day else []
    last += [handed_in] if handed_in else []
    return max(0, (now - max(last)).days) if last else None
