"""Assignments as instructors give them: made, changed, withdrawn; more time for single students.

Every change is in the course's log, with what was before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tutor.domain.actor import Actor
from tutor.domain.assignment import (
    Assignment,
    AssignmentPolicy,
    Extension,
)
from tutor.domain.assignment_window import check_dates, check_factor, window_for
from tutor.domain.classroom import Cohort, Member
from tutor.domain.local_time import read_instant
from tutor.errors import NotFoundError, UsageError
from tutor.services.classroom.assignment_checks import FIXED, check_assignment
from tutor.services.classroom.assignment_form import (
    AssignmentTyped,
    policy_values,
    read_number,
)
from tutor.services.classroom.assignment_reading import AssignmentReading, named_one
from tutor.services.classroom.assignment_views import (
    AssignmentDraft,
    AssignmentView,
)
from tutor.services.classroom.bundle_forms import carries_keys

MOST_MORE = 20
"""Attempts that an extension can add, at most."""
REASON_LENGTH = 200
NO_DATE = ("", "none", "-")
"""What stands for no date."""


class AssignmentService(AssignmentReading):
    """What instructors do with assignments, in courses whose staff they are."""

    def create(self, actor: Actor, course_id: str, draft: AssignmentDraft) -> AssignmentView:
        """Give a published set to cohorts and single students; return the assignment.

        Raises:
            AccessError: The actor does not teach the course.
            NotFoundError: There is no such set, cohort or student.
            UsageError: A date or rule cannot be; the line says which.
        """
        self.reach(actor, course_id, changing=True)
        if draft.version_id not in {row[0] for row in self._store.course_versions(course_id)}:
            raise NotFoundError(f"the course has no published set {draft.version_id!r}")
        zone = self.zone(actor)
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

    def create_typed(self, actor: Actor, course_id: str, typed: AssignmentTyped) -> AssignmentView:
        """Give a published set as a form says; return the assignment.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: Something typed cannot be; the line says what.
        """
        self.reach(actor, course_id, changing=True)
        if not typed.version_id:
            raise UsageError("there is no published set to give: publish one first")
        cohorts, students = self._targets(course_id, typed)
        names = ("title", "opens", "due", "closes")
        draft = AssignmentDraft(
            version_id=typed.version_id,
            policy=AssignmentPolicy(**policy_values(typed)),
            cohorts=cohorts,
            students=students,
            **{name: typed.texts[name] for name in names},
        )
        return self.create(actor, course_id, draft)

    def edit_typed(
        self, actor: Actor, assignment_id: str, typed: AssignmentTyped
    ) -> AssignmentView:
        """Change an assignment as a form says; return it as it is then.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: Something typed cannot be, or cannot change any more.
        """
        old = self.find(actor, assignment_id)
        cohorts, students = self._targets(old.course_id, typed)
        names = ("title", "opens", "due", "closes")
        return self.edit(
            actor,
            assignment_id,
            policy=policy_values(typed),
            cohorts=cohorts,
            students=students,
            **{name: typed.texts[name] for name in names},
        )

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
        self.reach(actor, old.course_id, changing=True)
        if unknown := changes.keys() - {"title", "opens", "due", "closes"}:
            raise UsageError(f"{', '.join(sorted(unknown))} of an assignment cannot change")
        zone = self.zone(actor)
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
        zone = self.zone(actor)
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
            labels = self.labels(one.course_id)
            names = ", ".join(sorted(labels[name] for name in strangers))
            raise UsageError(f"it was not given to {names}: extend it for those who have it")
        factors = self._store.accommodations(one.course_id)
        for name in wanted:
            limits = window_for(one, extension, factors.get(name, 1.0))
            check_dates(limits.opens_at, limits.due_at, limits.closes_at)
        self._store.grant_extensions(actor.learner_id, one.id, dict.fromkeys(wanted, extension))
        return self.show(actor, one.id)

    def extend_typed(
        self, actor: Actor, assignment_id: str, students: Sequence[str], typed: dict[str, str]
    ) -> AssignmentView:
        """Extend as a form says, by `due`, `closes`, `more` and `reason`.

        Raises:
            AccessError: The actor does not teach the course.
            UsageError: Something typed cannot be; the line says what.
        """
        more = read_number(typed["more"], "the number of attempts") or 0
        return self.extend(
            actor,
            assignment_id,
            students,
            due=typed["due"],
            closes=typed["closes"],
            more_attempts=int(more),
            reason=typed["reason"],
        )

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
        self.reach(actor, course_id, changing=True)
        check_factor(factor)
        wanted = self._learner_ids(course_id, students)
        if not wanted:
            raise UsageError("say for whom: one student or several")
        self._store.set_factors(actor.learner_id, course_id, dict.fromkeys(wanted, factor))
        labels = self.labels(course_id)
        return tuple(labels[name] for name in wanted)

    def _new_policy(self, old: Assignment, values: dict[str, Any]) -> AssignmentPolicy:
        policy = replace(old.policy, **values)
        fixed = [name for name in FIXED if getattr(policy, name) != getattr(old.policy, name)]
        if fixed and self._store.assigned_attempts(old.id):
            words = {"seconds": "time limit", "shuffle": "order", "books": "code book"}
            names = ", ".join(words[name] for name in fixed)
            raise UsageError(
                f"somebody has started: {names} cannot change any more; make a new assignment"
            )
        keyed = carries_keys(replace(old, policy=policy))
        if keyed != carries_keys(old) and self._store.bundle_secret(old.id) is not None:
            raise UsageError(
                f"it went out in files {'without' if keyed else 'with'} keys, whose results could "
                "not be read any more: let key and reasons show at another moment, or make a new "
                "assignment"
            )
        return policy

    def _targets(
        self, course_id: str, typed: AssignmentTyped
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return cohorts and students among the ids that a form has marked."""
        known = {cohort.id for cohort in self._store.cohorts(course_id)}
        cohorts = tuple(one for one in typed.targets if one in known)
        return cohorts, tuple(one for one in typed.targets if one not in known)

    def _cohort_ids(self, course_id: str, names: Iterable[str]) -> tuple[str, ...]:
        every = self._store.cohorts(course_id)

        def known_as(one: Cohort) -> tuple[str, ...]:
            return one.id, one.name

        return tuple(named_one(name, every, known_as, "section").id for name in names)

    def _learner_ids(self, course_id: str, names: Iterable[str]) -> tuple[str, ...]:
        every = self._store.members(course_id)

        def known_as(one: Member) -> tuple[str, ...]:
            return one.learner_id, one.external_id, one.label

        return tuple(
            dict.fromkeys(named_one(name, every, known_as, "student").learner_id for name in names)
        )


def _instant(text: str, zone: str, *, end: bool) -> datetime | None:
    if text.strip().casefold() in NO_DATE:
        return None
    return read_instant(text, zone, end=end)
