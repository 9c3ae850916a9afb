"""The catalogue as a page of Markdown, for `docs/catalogue.md`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.services.catalogue import Catalogue

SHOWN_ITEMS = 3
"""Items named for a topic; a topic may have dozens."""


def catalogue_page(catalogue: Catalogue) -> str:
    """Return the page."""
    parts = (
        _head(catalogue),
        _lessons(catalogue),
        _domains(catalogue),
        _coverage(catalogue),
        _solved(catalogue),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _head(catalogue: Catalogue) -> Iterator[str]:
    stats = catalogue.stats
    yield "# Catalogue"
    yield ""
    yield "Made by `tutor content catalogue`; do not edit."
    yield ""
    yield (
        f"{stats.lessons} lessons with {stats.lesson_items} checks, {stats.items} questions in "
        f"banks ({stats.cases} cases), {stats.sorter_items} duties to sort, {stats.terms} glossary "
        "terms. Generated drills come on top and are not counted."
    )
    yield ""
    yield from _table(
        ("", "questions"),
        (
            (f"{tag}: {value}", count)
            for tag, counts in stats.by.items()
            if tag in ("kind", "level")
            for value, count in counts.items()
        ),
    )


def _lessons(catalogue: Catalogue) -> Iterator[str]:
    yield "## Lessons"
    for track in catalogue.tracks:
        yield from ("", f"### {track.title}", "", track.summary, "")
        rows = (
            (one.title, f"{one.minutes} min", one.role, ", ".join(one.exams).upper(), one.checks)
            for one in track.lessons
        )
        yield from _table(("lesson", "", "role", "exams", "checks"), rows)


def _domains(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## Questions by exam domain", "")
    yield "A full mock form takes the number under *form*; a question may serve several exams."
    yield ""
    rows = (
        (
            one.exam.upper(),
            one.name,
            one.have,
            one.need,
            ", ".join(f"{kind} {count}" for kind, count in one.kinds.items()),
        )
        for one in catalogue.domains
    )
    yield from _table(("exam", "domain", "questions", "form", "kinds"), rows)


def _coverage(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## Where every topic is taught and tested", "")
    rows = (
        (
            f"{one.exam.upper()} {one.domain}",
            one.topic,
            "; ".join(catalogue.titles.get(name, name) for name in one.lessons) or one.planned,
            _few(one.items),
        )
        for one in catalogue.coverage
    )
    yield from _table(("domain", "topic", "lessons", "questions"), rows)


def _solved(catalogue: Catalogue) -> Iterator[str]:
    yield from ("## Blind solving", "")
    yield (
        "People or programs that saw neither key nor rationale answered the questions. Where one "
        "of them differed, the source decided: the question was reworded, corrected or dropped."
    )
    yield ""
    rows = [(one.place, one.items, one.solved, one.unanimous) for one in catalogue.solved]
    total = [sum(one.items for one in catalogue.solved), *_sums(catalogue)]
    header = ("bank or track", "questions", "solved blind", "all solvers agreed")
    yield from _table(header, (*rows, ("**all**", *total)))


def _sums(catalogue: Catalogue) -> tuple[int, int]:
    counts = catalogue.solved
    return sum(one.solved for one in counts), sum(one.unanimous for one in counts)


def _few(items: Sequence[str]) -> str:
    shown = ", ".join(items[:SHOWN_ITEMS])
    return f"{shown} and {len(items) - SHOWN_ITEMS} more" if len(items) > SHOWN_ITEMS else shown


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    for row in rows:
        yield f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |"
    yield ""
