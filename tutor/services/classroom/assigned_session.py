"""Taking an assignment: a quiz session that tells what the feedback matrix releases, no more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.domain.assignment import AssignedAttempt, Assignment
from tutor.domain.assignment_window import Window
from tutor.domain.local_time import say_instant
from tutor.domain.records import Attempt
from tutor.domain.release import attempt_facts, later_lines
from tutor.errors import AttemptError
from tutor.services.classroom.released import only_released
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Question, Result


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
        closed = self._window.closed(self._clock.now())
        return attempt_facts(self._assigned, self._assignment.policy.release, closed=closed)

    @property
    def later(self) -> tuple[str, ...]:
        """When what does not show yet will, one sentence each."""
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
        if question.feedback is None:
            return question
        facts = self.facts
        if "correctness" not in facts:
            return replace(question, feedback=None)
        told = only_released(question.feedback, facts, " ".join(self.later))
        return replace(question, feedback=told)

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
