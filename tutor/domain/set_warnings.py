"""What an instructor should know of a set before it is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tutor.domain.content_quality import near_duplicates
from tutor.domain.item import Choices, Item
from tutor.domain.text import quantity

FEW = 5
"""Questions below which a set says little about a student."""
MANY_KEYS = 8
"""Single-choice questions from which the places of keys are looked at."""
KEY_SHARE = 0.6
"""Share of keys in one place from which guessing pays."""


def set_warnings(items: Sequence[Item], questions: int, exam: str | None) -> Iterator[str]:
    """Yield one line for each thing that may be wrong with a set.

    Args:
        items: The questions picked by hand, in order.
        questions: Questions in all, those by rule as well.
        exam: Of the course; its domains are looked at.
    """
    if 0 < questions < FEW:
        yield f"only {quantity(questions, 'question')}: a score says little"
    yield from (flaw.what for flaw in near_duplicates(items))
    yield from _domains(items, exam)
    yield from _keys(items)
    yield from _cases(items)


def _domains(items: Sequence[Item], exam: str | None) -> Iterator[str]:
    tagged = [{domain for one, domain in item.exams if one == exam} for item in items]
    if exam is None or len(items) < FEW:
        return
    outside = sum(not domains for domains in tagged)
    if outside:
        yield f"{outside} of {len(items)} picked questions belong to no domain of {exam.upper()}"
    shared = set.intersection(*tagged)
    if shared:
        yield f"all picked questions are of one domain of {exam.upper()}: {min(shared)}"


def _keys(items: Sequence[Item]) -> Iterator[str]:
    places = Counter(
        next(place for place, option in enumerate(item.body.options) if option.correct)
        for item in items
        if item.kind == "single" and isinstance(item.body, Choices)
    )
    total = places.total()
    if total < MANY_KEYS:
        return
    place, most = places.most_common(1)[0]
    if most >= KEY_SHARE * total:
        yield (
            f"{most} of {total} keys are option {'ABCDEFGHIJ'[place]} as written: "
            "shuffle options in the assignment"
        )


def _cases(items: Sequence[Item]) -> Iterator[str]:
    order: dict[str, list[tuple[int, int, int]]] = {}
    for place, item in enumerate(items):
        if item.exhibit:
            entry = (place, item.exhibit.position, item.exhibit.total)
            order.setdefault(item.exhibit.case_id, []).append(entry)
    for case, entries in order.items():
        first = entries[0][0]
        together = [place for place, _, _ in entries] == list(range(first, first + len(entries)))
        positions = [position for _, position, _ in entries]
        if not together or positions != sorted(positions):
            yield f"the questions of the case {case} do not stand together in their order"
        elif len(entries) < entries[0][2]:
            yield f"{len(entries)} of {entries[0][2]} questions of the case {case}"
