"""The state machine that runs one quiz, for every front end.

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

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tutor.clock import Clock
from tutor.domain.concept import card_of
from tutor.domain.item import Response
from tutor.domain.kinds import score_of
from tutor.domain.records import SPACED, UNDO_CONTEXTS, Attempt, Slot
from tutor.domain.study_day import study_day
from tutor.errors import AttemptError, NotFoundError
from tutor.services.codes import CodeBook
from tutor.services.exam_books import ALL_BOOKS, ExamBooks, exam_books
from tutor.services.library import Library
from tutor.services.questions import build_question, given_words
from tutor.services.results import build_result
from tutor.services.views import Palette, Question, Result, Undone
from tutor.store.store import Store


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
        codes: CodeBook,
    ) -> None:
        self._attempt = attempt
        self._time_zone = time_zone
        self._store = store
        self._library = library
        self._clock = clock
        self._codes = codes
        self._shown_since: dict[int, float] = {}
        self._undoable = self._latest_answer() if self.open and self.tutor_mode else None

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
        """One of `tutor.domain.records.CONTEXTS`."""
        return self._attempt.spec.context

    @property
    def card(self) -> str | None:
        """Id of the card that the present question reviews; None outside a spaced review."""
        if self.context != SPACED:
            return None
        item = self._slot(self._attempt.position).placed.item
        return card_of(item.pool, item.topic, item.lesson, item.exams)

    @property
    def tutor_mode(self) -> bool:
        """Whether feedback follows each answer."""
        return self._attempt.spec.feedback == "tutor"

    @property
    def open(self) -> bool:
        """Whether the attempt still takes answers."""
        return self._attempt.status == "open"

    @property
    def undoable(self) -> int | None:
        """Position of the answer that `undo` takes back: the learner's latest one, if it may be."""
        return self._undoable if self.open else None

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

    def answer(self, response: Response, *, confidence: str | None = None) -> Question:
        """Commit an answer to the current question and return the question with its feedback.

        In test mode an answer may be given again until the attempt is finished, and the
        returned question carries no feedback. `confidence` is how sure the learner is, if said.

        Raises:
            ResponseError: The response does not fit the question; nothing is recorded.
            AttemptError: The question is answered already (tutor mode) or the time is up.
        """
        if not response:
            raise AttemptError("Choose or type an answer first, or go on to skip the question.")
        self._guard_time()
        position = self._attempt.position
        score = score_of(self._slot(position).placed.item, response)
        shown = self._shown_since.get(position, self._clock.monotonic())
        answer = self._store.record_answer(
            self.attempt_id,
            position,
            response,
            score,
            latency_ms=int((self._clock.monotonic() - shown) * 1000),
            study_day=self._today(),
            revise=not self.tutor_mode,
            confidence=confidence,
        )
        self._change(position, answer=answer)
        may_be = self.tutor_mode and self.context in UNDO_CONTEXTS
        self._undoable = position if may_be else None
        return self._question(position)

    def undo(self) -> Undone:
        """Take the latest answer back, and go to its question, to answer it again.

        Memory, marks and missed questions then go by the other answer. The first answer to a
        question stays what readiness goes by: its key has been seen.

        Raises:
            AttemptError: There is none to take back, or another answer came after it.
        """
        position = self.undoable
        if position is None:
            raise AttemptError("There is no answer to undo: only the latest one can be undone.")
        self._guard_time()
        what = given_words(self._question(position))
        self._undoable = None
        self._store.undo_answer(self.attempt_id, position, study_day=self._today())
        self._change(position, answer=None)
        line = (
            f"Undone: {what}, your answer to question {position + 1}. Answer it again; readiness "
            "goes by the first answer all the same."
        )
        return Undone(self.go(position), line)

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

    def set_aside(self, *, suspend: bool) -> None:
        """Suspend the card of the present question, or put it off until tomorrow.

        The question stays as it is: it can still be answered, and counts if it is.

        Raises:
            NotFoundError: It has no card, or the card was removed meanwhile.
        """
        card, today = self.card, self._today()
        if card is None:
            raise NotFoundError("This question reviews no card.")
        if suspend:
            self._store.suspend_card(self.learner_id, card, study_day=today)
        else:
            until = today + timedelta(days=1)
            self._store.bury_card(self.learner_id, card, until, study_day=today)

    def finish(self) -> Result:
        """End the attempt (as expired if its time ran out) and return its result."""
        self.end()
        return self.result()

    def end(self) -> None:
        """End the attempt, as expired if its time ran out."""
        if self.open:
            status = "expired" if self.seconds_left == 0 else "finished"
            self._store.end_attempt(
                self.attempt_id, status, study_day=self._today(), record=self._end_record()
            )
            self._reload()

    def _end_record(self) -> dict[str, Any] | None:
        """Return what is to be written down at the end beside the answers, if anything is."""
        return None

    def abandon(self) -> None:
        """End the attempt without wanting its result; its answers stay counted."""
        if self.open:
            self._store.end_attempt(self.attempt_id, "abandoned", study_day=self._today())
            self._reload()

    def result(self) -> Result:
        """Return the result so far.

        Raises:
            AttemptError: Nothing may tell right from wrong before the end.
        """
        if self.open and not self.tutor_mode:
            raise AttemptError("The result comes when the quiz is finished.")
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
            total=self._total,
            exam=self._attempt.spec.exam,
            response=response,
            flagged=slot.flagged,
            with_feedback=show,
            codes=self._codes,
        )

    @property
    def _total(self) -> int:
        """Questions in all."""
        return len(self._attempt.slots)

    def _latest_answer(self) -> int | None:
        """Return where the answer stands that can be taken back, if it is one of this attempt."""
        latest = self._store.undoable(self.learner_id)
        return latest[1] if latest and latest[0] == self.attempt_id else None

    def _slot(self, position: int) -> Slot:
        return self._attempt.slots[position]

    def _guard_time(self) -> None:
        if not self.open:
            raise AttemptError("This quiz has ended.")
        if self.seconds_left == 0:
            self.end()
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
