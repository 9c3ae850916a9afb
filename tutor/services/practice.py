"""Practice: drawing a quiz, counting what there is to draw from, resuming."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.domain.blueprint import Blueprint
from tutor.domain.catalog import ItemHead
from tutor.domain.item import Item
from tutor.domain.kinds import arrange
from tutor.domain.records import (
    ASSIGNED,
    DIAGNOSTIC,
    MOCK,
    SHIFT,
    SOURCES,
    Attempt,
    AttemptSummary,
    NewAttempt,
    PlacedItem,
    QuizSpec,
)
from tutor.domain.selection import draw, eligible
from tutor.domain.study_day import study_day
from tutor.errors import UsageError
from tutor.services.codes import CodeBook
from tutor.services.exam_session import ExamSession
from tutor.services.library import Library
from tutor.services.missed import MissedService
from tutor.services.quiz_plan import drill_spec, pool, quiz_title, quotas
from tutor.services.quiz_session import QuizSession
from tutor.store.store import Store

if TYPE_CHECKING:
    from tutor.services.drills.service import DrillService

MAX_COUNT = 500
"""More questions than any exam has; a typing slip, not a quiz."""
MAX_SECONDS = 86_400
"""A day: no sitting is longer."""
SORTER_COUNT = 20
"""Duties in one round of the duty sorter."""
DRILL_COUNT = 10
"""Questions in one round of drills."""
SORTER_SECONDS = 120
"""Time for one round: six seconds a duty."""


class PracticeService:
    """Draws quizzes, counts what there is to draw from, and resumes what was interrupted."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        codes: CodeBook,
        aside: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._codes = codes
        self._aside = aside
        self.missed = MissedService(store, library, codes, aside)

    def matching(self, learner_id: str, spec: QuizSpec) -> int:
        """Return how many questions fit a spec, its count aside; `MAX_COUNT` at most.

        Drills never run out: where one fits, any number of questions does.
        """
        if self._drills_fitting(spec):
            return MAX_COUNT
        if spec.source == "generated" and spec.seen != "missed":
            return 0
        history = self._store.item_history(learner_id)
        return len(eligible(self._heads(learner_id, spec), spec, history))

    def start(self, learner_id: str, spec: QuizSpec, *, seed: int | None = None) -> QuizSession:
        """Draw a quiz and start it.

        The same seed, content and history give the same questions and option orders.

        Raises:
            UsageError: Nothing fits, or the spec names something that does not exist.
        """
        learner = self._store.learner(learner_id)
        blueprint = self._check(spec)
        seed = self._rng.getrandbits(32) if seed is None else seed
        rng = Random(seed)  # noqa: S311 - a draw, not a secret
        items = self._written(learner_id, spec, blueprint, rng)
        items += self._generated(spec, spec.count - len(items), rng)
        if not items:
            raise UsageError(self._nothing_fits(learner_id, spec))
        now = self._clock.now()
        attempt = self._store.start_attempt(
            NewAttempt(
                learner_id=learner_id,
                title=quiz_title(spec, blueprint, self._library),
                spec=spec,
                seed=seed,
                blueprint=f"{blueprint.id}/{blueprint.edition}" if blueprint else None,
                deadline=now + timedelta(seconds=spec.seconds) if spec.seconds else None,
                items=tuple(PlacedItem(item, arrange(item, rng)) for item in items),
            ),
            study_day=study_day(now, learner.time_zone),
        )
        return self._session(attempt)

    def start_sorter(
        self, learner_id: str, *, count: int = SORTER_COUNT, seconds: int = SORTER_SECONDS
    ) -> QuizSession:
        """Start a round of the duty sorter: coder, biller or both, against the clock."""
        spec = QuizSpec(context="sorter", count=count, seconds=seconds, feedback="tutor")
        return self.start(learner_id, spec)

    def start_drill(
        self,
        learner_id: str,
        kinds: tuple[str, ...] = (),
        *,
        count: int = DRILL_COUNT,
        level: str = "near",
        seconds: int | None = None,
        seed: int | None = None,
    ) -> QuizSession:
        """Start a round of generated questions.

        Args:
            learner_id: Whose round it is.
            kinds: Names of drills; all that can be drilled unless given.
            count: How many questions.
            level: How close wrong options stand to the right one.
            seconds: Time for the round, or None.
            seed: Draw the same round again.

        Raises:
            UsageError: There is no such drill or level, or something is missing for it.
        """
        return self.start(learner_id, drill_spec(kinds, count, level, seconds), seed=seed)

    def resume(self, attempt_id: str) -> QuizSession:
        """Open an attempt: to go on with it, or to look at its result.

        A timed attempt whose deadline passed while the program was closed is ended here.
        """
        attempt = self._store.attempt(attempt_id)
        if attempt.spec.context == ASSIGNED and self._store.settle(learner_id=attempt.learner_id):
            attempt = self._store.attempt(attempt_id)
        session = self._session(attempt)
        if session.open and session.seconds_left == 0:
            session.end()
        return session

    def unfinished(self, learner_id: str) -> tuple[AttemptSummary, ...]:
        """Return the open attempts that can be resumed, newest first.

        Those whose time ran out while the program was closed are ended on the way, and answers to
        assignments whose verdicts have become due are released.
        """
        self._store.settle(learner_id=learner_id)
        return tuple(
            attempt
            for attempt in self._store.open_attempts(learner_id)
            if self.resume(attempt.id).open
        )

    def _written(
        self, learner_id: str, spec: QuizSpec, blueprint: Blueprint | None, rng: Random
    ) -> tuple[Item, ...]:
        """Draw from what authors wrote; missed questions may be generated ones, too."""
        if spec.source == "generated" and spec.seen != "missed":
            return ()
        history = self._store.item_history(learner_id)
        heads = draw(self._heads(learner_id, spec), spec, history, quotas(blueprint, spec), rng)
        return self.missed.items(heads)

    def _generated(self, spec: QuizSpec, count: int, rng: Random) -> tuple[Item, ...]:
        """Make up to `count` questions, where the quiz asks for such."""
        kinds = self._drills_fitting(spec)
        if not kinds or count < 1:
            return ()
        seed = rng.getrandbits(32)
        return self._drills().items(
            kinds,
            count=count,
            seed=seed,
            level=spec.drill_level,
            exam=spec.exam,
            domains=spec.domains,
        )

    def _drills_fitting(self, spec: QuizSpec) -> tuple[str, ...]:
        if spec.source == "written":
            return ()
        from tutor.services.drills.joining import fitting

        return fitting(self._drills(), spec)

    def _drills(self) -> DrillService:
        """Return what makes generated questions; imported on first use, which the start saves."""
        from tutor.services.drills.service import DrillService

        return DrillService(self._codes, self._library)

    def _heads(self, learner_id: str, spec: QuizSpec) -> tuple[ItemHead, ...]:
        """Return what can be drawn.

        Left out are items whose key a newer code set has overtaken, and those of an open test or
        mock exam, whose keys the feedback here would give away.
        """
        out = self._store.withheld_items(learner_id)
        if spec.seen == "missed":
            heads = self.missed.heads(learner_id, spec.source)
        else:
            heads, out = self._library.heads(pool(spec)), out | self._aside()
        return tuple(head for head in heads if head.id not in out)

    def _nothing_fits(self, learner_id: str, spec: QuizSpec) -> str:
        if spec.seen == "missed":
            said = "No question fits that choice: nothing in it is missed."
        else:
            said = "No question fits that choice: widen it (another domain, seen or new)."
        if self._store.withheld_items(learner_id):
            said += (
                " Those of your open test or mock exam wait until it is handed in, those of an "
                "assignment until their keys are released."
            )
        return said

    def _session(self, attempt: Attempt) -> QuizSession:
        time_zone = self._store.learner(attempt.learner_id).time_zone
        if attempt.spec.context == MOCK and (sitting := self._store.sitting(attempt.id)):
            return ExamSession(
                attempt, sitting, time_zone, self._store, self._library, self._clock, self._codes
            )
        if attempt.spec.context == ASSIGNED and (
            assigned := self._store.assigned_attempt(attempt.id)
        ):
            from tutor.services.classroom.assigned_session import AssignedSession

            return AssignedSession(
                attempt, assigned, time_zone, self._store, self._library, self._clock, self._codes
            )
        if attempt.spec.context == DIAGNOSTIC:
            from tutor.services.diagnostic_session import DiagnosticSession

            return DiagnosticSession(
                attempt,
                self._aside,
                time_zone,
                self._store,
                self._library,
                self._clock,
                self._codes,
            )
        if attempt.spec.context == SHIFT:
            from tutor.services.shift_session import ShiftSession

            return ShiftSession(
                attempt, time_zone, self._store, self._library, self._clock, self._codes
            )
        return QuizSession(attempt, time_zone, self._store, self._library, self._clock, self._codes)

    def _check(self, spec: QuizSpec) -> Blueprint | None:
        if not 1 <= spec.count <= MAX_COUNT:
            raise UsageError(f"the number of questions must be from 1 to {MAX_COUNT}")
        if spec.seconds is not None and not 1 <= spec.seconds <= MAX_SECONDS:
            raise UsageError(f"the time must be from 1 to {MAX_SECONDS} seconds")
        if spec.source not in SOURCES:
            raise UsageError(f"questions come from {', '.join(SOURCES)}, not {spec.source!r}")
        if spec.exam is None:
            if spec.domains:
                raise UsageError("choose an exam before its domains")
            return None
        blueprint = self._library.blueprint(spec.exam)
        for domain in spec.domains:
            blueprint.domain(domain)
        return blueprint
