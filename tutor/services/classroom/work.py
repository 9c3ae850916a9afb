"""A student's own assignments: the list, taking one, and what may show of it afterwards."""

from __future__ import annotations

from tutor.clock import Clock
from tutor.domain.actor import Actor
from tutor.domain.permissions import require_self
from tutor.domain.records import Learner
from tutor.domain.study_day import study_day
from tutor.errors import AccessError, AttemptError, NotFoundError, UsageError
from tutor.services.classroom.assigned_session import AssignedSession
from tutor.services.classroom.own_work import OwnWork
from tutor.services.classroom.work_draw import drawn
from tutor.services.classroom.work_results import result_of
from tutor.services.classroom.work_views import (
    Reminder,
    WorkLine,
    WorkOnHome,
    WorkResult,
)
from tutor.services.practice import PracticeService
from tutor.store.store import Store


class WorkService:
    """Assignments as the student who takes them sees them: only the student's own."""

    def __init__(self, store: Store, clock: Clock, practice: PracticeService) -> None:
        self._store = store
        self._clock = clock
        self._practice = practice

    def lines(self, actor: Actor, learner_id: str | None = None) -> tuple[WorkLine, ...]:
        """Return a student's assignments: overdue ones first, then by what is due soonest.

        Attempts whose time ran out meanwhile are ended, and verdicts that have become due are
        released.

        Raises:
            AccessError: They are another person's.
        """
        learner = self._learner(actor, learner_id)
        self._store.settle(learner_id=learner.id)
        return OwnWork(self._store, self._clock.now(), learner).lines()

    def line(self, actor: Actor, wanted: str, learner_id: str | None = None) -> WorkLine:
        """Return one of a student's assignments, by its id or title, or the beginning of one.

        Raises:
            AccessError: It is asked for by another person.
            NotFoundError: The student has no such assignment.
            UsageError: Several are meant.
        """
        lines = self.lines(actor, learner_id)
        name = wanted.strip().casefold()
        same = [
            one for one in lines if name in (one.assignment_id.casefold(), one.title.casefold())
        ]
        found = same or [one for one in lines if name and one.title.casefold().startswith(name)]
        if len(found) > 1:
            ids = ", ".join(one.assignment_id for one in found)
            raise UsageError(f"{len(found)} assignments are called {wanted!r}: name one of {ids}")
        if not found:
            raise NotFoundError(f"you have no assignment {wanted!r}: see `tutor assignments list`")
        return found[0]

    def home(self, learner_id: str) -> WorkOnHome:
        """Return what Home says: what a learner has to do, most urgent first."""
        lines = self.lines(Actor(learner_id), learner_id)
        reminders = tuple(
            Reminder(
                one.assignment_id,
                one.title,
                one.status,
                " · ".join(filter(None, (one.status_text, one.next_text))),
            )
            for one in lines
            if one.waiting
        )
        return WorkOnHome(bool(lines), reminders)

    def reminders(self, learner_id: str) -> tuple[Reminder, ...]:
        """Return what a learner has to do, most urgent first; nothing where there is no class."""
        return self.home(learner_id).reminders

    def start(
        self, actor: Actor, assignment_id: str, learner_id: str | None = None
    ) -> AssignedSession:
        """Start an attempt, or go on with the one that is open.

        Raises:
            AccessError: It is another person's.
            NotFoundError: There is no such assignment.
            AttemptError: It may not be started (now); the line says why.
        """
        learner = self._learner(actor, learner_id)
        self._store.settle(learner_id=learner.id)
        made = self._store.assigned_attempts(assignment_id, learner.id)
        going_on = next((one for one in made if one.status == "open"), None)
        if going_on is not None:
            return self._session(going_on.attempt_id)
        assignment = self._store.assignment(assignment_id)
        new, points = drawn(self._store, assignment, learner, len(made) + 1)
        attempt = self._store.start_assigned(
            new, assignment_id, points, study_day=study_day(self._clock.now(), learner.time_zone)
        )
        return self._session(attempt.id)

    def resume(self, actor: Actor, attempt_id: str) -> AssignedSession:
        """Open an attempt of one's own: to go on with it, or to look at it.

        Raises:
            AccessError: It is another person's.
            NotFoundError: It is no attempt at an assignment.
        """
        attempt = self._store.assigned_attempt(attempt_id)
        if attempt is None:
            raise NotFoundError(f"there is no attempt {attempt_id!r} at an assignment")
        require_self(actor, attempt.learner_id)
        return self._session(attempt_id)

    def result(self, actor: Actor, attempt_id: str) -> WorkResult:
        """Return an attempt that was handed in, with what may show of it now.

        Raises:
            AccessError: It is another person's.
            NotFoundError: It is no attempt at an assignment.
            AttemptError: It is still open.
        """
        session = self.resume(actor, attempt_id)
        if session.open:
            raise AttemptError("It is not handed in yet: the result comes then.")
        return result_of(self._store, session, self._clock.now())

    def _learner(self, actor: Actor, learner_id: str | None) -> Learner:
        wanted = learner_id or actor.learner_id
        if wanted is None:
            raise AccessError("Nobody is signed in: choose a profile first.")
        require_self(actor, wanted)
        return self._store.learner(wanted)

    def _session(self, attempt_id: str) -> AssignedSession:
        session = self._practice.resume(attempt_id)
        assert isinstance(session, AssignedSession)  # noqa: S101 - by its context
        return session
