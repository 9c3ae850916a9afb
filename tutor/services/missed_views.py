"""What front ends know of missed questions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MissedLine:
    """One question that still has to be answered right.

    Attributes:
        pool: `bank`, `lesson` (a lesson's check) or `drill` (a generated question).
        domains: `(exam id, domain id)` pairs.
        misses: Wrong answers in all.
        last_at: When it was answered wrongly last.
        right_day: The study day since on which it was answered right: one more, on another day,
            and it is done.
    """

    item_id: str
    title: str
    pool: str
    domains: tuple[tuple[str, str], ...]
    misses: int
    last_at: datetime
    right_day: date | None


@dataclass(frozen=True, slots=True)
class MissedDomain:
    """How many missed questions an exam domain has."""

    exam: str
    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class MissedView:
    """Missed questions at a glance.

    Attributes:
        exam: Only questions of this exam; None for all.
        counted: The exam whose domains are counted; None where those of all exams are.
        domains: In the exam's order, without those that have none.
        elsewhere: Questions that are of none of these domains.
        waiting: Missed questions that an open test or mock exam holds: they come back after it.
        lines: Most often missed first, then the latest.
    """

    exam: str | None
    counted: str | None
    domains: tuple[MissedDomain, ...]
    elsewhere: int
    waiting: int
    lines: tuple[MissedLine, ...]
