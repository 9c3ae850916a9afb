"""The schema of each kind of question; `tutor.domain.kinds` names them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from tutor.content.schema import (
    LONG_LENGTH,
    PART_LENGTH,
    RATIONALE_LENGTH,
    Fault,
    Figure,
    Id,
    Part,
    QuestionIn,
    Rationale,
    Raw,
    Strict,
    entries,
    imported_text,
    is_imported,
)
from tutor.domain.item import (
    Choices,
    Matching,
    Mistake,
    Numeric,
    Option,
    Ordering,
    Pair,
    Step,
    Target,
)
from tutor.domain.short_answer import FULL, Accepted, ShortAnswer, WrongText, compared

LEAST_PAIRS = 3
"""Pairs that authors write; other programs are content with two."""
Unit: Any = imported_text(20, 20, may_lack=True)
"""What a figure is counted in."""
Typed: Any = imported_text(PART_LENGTH, PART_LENGTH)
"""What somebody shall type, wherever it comes from."""
Whole: Any = imported_text(RATIONALE_LENGTH, LONG_LENGTH, may_lack=True, optional=True)
"""What explains a typed answer as a whole, beside the reasons of the texts."""


class OptionIn(Strict):
    """An answer option with the reason it is right or wrong."""

    id: Id
    text: Part
    correct: bool = False
    fixed: bool = False
    rationale: Rationale


def _choices(options: list[OptionIn]) -> Choices:
    return Choices(
        tuple(Option(one.id, one.text, one.rationale, one.correct, one.fixed) for one in options)
    )


class SingleIn(QuestionIn):
    """One right option."""

    holds: ClassVar = ("options",)

    kind: Literal["single"]
    options: Annotated[list[OptionIn], Field(min_length=2, max_length=6)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Exactly one option is right."""
        yield from super().faults(raw)
        right = [index for index, option in entries(raw, "options") if option.get("correct")]
        if not right and any(entries(raw, "options")):
            yield ("options",), "no option is marked as right", "add `correct: true` to the key"
        for index in right[1:]:
            where = ("options", index, "correct")
            yield where, "a `single` has two right options", "keep one, or make it `multiple`"

    def to_body(self) -> Choices:
        """Return the options."""
        return _choices(self.options)


class MultipleIn(QuestionIn):
    """One or more right options, at least one wrong."""

    holds: ClassVar = ("options",)

    kind: Literal["multiple"]
    options: Annotated[list[OptionIn], Field(min_length=3, max_length=8)]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Something is right and something is wrong."""
        yield from super().faults(raw)
        marks = [bool(option.get("correct")) for _, option in entries(raw, "options")]
        if marks and not any(marks):
            yield ("options",), "no option is marked as right", "add `correct: true` to the key"
        if marks and all(marks):
            yield ("options",), "every option is right", "add a wrong option"

    def to_body(self) -> Choices:
        """Return the options."""
        return _choices(self.options)


class AnswerIn(Strict):
    """The right figure, and how far off an answer may be."""

    value: Figure
    tolerance: Figure
    unit: Unit


class MistakeIn(Strict):
    """A wrong figure people arrive at, and how."""

    value: Figure
    rationale: Rationale


class NumericIn(QuestionIn):
    """A figure to be worked out."""

    kind: Literal["numeric"]
    answer: AnswerIn
    rationale: Annotated[Rationale, Field(description="the worked solution")]
    mistakes: Annotated[list[MistakeIn], Field(max_length=8, json_schema_extra={"minItems": 1})]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """The tolerance is no less than 0, and no mistake counts as right."""
        yield from super().faults(raw)
        if raw.get("mistakes") == [] and not is_imported(raw):
            yield ("mistakes",), "`mistakes` is empty", "add something or remove it"
        answer = raw.get("answer")
        answer = answer if isinstance(answer, dict) else {}
        value, tolerance = _figure(answer.get("value")), _figure(answer.get("tolerance"))
        if tolerance is not None and tolerance < 0:
            yield ("answer", "tolerance"), "the tolerance is below 0", 'write "0" or more'
        seen: set[Decimal] = set()
        for index, mistake in entries(raw, "mistakes"):
            wrong = _figure(mistake.get("value"))
            if wrong is None or value is None or tolerance is None:
                continue
            where = ("mistakes", index, "value")
            if abs(wrong - value) <= tolerance:
                yield where, f"the mistake {wrong} would be marked right", "change it or tolerance"
            if wrong in seen:
                yield where, f"the mistake {wrong} is given twice", "merge the two"
            seen.add(wrong)

    def to_body(self) -> Numeric:
        """Return the figure and the mistakes."""
        return Numeric(
            value=Decimal(self.answer.value),
            tolerance=Decimal(self.answer.tolerance),
            unit=self.answer.unit,
            rationale=self.rationale,
            mistakes=tuple(Mistake(Decimal(slip.value), slip.rationale) for slip in self.mistakes),
        )


class AcceptedIn(Strict):
    """A text that earns points, and why it does."""

    text: Typed
    credit: Annotated[Figure, Field(description="percent of the points, over 0, at most 100")] = (
        "100"
    )
    rationale: Rationale


class WrongTextIn(Strict):
    """A wrong answer people give, and why."""

    text: Part
    rationale: Rationale


class TextIn(QuestionIn):
    """A few words to be typed."""

    kind: Literal["text"]
    accepted: Annotated[list[AcceptedIn], Field(min_length=1, max_length=20)]
    mistakes: Annotated[list[WrongTextIn], Field(max_length=20)] = Field(default_factory=list)
    rationale: Whole = ""
    example: Annotated[Typed, Field(description="what an answer looks like; none of them")] = ""
    exact_case: bool = Field(False, description="capitals and small letters are told apart")

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Something is right, and no text is given twice, however it is written."""
        yield from super().faults(raw)
        exact_case = raw.get("exact_case") is True
        full, seen = False, dict[str, str]()
        for name, index, entry in _texts(raw):
            where = (name, index, "text")
            text = compared(entry["text"], exact_case=exact_case)
            if not text:
                yield where, "nothing of the text is compared", "write a letter, digit or sign"
            elif text in seen and not is_imported(raw):  # others count spellings one by one
                what = f"the text {entry['text']!r} counts as {seen[text]!r} given before"
                yield where, what, "merge the two"
            seen.setdefault(text, entry["text"])
        for index, entry in entries(raw, "accepted"):
            credit = _figure(entry.get("credit", "100"))
            full = full or credit in (FULL, None)
            if credit is not None and not 0 < credit <= FULL:
                todo = 'write more than "0" and at most "100"'
                yield ("accepted", index, "credit"), f"the credit is {credit} percent", todo
        if not full and any(entries(raw, "accepted")):
            yield ("accepted",), "no text earns full credit", "leave the `credit` of the key out"
        example = raw.get("example")
        if isinstance(example, str) and compared(example, exact_case=exact_case) in seen:
            yield ("example",), "the example is one of the answers", "show the form by another one"

    def to_body(self) -> ShortAnswer:
        """Return the texts."""
        return ShortAnswer(
            accepted=tuple(
                Accepted(one.text, one.rationale, Decimal(one.credit)) for one in self.accepted
            ),
            mistakes=tuple(WrongText(one.text, one.rationale) for one in self.mistakes),
            rationale=self.rationale,
            example=self.example,
            exact_case=self.exact_case,
        )


class StepIn(Strict):
    """A step and the reason it stands where it stands."""

    id: Id
    text: Part
    rationale: Rationale


class OrderIn(QuestionIn):
    """Steps to be put in order; they are written in the right one."""

    holds: ClassVar = ("steps",)

    kind: Literal["order"]
    steps: Annotated[list[StepIn], Field(min_length=3, max_length=8)]

    def to_body(self) -> Ordering:
        """Return the steps."""
        return Ordering(tuple(Step(**step.model_dump()) for step in self.steps))


class ChoiceIn(Strict):
    """Something that lines are matched to."""

    id: Id
    text: Part


class PairIn(Strict):
    """A line and the choice it belongs to."""

    id: Id
    text: Part
    answer: Id
    rationale: Rationale


class MatchIn(QuestionIn):
    """Lines to be matched to choices."""

    holds: ClassVar = ("choices", "pairs")

    kind: Literal["match"]
    choices: Annotated[list[ChoiceIn], Field(min_length=2, max_length=6)]
    pairs: Annotated[
        list[PairIn], Field(min_length=2, max_length=8, json_schema_extra={"minItems": LEAST_PAIRS})
    ]

    @classmethod
    def faults(cls, raw: Raw) -> Iterator[Fault]:
        """Every answer is one of the choices; two pairs are too few unless imported."""
        yield from super().faults(raw)
        pairs = raw.get("pairs")
        if isinstance(pairs, list) and len(pairs) == LEAST_PAIRS - 1 and not is_imported(raw):
            yield ("pairs",), f"`pairs` has {len(pairs)} entries", f"give at least {LEAST_PAIRS}"
        known = [str(choice.get("id")) for _, choice in entries(raw, "choices")]
        for index, pair in entries(raw, "pairs"):
            answer = pair.get("answer")
            if isinstance(answer, str) and known and answer not in known:
                what = f"the answer {answer} is not one of the choices"
                yield ("pairs", index, "answer"), what, f"use one of {', '.join(known)}"

    def to_body(self) -> Matching:
        """Return choices and lines."""
        return Matching(
            targets=tuple(Target(**choice.model_dump()) for choice in self.choices),
            pairs=tuple(Pair(**pair.model_dump()) for pair in self.pairs),
        )


def _texts(raw: Raw) -> Iterator[tuple[str, int, Raw]]:
    """Yield the texts of a `text` item that are texts, accepted ones first."""
    for name in ("accepted", "mistakes"):
        for index, entry in entries(raw, name):
            if isinstance(entry.get("text"), str):
                yield name, index, entry


def _figure(value: Any) -> Decimal | None:  # noqa: ANN401 - whatever was written
    """Read a figure leniently; None where the schema itself will complain."""
    if not isinstance(value, str):
        return None
    try:
        figure = Decimal(value)
    except ArithmeticError:
        return None
    return figure if figure.is_finite() else None
