"""What writers of XML look at before they write a question, and what they tell of it after."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tutor.domain.foreign import (
    CHOICE,
    FOREIGN_KINDS,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignItem,
    Loss,
)
from tutor.interchange.questions.markup import tidy
from tutor.interchange.questions.taking import figure
from tutor.interchange.questions.xml_writing import UNWRITABLE, is_writable

_CHOSEN = (CHOICE, MULTIPLE)


@dataclass(frozen=True, slots=True)
class Holds:
    """What a format has a place for.

    Attributes:
        name: Of the format.
        parts: Points for a part of the answer, and deductions.
        fixed: Options that keep their place.
        tags: Tags and category.
    """

    name: str
    parts: bool = True
    fixed: bool = True
    tags: bool = True


def left_out(item: ForeignItem) -> str | None:
    """Return why a question cannot be written at all, if it cannot."""
    if item.kind not in FOREIGN_KINDS:
        return "its kind has no counterpart in other programs"
    if not tidy(item.stem).strip():
        return "it has no text"
    right = [one for one in item.answers if one.credit > 0]
    if item.kind in (*_CHOSEN, TEXT, NUMERIC) and not right:
        return "none of its answers is right"
    if item.kind in (*_CHOSEN, ORDER) and len(item.answers) < 2:
        return "it has fewer than two options"
    if item.kind == NUMERIC and not any(figure(one.text) is not None for one in right):
        return "its answer is no figure"
    if item.kind == MATCH and not item.answers:
        return "it has nothing to match"
    return _empty(item)


def _empty(item: ForeignItem) -> str | None:
    texts = [one.text for one in item.answers]
    if item.kind == MATCH:
        texts += [*(one.match for one in item.answers), *item.distractors]
    if item.kind == TEXT:
        return None if any(text.strip() for text in texts) else "its answer is empty"
    return None if all(tidy(text).strip() for text in texts) else "one of its answers is empty"


def losses(item: ForeignItem, holds: Holds) -> Iterator[Loss]:
    """Return what a format cannot carry of a question that it writes."""
    if item.meta:
        facts = ", ".join(name for name, _ in item.meta)
        yield Loss(item.ref, f"what {holds.name} has no place for: {facts}")
    if not all(is_writable(text) for text in _texts(item)):
        yield Loss(item.ref, UNWRITABLE)
    if not holds.parts and _has_parts(item):
        yield Loss(
            item.ref,
            "points for a part of the answer, and deductions: such answers are left out, "
            "or count as wrong",
        )
    if not holds.fixed and any(one.fixed for one in item.answers):
        yield Loss(item.ref, "which options keep their place")
    if not holds.tags and (item.tags or item.category):
        yield Loss(item.ref, "tags and category")


def _has_parts(item: ForeignItem) -> bool:
    if item.kind in (MATCH, ORDER):
        return False
    credits = [one.credit for one in item.answers]
    if item.kind == MULTIPLE:
        right = {credit for credit in credits if credit > 0}
        return len(right) > 1 or any(credit < 0 for credit in credits)
    if item.kind == CHOICE and credits.count(100.0) != 1:
        return True
    return any(credit not in (0.0, 100.0) for credit in credits)


def _texts(item: ForeignItem) -> Iterator[str]:
    yield from (item.stem, item.title, item.rationale, item.category, item.ref)
    yield from item.distractors
    yield from item.tags
    for one in item.answers:
        yield from (one.text, one.match, one.feedback)
