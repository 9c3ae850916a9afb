"""Working a shift in the claims lab: a quiz session whose tasks follow from the answers.

The attempt in the store is all there is: what has happened in the simulated practice is worked out
from the attempt's seed and its answers, whenever a session is opened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from random import Random
from typing import Any

from tutor.domain.claims.money import dollars
from tutor.domain.claims.shift import Happening, Outcome, ShiftOptions, ShiftReport, Task
from tutor.domain.claims.shift_flow import next_task, open_shift, take
from tutor.domain.claims.shift_record import ShiftRecord
from tutor.domain.claims.shift_report import report
from tutor.domain.claims.shift_state import ShiftState
from tutor.domain.item import Item, Response
from tutor.domain.kinds import arrange, score_of
from tutor.domain.records import Attempt, PlacedItem, QuizSpec
from tutor.errors import AttemptError, NotFoundError
from tutor.services.library import Library
from tutor.services.quiz_session import QuizSession
from tutor.services.shift_views import ShiftDesk
from tutor.services.views import Question

OTHER_PROGRAM = (
    "This shift was begun with another version of the program or its content, or went on on two "
    "machines that were merged, and cannot be gone on with. Its answers are kept: give it up and "
    "start a new one."
)
MARKS = {"money": "$", "delay": "⧗", "strike": "!", "note": "·"}
"""Signs of what happened; the words stand beside them."""
TASKS = 40
"""The most tasks that one patient can lead to."""


@dataclass(frozen=True, slots=True)
class Played:
    """A shift as far as its answers go.

    Attributes:
        tasks: Every task that came to the desk, the present one last.
        outcomes: One for each answered task.
        task: The task to be answered next; None at the end of the shift, and where the shift
            cannot be gone on with.
        other: Whether the tasks made now are other ones than those answered.
    """

    state: ShiftState
    tasks: tuple[Task, ...]
    outcomes: tuple[Outcome, ...]
    task: Task | None
    other: bool = False


def options_of(spec: QuizSpec) -> ShiftOptions:
    """Return what a learner chose of a shift."""
    return ShiftOptions(
        role=spec.role or "both",
        patients=spec.count,
        difficulty=spec.difficulty or 2,
        exam=spec.exam,
    )


def begin_state(library: Library, spec: QuizSpec, seed: int) -> ShiftState:
    """Return the state in which a shift begins."""
    from tutor.domain.claims.draw_world import draw_world, first_day
    from tutor.interchange.x12.writers import WRITERS

    options = options_of(spec)
    world = draw_world(
        library.lab_data(),
        seed,
        patients=options.patients,
        difficulty=options.difficulty,
        begins=first_day(seed),
    )
    return open_shift(world, options, WRITERS)


def place_task(task: Task, seed: int) -> PlacedItem:
    """Return a task's question with its parts in an order that the shift's seed fixes."""
    rng = Random(f"{seed}:{task.id}")  # noqa: S311 - a draw, not a secret
    return PlacedItem(task.item, arrange(task.item, rng))


def play(library: Library, attempt: Attempt) -> Played:
    """Work out what has happened in a shift from its answers."""
    state = begin_state(library, attempt.spec, attempt.seed)
    played = Played(state, (), (), next_task(state))
    for slot in attempt.slots:
        task = played.task
        if task is None or not _same(task.item, slot.placed.item):
            return replace(played, task=None, other=True)
        played = replace(played, tasks=(*played.tasks, task))
        if slot.answer is None:
            if slot is attempt.slots[-1]:
                break
            return replace(played, task=None, other=True)  # what follows is another machine's
        try:
            played = _answered(played, task, slot.answer.response)
        except (ValueError, ArithmeticError, LookupError, TypeError):  # taken by another program
            return replace(played, task=None, other=True)
    return played


def _answered(played: Played, task: Task, response: Response) -> Played:
    """Return a shift one answer on; its next task is not on the desk before it is gone on to."""
    state, outcome = take(played.state, task, response)
    return Played(state, played.tasks, (*played.outcomes, outcome), next_task(state))


def _same(made: Item, kept: Item) -> bool:
    return (made.id, made.stem, made.body) == (kept.id, kept.stem, kept.body)


def told(outcome: Outcome) -> str:
    """Return in words what followed from an answer, and whose work the step is."""
    lines = [f"Whose work this is: {outcome.owner}. {outcome.why_owner}"]
    if outcome.happenings:
        lines.append("What followed ($ money, ⧗ time, ! compliance):")
    lines += [f"{MARKS.get(one.kind, '·')} {_happening(one)}" for one in outcome.happenings]
    return "\n\n".join(lines)


def _happening(one: Happening) -> str:
    amount = f" ({dollars(one.amount)})" if one.amount and "$" not in one.text else ""
    return f"{one.text}{amount}"


class ShiftSession(QuizSession):
    """One shift being worked: forwards only, feedback and consequences after each task."""

    def __init__(self, attempt: Attempt, *args: Any) -> None:  # noqa: ANN401
        super().__init__(attempt, *args)

    @cached_property
    def _played(self) -> Played:
        return play(self._library, self._attempt)

    @cached_property
    def _kept(self) -> ShiftRecord | None:
        """What was written down at the end; None while it goes on, or where answers came later."""
        data = None if self.open else self._store.end_record(self.attempt_id)
        try:
            record = ShiftRecord.from_dict(data) if data else None
        except ValueError:  # of a later version of the program
            return None
        return record if record and len(record.told) == self._answers else None

    @property
    def _answers(self) -> int:
        return sum(slot.answer is not None for slot in self._attempt.slots)

    @property
    def stale(self) -> bool:
        """Whether the shift was worked with another program or content, and can't be followed."""
        return self._kept is None and self._played.other

    @property
    def tasks(self) -> tuple[str, ...]:
        """What each task so far is about: day, patient and stage."""
        if self._kept:
            return self._kept.tasks
        return tuple(self._desk_line(position) for position in range(len(self._played.tasks)))

    @property
    def desk(self) -> ShiftDesk:
        """Where the shift stands."""
        so_far = self.report
        return ShiftDesk(
            day=so_far.day,
            accounts=so_far.accounts,
            charged=sum(line.charged for line in so_far.accounts),
            collected=sum(line.collected for line in so_far.accounts),
            strikes=len(so_far.strikes),
            tasks=self._answers,
        )

    @property
    def report(self) -> ShiftReport:
        """What the shift comes to so far."""
        return self._kept.report if self._kept else report(self._played.state)

    def _end_record(self) -> dict[str, Any] | None:
        """Write the report down, unless it cannot be told any more."""
        try:
            untold = self._played.other
        except NotFoundError:  # the content has no practice any more: it can be ended all the same
            untold = True
        return None if untold else ShiftRecord(self.report, self.tasks, self._followed).to_dict()

    def answer(self, response: Response, *, confidence: str | None = None) -> Question:
        """Commit the answer to a task; its feedback tells what follows from it.

        Raises:
            AttemptError: As for every quiz; or the shift was begun with another program.
        """
        played, slot = self._played, self._slot(self._attempt.position)
        if played.other:
            raise AttemptError(OTHER_PROGRAM)
        following = played
        if response and slot.answer is None and played.task is not None:
            score_of(slot.placed.item, response)
            # Worked out before it is saved: what cannot be followed is not taken for an answer.
            following = _answered(played, played.task, response)
        try:
            super().answer(response, confidence=confidence)
        except AttemptError:
            self._look_again()
            raise
        self._played = following
        return self._question(self._attempt.position)

    def _look_again(self) -> None:
        """Read the shift anew: it may have gone on in another window."""
        self._reload()
        self.__dict__.pop("_played", None)

    def _reload(self) -> None:
        super()._reload()
        self.__dict__.pop("_kept", None)  # it comes with the end

    def next(self) -> bool:
        """Go on to the next task; False where every account is closed.

        Raises:
            AttemptError: The present task is not done: the account waits for it.
        """
        self._guard_time()
        played, position = self._played, self._attempt.position
        if played.other:
            raise AttemptError(OTHER_PROGRAM)
        if self._slot(position).answer is None:
            raise AttemptError("This account waits for you: do this task first, or end the shift.")
        if position + 1 < len(self._attempt.slots):
            self.go(position + 1)
            return True
        if played.task is None:
            return False
        following = len(self._attempt.slots)
        placed = place_task(played.task, self._attempt.seed)
        self._attempt = self._store.append_question(self.attempt_id, placed, following)
        self._played = replace(played, tasks=(*played.tasks, played.task))
        self.go(following)
        return True

    def _question(self, position: int) -> Question:
        question = super()._question(position)
        try:
            followed = self._followed
            question = replace(question, desk=self._desk_line(position))
        except NotFoundError:  # the content has no practice any more: the answers are still there
            return question
        if question.feedback is None or position >= len(followed):
            return question
        said = f"{question.feedback.explanation}\n\n{followed[position]}".strip()
        return replace(question, feedback=replace(question.feedback, explanation=said))

    @property
    def _followed(self) -> tuple[str, ...]:
        """What followed from each answer, in words."""
        return self._kept.told if self._kept else tuple(map(told, self._played.outcomes))

    def _desk_line(self, position: int) -> str:
        if self._kept:
            return self._kept.tasks[position] if position < len(self._kept.tasks) else ""
        tasks = self._played.tasks
        if position >= len(tasks):
            return ""
        task = tasks[position]
        seen = {one.id: one.patient.person for one in self._played.state.world.encounters}
        patient = seen[task.encounter]
        day = f"{task.day:%a %d %b %Y}"
        return f"{day} · task {position + 1} · {patient.last}, {patient.first} · {task.stage}"
