"""Our items as questions that other programs can hold, and what they cannot."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from tutor.domain.coding import Coding, PcsBuild
from tutor.domain.compiled import short_title
from tutor.domain.foreign import (
    CHOICE,
    FOREIGN_KINDS,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    TEXT,
    ForeignAnswer,
    ForeignItem,
    Place,
)
from tutor.domain.item import Choices, Item, Matching, Numeric, Ordering
from tutor.domain.links import plain_text
from tutor.domain.text import flow

FULL = 100.0
"""Percent of a right answer."""
DIGITS = 5
"""Of a part of the points: 33.33333, as other programs write it."""
TYPED_CODES = "codes are typed as one text, and not graded code by code"


def to_foreign(item: Item) -> ForeignItem | None:
    """Return an item as other programs can hold it; None if no kind of theirs comes near.

    Its `losses` say what it lost on the way. A case's exhibit stands before each question.
    """
    made = _by_kind(item)
    if made is None:
        return None
    stem = plain_text(item.stem).strip()
    if item.exhibit:
        note = item.exhibit.text.strip("\n")
        stem = f"{item.exhibit.title}\n\n{note}\n\n{stem}"
    meta = dict(made.meta) | {
        "role": item.role,
        "skill": item.skill,
        "level": item.level,
        "difficulty": str(item.difficulty),
        "lesson": item.lesson or "",
        "code_set": item.code_set,
        "subject": item.subject,
        "topic": item.topic,
        "version": str(item.version),
        "references": "; ".join(_reference(one.cite, one.year) for one in item.references),
    }
    return replace(
        made,
        stem=stem,
        ref=item.id,
        title=short_title(item.stem),
        category=f"{item.subject}/{item.topic}",
        tags=tuple(f"{exam}:{domain}" for exam, domain in item.exams),
        meta=tuple((name, text) for name, text in meta.items() if text),
    )


def placeholder(item: Item) -> ForeignItem:
    """Return an item that no other program can hold, for our own bundle alone."""
    return ForeignItem(
        Place(item.id), item.kind, plain_text(item.stem).strip(), (), ref=item.id,
        title=short_title(item.stem), tags=tuple(f"{exam}:{domain}" for exam, domain in item.exams),
    )  # fmt: skip


def _by_kind(item: Item) -> ForeignItem | None:
    body = item.body
    if isinstance(body, Choices):
        return _choices(item, body)
    if isinstance(body, Numeric):
        return _numeric(item, body)
    if isinstance(body, Ordering):
        return _made(
            item, ORDER, tuple(_answer(s.id, s.text, FULL, s.rationale) for s in body.steps)
        )
    if isinstance(body, Matching):
        return _matching(item, body)
    if isinstance(body, Coding):
        right = ", ".join(code.code for code in body.codes)
        lost = (TYPED_CODES,) if len(body.codes) > 1 else ()
        wrong = tuple((one.code, one.rationale) for one in body.mistakes)
        told = [f"{code.code}: {flow(code.rationale)}" for code in body.codes]
        return _typed(item, right, wrong, "\n\n".join([*told, flow(body.rationale)]), lost)
    if isinstance(body, PcsBuild):
        wrong = tuple((one.code, one.rationale) for one in body.mistakes)
        return _typed(
            item, body.code, wrong, flow(body.rationale), ("building it from the tables",)
        )
    return _short_answer(item) if item.kind == TEXT else None


def _choices(item: Item, body: Choices) -> ForeignItem:
    single = item.kind == "single"
    share = FULL if single else round(FULL / len(body.key), DIGITS)
    wrong = 0.0 if single else -share
    answers = tuple(
        replace(
            _answer(one.id, one.text, share if one.correct else wrong, one.rationale),
            fixed=one.fixed,
        )
        for one in body.options
    )
    return _made(item, CHOICE if single else MULTIPLE, answers)


def _numeric(item: Item, body: Numeric) -> ForeignItem:
    right = replace(_answer("a", _figure(body.value), FULL, ""), tolerance=_figure(body.tolerance))
    slips = tuple(
        _answer(f"w{number}", _figure(one.value), 0.0, one.rationale)
        for number, one in enumerate(body.mistakes, 1)
    )
    made = _made(item, NUMERIC, (right, *slips))
    unit = (("unit", body.unit),) if body.unit else ()
    return replace(made, rationale=flow(plain_text(body.rationale)), meta=unit)


def _matching(item: Item, body: Matching) -> ForeignItem:
    texts = {target.id: plain_text(target.text) for target in body.targets}
    used = {pair.answer for pair in body.pairs}
    answers = tuple(
        replace(_answer(one.id, one.text, FULL, one.rationale), match=texts[one.answer])
        for one in body.pairs
    )
    left = tuple(text for target, text in texts.items() if target not in used)
    return replace(_made(item, MATCH, answers), distractors=left)


def _typed(
    item: Item,
    right: str,
    wrong: tuple[tuple[str, str], ...],
    rationale: str,
    losses: tuple[str, ...],
) -> ForeignItem:
    answers = (
        _answer("a", right, FULL, ""),
        *(_answer(f"w{number}", text, 0.0, why) for number, (text, why) in enumerate(wrong, 1)),
    )
    return replace(
        _made(item, TEXT, answers), rationale=plain_text(rationale).strip(), losses=losses
    )


def _short_answer(item: Item) -> ForeignItem:
    """Turn a typed answer over; its body is a `ShortAnswer`."""
    body = item.body
    accepted = tuple(
        _answer(f"a{number}", one.text, float(one.credit), one.rationale)
        for number, one in enumerate(getattr(body, "accepted", ()), 1)
    )
    slips = tuple(
        _answer(f"w{number}", one.text, 0.0, one.rationale)
        for number, one in enumerate(getattr(body, "mistakes", ()), 1)
    )
    lost = ("capital letters count",) if getattr(body, "exact_case", False) else ()
    made = _made(item, TEXT, (*accepted, *slips))
    return replace(made, rationale=flow(plain_text(getattr(body, "rationale", ""))), losses=lost)


def _made(item: Item, kind: str, answers: tuple[ForeignAnswer, ...]) -> ForeignItem:
    assert kind in FOREIGN_KINDS  # noqa: S101 - our own table
    return ForeignItem(Place(item.id), kind, "", answers)


def _answer(name: str, text: str, credit: float, why: str) -> ForeignAnswer:
    return ForeignAnswer(name, plain_text(text).strip(), credit, flow(plain_text(why)))


def _figure(value: Decimal) -> str:
    return format(value, "f")


def _reference(cite: str, year: str | None) -> str:
    return f"{cite} ({year})" if year and year not in cite else cite
