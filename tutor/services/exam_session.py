"""Sitting a mock exam: a quiz session with an exam's clock, breaks, closed questions and notes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tutor.domain.item import Response
from tutor.domain.records import Attempt
from tutor.domain.sitting import (
    CONFIDENCES,
    ExamPolicy,
    Sitting,
    Working,
    may_visit,
    open_part,
    part_positions,
    part_seconds_left,
    seconds_left,
    set_back,
)
from tutor.errors import AttemptError
from tutor.services.quiz_session import QuizSession
from tutor.services.views import Palette, Question


class ExamSession(QuizSession):
    """One mock exam being sat. Nothing tells right from wrong before it is handed in."""

    def __init__(self, attempt: Attempt, sitting: Sitting, *args: Any) -> None:  # noqa: ANN401
        super().__init__(attempt, *args)
        self._sitting = sitting
        shown = [slot.shown_at for slot in attempt.slots if slot.shown_at]
        self._latest = max([attempt.started_at, *shown])

    @property
    def policy(self) -> ExamPolicy:
        """The rules."""
        return self._sitting.policy

    @property
    def seconds_left(self) -> float | None:
        """Seconds to the end of the exam, breaks aside; None without a clock."""
        return seconds_left(self._sitting, self._clock.now())

    @property
    def part_seconds_left(self) -> float | None:
        """Seconds to the end of the open part."""
        return part_seconds_left(self._sitting, self._clock.now())

    @property
    def on_break(self) -> bool:
        """Whether the clock stands still."""
        return self._sitting.break_since is not None

    @property
    def breaks_left(self) -> int:
        """Breaks that may still be taken."""
        return max(0, self.policy.breaks - self._sitting.breaks)

    @property
    def part(self) -> tuple[int, int]:
        """The open part, from 1, and how many there are."""
        return open_part(self._sitting) + 1, self.policy.parts

    @property
    def palette(self) -> Palette:
        """Which questions are answered, flagged and closed."""
        current = self._attempt.position
        places = range(len(self._attempt.slots))
        closed = tuple(not may_visit(self._sitting, place, current) for place in places)
        return replace(super().palette, closed=closed)

    @property
    def working(self) -> Working:
        """What is scribbled at the current question."""
        return self._sitting.workings.get(self._attempt.position, Working())

    def answer(self, response: Response, *, confidence: str | None = None) -> Question:
        """Commit an answer, which may be changed until its question closes.

        Raises:
            ResponseError: The response does not fit the question; nothing is recorded.
            AttemptError: The time is up, a break is going on, or the question is closed.
        """
        if confidence not in (None, *CONFIDENCES):
            raise AttemptError(f"How sure you are is {', '.join(CONFIDENCES)}.")
        self._guard_time()
        if self._attempt.position in self._sitting.frozen:
            raise AttemptError("This question is closed; its answer stays as it is.")
        question = super().answer(response, confidence=confidence)
        if confidence:
            self._scribble(replace(self.working, confidence=confidence))
        return question

    def next(self) -> bool:
        """Go on to the next question that is open; False when there is none."""
        return self._step(range(self._attempt.position + 1, len(self._attempt.slots)))

    def back(self) -> bool:
        """Go back to the nearest question before this one that is open; False if none is."""
        return self._step(range(self._attempt.position - 1, -1, -1))

    def go(self, position: int) -> Question:
        """Go to a question.

        Raises:
            AttemptError: There is no such question, or it is closed.
        """
        self._guard_time()
        if 0 <= position < len(self._attempt.slots) and not may_visit(
            self._sitting, position, self._attempt.position
        ):
            raise AttemptError(self._why_closed(position))
        return super().go(position)

    def strike(self, option: str) -> tuple[str, ...]:
        """Strike an option out, or take it back; return what is struck out now."""
        self._guard_time()
        struck = self.working.struck
        now = (
            tuple(one for one in struck if one != option) if option in struck else (*struck, option)
        )
        self._store.record_struck(
            self.attempt_id, self._attempt.position, now, study_day=self._today()
        )
        self._scribble(replace(self.working, struck=now))
        return now

    def note(self, text: str) -> None:
        """Keep a note at the current question.

        Raises:
            AttemptError: It is too long.
        """
        self._guard_time()
        self._store.record_note(
            self.attempt_id, self._attempt.position, text, study_day=self._today()
        )
        self._scribble(replace(self.working, note=text))

    def take_break(self) -> None:
        """Stop the clock; every question seen so far is closed.

        Raises:
            AttemptError: No break is left, or one is going on.
        """
        self._guard_time()
        if not self.breaks_left:
            raise AttemptError("There is no break left.")
        earlier = {slot.position for slot in self._attempt.slots if slot.shown_at}
        self._freeze(earlier | self._shown_since.keys() | {self._attempt.position}, counts=True)

    def end_break(self) -> None:
        """Let the clock go on, at the first question that is open."""
        self._store.end_break(self.attempt_id, study_day=self._today())
        self._read_sitting()
        self._go_to_open()

    def close_part(self) -> None:
        """Close the first part and open the second.

        Raises:
            AttemptError: There is no part to come.
        """
        self._guard_time()
        self._close_part()

    def _close_part(self) -> None:
        part, parts = self.part
        if part == parts:
            raise AttemptError("There is no further part.")
        self._freeze(part_positions(self._sitting, part - 1), counts=False)
        self.end_break()

    def _guard_time(self) -> None:
        if self.open and self.on_break:
            raise AttemptError("You are on a break: end it to go on.")
        super()._guard_time()
        now = self._clock.now()
        if set_back(self._latest, now):
            seconds = (self._latest - now).total_seconds()
            self._store.note_set_back(self.attempt_id, seconds, study_day=self._today())
        self._latest = now
        if self.part[0] < self.part[1] and self.part_seconds_left == 0:
            self._close_part()
            raise AttemptError("The time for the first part is up; the second part is open now.")

    def _freeze(self, positions: Any, *, counts: bool) -> None:  # noqa: ANN401 - any collection
        self._store.start_break(self.attempt_id, positions, counts=counts, study_day=self._today())
        self._read_sitting()

    def _read_sitting(self) -> None:
        sitting = self._store.sitting(self.attempt_id)
        if sitting is not None:
            self._sitting = sitting

    def _go_to_open(self) -> None:
        """Leave a closed question for the first open one; where none is, the exam is over."""
        places = range(len(self._attempt.slots))
        free = next((place for place in places if place not in self._sitting.frozen), None)
        if free is None:
            self.finish()
        elif self._attempt.position in self._sitting.frozen:
            super().go(free)

    def _step(self, places: range) -> bool:
        current = self._attempt.position
        for place in places:
            if may_visit(self._sitting, place, current):
                self.go(place)
                return True
        return False

    def _why_closed(self, position: int) -> str:
        if position in self._sitting.frozen:
            return f"Question {position + 1} is closed: it was seen before the break or the part."
        if self.policy.navigation == "forward-only" and position < self._attempt.position:
            return "This exam is taken forward only."
        return "Close the first part before you open the second."

    def _scribble(self, working: Working) -> None:
        workings = {**self._sitting.workings, self._attempt.position: working}
        self._sitting = replace(self._sitting, workings=workings)
