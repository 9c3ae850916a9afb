"""The catalogue: everything the program teaches and tests, for the docs and for instructors."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tutor.domain.authoring import SolvedCount, count_solved
from tutor.domain.catalog import ItemHead
from tutor.domain.content_stats import ContentStats
from tutor.domain.coverage import Coverage
from tutor.services.content_check import content_stats
from tutor.services.library import Library

WRITTEN = ("bank", "lesson")


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson of a track."""

    id: str
    title: str
    minutes: int
    role: str
    exams: tuple[str, ...]
    checks: int


@dataclass(frozen=True, slots=True)
class TrackRow:
    """One track with its lessons."""

    title: str
    summary: str
    lessons: tuple[LessonRow, ...]


@dataclass(frozen=True, slots=True)
class DomainRow:
    """One exam domain: items by kind, and how many its mock form takes."""

    exam: str
    domain: str
    name: str
    kinds: dict[str, int]
    need: int
    have: int


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything there is.

    Attributes:
        coverage: Where each topic is taught and tested.
        solved: Blind solving by bank and track.
    """

    stats: ContentStats
    tracks: tuple[TrackRow, ...]
    domains: tuple[DomainRow, ...]
    coverage: tuple[Coverage, ...]
    solved: tuple[SolvedCount, ...]
    titles: dict[str, str]


def catalogue(library: Library) -> Catalogue:
    """Count and list a library's content."""
    stats = content_stats(library)
    return Catalogue(
        stats=stats,
        tracks=tuple(_tracks(library)),
        domains=tuple(_domains(library, stats)),
        coverage=library.coverage(),
        solved=_solved(library),
        titles={lesson.id: lesson.title for lesson in library.lessons()},
    )


def _tracks(library: Library) -> Iterator[TrackRow]:
    checks = Counter(head.topic for head in library.heads("lesson"))
    lessons = library.lessons()
    for track in library.tracks():
        rows = tuple(
            LessonRow(
                id=lesson.id,
                title=lesson.title,
                minutes=lesson.minutes,
                role=lesson.role,
                exams=tuple(dict.fromkeys(exam for exam, _ in lesson.exams)),
                checks=checks[lesson.id],
            )
            for lesson in lessons
            if lesson.track == track.id
        )
        if rows:
            yield TrackRow(track.title, track.summary, rows)


def _domains(library: Library, stats: ContentStats) -> Iterator[DomainRow]:
    kinds: dict[tuple[str, str], Counter[str]] = {}
    for head in library.heads():
        for tag in set(head.exams):
            kinds.setdefault(tag, Counter())[head.kind] += 1
    for stock in stats.domains:
        held = kinds.get((stock.exam, stock.domain), Counter())
        by_kind = dict(sorted(held.items()))
        yield DomainRow(stock.exam, stock.domain, stock.name, by_kind, stock.need, stock.have)


def _solved(library: Library) -> tuple[SolvedCount, ...]:
    written = [head for pool in WRITTEN for head in library.heads(pool)]
    return count_solved(((_place(head), head.id) for head in written), library.solved())


def _place(head: ItemHead) -> str:
    if head.pool == "lesson":
        return f"lessons/{head.subject}"
    return f"{head.subject}/{head.topic}"
