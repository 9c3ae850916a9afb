"""What there is to do before an exam, and in which order: lessons, and the practice after them.

The order is by marks at stake for each minute, but never against a track: of two lessons of one
track the earlier one comes first, and so does what a lesson builds on. A track is judged by its
best beginning: a poor first lesson does not hide the good ones behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil

LESSON, PRACTICE, DRILL, REVIEW, MOCK = "lesson", "practice", "drill", "review", "mock"
"""Kinds of tasks."""
BLOCK = 10
"""Questions of one piece of practice."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One domain of the exam.

    Attributes:
        at_stake: Marks that are expected to be lost in it.
        question_minutes: That a question takes the learner here.
        wanted: Different questions still to be practised.
        drill: A drill that asks the domain, or empty; every second piece of practice is one.
    """

    id: str
    name: str
    at_stake: float
    question_minutes: float
    wanted: int
    drill: str = ""
    drill_name: str = ""

    @property
    def per_minute(self) -> float:
        """Marks at stake for each minute of one question."""
        return self.at_stake / self.question_minutes


@dataclass(frozen=True, slots=True)
class PlanLesson:
    """A lesson not finished before today; `after` has the ids of lessons it builds on."""

    id: str
    title: str
    track: str
    minutes: float
    topics: tuple[str, ...]
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work.

    Attributes:
        target: Lesson id, topic id, or name of a drill.
        unit: Minutes for one of `count`.
        needs: How many lessons of its topic come before it.
    """

    kind: str
    target: str
    title: str
    unit: float
    topics: tuple[str, ...]
    count: int = 1
    needs: int = 0


def work(lessons: Sequence[PlanLesson], topics: Sequence[Topic]) -> tuple[Piece, ...]:
    """Return all pieces of work in order; practice follows the lessons it needs."""
    known = {topic.id: topic for topic in topics}
    ordered = order_lessons(lessons, known)
    waiting = [
        piece
        for topic in sorted(topics, key=lambda one: (-one.per_minute, one.id))
        for piece in practice_pieces(topic, sum(topic.id in one.topics for one in lessons))
    ]
    done: dict[str, int] = {}
    found: list[Piece] = []
    for lesson in ordered:
        found.append(_reading(lesson))
        for topic in lesson.topics:
            done[topic] = done.get(topic, 0) + 1
        ready = [one for one in waiting if one.needs and one.needs <= done.get(one.topics[0], 0)]
        ready = ready or [one for one in waiting if not one.needs][:1]
        for piece in ready:
            found.append(piece)
            waiting.remove(piece)
    return (*found, *waiting)


def practice_pieces(topic: Topic, lessons: int) -> tuple[Piece, ...]:
    """Return the practice of a topic, spread evenly over so many lessons that teach it."""
    blocks = ceil(topic.wanted / BLOCK)
    return tuple(
        practice_piece(
            topic,
            min(BLOCK, topic.wanted - BLOCK * place),
            drill=place % 2 == 1,
            needs=1 + place * lessons // blocks if lessons else 0,
        )
        for place in range(blocks)
    )


def practice_piece(topic: Topic, count: int, *, drill: bool, needs: int = 0) -> Piece:
    """Return practice of a topic: a drill if wanted and there is one, else written questions."""
    drilled = drill and bool(topic.drill)
    return Piece(
        kind=DRILL if drilled else PRACTICE,
        target=topic.drill if drilled else topic.id,
        title=topic.drill_name if drilled else topic.name,
        unit=topic.question_minutes,
        topics=(topic.id,),
        count=count,
        needs=needs,
    )


def order_lessons(
    lessons: Sequence[PlanLesson], topics: Mapping[str, Topic]
) -> tuple[PlanLesson, ...]:
    """Return lessons by marks at stake for each minute, as far as tracks allow.

    Args:
        lessons: In order of tracks and of places in them.
        topics: By id.
    """
    worth = _worth(lessons, topics)
    tracks: dict[str, list[PlanLesson]] = {}
    for lesson in lessons:
        tracks.setdefault(lesson.track, []).append(lesson)
    by_id = {lesson.id: lesson for lesson in lessons}
    ordered: dict[str, PlanLesson] = {}

    def take(lesson: PlanLesson, asked: frozenset[str]) -> None:
        """Put a lesson after what it builds on and after those before it in its track."""
        if lesson.id in ordered or lesson.id in asked:
            return
        asked |= {lesson.id}
        before = [by_id[name] for name in lesson.after if name in by_id]
        for one in (*tracks[lesson.track], *before):
            if one is lesson:
                break
            take(one, asked)
        for one in before:
            take(one, asked)
        ordered[lesson.id] = lesson

    while open_tracks := [
        left
        for members in tracks.values()
        if (left := [one for one in members if one.id not in ordered])
    ]:
        take(max(open_tracks, key=lambda left: _best_beginning(left, worth))[0], frozenset())
    return tuple(ordered.values())


def _best_beginning(lessons: Sequence[PlanLesson], worth: Mapping[str, float]) -> float:
    """Return the marks for each minute of the best first so many of some lessons in a row."""
    best = marks = minutes = 0.0
    for lesson in lessons:
        marks += worth[lesson.id]
        minutes += lesson.minutes
        best = max(best, marks / minutes)
    return best


def _worth(lessons: Sequence[PlanLesson], topics: Mapping[str, Topic]) -> dict[str, float]:
    """Return the marks each lesson stands for: a topic's are shared by the lessons teaching it."""
    shared = {
        topic: sum(topic in lesson.topics for lesson in lessons)
        for topic in {name for lesson in lessons for name in lesson.topics}
    }
    return {
        lesson.id: sum(
            topics[name].at_stake / shared[name] for name in lesson.topics if name in topics
        )
        for lesson in lessons
    }


def _reading(lesson: PlanLesson) -> Piece:
    return Piece(LESSON, lesson.id, lesson.title, lesson.minutes, lesson.topics)
