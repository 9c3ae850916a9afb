"""The placement test: begun, gone on with, reported."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from tutor.clock import Clock
from tutor.domain.diagnostic import MOST
from tutor.domain.records import DIAGNOSTIC, AttemptSummary, NewAttempt, QuizSpec
from tutor.domain.study_day import study_day
from tutor.errors import AttemptError, NotFoundError, UsageError
from tutor.services.diagnostic_report import build_report
from tutor.services.diagnostic_session import (
    DiagnosticSession,
    chance_for,
    open_desk,
    place,
)
from tutor.services.diagnostic_views import DiagnosticReport
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.store.store import Store

EVERY = 1_000
"""Attempts looked through for earlier tests."""


class DiagnosticService:
    """Places a learner on an exam's domains with 20 to 40 questions."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        practice: PracticeService,
        aside: Callable[[], frozenset[str]],
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._practice = practice
        self._aside = aside

    def start(
        self, learner_id: str, exam: str | None = None, *, seed: int | None = None
    ) -> DiagnosticSession:
        """Start a test, or go on with the one for the same exam that is open.

        Args:
            learner_id: Whom to place.
            exam: For which exam, the target exam unless given.
            seed: With the same content, history and answers it asks the same questions.

        Raises:
            NotFoundError: There is no such learner or exam.
            UsageError: No exam is named and the learner has no target.
            AttemptError: There are no questions to ask.
        """
        learner = self._store.learner(learner_id)
        chosen = exam or learner.exam
        if chosen is None:
            raise UsageError("placement for which exam? name it: cpc, cca, cbcs, cmrs or cpb")
        blueprint = self._library.blueprint(chosen)
        if going_on := self.unfinished(learner_id, chosen):
            return self.resume(going_on.id)
        seed = self._rng.getrandbits(32) if seed is None else seed
        rng = chance_for(seed, 0)
        desk = open_desk(self._store, self._library, self._aside(), learner_id, blueprint)
        first = desk.next([], rng)
        if first is None:
            raise AttemptError("There are no questions to place anybody by for this exam.")
        attempt = self._store.start_attempt(
            NewAttempt(
                learner_id=learner_id,
                title=f"{blueprint.id.upper()} · placement test",
                spec=QuizSpec(exam=chosen, count=MOST, feedback="test", context=DIAGNOSTIC),
                seed=seed,
                blueprint=f"{blueprint.id}/{blueprint.edition}",
                deadline=None,
                items=(place(self._library, first, rng),),
                most=MOST,
            ),
            study_day=study_day(self._clock.now(), learner.time_zone),
        )
        return self.resume(attempt.id)

    def resume(self, attempt_id: str) -> DiagnosticSession:
        """Open a test, to go on with it or to look at it.

        Raises:
            NotFoundError: There is no such attempt.
            UsageError: It is no placement test.
        """
        session = self._practice.resume(attempt_id)
        if not isinstance(session, DiagnosticSession):
            raise UsageError(f"{session.title} is no placement test: use `tutor resume`")
        return session

    def unfinished(self, learner_id: str, exam: str | None = None) -> AttemptSummary | None:
        """Return the newest test that is going on, for an exam if one is named."""
        return _newest(self._store.open_attempts(learner_id), exam)

    def latest(self, learner_id: str, exam: str | None = None) -> AttemptSummary | None:
        """Return the newest test that was finished, for an exam if one is named."""
        every = self._store.attempts(learner_id, limit=EVERY)
        return _newest([one for one in every if one.status == "finished"], exam)

    def report(self, attempt_id: str) -> DiagnosticReport:
        """Return what a test says.

        Raises:
            NotFoundError: There is no such attempt, or its exam is gone.
            UsageError: It is no placement test.
            AttemptError: It is still going on: nothing tells right from wrong before the end.
        """
        session = self.resume(attempt_id)
        if session.open:
            raise AttemptError("The result comes when the placement test is over.")
        return build_report(self._store, self._library, self._store.attempt(attempt_id))

    def last_report(self, learner_id: str, exam: str | None = None) -> DiagnosticReport:
        """Return what the newest finished test says.

        Raises:
            NotFoundError: There is no finished test.
        """
        found = self.latest(learner_id, exam)
        if found is None:
            name = f" for {exam.upper()}" if exam else ""
            raise NotFoundError(
                f"there is no finished placement test{name} yet: take one with `tutor diagnose`"
            )
        return self.report(found.id)


def _newest(attempts: Sequence[AttemptSummary], exam: str | None) -> AttemptSummary | None:
    fitting = (one for one in attempts if one.context == DIAGNOSTIC and exam in (None, one.exam))
    return next(fitting, None)
