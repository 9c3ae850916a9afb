"""What one content file compiles to, and what linking all files together finds out."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.domain.catalog import ItemHead, Problem
from tutor.domain.item import Item
from tutor.domain.links import plain_text

TITLE_LENGTH = 80
"""Characters of a stem shown as its title in lists."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An id that a file defines: `kind` is item, lesson, term, name, exam, domain, source ..."""

    kind: str
    id: str
    line: int


@dataclass(frozen=True, slots=True)
class Use:
    """An id of some kind that a file refers to; `owner` is the id of what refers to it."""

    kind: str
    id: str
    line: int
    owner: str = ""


@dataclass(frozen=True, slots=True)
class CodeUse:
    """A code named in a text; `invalid` if the author says that it is wrong on purpose."""

    kind: str
    code: str
    line: int
    invalid: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What linking needs to know of a file; complete even where the file has faults."""

    definitions: tuple[Definition, ...] = ()
    uses: tuple[Use, ...] = ()
    codes: tuple[CodeUse, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Anything but an item, as JSON: `kind` is lesson, term, track, exam, role, source ..."""

    kind: str
    id: str
    body: str
    head: str = ""
    """What lists show of it, as JSON; empty where lists show everything."""


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """Text that can be searched; `page` counts a lesson's pages from 0."""

    kind: str
    id: str
    title: str
    text: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """Everything made from one file.

    Attributes:
        facts: For linking.
        uses_sources: The result depends on the list of sources, too.
    """

    problems: tuple[Problem, ...] = ()
    items: tuple[Item, ...] = ()
    documents: tuple[Document, ...] = ()
    entries: tuple[SearchEntry, ...] = ()
    facts: Facts = field(default_factory=Facts)
    uses_sources: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """What comparing all files found.

    Attributes:
        hidden: `(file, kind, id)` of definitions whose id another file has already taken.
    """

    problems: tuple[Problem, ...]
    hidden: frozenset[tuple[str, str, str]]


def item_head(item: Item) -> ItemHead:
    """Return the head of an item."""
    return ItemHead(
        id=item.id,
        version=item.version,
        content_hash=item.content_hash,
        kind=item.kind,
        title=short_title(item.stem),
        exams=item.exams,
        role=item.role,
        subject=item.subject,
        topic=item.topic,
        skill=item.skill,
        level=item.level,
        difficulty=item.difficulty,
        lesson=item.lesson,
        pool=item.pool,
        case_id=item.exhibit.case_id if item.exhibit else None,
        case_position=item.exhibit.position if item.exhibit else 0,
    )


def short_title(stem: str) -> str:
    """Return a stem's beginning on one line, without link marks."""
    line = " ".join(plain_text(stem).split())
    if len(line) <= TITLE_LENGTH:
        return line
    return line[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
