"""What is shown of what is read: tracks, lessons, glossary terms, what a search finds."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.services.views import Link


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in a track's list. `state` is `new`, `started` or `done`."""

    id: str
    title: str
    summary: str
    role: str
    minutes: int
    pages: int
    pages_read: int
    state: str


@dataclass(frozen=True, slots=True)
class TrackView:
    """A track with its lessons in order."""

    id: str
    title: str
    summary: str
    lessons: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class PageBlock:
    """Markdown to show (`term:` and `lesson:` addresses in links), or a check's item id."""

    markdown: str = ""
    check: str | None = None


@dataclass(frozen=True, slots=True)
class PageView:
    """One page of a lesson."""

    title: str
    blocks: tuple[PageBlock, ...]


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson opened for reading, at the page where the learner left it."""

    id: str
    title: str
    summary: str
    objectives: tuple[str, ...]
    role: str
    minutes: int
    prerequisites: tuple[Link, ...]
    sources: tuple[str, ...]
    pages: tuple[PageView, ...]
    start_page: int
    next_lesson: Link | None
    practice_count: int
    """Bank questions that teach back this lesson."""


@dataclass(frozen=True, slots=True)
class TermView:
    """A glossary term opened."""

    id: str
    term: str
    aliases: tuple[str, ...]
    short: str
    more: str
    role: str
    see: tuple[Link, ...]
    lessons: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result. `kind` is `lesson`, `term` or `topic`; `page` counts from 0."""

    kind: str
    id: str
    title: str
    excerpt: str
    page: int = 0
