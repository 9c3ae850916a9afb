"""The index of all content: light heads for choosing, without stems and rationales."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.item import IMPORTED


@dataclass(frozen=True, slots=True)
class ItemHead:
    """What is needed to choose an item: its tags, its case, its version's hash."""

    id: str
    version: int
    content_hash: str
    kind: str
    title: str
    """The stem's beginning on one line (for lists and search)."""
    exams: tuple[tuple[str, str], ...]
    role: str
    subject: str
    topic: str
    skill: str
    level: str
    difficulty: int
    lesson: str | None
    pool: str
    case_id: str | None = None
    case_position: int = 0

    @property
    def draft(self) -> bool:
        """Whether it was taken from elsewhere: nobody has vouched for its key or its domains."""
        return self.subject == IMPORTED

    def domains(self, exam: str) -> tuple[str, ...]:
        """Return the domains of one exam that the item is tagged to."""
        return tuple(domain for tagged, domain in self.exams if tagged == exam)


@dataclass(frozen=True, slots=True)
class LessonHead:
    """A lesson as a line in a list."""

    id: str
    track: str
    order: int
    title: str
    summary: str
    role: str
    minutes: int
    pages: int
    exams: tuple[tuple[str, str], ...]
    prerequisites: tuple[str, ...]


UNCHECKED = "it came in with the question: look it up, or take the question out"
"""What to do about a code of an imported question: the file is the learner's, and no fault."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in a content file: where, what is wrong, what to do."""

    file: str
    line: int
    what: str
    todo: str

    def __str__(self) -> str:
        """Return the one line a user sees: `file:line: what: what to do`."""
        return f"{self.file}:{self.line}: {self.what}: {self.todo}"

    @property
    def remark(self) -> bool:
        """Whether it is only to be looked at: the content is as good as its user wants it."""
        return self.todo == UNCHECKED
