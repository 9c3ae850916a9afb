"""What a maker of tasks returns: a question with its computed key, not yet an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Made:
    """A question made from a world.

    Attributes:
        kind: Kind of item (`tutor.domain.kinds`).
        stem: With all exhibits: plain text, lines at most 76 wide.
        body: Of that kind.
        level: One of `tutor.domain.item.LEVELS`.
        difficulty: 1 to 5.
        exams: `(exam id, domain id)` pairs.
        cites: Sources of the rules it asks for, as texts.
        role: `coder`, `biller` or `both`: whose work it is.
    """

    kind: str
    stem: str
    body: Any
    level: str
    difficulty: int
    exams: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]
    role: str
