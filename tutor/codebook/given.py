"""Codes given together, with what the book says about each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from tutor.codebook.book import Book, Entry, Line, Ref
from tutor.domain.icd import UNREADABLE, compact

Severity: TypeAlias = Literal["error", "warning", "info"]
Match: TypeAlias = Literal["no", "maybe", "yes"]


class Raised(NamedTuple):
    """Something to say about codes: the text names no code that `codes` holds already."""

    severity: Severity
    rule: str
    codes: tuple[str, ...]
    text: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A code that the book knows, at its place among those given.

    Attributes:
        place: From 0.
        lines: Its instructions and those it inherits, its own first.
        refs: What the lines refer to, by the lines' ids.
    """

    place: int
    entry: Entry
    lines: tuple[Line, ...]
    refs: dict[int, tuple[Ref, ...]]

    @property
    def code(self) -> str:
        """The code as the book writes it."""
        return self.entry.code

    def named_by(self, refs: Iterable[Ref]) -> Match:
        """Whether references name this code; `maybe` where their condition is unreadable."""
        found: Match = "no"
        for ref in refs:
            if ref.first_id is None or ref.last_id is None:
                continue
            if not ref.first_id <= self.entry.id <= ref.last_id:
                continue
            if ref.pattern == UNREADABLE:
                found = "maybe"
            elif re.match(ref.pattern, compact(self.code)):
                return "yes"
        return found


def gather(book: Book, entries: Iterable[tuple[int, Entry]]) -> list[Given]:
    """Look up what the book says about codes, each with its place among those given."""
    found = []
    for place, entry in entries:
        lines = book.lines(entry.id)
        found.append(Given(place, entry, lines, book.refs(line.id for line in lines)))
    return found
