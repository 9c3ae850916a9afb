"""The lines the term finder searches: titles and terms of a book, each as a bag of words.

A line belongs to a *stem*: a node with no other below it than its own 7th-character codes. What
is written at a heading is also a line of the stem that a coder takes by default: the
"unspecified" or "without complications" one (`Type 2 diabetes mellitus` of E11 leads to E11.9).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from tutor.domain.clinical_words import (
    NEGATORS,
    NOT,
    bound,
    flat,
    joined,
    read,
    tokens,
    whole_numbers,
)

TERM_KINDS = ("inclusionTerm", "includes")
"""Kinds of notes that name what a code stands for."""
EXTENSION = "extension"
HEADINGS = frozenset(["chapter", "section", "range"])
SILENT = frozenset(
    [
        "unspecified",
        "nos",
        "nec",
        "elsewhere",
        "classified",
        "uncomplicated",
        "encounter",
        "initial",
        "site",
        "part",
        "organism",
        "specified",
        "type",
        "mention",
        "unilateral",
        "cause",
        "mellitus",
        "current",
        "chapter",
        "status",
        "adult",
        "closed",
        "essential",
        "primary",
        "idiopathic",
    ]
)
"""Words of titles that a coder leaves out: they make a line no longer."""
FAINT = frozenset(
    ["disease", "disorder", "syndrome", "condition", "other", "activity", "infection", "female"]
)
"""Words that a coder often leaves out."""
FAINT_COST, BRACKETED_COST = 0.4, 0.15
_CODES = re.compile(r"\([A-Z]\d[^()]*\)")
_BRACKETED = re.compile(r"[\[(]([^\])]*)[\])]")
_MANIFESTATION = "classified elsewhere"
DEAREST_DEFAULT = 1.5
"""What a default code's title may say beyond its heading's, in words."""


@dataclass(slots=True)
class Stem:
    """A node as the term finder sees it; `extended` holds the added words of its 7th characters."""

    id: int
    code: str
    title: str
    kind: str
    parent: int | None
    billable: bool
    children: list[int] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    extended: set[str] = field(default_factory=set)

    @property
    def usable(self) -> bool:
        """Whether it is billable, or all that it lacks is a 7th character."""
        return self.billable or bool(self.extended)


@dataclass(slots=True)
class Line:
    """A searchable line.

    Attributes:
        node: The stem it leads to.
        note: Id of the note it is, or 0 for a title.
        source: Node whose title or note it is.
        words: Kept words in order.
        cost: Words the line is longer by than what need be typed, by word.
        also: Other forms of its words, at no cost.
        near: Words of the code's other lines and of what stands above.
    """

    node: int
    note: int
    source: int
    words: list[str]
    cost: dict[str, float]
    also: set[str]
    near: set[str]


def read_stems(db: sqlite3.Connection) -> dict[int, Stem]:
    """Read all nodes but the 7th-character codes, which are folded into their stems."""
    stems: dict[int, Stem] = {}
    for number, code, title, kind, parent, billable in db.execute(
        "SELECT id, code, title, kind, parent, billable FROM node ORDER BY id"
    ):
        above = stems.get(parent)
        if kind == EXTENSION and above:
            above.extended |= _added(title.removeprefix(above.title))
            continue
        stems[number] = Stem(number, code, title, kind, parent, bool(billable))
        if above:
            above.children.append(number)
    marks = ",".join("?" * len(TERM_KINDS))
    for number, owner, text in db.execute(
        f"SELECT id, owner, text FROM note WHERE kind IN ({marks}) ORDER BY id",  # noqa: S608
        TERM_KINDS,
    ):
        if owner in stems:
            stems[owner].notes.append((number, text))
    return stems


def lines_of(stems: dict[int, Stem]) -> Iterator[Line]:
    """Yield every line of a book."""
    bags = {number: _lines_at(stem) for number, stem in stems.items()}
    inherited: dict[int | None, set[str]] = {None: set()}
    for number, stem in stems.items():
        heading = stem.kind in HEADINGS
        own = bags[number]
        inherited[number] = inherited[stem.parent].union(
            *(bag.words + list(bag.also) for note, bag in own if not (heading and note))
        )
        near = inherited[number] | stem.extended
        target = None if heading else default_below(stem, stems, bags)
        for note, bag in own:
            for node in {number, target or number}:
                yield Line(node, note, number, bag.words, bag.cost, bag.also, near)


def default_below(
    stem: Stem, stems: dict[int, Stem], bags: dict[int, list[tuple[int, Bag]]]
) -> int | None:
    """Return the stem a coder takes for a heading when no more is known, or None."""
    spent, here = 0.0, stem
    while here.children:
        known = set(bags[here.id][0][1].words)
        choices = [
            (_beyond(bags[child], known), _rank(stems[child]), child) for child in here.children
        ]
        cost, _, best = min(choices)
        spent += cost
        if spent > DEAREST_DEFAULT:
            return None
        here = stems[best]
    return here.id if here is not stem and here.usable else None


@dataclass(frozen=True, slots=True)
class Bag:
    """A text's words, what each adds to its length, and other forms of them."""

    words: list[str]
    cost: dict[str, float]
    also: set[str]


def _lines_at(stem: Stem) -> list[tuple[int, Bag]]:
    return [(0, _bag(stem.title)), *((note, _bag(text)) for note, text in stem.notes)]


def _bag(text: str) -> Bag:
    plain = flat(_CODES.sub("", text).replace("[", "(").replace("]", ")"))
    parts = tokens(plain)
    words = read(parts)
    aside = _aside(plain) if "(" in plain else set()
    cost = {word: _cost(word, word in aside) for word in words}
    if _MANIFESTATION in plain:
        cost["classified"] = 2.0
    return Bag(words, cost, {*joined(plain), *whole_numbers(parts)} - set(words))


@lru_cache(maxsize=1024)
def _added(text: str) -> frozenset[str]:
    """Return the words of what a 7th character adds to a title: the same for many codes."""
    return frozenset(read(tokens(flat(text))))


def _aside(plain: str) -> set[str]:
    """Return the words that stand in brackets only."""
    inside = {word for inner in _BRACKETED.findall(plain) for word in read(tokens(inner))}
    return inside - set(read(tokens(_BRACKETED.sub(" ", plain))))


def _cost(word: str, aside: bool) -> float:
    if word in SILENT or word in NEGATORS or word.startswith(NOT) or bound(word):
        return 0.0
    if aside:
        return BRACKETED_COST
    return FAINT_COST if word in FAINT else 1.0


def _beyond(lines: list[tuple[int, Bag]], known: set[str]) -> float:
    """Return what a title says beyond known words; saying that nothing is known costs less."""
    if any("nos" in bag.words and set(bag.words) - {"nos"} == known for _, bag in lines):
        return -0.5  # the book itself says that this is the heading, not otherwise specified
    title = lines[0][1]
    said = sum(cost for word, cost in title.cost.items() if word not in known)
    vague = "unspecified" in title.words
    return said - 0.2 * (vague or "without" in title.words) + ("other" in title.words and not vague)


def _rank(stem: Stem) -> tuple[bool, str]:
    """Prefer, among equals, codes ending in 9, as the classification's unspecified ones do."""
    return not stem.code.endswith("9"), stem.code
