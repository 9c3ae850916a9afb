"""Lessons, their tracks, and the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.item import Reference


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: Markdown text, or an inline check (the id of an item)."""

    markdown: str = ""
    check: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One screenful of a lesson; pages are split at `##`."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sitting of reading.

    Attributes:
        track: Id of the track (folder) the lesson belongs to.
        order: Place in the track, from 1.
        exams: `(exam id, domain id)` pairs the lesson prepares for.
        minutes: Reading time, in minutes.
        prerequisites: Ids of lessons to read first.
    """

    id: str
    version: int
    track: str
    order: int
    title: str
    summary: str
    objectives: tuple[str, ...]
    exams: tuple[tuple[str, str], ...]
    role: str
    minutes: int
    prerequisites: tuple[str, ...]
    sources: tuple[Reference, ...]
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A series of lessons to follow in order."""

    id: str
    title: str
    summary: str
    order: int


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term."""

    id: str
    term: str
    short: str
    more: str = ""
    aliases: tuple[str, ...] = ()
    role: str = "both"
    exams: tuple[tuple[str, str], ...] = ()
    see: tuple[str, ...] = ()
