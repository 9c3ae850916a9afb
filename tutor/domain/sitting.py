"""Sitting a mock exam: its rules, its clock, its breaks.

The deadline is an absolute instant, stored at the start; what is left is always worked out from
it, so that a crash, a restart or a suspended machine changes nothing. A break stops the clock:
its length is added to the deadline once, when it ends, and everything seen before it is frozen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from tutor.domain.blueprint import Blueprint
from tutor.errors import UsageError

NAVIGATIONS = ("free", "forward-only")
"""Whether one may go back to a question."""
CONFIDENCES = ("guessed", "unsure", "sure")
"""How sure a learner is of an answer."""
WARNING_SECONDS = 30 * 60
"""How long before the end a candidate is told that time is getting short."""
SET_BACK_SECONDS = 2.0
"""How far the machine's clock must have gone backwards to count as set back."""
MAX_FACTOR = 4.0
"""Largest factor by which an accommodation lengthens the time."""


@dataclass(frozen=True, slots=True)
class MockRules:
    """What a learner chooses of a mock exam.

    Attributes:
        length: `full`, `half` or `sprint`.
        navigation: One of `NAVIGATIONS`; None where the exam leaves no choice.
        time_factor: Accommodation: multiplies the time.
        parts: 1 or 2.
        breaks: How many breaks may be taken.
        seed: Which form; None for a new one.
    """

    length: str = "full"
    navigation: str | None = None
    time_factor: float = 1.0
    parts: int = 1
    breaks: int = 1
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class ExamPolicy:
    """The rules of one mock exam, fixed at its start.

    Attributes:
        exam: Exam id.
        edition: Of the blueprint.
        length: `full`, `half` or `sprint`.
        minutes: Time on the clock, accommodation included; None without a sitting clock.
        window_days: Days to finish, for exams without a sitting clock.
        time_factor: Accommodation that `minutes` holds already.
        navigation: One of `NAVIGATIONS`.
        parts: 1, or 2 where the first half is closed before the second is opened.
        breaks: How many breaks may be taken.
        open_book: Whether the code book may be opened.
        pass_percent: Raw marks needed; None where the exam is scaled, which no one outside can
            compute.
    """

    exam: str
    edition: str
    length: str
    minutes: float | None
    window_days: int | None
    time_factor: float
    navigation: str
    parts: int
    breaks: int
    open_book: bool
    pass_percent: int | None


@dataclass(frozen=True, slots=True)
class Seat:
    """What a question of a form stands for: an exam domain, and whether it counts."""

    domain: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Working:
    """What a learner scribbled at a question; `struck` are ids of options struck out."""

    struck: tuple[str, ...] = ()
    note: str = ""
    confidence: str | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A mock exam as it stands, beyond what every attempt has.

    Attributes:
        seats: By position.
        deadline: As moved by breaks; None without a clock.
        break_since: Start of the break that is going on.
        breaks: Breaks begun so far.
        frozen: Positions that stay as they are.
        set_back: Times that the machine's clock was found set back.
        workings: By position; only where there is something.
    """

    policy: ExamPolicy
    seats: tuple[Seat, ...]
    deadline: datetime | None
    break_since: datetime | None
    breaks: int
    frozen: frozenset[int]
    set_back: int
    workings: dict[int, Working]


def make_policy(
    blueprint: Blueprint,
    *,
    length: str,
    size: int,
    navigation: str | None = None,
    time_factor: float = 1.0,
    parts: int = 1,
    breaks: int = 1,
) -> ExamPolicy:
    """Return the rules of a mock exam; shorter forms have their share of the time.

    Args:
        blueprint: The exam.
        length: Of the form.
        size: Questions of the form.
        navigation: Where the exam leaves a choice; else the exam's own rule.
        time_factor: Accommodation: the time is multiplied by it.
        parts: 1 or 2.
        breaks: How many breaks may be taken.

    Raises:
        UsageError: A value is out of range, or the exam has another rule.
    """
    if not 1 <= time_factor <= MAX_FACTOR:
        raise UsageError(f"the time factor must be from 1 to {MAX_FACTOR:g}")
    if parts not in (1, 2):
        raise UsageError("an exam is sat in 1 or 2 parts")
    if breaks < 0:
        raise UsageError("the number of breaks cannot be negative")
    minutes = None
    if blueprint.minutes is not None:
        minutes = blueprint.minutes * size / blueprint.form_size * time_factor
    return ExamPolicy(
        exam=blueprint.id,
        edition=blueprint.edition,
        length=length,
        minutes=minutes,
        window_days=blueprint.window_days,
        time_factor=time_factor,
        navigation=_navigation(blueprint, navigation),
        parts=parts,
        breaks=breaks,
        open_book=blueprint.open_book,
        pass_percent=blueprint.passing.value if blueprint.passing.type == "percent" else None,
    )


def first_deadline(policy: ExamPolicy, start: datetime) -> datetime | None:
    """Return when an exam begun at an instant ends, breaks aside."""
    if policy.minutes is not None:
        return start + timedelta(minutes=policy.minutes)
    if policy.window_days is not None:
        return start + timedelta(days=policy.window_days)
    return None


def after_break(deadline: datetime | None, since: datetime, now: datetime) -> datetime | None:
    """Return the deadline moved by a break; a clock set back meanwhile takes nothing away."""
    return None if deadline is None else deadline + max(timedelta(0), now - since)


def seconds_left(sitting: Sitting, now: datetime) -> float | None:
    """Return what is left on the clock, which stands still in a break; None without a clock."""
    if sitting.deadline is None:
        return None
    present = min(now, sitting.break_since) if sitting.break_since else now
    return max(0.0, (sitting.deadline - present).total_seconds())


def part_of(position: int, total: int, parts: int) -> int:
    """Return the part (from 0) that a question belongs to; an odd one is in the first part."""
    return position // ceil(total / parts)


def may_visit(sitting: Sitting, position: int, current: int) -> bool:
    """Return whether a candidate may go to a question.

    Frozen questions are closed. Forward-only exams never go back. In two parts, the second
    opens only when the first is closed (which freezes its questions).
    """
    if position in sitting.frozen:
        return False
    if sitting.policy.navigation == "forward-only" and position < current:
        return False
    total = len(sitting.seats)
    return part_of(position, total, sitting.policy.parts) == open_part(sitting)


def open_part(sitting: Sitting) -> int:
    """Return the part that is open: the first with a question that is not frozen."""
    total = len(sitting.seats)
    free = (place for place in range(total) if place not in sitting.frozen)
    return part_of(next(free, total - 1), total, sitting.policy.parts)


def part_positions(sitting: Sitting, part: int) -> tuple[int, ...]:
    """Return the positions of a part."""
    total = len(sitting.seats)
    parts = sitting.policy.parts
    return tuple(place for place in range(total) if part_of(place, total, parts) == part)


def part_seconds_left(sitting: Sitting, now: datetime) -> float | None:
    """Return what is left for the open part: in two parts, each has half of the time."""
    left = seconds_left(sitting, now)
    minutes = sitting.policy.minutes
    if left is None or minutes is None or sitting.policy.parts == 1 or open_part(sitting) == 1:
        return left
    return max(0.0, left - minutes * 60 / 2)


def set_back(last: datetime, now: datetime) -> bool:
    """Return whether the machine's clock stands before an instant that was already recorded."""
    return (last - now).total_seconds() > SET_BACK_SECONDS


def _navigation(blueprint: Blueprint, chosen: str | None) -> str:
    if chosen is not None and chosen not in NAVIGATIONS:
        raise UsageError(f"navigation is {' or '.join(NAVIGATIONS)}, not {chosen!r}")
    if blueprint.navigation == "choice":
        return chosen or "free"
    if chosen not in (None, blueprint.navigation):
        raise UsageError(f"{blueprint.id.upper()} has one rule: {blueprint.navigation}")
    return blueprint.navigation
