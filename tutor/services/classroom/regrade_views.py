"""What a ruling does to grades, and the rulings of a course, as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tutor.domain.classroom import Course
from tutor.domain.item import Response
from tutor.domain.text import quantity


@dataclass(frozen=True, slots=True)
class RegradeLine:
    """One attempt that a ruling touches, before and after. Points are before lateness."""

    student: str
    external_id: str
    assignment: str
    attempt_id: str
    points_before: float
    most_before: float
    points: float
    most: float
    question_before: float | None
    question: float | None

    @property
    def changed(self) -> bool:
        """Whether the marks are not what they were."""
        return (self.points, self.most) != (self.points_before, self.most_before)


@dataclass(frozen=True, slots=True)
class RegradeView:
    """What a ruling does, or did.

    Attributes:
        item_hash: The version at issue.
        key: The key it was graded by.
        action: One of `tutor.domain.marking.ACTIONS`, or None where a ruling is taken back.
        accepted: The responses that are right now (`rescore`).
        applied: Whether it was done; else this is what would happen.
        ruling_id: Of the ruling made.
    """

    course: Course
    at: datetime
    item_id: str
    item_hash: str
    title: str
    key: Response
    action: str | None
    accepted: tuple[Response, ...]
    applied: bool
    ruling_id: str | None
    lines: tuple[RegradeLine, ...]

    @property
    def changed(self) -> int:
        """Attempts whose marks change."""
        return sum(line.changed for line in self.lines)

    @property
    def text(self) -> str:
        """How many of how many: `4 of 18 attempts change`."""
        verb = "changes" if len(self.lines) == 1 else "change"
        return f"{self.changed} of {quantity(len(self.lines), 'attempt')} {verb}"


@dataclass(frozen=True, slots=True)
class RulingLine:
    """A ruling as listed."""

    id: str
    item_id: str
    item_hash: str
    title: str
    action: str
    accepted: tuple[Response, ...]
    reason: str
    at: datetime
    by: str
    revoked_at: datetime | None
