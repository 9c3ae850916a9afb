"""What a format of text cannot carry of a question, told in few words."""

from __future__ import annotations

from tutor.domain.foreign import FOREIGN_KINDS, ForeignItem, Loss
from tutor.domain.text import one_line

_WHAT = {
    "rationale": "the rationale of the whole",
    "feedback": "the rationales of the answers",
    "fixed": "that an answer keeps its place",
    "distractors": "choices that fit no pair",
    "category": "its category",
    "tags": "its tags",
    "ref": "its id, so that importing the file again makes new questions",
    "credit": "answers that earn a part of the points",
}
"""What is lost, in the order in which it is told."""


def id_of(item: ForeignItem) -> str:
    """Return what a question is called in a report: its id, its name, or how it begins."""
    return item.ref or item.title or one_line(item.stem, 40)


def lost(item: ForeignItem, carried: frozenset[str]) -> list[Loss]:
    """Return what of a question is lost in a format that carries the named parts alone."""
    has = {
        "rationale": item.rationale,
        "feedback": any(answer.feedback for answer in item.answers),
        "fixed": any(answer.fixed for answer in item.answers),
        "distractors": item.distractors,
        "category": item.category,
        "tags": item.tags,
        "ref": item.ref,
        "credit": any(answer.credit not in (0, 100) for answer in item.answers),
    }
    losses = [Loss(id_of(item), _WHAT[part]) for part in _WHAT if has[part] and part not in carried]
    names = [name.replace("_", " ") for name, value in item.meta if value]
    if names and "meta" not in carried:
        losses.append(Loss(id_of(item), f"what only this program keeps: {', '.join(names)}"))
    return losses


def left_out(item: ForeignItem, why: str) -> Loss:
    """Return that a question is left out, and why."""
    return Loss(id_of(item), why, whole=True)


def unknown_kind(item: ForeignItem) -> str:
    """Return why a question of our own kinds has no place in other formats; empty if it has."""
    if item.kind in FOREIGN_KINDS:
        return ""
    return f'questions of the kind "{item.kind.replace("_", " ")}" fit the bundle alone'
