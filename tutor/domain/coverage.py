"""Where every topic of every exam is taught and tested."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tutor.domain.blueprint import Blueprint


@dataclass(frozen=True, slots=True)
class Coverage:
    """One topic of an exam's domain, the lessons that teach it and the items that test it.

    Attributes:
        planned: Why no lesson teaches it yet; empty where one does.
        file: Where this is written, as problems name it.
        line: Its line there.
    """

    exam: str
    domain: str
    topic: str
    lessons: tuple[str, ...]
    items: tuple[str, ...]
    planned: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that is not covered as it should be; `entry` is None where it is not listed."""

    exam: str
    domain: str
    topic: str
    what: str
    todo: str
    entry: Coverage | None = None


def gaps(
    blueprints: Iterable[Blueprint],
    entries: Iterable[Coverage],
    tags: Mapping[str, Collection[tuple[str, str]]],
) -> Iterator[Gap]:
    """Yield every topic that is taught nowhere, tested by nothing, or not listed at all.

    Args:
        blueprints: Of all exams.
        entries: What is said to cover them.
        tags: Exam domains of every item, by its id.
    """
    listed = {(one.exam, one.domain, one.topic): one for one in entries}
    for exam in blueprints:
        for domain in exam.domains:
            for topic in domain.topics:
                entry = listed.pop((exam.id, domain.id, topic), None)
                for what, todo in _missing(entry, (exam.id, domain.id), tags):
                    yield Gap(exam.id, domain.id, topic, what, todo, entry)
    for (exam_id, domain_id, topic), entry in listed.items():
        what, todo = "the blueprint has no such topic", "correct its name, or remove it"
        yield Gap(exam_id, domain_id, topic, what, todo, entry)


def _missing(
    entry: Coverage | None,
    domain: tuple[str, str],
    tags: Mapping[str, Collection[tuple[str, str]]],
) -> Iterator[tuple[str, str]]:
    if entry is None:
        yield "it is not listed", "add it to seeds/coverage.yaml"
        return
    if not entry.lessons and not entry.planned:
        yield "no lesson teaches it", "name one, or say under `planned` when it comes"
    if not entry.items:
        yield "no item tests it", "name one"
    elif not any(domain in tags.get(item, ()) for item in entry.items):
        yield "none of its items is tagged to the domain", f"tag one to {' '.join(domain)}"
