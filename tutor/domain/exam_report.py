"""The score report of a mock exam: marks, breakdowns, where marks were lost and why.

Each lost mark has one likely cause, read from what is on record:

- `time`: not answered;
- `guess`: answered, and marked as a guess;
- `care`: the learner had this item right before, or was sure and answered faster than usual;
- `look-up`: a question of assigning codes that took far longer than usual;
- `knowledge`: everything else.

These are readings, not measurements, and the report says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from statistics import median

SLOW = 1.5
"""Times the usual time from which a look-up counts as slow."""
CAUSES = ("knowledge", "look-up", "care", "guess", "time")
"""Why a mark can be lost."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One question of a finished mock exam.

    Attributes:
        counts: False for an unmarked pretest question.
        score: Credit from 0 to 1; 0 where it was not answered.
        seconds: Time spent at the question over all visits, breaks aside.
        confidence: `guessed`, `unsure`, `sure` or None.
        right_before: Whether the learner had the item right before this exam.
    """

    position: int
    item: str
    domain: str
    role: str
    skill: str
    counts: bool
    answered: bool
    score: float
    seconds: float
    confidence: str | None
    right_before: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: marks earned of those that count, and time per question."""

    id: str
    items: int
    marks: float
    seconds: float

    @property
    def percent(self) -> float:
        """Marks in percent of the items."""
        return 100 * self.marks / self.items if self.items else 0.0


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a report.

    Attributes:
        items: Questions that count.
        marks: Credit earned on them.
        cut: Marks needed; None where the exam is scaled: no one outside can compute that.
        answered: Of all questions.
        pretest: Unmarked questions, and the credit earned on them.
        losses: Marks lost by cause, over the questions that count.
    """

    items: int
    marks: float
    cut: int | None
    answered: int
    total: int
    pretest: tuple[int, float]
    by_domain: tuple[Row, ...]
    by_role: tuple[Row, ...]
    losses: dict[str, float]
    causes: dict[int, str]

    @property
    def percent(self) -> float:
        """Marks in percent."""
        return 100 * self.marks / self.items if self.items else 0.0

    @property
    def passed(self) -> bool | None:
        """Whether the marks reach the cut; None where there is none."""
        return None if self.cut is None else self.marks >= self.cut


def score_exam(questions: Sequence[Marked], pass_percent: int | None) -> Score:
    """Return the figures of a mock exam.

    Args:
        questions: All of it.
        pass_percent: Raw marks needed, in percent; rounded up to whole marks.
    """
    counted = [one for one in questions if one.counts]
    unmarked = [one for one in questions if not one.counts]
    usual = _usual_seconds(questions)
    causes = {one.position: _cause(one, usual) for one in questions if one.score < 1}
    losses = dict.fromkeys(CAUSES, 0.0)
    for one in counted:
        if one.position in causes:
            losses[causes[one.position]] += 1 - one.score
    return Score(
        items=len(counted),
        marks=sum(one.score for one in counted),
        cut=None if pass_percent is None else cut_mark(len(counted), pass_percent),
        answered=sum(one.answered for one in questions),
        total=len(questions),
        pretest=(len(unmarked), sum(one.score for one in unmarked)),
        by_domain=_rows(counted, lambda one: one.domain),
        by_role=_rows(counted, lambda one: one.role),
        losses={cause: lost for cause, lost in losses.items() if lost},
        causes=causes,
    )


def cut_mark(items: int, percent: int) -> int:
    """Return the marks that a percent rule asks for: a part of a mark is a whole one."""
    return ceil(Fraction(items * percent, 100))


def seconds_by_position(
    events: Iterable[tuple[float, str, int | None]], end: float
) -> dict[int, float]:
    """Return the time spent at each question, from what happened in an attempt.

    A question is looked at from the moment it is shown until another one is shown, a break
    begins or the attempt ends. Clocks that run backwards count as no time.

    Args:
        events: Seconds from any origin, kind and position, in order.
        end: When the attempt ended.
    """
    spent: dict[int, float] = {}
    at: int | None = None
    paused: int | None = None
    since = 0.0
    for second, kind, position in (*events, (end, "attempt_ended", None)):
        if kind not in ("shown", "break_started", "break_ended", "attempt_ended"):
            continue
        if at is not None:
            spent[at] = spent.get(at, 0.0) + max(0.0, second - since)
        if kind == "shown":
            paused = at = position
        elif kind == "break_started":
            paused, at = at, None
        elif kind == "break_ended":
            at = paused
        since = second
    return spent


def _usual_seconds(questions: Sequence[Marked]) -> float:
    times = [one.seconds for one in questions if one.answered and one.seconds > 0]
    return median(times) if times else 0.0


def _cause(one: Marked, usual: float) -> str:
    if not one.answered:
        return "time"
    if one.confidence == "guessed":
        return "guess"
    if one.right_before or (one.confidence == "sure" and one.seconds < usual):
        return "care"
    if one.skill == "code-assignment" and one.seconds > SLOW * usual:
        return "look-up"
    return "knowledge"


def _rows(questions: Iterable[Marked], key: Callable[[Marked], str]) -> tuple[Row, ...]:
    groups: dict[str, list[Marked]] = {}
    for one in questions:
        groups.setdefault(key(one), []).append(one)
    return tuple(
        Row(
            id=name,
            items=len(group),
            marks=sum(one.score for one in group),
            seconds=sum(one.seconds for one in group) / len(group),
        )
        for name, group in groups.items()
    )
