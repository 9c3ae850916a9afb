"""A printable test: what stands on the paper, and what stands on the key, for every form alike.

What is laid out here holds no key but in `key` and `reasons`, which the paper's own forms never
look at: steps to be put in order and texts to be matched are mixed even where options keep their
written order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from random import Random
from typing import TypeVar

from tutor.domain.foreign import (
    CHOICE,
    FOREIGN_KINDS,
    MATCH,
    MULTIPLE,
    NUMERIC,
    ORDER,
    ForeignAnswer,
    ForeignItem,
    Loss,
)
from tutor.domain.text import quantity
from tutor.errors import UsageError

T = TypeVar("T")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST = len(LETTERS)
"""Options of a question: one letter each."""
POINTS = "points"
"""Name of the field of `ForeignItem.meta` that says what a question is worth; 1 unless given."""
_ASKS = {
    MULTIPLE: "Mark all that apply.",
    ORDER: "Put the steps in their order: write a number on each line, 1 for the first.",
    MATCH: "Write on each line the letter of what it belongs to. A letter may serve more than once "
    "or not at all.",
    NUMERIC: "Write a figure.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A labelled text, and whether the learner writes before it."""

    label: str
    text: str
    written: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an option, or an answer, is right or wrong."""

    label: str
    right: bool
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a paper.

    Attributes:
        ask: What is to be done, where that is not plain.
        lines: What is marked or written at: options, steps, or what is matched.
        targets: Of a matching question: what is matched to.
        open: Whether a line is left for the answer.
        key: The right answer, one line each.
    """

    number: int
    points: Decimal
    stem: str
    ask: str
    lines: tuple[Line, ...]
    targets: tuple[Line, ...]
    open: bool
    key: tuple[str, ...]
    reasons: tuple[Reason, ...]
    rationale: str
    ref: str = ""

    @property
    def points_text(self) -> str:
        """What it is worth, in words."""
        return points_text(self.points)


@dataclass(frozen=True, slots=True)
class Paper:
    """A test to be printed."""

    title: str
    questions: tuple[Question, ...]
    losses: tuple[Loss, ...] = ()

    @property
    def points(self) -> Decimal:
        """Points of all questions together."""
        return sum((one.points for one in self.questions), Decimal(0))


def points_text(points: Decimal) -> str:
    """Return points in words, such as `1 point` or `2.5 points`."""
    return f"{points.normalize():f} point{'' if points == 1 else 's'}"


def lay_out(items: Sequence[ForeignItem], title: str, seed: int | None = None) -> Paper:
    """Return a paper of questions.

    Args:
        items: The questions, in their order.
        title: What stands at the head.
        seed: Mixes the options of each question, and the questions, the same way for the same
            seed; without one, both keep their written order.

    Raises:
        UsageError: There is no question that could be printed.
    """
    chance = None if seed is None else Random(seed)  # noqa: S311 - no secret
    ordered = list(items)
    if chance:
        chance.shuffle(ordered)
    losses: list[Loss] = []
    questions: list[Question] = []
    for item in ordered:
        fault = _fault(item)
        if fault:
            losses.append(Loss(item.ref, fault, whole=True))
            continue
        losses.extend(_losses(item))
        questions.append(_question(item, len(questions) + 1, chance))
    if not questions:
        raise UsageError("there is no question that could be printed: choose others")
    return Paper(" ".join(title.split()) or "Test", tuple(questions), tuple(losses))


def _fault(item: ForeignItem) -> str:
    if item.kind not in FOREIGN_KINDS:
        return f"a question of the kind {item.kind} is worked on in this program alone"
    if not item.stem.strip():
        return "it asks nothing"
    if not item.answers:
        return "it has no answer"
    targets = _targets(item)
    if max(len(item.answers), len(targets)) > MOST:
        return f"it has more than {MOST} options: there are no letters for them"
    return ""


def _losses(item: ForeignItem) -> Iterable[Loss]:
    if item.kind in (CHOICE, MULTIPLE) and any(
        one.credit < 0 or (one.credit not in (0, 100) and item.kind == CHOICE)
        for one in item.answers
    ):
        yield Loss(item.ref, "points for a part, and deductions: told in the key alone")


def _question(item: ForeignItem, number: int, chance: Random | None) -> Question:
    answers = list(item.answers)
    lines: tuple[Line, ...] = ()
    targets: tuple[Line, ...] = ()
    if item.kind in (CHOICE, MULTIPLE):
        answers = _options(answers, chance)
        lines = _lettered(one.text for one in answers)
        key: tuple[str, ...] = _choice_key(answers)
    elif item.kind == ORDER:
        mixed = _mixed(answers, lambda one: one.text, chance or _own_chance(item))
        lines = tuple(
            Line(LETTERS[place], one.text, written=True) for place, one in enumerate(mixed)
        )
        key = (", ".join(LETTERS[mixed.index(one)] for one in answers),)
        answers = mixed
    elif item.kind == MATCH:
        texts = _mixed(_targets(item), str, chance or _own_chance(item))
        targets = _lettered(texts)
        lines = tuple(
            Line(str(place), one.text, written=True) for place, one in enumerate(answers, 1)
        )
        key = tuple(
            f"{place}: {LETTERS[texts.index(one.match)]} ({one.match})"
            for place, one in enumerate(answers, 1)
        )
    else:
        key = tuple(f"{one.text}{_tolerance(one)}{_part(one)}" for one in answers if one.credit > 0)
    return Question(
        number=number,
        points=_points(item),
        stem=item.stem.strip(),
        ask=_ASKS.get(item.kind, ""),
        lines=lines,
        targets=targets,
        open=not lines,
        key=key or ("none is given",),
        reasons=tuple(_reasons(item.kind, answers)),
        rationale=item.rationale.strip(),
        ref=item.ref,
    )


def _lettered(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(Line(letter, text) for letter, text in zip(LETTERS, texts, strict=False))


def _options(answers: list[ForeignAnswer], chance: Random | None) -> list[ForeignAnswer]:
    """Return options in a drawn order, in which fixed ones keep their places."""
    if chance is None:
        return answers
    moving = [one for one in answers if not one.fixed]
    chance.shuffle(moving)
    left = iter(moving)
    return [one if one.fixed else next(left) for one in answers]


def _mixed(found: Sequence[T], text_of: Callable[[T], str], chance: Random) -> list[T]:
    """Return things in a drawn order; that they stood in comes in nowhere, for it is the key."""
    mixed = sorted(found, key=text_of)
    chance.shuffle(mixed)
    return mixed


def _own_chance(item: ForeignItem) -> Random:
    return Random(item.ref or item.stem)  # noqa: S311 - no secret


def _targets(item: ForeignItem) -> list[str]:
    if item.kind != MATCH:
        return []
    return list(dict.fromkeys((*(one.match for one in item.answers), *item.distractors)))


def _choice_key(answers: Sequence[ForeignAnswer]) -> tuple[str, ...]:
    return tuple(
        f"{LETTERS[place]}: {one.text}{_part(one)}"
        for place, one in enumerate(answers)
        if one.credit > 0
    )


def _reasons(kind: str, answers: Sequence[ForeignAnswer]) -> Iterable[Reason]:
    for place, one in enumerate(answers):
        if not one.feedback.strip():
            continue
        lettered = kind in (CHOICE, MULTIPLE, ORDER)
        label = LETTERS[place] if lettered else str(place + 1) if kind == MATCH else one.text
        right = one.credit > 0 or kind in (ORDER, MATCH)
        yield Reason(label, right, one.feedback.strip())


def _points(item: ForeignItem) -> Decimal:
    try:
        points = Decimal(dict(item.meta).get(POINTS, "1"))
    except InvalidOperation:
        return Decimal(1)
    return points if points.is_finite() and 0 <= points < 1000 else Decimal(1)


def _tolerance(answer: ForeignAnswer) -> str:
    return f" ± {answer.tolerance.strip()}" if answer.tolerance.strip().strip("0.") else ""


def _part(answer: ForeignAnswer) -> str:
    return "" if answer.credit in (0, 100) else f" ({answer.credit:g} % of the points)"


def head_line(paper: Paper) -> str:
    """Return how long the paper is, in words."""
    return f"{quantity(len(paper.questions), 'question')}, {points_text(paper.points)}"
