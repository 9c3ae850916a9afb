"""Events as folds see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Fact:
    """An event as the fold sees it. `study_day` is an ISO date; `payload` depends on the kind."""

    learner_id: str
    kind: str
    at: datetime
    study_day: str
    attempt_id: str | None = None
    position: int | None = None
    item_id: str | None = None
    item_hash: str | None = None
    lesson_id: str | None = None
    payload: dict[str, Any] = field(default_factory=dict)
