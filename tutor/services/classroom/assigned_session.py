"""Taking an assignment: a quiz session that tells what the feedback matrix releases, no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.domain.assignment import AssignedAttempt, Assignment
from tutor.domain.assignment_window import Window
from tutor.domain.local_time import say_instant
from tutor.domain.records import Attempt, PlacedItem, Slot
from tutor.domain.release import attempt_facts, by_file_lines, later_lines
from tutor.domain.returned import ReturnedQuestion
from tutor.errors import AttemptError
from tutor.services.classroom.released import only_released, verdict_only
from tutor.services.questions import outcome_of
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Feedback, Question, Result
from tutor.store.classroom.returned import Returned


class AssignedSession(QuizSession):
    """One attempt at an assignment.

    Its deadline may move while it is open, and an instructor may change what is released:
    every step looks at the limits as they are now.
    """

    def __init__(self, attempt: Attempt, assigned: AssignedAttempt, *args: Any) -> None:  # noqa: ANN401
        super().__init__(attempt, *args)
        self._assigned = assigned
        self._read_rules()

    @property
    def assigned(self) -> AssignedAttempt:
        """The attempt, without its questions."""
        return self._assigned

    @property
    def assignment(self) -> Assignment:
        """The assignment as it is now."""
        return self._assignment

    @property
    def window(self) -> Window:
        """The student's limits as they are now."""
        return self._window

    @property
    def facts(self) -> frozenset[str]:
        """What may show of this attempt now: any of `tutor.domain.assignment.FACTS`."""
        if self._returned is not None:
            return self._returned.attempt.facts
        closed = self._window.closed(self._clock.now())
        return attempt_facts(self._assigned, self._assignment.policy.release, closed=closed)

    @property
    def returned(self) -> Returned | None:
        """The feedback on it that came in a file."""
        return self._returned

    @property
    def later(self) -> tuple[str, ...]:
        """When what does not show yet will, one sentence each."""
        if self._keyless:
            return by_file_lines(self.facts if self._returned else None)
        closes = self._window.closes_at
        words = say_instant(closes, self._time_zone) if closes else ""
        return later_lines(self._assignment.policy.release, self.facts, words)

    @property
    def undoable(self) -> int | None:
        """None: what was answered to an assignment cannot be taken back."""
        return None

    @property
    def books_shut(self) -> bool:
        """Whether the code book must stay shut: the assignment says so, and is going on."""
        return self.open and not self._assigned.policy.books

    def refresh(self) -> None:
        """Look at the limits again: an extension may have moved the deadline."""
        self._look_again()

    def end(self) -> None:
        """Hand the attempt in; as expired if its time ran out."""
        self._look_again()
        super().end()

    def run_out(self) -> bool:
        """End the attempt if its time is up, extensions and all; return whether it has ended."""
        self._look_again()
        if self.open and self.seconds_left == 0:
            super().end()
        return not self.open

    def abandon(self) -> None:
        """Refuse: an attempt at an assignment is handed in, or its time runs out.

        Raises:
            AttemptError: Always, while it is open.
        """
        if self.open:
            raise AttemptError("An assignment cannot be given up: hand it in, or leave it open.")

    def result(self) -> Result:
        """Return the result so far, where score and verdicts show.

        Raises:
            AttemptError: They do not show yet.
        """
        if not {"score", "correctness"} <= self.facts:
            raise AttemptError(" ".join(self.later) or "The result does not show yet.")
        return super().result()

    def _question(self, position: int) -> Question:
        question = super()._question(position)
        facts, later = self.facts, " ".join(self.later)
        told = question.feedback
        if told is None and self._returned is not None:
            told = self._verdict(position, later)
        if told is None or "correctness" not in facts:
            return replace(question, feedback=None)
        return replace(question, feedback=only_released(told, facts, later))

    def _verdict(self, position: int, later: str) -> Feedback:
        """Return the verdict on a question that came back without its key."""
        answer = self._slot(position).answer
        credit = (answer.credit or 0.0) if answer else 0.0
        return verdict_only(outcome_of(credit) if answer else "skipped", credit, later)

    def _guard_time(self) -> None:
        self._look_again()
        super()._guard_time()

    def _look_again(self) -> None:
        if not self.open:
            return
        now = self._store.assigned_attempt(self.attempt_id)
        if now is None or now.status != "open":
            self._reload()
        elif now.deadline != self._attempt.deadline:
            self._attempt = replace(self._attempt, deadline=now.deadline)
            self._assigned = now
            self._read_rules()

    def _reload(self) -> None:
        super()._reload()
        self._assigned = self._store.assigned_attempt(self.attempt_id) or self._assigned
        self._read_rules()

    def _read_rules(self) -> None:
        self._assignment = self._store.assignment(self._assigned.assignment_id)
        self._window = self._store.window(self._assignment.id, self.learner_id)
        self._read_returned()

    def _read_returned(self) -> None:
        """Put the questions that came back with their keys in the place of those asked."""
        self._keyless = any(slot.placed.item.keyless for slot in self._attempt.slots)
        self._returned = self._store.returned(self.attempt_id) if self._keyless else None
        if self._returned is not None:
            told = zip(self._attempt.slots, self._returned.attempt.questions, strict=True)
            self._attempt = replace(self._attempt, slots=tuple(_keyed(*one) for one in told))


def _keyed(slot: Slot, question: ReturnedQuestion) -> Slot:
    """Return a question as it was answered, with its key, if that came back."""
    if question.item is None or question.item.keyless:
        return slot
    placed = PlacedItem(question.item, question.true(slot.placed.arrangement))
    answer = slot.answer
    if answer is not None:
        answer = replace(answer, response=question.true(answer.response))
    return replace(slot, placed=placed, answer=answer)
