"""A course's own bank as front ends show it."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.catalog import Problem
from tutor.domain.compiled import item_head
from tutor.domain.item import Item
from tutor.domain.set_records import CourseItem


@dataclass(frozen=True, slots=True)
class BankLine:
    """An item of a course's bank as a line in a list."""

    id: str
    version: int
    kind: str
    title: str
    topic: str
    difficulty: int
    case_id: str | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class BankCheck:
    """What a check found: the faults, and the items there would be."""

    problems: tuple[Problem, ...]
    items: tuple[Item, ...]


def bank_line(one: CourseItem) -> BankLine:
    """Return an item as a line in a list."""
    head = item_head(one.item)
    return BankLine(
        head.id,
        head.version,
        head.kind,
        head.title,
        f"{head.subject}/{head.topic}",
        head.difficulty,
        head.case_id,
        one.withdrawn_at is not None,
    )
