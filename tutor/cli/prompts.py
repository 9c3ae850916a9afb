"""How answers are typed in line mode, one prompt a kind.

A prompt says what to type and turns the typed line into a response. The register in
`tutor.domain.kinds` names them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from tutor.domain.grading import example_figure, parse_number
from tutor.domain.item import Response
from tutor.domain.kinds import KINDS, resolve
from tutor.domain.short_answer import read_text
from tutor.errors import ResponseError
from tutor.services.views import Part, Question

DONE = "done"
"""What gives an answer that takes several lines."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt for one kind.

    Attributes:
        hint: What to type, in a few words; `{figure}` stands for a figure of the question's unit.
        parse: Turns the typed line into a response; raises `ResponseError` when it does not fit.
        more: What `?` tells besides, or nothing.
        tell: What a typed line asks to see, given the answer so far; empty if it asks nothing.
        add: The answer so far with a typed line added, where it takes several lines until `done`.
        suit: The hint for a question, where more than a figure depends on it.
    """

    hint: str
    parse: Callable[[Question, str], Response]
    more: Callable[[Question], str] = lambda _: ""
    tell: Callable[[Question, Response, str], str] = lambda _question, _draft, _typed: ""
    add: Callable[[Question, Response, str], Response] | None = None
    suit: Callable[[Question], str] | None = None

    def suited(self, question: Question) -> Prompt:
        """Return the prompt with a hint that fits a question."""
        if self.suit is not None:
            return replace(self, hint=self.suit(question))
        return replace(self, hint=self.hint.format(figure=example_figure(question.unit)))


class Typing:
    """The typing of one answer, in one line or several; `draft` is the answer so far."""

    def __init__(self, question: Question) -> None:
        prompt: Prompt = resolve(KINDS[question.kind].prompt)
        self.prompt = prompt.suited(question)
        self.question = question
        self.draft: Response = question.response if prompt.add else ()

    def tell(self, typed: str) -> str:
        """Return what a line asks to see, laid out; empty if it asks nothing."""
        return self.prompt.tell(self.question, self.draft, typed)

    def take(self, typed: str) -> Response | None:
        """Return the answer, or None where more lines may follow (`draft` has it so far).

        Raises:
            ResponseError: The line does not fit.
        """
        if self.prompt.add is None:
            return self.prompt.parse(self.question, typed)
        if typed.strip().casefold() != DONE:
            self.draft = self.prompt.add(self.question, self.draft, typed)
            return None
        if not self.draft:
            raise ResponseError("Nothing is written yet.")
        return self.draft


def parse_single(question: Question, text: str) -> Response:
    """Read one letter or number: `b`, `2`."""
    chosen = [_part(question.parts, word) for word in _words(text)]
    if len(chosen) != 1:
        raise ResponseError("Type one letter, such as B.")
    return (chosen[0],)


def parse_multiple(question: Question, text: str) -> Response:
    """Read letters or numbers, together or apart: `acd`, `a, c`, `1 3`."""
    words = _words(text)
    if len(words) == 1 and words[0].isalpha():
        words = list(words[0])
    chosen = {_part(question.parts, word) for word in words}
    if not chosen:
        raise ResponseError("Type the letters of your choices, such as A C.")
    return tuple(part.id for part in question.parts if part.id in chosen)


def parse_numeric(question: Question, text: str) -> Response:  # noqa: ARG001 - one shape
    """Read a figure: `1,234.50`, `$84`, `80 %`."""
    return (str(parse_number(text)),)


def parse_text(question: Question, text: str) -> Response:  # noqa: ARG001 - one shape
    """Read a few words; a `=` before them tells them from a command: `=skip`."""
    return (read_text(text.strip().removeprefix("=")),)


def text_hint(question: Question) -> str:
    """Return what a typed answer looks like."""
    return f"a few words, {question.form}" if question.form else "a few words"


def text_more(question: Question) -> str:  # noqa: ARG001 - one shape
    """Return how words that are commands are given as an answer."""
    return "An answer that is also a command has = in front: =skip"


def parse_order(question: Question, text: str) -> Response:
    """Read the steps' numbers in the right order: `3 1 2 4` or `3124`."""
    words = _words(text)
    if len(words) == 1 and words[0].isdigit() and len(question.parts) < 10:
        words = list(words[0])
    chosen = tuple(_part(question.parts, word) for word in words)
    if len(set(chosen)) != len(question.parts) or len(chosen) != len(question.parts):
        raise ResponseError(f"Type each number from 1 to {len(question.parts)} once, in order.")
    return chosen


def parse_match(question: Question, text: str) -> Response:
    """Read a letter for each line: `1b 2a 3b`, or in order `b a b` or `bab`."""
    words = _words(text.replace("=", "").replace("-", ""))
    if len(words) == 1 and words[0].isalpha():
        words = list(words[0])
    if all(word.isalpha() for word in words) and len(words) == len(question.parts):
        words = [f"{part.label}{word}" for part, word in zip(question.parts, words, strict=True)]
    pairs = [_pair(question, word) for word in words]
    if len({line for line, _ in pairs}) != len(question.parts) or len(pairs) != len(question.parts):
        raise ResponseError("Type a letter for every line, such as 1A 2C 3A.")
    return tuple(f"{line}={target}" for line, target in pairs)


def _pair(question: Question, word: str) -> tuple[str, str]:
    split = re.fullmatch(r"(\d+)([a-z])", word, re.IGNORECASE)
    if split is None:
        raise ResponseError("Type a letter for every line, such as 1A 2C 3A.")
    return _part(question.parts, split[1]), _part(question.targets, split[2])


def _part(parts: tuple[Part, ...], word: str) -> str:
    for number, part in enumerate(parts, 1):
        if word.upper() == part.label or word == str(number):
            return part.id
    labels = ", ".join(part.label for part in parts)
    raise ResponseError(f"{word!r} is not one of {labels}.")


def _words(text: str) -> list[str]:
    return text.replace(",", " ").replace(".", " ").split()


SINGLE = Prompt("a letter", parse_single)
MULTIPLE = Prompt("the letters of all that apply, such as A C", parse_multiple)
NUMERIC = Prompt("a figure, such as {figure}", parse_numeric)
TEXT = Prompt("a few words", parse_text, text_more, suit=text_hint)
ORDER = Prompt("the numbers in the right order, such as 3 1 2", parse_order)
MATCH = Prompt("a letter for each line, such as 1A 2C 3A", parse_match)
