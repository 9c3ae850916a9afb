"""Practice: drawing a quiz and the state machine that runs it, for every front end.

    session = practice.start(learner_id, spec)      # or practice.resume(attempt_id)
    while session.open:
        question = session.current()
        ...ask...
        session.answer(response)                    # committed before it returns
        session.next()                              # False after the last question
    result = session.finish()

A session owns nothing that matters: the attempt in the store is the truth, so a session made
anew after a crash goes on at the same question with the same options in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from tutor.clock import Clock
from tutor.domain.blueprint import Blueprint, allocate, domain_shares
from tutor.domain.catalog import ItemHead
from tutor.domain.item import Response
from tutor.domain.kinds import arrange, grade
from tutor.domain.records import Attempt, AttemptSummary, NewAttempt, PlacedItem, QuizSpec, Slot
from tutor.domain.selection import draw, eligible
from tutor.domain.study_day import study_day
from tutor.errors import AttemptError, NotFoundError, UsageError
from tutor.services.codes import CodeBook
from tutor.services.exam_books import ALL_BOOKS, ExamBooks, exam_books
from tutor.services.library import Library
from tutor.services.questions import build_question, lesson_link
from tutor.services.results import build_result
from tutor.services.views import Palette, Question, Result
from tutor.store.store import Store

MAX_COUNT = 500
"""More questions than any exam has; a typing slip, not a quiz."""
MAX_SECONDS = 86_400
"""A day: no sitting is longer."""
TITLE_WORDS = {
    "coder": "coder's work",
    "biller": "biller's work",
    "both": "shared work",
    "code-assignment": "code assignment",
    "claim-handling": "claim handling",
    "concept": "concepts",
    "new": "new questions",
    "seen": "seen before",
    "missed": "missed questions",
}
"""How a spec's values read in a title."""
SORTER_COUNT = 20
"""Duties in one round of the duty sorter."""
SORTER_SECONDS = 120
"""Time for one round: six seconds a duty."""


class QuizSession:
    """One attempt being worked through.

    Every method that changes something commits before it returns. After the deadline of a
    timed attempt any such method ends the attempt as `expired` and raises `AttemptError`.
    """

    def __init__(
        self,
        attempt: Attempt,
        time_zone: str,
        store: Store,
        library: Library,
        clock: Clock,
        codes: CodeBook | None = None,
    ) -> None:
        self._attempt = attempt
        self._time_zone = time_zone
        self._store = store
        self._library = library
        self._clock = clock
        self._codes = codes
        self._shown_since: dict[int, float] = {}

    @property
    def attempt_id(self) -> str:
        """The attempt's id."""
        return self._attempt.id

    @property
    def learner_id(self) -> str:
        """Whose attempt it is."""
        return self._attempt.learner_id

    @property
    def title(self) -> str:
        """What the quiz is called."""
        return self._attempt.title

    @property
    def context(self) -> str:
        """`practice` or `sorter`."""
        return self._attempt.spec.context

    @property
    def tutor_mode(self) -> bool:
        """Whether feedback follows each answer."""
        return self._attempt.spec.feedback == "tutor"

    @property
    def open(self) -> bool:
        """Whether the attempt still takes answers."""
        return self._attempt.status == "open"

    @property
    def books(self) -> ExamBooks:
        """The code books that the exam lets the learner open."""
        exam = self._attempt.spec.exam
        try:
            return exam_books(self._library.blueprint(exam)) if exam else ALL_BOOKS
        except NotFoundError:  # an exam of the user's own that is gone
            return ALL_BOOKS

    @property
    def books_shut(self) -> bool:
        """Whether the code book must stay shut: a test for a closed-book exam is going on."""
        return self.open and not self.tutor_mode and not self.books.open

    @property
    def seconds_left(self) -> float | None:
        """Seconds to the deadline (0 once passed), or None when untimed."""
        if self._attempt.deadline is None:
            return None
        return max(0.0, (self._attempt.deadline - self._clock.now()).total_seconds())

    @property
    def palette(self) -> Palette:
        """Which questions are answered and flagged."""
        return Palette(
            answered=tuple(slot.answer is not None for slot in self._attempt.slots),
            flagged=tuple(slot.flagged for slot in self._attempt.slots),
            current=self._attempt.position,
        )

    def current(self) -> Question:
        """Return the question the learner is at, and note that it is shown."""
        position = self._attempt.position
        if self.open and position not in self._shown_since:
            self._guard_time()
            self._shown_since[position] = self._clock.monotonic()
            self._store.record_shown(self.attempt_id, position, study_day=self._today())
        return self._question(position)

    def answer(self, response: Response) -> Question:
        """Commit an answer to the current question and return the question with its feedback.

        In test mode an answer may be given again until the attempt is finished, and the
        returned question carries no feedback.

        Raises:
            ResponseError: The response does not fit the question; nothing is recorded.
            AttemptError: The question is answered already (tutor mode) or the time is up.
        """
        if not response:
            raise AttemptError("Choose or type an answer first, or go on to skip the question.")
        self._guard_time()
        position = self._attempt.position
        verdict = grade(self._slot(position).placed.item, response)
        shown = self._shown_since.get(position, self._clock.monotonic())
        answer = self._store.record_answer(
            self.attempt_id,
            position,
            response,
            verdict.score,
            latency_ms=int((self._clock.monotonic() - shown) * 1000),
            study_day=self._today(),
            revise=not self.tutor_mode,
        )
        self._change(position, answer=answer)
        return self._question(position)

    def next(self) -> bool:
        """Go on to the next question; False when the current one is the last."""
        if self._attempt.position + 1 >= len(self._attempt.slots):
            return False
        self.go(self._attempt.position + 1)
        return True

    def go(self, position: int) -> Question:
        """Go to any question and return it.

        Raises:
            AttemptError: There is no such question.
        """
        if not 0 <= position < len(self._attempt.slots):
            raise AttemptError(f"There is no question {position + 1}.")
        self._guard_time()
        self._store.record_shown(self.attempt_id, position, study_day=self._today())
        self._shown_since.setdefault(position, self._clock.monotonic())
        self._attempt = replace(self._attempt, position=position)
        return self._question(position)

    def flag(self) -> bool:
        """Flag or unflag the current question; return whether it is flagged now."""
        self._guard_time()
        position = self._attempt.position
        flagged = not self._slot(position).flagged
        self._store.record_flag(self.attempt_id, position, flagged, study_day=self._today())
        self._change(position, flagged=flagged)
        return flagged

    def finish(self) -> Result:
        """End the attempt (as expired if its time ran out) and return its result."""
        if self.open:
            status = "expired" if self.seconds_left == 0 else "finished"
            self._store.end_attempt(self.attempt_id, status, study_day=self._today())
            self._reload()
        return self.result()

    def abandon(self) -> None:
        """End the attempt without wanting its result; its answers stay counted."""
        if self.open:
            self._store.end_attempt(self.attempt_id, "abandoned", study_day=self._today())
            self._reload()

    def result(self) -> Result:
        """Return the result so far."""
        return build_result(self._attempt, self._library, self._clock.now())

    def review(self, position: int) -> Question:
        """Return a question with its feedback; only once the attempt has ended.

        Raises:
            AttemptError: The attempt is still open, or there is no such question.
        """
        if self.open:
            raise AttemptError("The review opens when the quiz is finished.")
        if not 0 <= position < len(self._attempt.slots):
            raise AttemptError(f"There is no question {position + 1}.")
        return self._question(position)

    def _question(self, position: int) -> Question:
        slot = self._slot(position)
        response = slot.answer.response if slot.answer else ()
        show = not self.open or (self.tutor_mode and slot.answer is not None)
        return build_question(
            slot.placed,
            self._library,
            position=position,
            total=len(self._attempt.slots),
            exam=self._attempt.spec.exam,
            response=response,
            flagged=slot.flagged,
            with_feedback=show,
            codes=self._codes,
        )

    def _slot(self, position: int) -> Slot:
        return self._attempt.slots[position]

    def _guard_time(self) -> None:
        if not self.open:
            raise AttemptError("This quiz has ended.")
        if self.seconds_left == 0:
            self.finish()
            raise AttemptError("Time is up: the quiz has ended, and every answer is saved.")

    def _change(self, position: int, **changes: Any) -> None:  # noqa: ANN401 - a slot's fields
        """Follow a committed change of one slot, without reading the whole attempt again."""
        slots = list(self._attempt.slots)
        slots[position] = replace(slots[position], **changes)
        self._attempt = replace(self._attempt, slots=tuple(slots))

    def _reload(self) -> None:
        self._attempt = self._store.attempt(self.attempt_id)

    def _today(self) -> date:
        return study_day(self._clock.now(), self._time_zone)


class PracticeService:
    """Draws quizzes, counts what there is to draw from, and resumes what was interrupted."""

    def __init__(
        self,
        store: Store,
        library: Library,
        clock: Clock,
        rng: Random,
        codes: CodeBook | None = None,
        aside: Callable[[], frozenset[str]] = frozenset,
    ) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._rng = rng
        self._codes = codes
        self._aside = aside

    def matching(self, learner_id: str, spec: QuizSpec) -> int:
        """Return how many questions fit a spec, its count aside."""
        history = self._store.item_history(learner_id)
        return len(eligible(self._heads(spec), spec, history))

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
        heads = draw(
            self._heads(spec),
            spec,
            self._store.item_history(learner_id),
            quotas(blueprint, spec),
            rng,
        )
        if not heads:
            raise UsageError(
                "No question fits that choice: widen it (another domain, seen or new)."
            )
        items = self._library.items([head.id for head in heads])
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

    def resume(self, attempt_id: str) -> QuizSession:
        """Open an attempt: to go on with it, or to look at its result.

        A timed attempt whose deadline passed while the program was closed is ended here.
        """
        session = self._session(self._store.attempt(attempt_id))
        if session.open and session.seconds_left == 0:
            session.finish()
        return session

    def unfinished(self, learner_id: str) -> tuple[AttemptSummary, ...]:
        """Return the open attempts that can be resumed, newest first.

        Those whose time ran out while the program was closed are ended on the way.
        """
        return tuple(
            attempt
            for attempt in self._store.open_attempts(learner_id)
            if self.resume(attempt.id).open
        )

    def _heads(self, spec: QuizSpec) -> tuple[ItemHead, ...]:
        """Return what can be drawn: not those whose key a newer code set has overtaken."""
        aside = self._aside()
        return tuple(head for head in self._library.heads(_pool(spec)) if head.id not in aside)

    def _session(self, attempt: Attempt) -> QuizSession:
        time_zone = self._store.learner(attempt.learner_id).time_zone
        return QuizSession(attempt, time_zone, self._store, self._library, self._clock, self._codes)

    def _check(self, spec: QuizSpec) -> Blueprint | None:
        if not 1 <= spec.count <= MAX_COUNT:
            raise UsageError(f"the number of questions must be from 1 to {MAX_COUNT}")
        if spec.seconds is not None and not 1 <= spec.seconds <= MAX_SECONDS:
            raise UsageError(f"the time must be from 1 to {MAX_SECONDS} seconds")
        if spec.exam is None:
            if spec.domains:
                raise UsageError("choose an exam before its domains")
            return None
        blueprint = self._library.blueprint(spec.exam)
        for domain in spec.domains:
            blueprint.domain(domain)
        return blueprint


def quotas(blueprint: Blueprint | None, spec: QuizSpec) -> dict[str, int]:
    """Return how many questions each domain should get; empty without an exam.

    All domains: as the blueprint shares them out. Some domains: by their shares among
    themselves, by largest remainder.
    """
    if blueprint is None:
        return {}
    if not spec.domains:
        return allocate(blueprint, spec.count)
    shares = {name: domain_shares(blueprint)[name] for name in spec.domains}
    total = sum(shares.values())
    exact = {name: share * spec.count / total for name, share in shares.items()}
    counts = {name: int(quota) for name, quota in exact.items()}
    by_remainder = sorted(exact, key=lambda name: counts[name] - exact[name])
    for name in by_remainder[: spec.count - sum(counts.values())]:
        counts[name] += 1
    return counts


def quiz_title(spec: QuizSpec, blueprint: Blueprint | None, library: Library) -> str:
    """Return what a quiz is called in lists."""
    if spec.context == "sorter":
        return "Duty sorter"
    parts = [blueprint.id.upper() if blueprint else "All exams"]
    if blueprint and len(spec.domains) == 1:
        parts.append(blueprint.domain(spec.domains[0]).name)
    elif spec.domains:
        parts.append(f"{len(spec.domains)} domains")
    lesson = lesson_link(spec.lesson, library)
    parts += [lesson.title] if lesson else []
    for value in (spec.role, spec.skill, spec.subject, spec.seen):
        if value and value != "any":
            parts.append(TITLE_WORDS.get(value, value))
    return " · ".join(parts)


def _pool(spec: QuizSpec) -> str:
    return "sorter" if spec.context == "sorter" else "bank"
