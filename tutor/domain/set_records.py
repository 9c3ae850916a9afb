"""Quiz sets and items of a course's own bank, as kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from tutor.domain.item import Item
from tutor.domain.quiz_set import SetDefinition

Frozen: TypeAlias = tuple[Item, ...]
"""A slot at publishing: its one question, or the pool it is drawn from for each student."""


@dataclass(frozen=True, slots=True)
class QuizSet:
    """A quiz set; `definition` is its draft.

    Attributes:
        shared: Offered to all instructors, to copy.
        origin_id: The set it was copied from.
    """

    id: str
    course_id: str
    title: str
    definition: SetDefinition
    shared: bool
    origin_id: str | None
    created_at: datetime
    edited_at: datetime
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetVersion:
    """A set as published, without its questions; `definition` is the draft as it was."""

    id: str
    set_id: str
    number: int
    title: str
    published_at: datetime
    questions: int
    definition: SetDefinition


@dataclass(frozen=True, slots=True)
class CourseItem:
    """An item of a course's own bank as it stands.

    Attributes:
        source: The author's YAML: a bank file with this one entry; for a case, the whole case.
        withdrawn_at: When it was taken out of use; published sets keep what they froze.
    """

    course_id: str
    item: Item
    source: str
    edited_at: datetime
    edited_by: str | None
    withdrawn_at: datetime | None = None
