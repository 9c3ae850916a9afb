"""Mock exams: assembled from written items, sat under the exam's own rules, and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from random import Random

from tutor.clock import Clock
from tutor.domain.assembly import LENGTHS, Form, assemble, counts_for, form_size
from tutor.domain.blueprint import Blueprint
from tutor.domain.calibration import Prediction
from tutor.domain.catalog import ItemHead
from tutor.domain.kinds import arrange
from tutor.domain.records import MOCK, AttemptSummary, NewAttempt, PlacedItem, QuizSpec
from tutor.domain.sitting import Seat, first_deadline, make_policy
from tutor.domain.study_day import study_day
from tutor.errors import AttemptError, UsageError
from tutor.services.exam_reports import build_report
from tutor.services.exam_session import ExamSession
from tutor.services.exam_views import BlueprintRow, BlueprintView, ExamReport
from tutor.services.library import Library
from tutor.services.practice import PracticeService
from tutor.services.readiness import ReadinessService
from tutor.store.store import Store

LENGTH_WORDS = {"full": "full mock exam", "half": "half-length mock exam", "sprint": "sprint"}
"""What forms are called."""


class MockExamService:
    """Everything about mock exams. Only written items are drawn, never generated ones."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        practice: PracticeService,
        aside: Callable[[], frozenset[str]],
        readiness: ReadinessService,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._practice = practice
        self._aside = aside
        self._readiness = readiness

    def blueprint(self, exam: str) -> BlueprintView:
        """Return how an exam's forms are made, and what there is to make them of.

        Raises:
            NotFoundError: There is no such exam.
        """
        blueprint = self._library.blueprint(exam)
        counts = {length: counts_for(blueprint, length) for length in LENGTHS}
        heads = self._heads()
        return BlueprintView(
            id=blueprint.id,
            name=blueprint.name,
            edition=blueprint.edition,
            sizes={length: form_size(blueprint, length) for length in LENGTHS},
            pretest={length: sum(counts[length].pretest.values()) for length in LENGTHS},
            minutes={length: self._minutes(blueprint, length) for length in LENGTHS},
            window_days=blueprint.window_days,
            pass_rule=blueprint.passing.describe(),
            open_book=blueprint.open_book,
            navigation=blueprint.navigation,
            navigation_note=blueprint.navigation_note,
            confidence=blueprint.confidence,
            domains=tuple(
                BlueprintRow(
                    id=domain.id,
                    name=domain.name,
                    full=counts["full"].of(domain.id),
                    half=counts["half"].of(domain.id),
                    sprint=counts["sprint"].of(domain.id),
                    items=sum(domain.id in head.domains(blueprint.id) for head in heads),
                )
                for domain in blueprint.domains
            ),
        )

    def assemble(
        self, exam: str, *, length: str = "full", seed: int, learner_id: str | None = None
    ) -> Form:
        """Assemble a form; with a learner, from what that one has seen least.

        Raises:
            NotFoundError: There is no such exam or learner.
            UsageError: There is no such length.
        """
        if length not in LENGTHS:
            raise UsageError(f"a form is {', '.join(LENGTHS)}, not {length!r}")
        history = self._store.item_history(learner_id) if learner_id else {}
        seen = Counter({name: one.times for name, one in history.items()})
        if learner_id:  # those of an open test have been seen, too
            seen.update(self._store.withheld_items(learner_id))
        blueprint = self._library.blueprint(exam)
        return assemble(blueprint, self._heads(), seen, length=length, seed=seed)

    def start(
        self,
        learner_id: str,
        exam: str,
        *,
        length: str = "full",
        seed: int | None = None,
        navigation: str | None = None,
        time_factor: float = 1.0,
        parts: int = 1,
        breaks: int = 1,
    ) -> ExamSession:
        """Assemble a form for a learner, keep what is predicted of it, and start the clock.

        Args:
            learner_id: Who sits it.
            exam: Which exam.
            length: `full`, `half` or `sprint`.
            seed: Draw this form; a new one unless given.
            navigation: `free` or `forward-only`, where the exam leaves a choice.
            time_factor: Accommodation: multiplies the time.
            parts: 2 closes the first half before the second opens.
            breaks: Breaks that may be taken; the clock stops, and what was seen is closed.

        Raises:
            NotFoundError: There is no such learner or exam.
            UsageError: A value is out of range, or a mock exam is going on.
            AttemptError: There are no items at all.
        """
        learner = self._store.learner(learner_id)
        if going_on := self.unfinished(learner_id):
            raise UsageError(
                f"a mock exam is going on ({going_on.title}): resume it, or hand it in, first"
            )
        seed = self._rng.getrandbits(32) if seed is None else seed
        form = self.assemble(exam, length=length, seed=seed, learner_id=learner_id)
        if not form.items:
            raise AttemptError("There are no questions for this exam.")
        blueprint = self._library.blueprint(exam)
        prediction = self._predict(learner_id, form)
        policy = make_policy(
            blueprint,
            length=length,
            size=form_size(blueprint, length),
            navigation=navigation,
            time_factor=time_factor,
            parts=parts,
            breaks=breaks,
        )
        now = self._clock.now()
        new = NewAttempt(
            learner_id=learner_id,
            title=f"{exam.upper()} · {LENGTH_WORDS[length]}",
            spec=QuizSpec(exam=exam, count=len(form.items), feedback="test", context=MOCK),
            seed=seed,
            blueprint=f"{blueprint.id}/{blueprint.edition}",
            deadline=first_deadline(policy, now),
            items=self._placed(form, seed),
        )
        seats = [Seat(one.domain, not one.pretest) for one in form.items]
        attempt = self._store.start_sitting(
            new,
            policy,
            seats,
            study_day=study_day(now, learner.time_zone),
            prediction=prediction,
        )
        return self.resume(attempt.id)

    def resume(self, attempt_id: str) -> ExamSession:
        """Open a mock exam; one whose time ran out meanwhile is handed in here.

        Raises:
            NotFoundError: There is no such attempt.
            UsageError: It is no mock exam.
        """
        session = self._practice.resume(attempt_id)
        if not isinstance(session, ExamSession):
            raise UsageError(f"{session.title} is not a mock exam: use `tutor resume`")
        return session

    def unfinished(self, learner_id: str) -> AttemptSummary | None:
        """Return the mock exam that is going on, if any."""
        return next(
            (one for one in self._practice.unfinished(learner_id) if one.context == MOCK), None
        )

    def finished(self, learner_id: str, limit: int = 20) -> tuple[AttemptSummary, ...]:
        """Return a learner's mock exams that have ended, newest first."""
        self._practice.unfinished(learner_id)  # ends those whose time ran out meanwhile
        ids = set(self._store.sittings(learner_id))
        every = self._store.attempts(learner_id, limit=1000)
        return tuple(one for one in every if one.id in ids and one.status != "open")[:limit]

    def report(self, attempt_id: str) -> ExamReport:
        """Return the report of a mock exam that has ended.

        Raises:
            NotFoundError: There is no such attempt.
            UsageError: It is no mock exam.
            AttemptError: It is still going on: nothing tells right from wrong before the end.
        """
        session = self.resume(attempt_id)
        if session.open:
            raise AttemptError("The report comes when the exam is handed in.")
        earlier = self.finished(session.learner_id, limit=1000)
        return build_report(attempt_id, self._store, self._library, earlier)

    def _predict(self, learner_id: str, form: Form) -> Prediction:
        seen = self._store.item_history(learner_id)
        unseen = sum(one.item not in seen for one in form.items)
        return self._readiness.predict(learner_id, form.exam, form.length, unseen=unseen)

    def _heads(self) -> tuple[ItemHead, ...]:
        aside = self._aside()
        return tuple(
            head for head in self._library.heads() if head.id not in aside and not head.draft
        )

    def _placed(self, form: Form, seed: int) -> tuple[PlacedItem, ...]:
        rng = Random(f"{seed}:order")  # noqa: S311 - an order of options, not a secret
        items = self._library.items(one.item for one in form.items)
        return tuple(PlacedItem(item, arrange(item, rng)) for item in items)

    @staticmethod
    def _minutes(blueprint: Blueprint, length: str) -> float | None:
        size = form_size(blueprint, length)
        return make_policy(blueprint, length=length, size=size).minutes
