"""Marks of assigned work: of a question, of an attempt, and of a student in an assignment.

The normal mark of a question is its points times the credit that its grader gave. A ruling on an
item version found at fault replaces that for everyone in the course. Lateness costs a part of what
was earned; a grade set by hand stands above everything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil, fsum

from tutor.domain.assignment import AssignmentPolicy
from tutor.domain.item import Item, Response
from tutor.domain.kinds import KINDS, grade
from tutor.errors import ResponseError, UsageError

RESCORE = "rescore"
CREDIT = "credit"
VOID = "void"
ACTIONS = (RESCORE, CREDIT, VOID)
"""What can be ruled of an item version: graded by another key, full marks for all, or counted for
nobody: it leaves both the points and the most that could be had."""
DAY = timedelta(days=1)
_SECOND_PART = re.compile(r",\s*[\w.-]+=")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided of an item version in a course.

    Attributes:
        action: One of `ACTIONS`.
        key: The responses that are right now (`rescore`), each worth full marks.
    """

    action: str
    key: tuple[Response, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A question of an attempt, as marking needs it.

    Attributes:
        points: What it is worth.
        response: What was answered; empty where it was not.
        score: Credit from 0 to 1 by its own key.
        item: The version answered; needed only where it is rescored.
        ruling: What was decided of it, if anything.
    """

    points: float
    response: Response = ()
    score: float = 0.0
    item: Item | None = None
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class AttemptMarks:
    """The marks of one attempt.

    Attributes:
        points: Earned.
        most: What could be earned: without the questions that are void.
        answered: Questions with an answer, void ones included.
        questions: Marks by position; None where the question does not count.
    """

    points: float
    most: float
    answered: int
    questions: tuple[float | None, ...]


def mark_attempt(answers: Sequence[GivenAnswer]) -> AttemptMarks:
    """Return the marks of an attempt from its questions, in order of position."""
    marks = tuple(mark_question(one) for one in answers)
    return AttemptMarks(
        points=fsum(mark for mark in marks if mark is not None),
        most=fsum(one.points for one, mark in zip(answers, marks, strict=True) if mark is not None),
        answered=sum(bool(one.response) for one in answers),
        questions=marks,
    )


def mark_question(given: GivenAnswer) -> float | None:
    """Return the mark of one question; None where it does not count."""
    if given.ruling is None:
        return given.points * given.score if given.response else 0.0
    if given.ruling.action == VOID:
        return None
    if given.ruling.action == CREDIT:
        return given.points
    return given.points * rescored(given)


def rescored(given: GivenAnswer) -> float:
    """Return the credit of an answer by the responses that are right now: the best of them.

    Kinds that have partial credit give it by the new key. Coded answers and work on claims have too
    much to them to be turned round: a response that says what is right now earns full credit,
    however it was typed, and others keep what they had.
    """
    if not given.response or given.ruling is None:
        return 0.0
    if given.response in given.ruling.key:
        return 1.0
    if given.item is None:
        raise ValueError("an answer is rescored with its item")
    kind, body = KINDS[given.item.kind], given.item.body
    rekey, grader = kind.rekey, kind.grade
    if rekey is None:
        comparable = isinstance(body, kind.body)  # a body without its key may lack what it takes
        same = comparable and any(kind.same(body, given.response, key) for key in given.ruling.key)
        return 1.0 if same else given.score
    return max(
        (grader(rekey(body, key), given.response).score for key in given.ruling.key), default=0.0
    )


def check_key(item: Item, key: Sequence[Response]) -> tuple[Response, ...]:
    """Return the responses that shall be right, in the item's own spelling.

    Raises:
        UsageError: There is none, or one does not fit the item.
    """
    if not key or not all(key):
        raise UsageError("say which answer is right now")
    for response in key:
        try:
            grade(item, response)
        except ResponseError as error:
            raise UsageError(f"{' '.join(response)} is no answer to {item.id}: {error}") from error
        if not _whole(item, response):
            raise UsageError(f"{' '.join(response)} answers only a part of {item.id}")
    return tuple(tuple(response) for response in key)


def read_key(item: Item, texts: Iterable[str]) -> tuple[Response, ...]:
    """Return the responses that texts name, for `check_key`.

    A text is a whole response, with commas between its parts: `b`, or `a,c`. Where a part may
    hold a comma itself (`Kind.commas`), each text is one part, such as `2=DIAZ, ROSA`: together
    they are one response, and a part that is named again begins another.

    Raises:
        UsageError: A text names several parts that may hold commas.
    """
    if not KINDS[item.kind].commas:
        return tuple(tuple(part.strip() for part in text.split(",")) for text in texts)
    found: list[dict[str, str]] = []
    for text in (text.strip() for text in texts):
        if _SECOND_PART.search(text):
            raise UsageError(f"name one part at a time, for values may hold commas: not {text!r}")
        name, separator, _ = text.partition("=")
        part = name.strip() if separator else ""
        if not found or part in found[-1]:
            found.append({})
        found[-1][part] = text
    return tuple(tuple(parts.values()) for parts in found)


def _whole(item: Item, response: Response) -> bool:
    """Whether a response answers all of an item, so that it can stand for its key."""
    kind = KINDS[item.kind]
    if kind.rekey is None:
        return True
    try:
        return kind.grade(kind.rekey(item.body, response), response).correct
    except KeyError:  # a line of a match is left out
        return False


@dataclass(frozen=True, slots=True)
class HandedIn:
    """An ended attempt with its marks, before lateness.

    Attributes:
        number: Of the student's attempts, from 1.
        due_at: Until when it was in time; None where there is no due date.
        policy: The rules it was taken under.
    """

    number: int
    points: float
    most: float
    submitted_at: datetime
    due_at: datetime | None = None
    policy: AssignmentPolicy = field(default_factory=AssignmentPolicy)

    @property
    def late_days(self) -> int:
        """Days begun after the due date; 0 in time."""
        return days_late(self.submitted_at, self.due_at)

    @property
    def deducted(self) -> float:
        """Points that lateness costs: a percentage of those earned for each day begun."""
        if self.policy.late != "deduct":
            return 0.0
        return self.points * min(1.0, self.late_days * self.policy.late_percent / 100)

    @property
    def net(self) -> float:
        """Points after lateness."""
        return self.points - self.deducted

    @property
    def share(self) -> float:
        """Net points of the most that could be had; 0 where no question counts."""
        return self.net / self.most if self.most else 0.0


@dataclass(frozen=True, slots=True)
class Grade:
    """What a student has in an assignment. `most` is 0 where no question counts."""

    points: float
    most: float

    @property
    def percent(self) -> float | None:
        """In percent; None where nothing could be had."""
        return 100 * self.points / self.most if self.most else None


def days_late(submitted_at: datetime, due_at: datetime | None) -> int:
    """Return the days begun after the due date: one second late is one day."""
    if due_at is None or submitted_at <= due_at:
        return 0
    return ceil((submitted_at - due_at) / DAY)


def counted(attempts: Sequence[HandedIn], counts: str) -> Grade | None:
    """Return the grade that several attempts make; None where there is none.

    Attempts are compared by their share of what could be had, which is the same as by points
    unless a void question makes that differ. The mean is the mean of shares, of what the last
    attempt was out of. Of equals, the earlier attempt counts.

    Args:
        attempts: All that have ended.
        counts: `best`, `last`, `first` or `mean`.
    """
    in_order = sorted(attempts, key=lambda one: one.number)
    if not in_order:
        return None
    if counts == "mean":
        share = fsum(one.share for one in in_order) / len(in_order)
        return Grade(share * in_order[-1].most, in_order[-1].most)
    chosen = counting_attempt(in_order, counts)
    return Grade(chosen.net, chosen.most)


def counting_attempt(attempts: Sequence[HandedIn], counts: str) -> HandedIn:
    """Return the attempt that counts, or with `mean` the last, of at least one."""
    in_order = sorted(attempts, key=lambda one: one.number)
    if counts == "first":
        return in_order[0]
    if counts == "best":
        return max(in_order, key=lambda one: one.share)
    return in_order[-1]
