"""Shifts in the claims lab: begun, gone on with, reported."""

from __future__ import annotations

from random import Random

from tutor.clock import Clock
from tutor.domain.claims.shift import ShiftOptions
from tutor.domain.claims.shift_flow import next_task
from tutor.domain.item import ROLES
from tutor.domain.records import SHIFT, AttemptSummary, NewAttempt, QuizSpec
from tutor.domain.study_day import study_day
from tutor.domain.text import quantity
from tutor.errors import NotFoundError, UsageError
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.services.shift_session import TASKS, ShiftSession, begin_state, place_task
from tutor.services.shift_views import ShiftLine, ShiftResult
from tutor.store.store import Store

MOST_PATIENTS = 8
"""Patients of one shift: more would be no single sitting."""
HARDEST = 5
EVERY = 1_000
"""Attempts looked through for earlier shifts."""
ROLE_WORDS = {"coder": "coder's desk", "biller": "biller's desk", "both": "both desks"}


class ShiftService:
    """Runs shifts; cheap to make, safe in threads."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        practice: PracticeService,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._practice = practice

    def start(
        self, learner_id: str, options: ShiftOptions, *, seed: int | None = None
    ) -> ShiftSession:
        """Start a shift.

        Args:
            learner_id: Who works it.
            options: What is chosen of it.
            seed: With the same choices, content and answers it brings the same patients.

        Raises:
            NotFoundError: There is no such learner or exam.
            UsageError: A choice is out of bounds.
        """
        _check(options)
        learner = self._store.learner(learner_id)
        if options.exam is not None:
            self._library.blueprint(options.exam)
        seed = self._rng.getrandbits(32) if seed is None else seed
        spec = QuizSpec(
            exam=options.exam,
            role=options.role,
            count=options.patients,
            context=SHIFT,
            source="generated",
            difficulty=options.difficulty,
        )
        first = next_task(begin_state(self._library, spec, seed))
        if first is None:
            raise UsageError("a shift without any work: choose other roles or more patients")
        attempt = self._store.start_attempt(
            NewAttempt(
                learner_id=learner_id,
                title=shift_title(options),
                spec=spec,
                seed=seed,
                blueprint=None,
                deadline=None,
                items=(place_task(first, seed),),
                most=TASKS * options.patients,
            ),
            study_day=study_day(self._clock.now(), learner.time_zone),
        )
        return self.resume(attempt.id)

    def resume(self, attempt_id: str) -> ShiftSession:
        """Open a shift, to go on with it or to look at it.

        Raises:
            NotFoundError: There is no such attempt.
            UsageError: It is no shift.
        """
        session = self._practice.resume(attempt_id)
        if not isinstance(session, ShiftSession):
            raise UsageError(f"{session.title} is no shift: use `tutor resume`")
        return session

    def unfinished(self, learner_id: str) -> AttemptSummary | None:
        """Return the newest shift that is going on."""
        every = self._store.open_attempts(learner_id)
        return next((one for one in every if one.context == SHIFT), None)

    def shifts(self, learner_id: str) -> tuple[ShiftLine, ...]:
        """Return every shift, newest first, those given up left out."""
        every = self._store.attempts(learner_id, limit=EVERY)
        return tuple(
            ShiftLine(
                attempt_id=one.id,
                title=one.title,
                started_at=one.started_at,
                open=one.status == "open",
                answered=one.answered,
                score=one.score,
            )
            for one in every
            if one.context == SHIFT and one.status != "abandoned"
        )

    def result(self, attempt_id: str) -> ShiftResult:
        """Return what a shift came to, or comes to so far.

        Raises:
            NotFoundError: There is no such attempt.
            UsageError: It is no shift.
        """
        session = self.resume(attempt_id)
        attempt = self._store.attempt(attempt_id)
        answers = [slot.answer for slot in attempt.slots if slot.answer is not None]
        return ShiftResult(
            attempt_id=attempt_id,
            title=attempt.title,
            seed=attempt.seed,
            open=session.open,
            answered=len(answers),
            points=sum(answer.score for answer in answers),
            report=session.report,
            tasks=session.tasks,
            stale=session.stale,
        )

    def last_result(self, learner_id: str) -> ShiftResult:
        """Return what the newest shift came to.

        Raises:
            NotFoundError: There is none.
        """
        found = self.shifts(learner_id)
        if not found:
            raise NotFoundError("there is no shift yet: start one with `tutor shift`")
        return self.result(found[0].attempt_id)


def shift_title(options: ShiftOptions) -> str:
    """Return what a shift is called in lists."""
    patients = quantity(options.patients, "patient")
    return f"Shift · {ROLE_WORDS[options.role]} · {patients} · level {options.difficulty}"


def _check(options: ShiftOptions) -> None:
    if options.role not in ROLES:
        raise UsageError(f"work as {', '.join(ROLES)}, not {options.role!r}")
    if not 1 <= options.patients <= MOST_PATIENTS:
        raise UsageError(f"the number of patients must be from 1 to {MOST_PATIENTS}")
    if not 1 <= options.difficulty <= HARDEST:
        raise UsageError(f"the difficulty must be from 1 to {HARDEST}")
