"""A dated plan of lessons, practice, drills, reviews and mock exams up to an exam.

A plan is a function of what was known when today began, of what was done since, and of the day:
it is made anew whenever it is looked at. Today's tasks are drawn from this morning's state, so
that what gets done is marked instead of vanishing; the days ahead count it in.

Rules of a day: reviews come first, up to half of the minutes while there are lessons to read;
then lessons and practice in the order of `plan_work`; what time is left goes to more practice
where most marks are at stake. A mock exam may make a day longer, which is then marked and has
nothing else. Nothing is on a day off, and the last day before the exam has reviews alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import floor

from tutor.domain.plan_mocks import RANK, mock_days
from tutor.domain.plan_types import DoneToday, PlanDay, PlanInputs, PlanTask, Schedule
from tutor.domain.plan_work import (
    BLOCK,
    DRILL,
    LESSON,
    MOCK,
    PRACTICE,
    REVIEW,
    Piece,
    practice_piece,
    work,
)

ROLLING_DAYS = 14
"""Days of a plan without an exam ahead."""
LONGEST = 366
"""Days that are planned at most."""
REVIEW_RESERVE = 0.2
"""Share of a later day kept for reviews of what is new by then, where fewer are known to be due."""
REVIEW_CAP = 0.5
"""Share of a day that reviews take at most while there are lessons to read."""
FEWEST = 3
"""Questions for which practice is worth beginning on a day, unless fewer are left."""
MOCK_NAMES = {"full": "Full mock exam", "half": "Half-length mock exam", "sprint": "Mock sprint"}
"""What mock exams are called."""
_DAY = timedelta(days=1)
_EPSILON = 1e-9


def make_schedule(inputs: PlanInputs, *, fill: bool = True, longest: int = LONGEST) -> Schedule:
    """Plan every day from today to the day before the exam, or two weeks without one.

    Args:
        inputs: What the plan is made from.
        fill: Use the time that is left for more practice.
        longest: Plan no more days than this.
    """
    until = inputs.exam or inputs.today + ROLLING_DAYS * _DAY
    dates = [inputs.today + ahead * _DAY for ahead in range((until - inputs.today).days)][:longest]
    planner = _Planner(inputs, dates, fill=fill)
    days = []
    for place, day in enumerate(dates):
        made = planner.day(place, day)
        days.append(planner.mark(made) if place == 0 else made)
    return Schedule(tuple(days), tuple(planner.queue))


class _Planner:
    """Goes from day to day, with the work that is left."""

    def __init__(self, inputs: PlanInputs, dates: Sequence[date], *, fill: bool) -> None:
        self.queue = list(work(inputs.lessons, inputs.topics))
        self._inputs = inputs
        self._fill_up = fill
        self._read: Counter[str] = Counter()
        self._lessons = Counter(name for one in inputs.lessons for name in one.topics)
        self._backlog = 0
        self._turn = 0
        self._stakes = sorted(inputs.topics, key=lambda one: (-one.at_stake, one.id))
        self._mocks: dict[date, str] = {}
        self._last: date | None = None
        if inputs.exam:
            study = [day for day in dates if not inputs.days.is_off(day)]
            self._last = study[-1] if study and dates[-1] == inputs.exam - _DAY else None
            if inputs.mock_minutes:
                self._mocks = mock_days(
                    inputs.start, inputs.today, inputs.exam, inputs.days.is_off, inputs.sat
                )

    def day(self, place: int, day: date) -> PlanDay:
        """Plan the day that comes next."""
        inputs = self._inputs
        self._backlog += inputs.due[place] if place < len(inputs.due) else 0
        if inputs.days.is_off(day):
            return PlanDay(day, 0.0, off=True)
        length = self._mocks.get(day)
        taken = inputs.mock_minutes[length] if length else 0.0
        sitting = [_sitting(length, taken)] if length else []
        if taken > inputs.minutes + _EPSILON:
            return PlanDay(day, taken, tuple(sitting), longer=True)
        left = inputs.minutes - taken
        last = day == self._last
        reviews = self._reviews(place, left, last=last)
        left -= sum(task.minutes for task in reviews)
        studied = [] if last else self._study(left)
        return PlanDay(day, inputs.minutes, (*reviews, *studied, *sitting), last=last)

    def mark(self, day: PlanDay) -> PlanDay:
        """Mark what is done of today's tasks, and take what else was done off the work."""
        done = self._inputs.done
        answers = list(done.answers)
        tasks = list(day.tasks)
        for strict in (True, False):  # answers of a task's own kind count first
            tasks = [_with_answers(task, answers, strict=strict) for task in tasks]
        marked = [_marked(task, done) for task in tasks]
        planned = {task.target for task in marked if task.kind == LESSON}
        unplanned = [
            piece
            for piece in self.queue
            if piece.kind == LESSON and piece.target in done.lessons - planned
        ]
        for piece in unplanned:
            self.queue.remove(piece)
            self._read.update(piece.topics)
        also = [replace(_task(piece, 1), done=1, planned=False) for piece in unplanned]
        also += self._spend(answers)
        return replace(day, tasks=(*marked, *also))

    def _reviews(self, place: int, left: float, *, last: bool) -> list[PlanTask]:
        """Return the reviews of a day: those due, or what is kept for them on a later day."""
        each = self._inputs.review_minutes
        reading = [piece.unit for piece in self.queue if piece.kind == LESSON]
        cap = left * REVIEW_CAP if reading or last else left
        if reading and not last and max(reading) <= left:
            cap = min(cap, left - max(reading))
        kept = floor(left * REVIEW_RESERVE / each) if place else 0
        count = min(floor(cap / each + _EPSILON), max(self._backlog, kept))
        self._backlog = max(0, self._backlog - count)
        if count <= 0:
            return []
        return [PlanTask(REVIEW, "", "Reviews", count * each, count)]

    def _study(self, left: float) -> list[PlanTask]:
        tasks: list[PlanTask] = []
        blocked = False
        rest: list[Piece] = []
        for piece in self.queue:
            if piece.kind == LESSON:
                blocked = blocked or piece.unit > left + _EPSILON
                count = 0 if blocked else 1
            else:
                count = self._fitting(piece, left)
            if count:
                tasks.append(_task(piece, count))
                left -= count * piece.unit
                self._read.update(piece.topics if piece.kind == LESSON else ())
            if count < piece.count:
                rest.append(replace(piece, count=piece.count - count))
        self.queue = rest
        if self._fill_up:
            tasks += self._more(left)
        return _merged(tasks)

    def _fitting(self, piece: Piece, left: float) -> int:
        """Return how many questions of some practice fit; none before its lessons."""
        if piece.needs > self._read[piece.topics[0]]:
            return 0
        count = min(piece.count, floor(left / piece.unit + _EPSILON))
        return count if count >= min(FEWEST, piece.count) else 0

    def _more(self, left: float) -> list[PlanTask]:
        """Fill the rest of a day with more practice, topics in turn, most marks at stake first.

        A topic whose lessons are all unread is not practised yet.
        """
        tasks = []
        for _ in self._stakes:
            topic = self._stakes[self._turn % len(self._stakes)]
            drill = self._turn // len(self._stakes) % 2 == 1
            count = min(BLOCK, floor(left / topic.question_minutes + _EPSILON))
            begun = self._read[topic.id] or not self._lessons[topic.id]
            if begun and count < FEWEST:
                break
            self._turn += 1
            if begun:
                piece = practice_piece(topic, count, drill=drill)
                tasks.append(replace(_task(piece, count), extra=True))
                left -= count * topic.question_minutes
        return tasks

    def _spend(self, answers: Iterable[tuple[str, tuple[str, ...]]]) -> list[PlanTask]:
        """Take answers that no task of today has asked for off later practice; tell of them."""
        names = {topic.id: topic for topic in self._inputs.topics}
        spent: Counter[str] = Counter()
        for _, topics in answers:
            spent[topics[0]] += 1
            place = next(
                (
                    at
                    for at, piece in enumerate(self.queue)
                    if piece.kind != LESSON and piece.topics[0] in topics
                ),
                None,
            )
            if place is not None:
                piece = self.queue[place]
                self.queue[place] = replace(piece, count=piece.count - 1)
                self.queue = [one for one in self.queue if one.count]
        return [
            PlanTask(
                PRACTICE,
                topic,
                names[topic].name,
                count * names[topic].question_minutes,
                count,
                count,
                (topic,),
                planned=False,
            )
            for topic, count in sorted(spent.items())
        ]


def _sitting(length: str, minutes: float) -> PlanTask:
    return PlanTask(MOCK, length, MOCK_NAMES[length], minutes)


def _task(piece: Piece, count: int) -> PlanTask:
    return PlanTask(
        piece.kind, piece.target, piece.title, count * piece.unit, count, topics=piece.topics
    )


def _merged(tasks: Iterable[PlanTask]) -> list[PlanTask]:
    """Return tasks with those of one kind and target joined, at the place of the first."""
    found: dict[tuple[str, str, bool], PlanTask] = {}
    for task in tasks:
        key = task.kind, task.target, task.extra
        same = found.get(key)
        if same:
            topics = tuple(dict.fromkeys((*same.topics, *task.topics)))
            minutes, count = same.minutes + task.minutes, same.count + task.count
            task = replace(same, minutes=minutes, count=count, topics=topics)
        found[key] = task
    return list(found.values())


def _with_answers(
    task: PlanTask, answers: list[tuple[str, tuple[str, ...]]], *, strict: bool
) -> PlanTask:
    """Count answers towards a task, and take them away."""
    if task.kind not in (PRACTICE, DRILL):
        return task
    done = task.done
    for answer in tuple(answers):
        kind, topics = answer
        if done < task.count and (kind == task.kind or not strict) and {*topics} & {*task.topics}:
            answers.remove(answer)
            done += 1
    return replace(task, done=done)


def _marked(task: PlanTask, done: DoneToday) -> PlanTask:
    if task.kind == REVIEW:
        return replace(task, done=min(task.count, done.reviews))
    if task.kind == LESSON:
        return replace(task, done=int(task.target in done.lessons))
    if task.kind == MOCK:
        longest = max((RANK[length] for length in done.mocks), default=0)
        return replace(task, done=int(longest >= RANK[task.target]))
    return task
