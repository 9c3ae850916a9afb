"""Blanks of Anki's cloze notes: `{{c1::answer::hint}}`, which may stand inside one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

BLANK = "_____"
"""What is shown for what is asked."""
DEEPEST = 8
"""Blanks inside blanks: Anki itself draws no more."""
_TOKEN = re.compile(r"\{\{c(\d{1,3}(?:,\d{1,3})*)::|\}\}|::")


@dataclass(slots=True)
class Cloze:
    """A blank.

    Attributes:
        numbers: Of the cards that ask for it.
        parts: What is in it.
        hint: Parts after the second `::`.
    """

    numbers: frozenset[int]
    parts: list[str | Cloze] = field(default_factory=list)
    hint: list[str | Cloze] | None = None

    @property
    def last(self) -> list[str | Cloze]:
        """Where text is added."""
        return self.parts if self.hint is None else self.hint


@dataclass(frozen=True, slots=True)
class Card:
    """One card of a cloze note: its text with blanks, and what belongs in them."""

    number: int
    text: str
    answers: tuple[str, ...]


def cards_of(text: str) -> tuple[Card, ...]:
    """Return the cards of a cloze note's text, by number; none if it has no blank.

    Raises:
        ValueError: Blanks stand too deep in one another, or one is not closed.
    """
    top = _parsed(text)
    numbers = sorted({number for one in _blanks(top.parts) for number in one.numbers if number})
    return tuple(
        Card(number, _with_blanks(top.parts, number), tuple(_asked(top.parts, number)))
        for number in numbers
    )


def _parsed(text: str) -> Cloze:
    stack = [Cloze(frozenset())]
    at = 0
    for token in _TOKEN.finditer(text):
        stack[-1].last.append(text[at : token.start()])
        at = token.end()
        if token[1]:
            if len(stack) > DEEPEST:
                raise ValueError("its blanks stand too deep in one another")
            stack.append(Cloze(frozenset(int(one) for one in token[1].split(","))))
        elif token[0] == "}}" and len(stack) > 1:
            done = stack.pop()
            stack[-1].last.append(done)
        elif token[0] == "::" and len(stack) > 1 and stack[-1].hint is None:
            stack[-1].hint = []
        else:
            stack[-1].last.append(token[0])
    if len(stack) > 1:
        raise ValueError("one of its blanks is not closed")
    stack[0].parts.append(text[at:])
    return stack[0]


def _blanks(parts: list[str | Cloze]) -> Iterator[Cloze]:
    for part in parts:
        if isinstance(part, Cloze):
            yield part
            yield from _blanks(part.parts)


def _with_blanks(parts: list[str | Cloze], number: int) -> str:
    found = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
        elif number in part.numbers:
            hint = _revealed(part.hint or [])
            found.append(f"{BLANK} ({hint})" if hint.strip() else BLANK)
        else:
            found.append(_with_blanks(part.parts, number))
    return "".join(found)


def _asked(parts: list[str | Cloze], number: int) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Cloze):
            if number in part.numbers:
                yield _revealed(part.parts)
            else:
                yield from _asked(part.parts, number)


def _revealed(parts: list[str | Cloze]) -> str:
    return "".join(part if isinstance(part, str) else _revealed(part.parts) for part in parts)
