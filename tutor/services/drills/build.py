"""What every generator needs: where its data comes from, and how an item is put together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tutor.codebook.book import Book, Entry
from tutor.domain.icd import CATEGORY, FULL, PLACEHOLDER, compact, dotted
from tutor.domain.item import DRILL_POOL, Body, Choices, Item, Option, Reference
from tutor.services.drills.kinds import FAR, NEAR, SIBLING, Tags

DIFFICULTY = {FAR: 1, NEAR: 2, SIBLING: 3}
DISTRACTORS = 3
LETTERS = "abcdef"
LARGE = 400
"""Codes that make a chapter large; one with three codes would have them come up every day."""
_OWN_RANGE = re.compile(r" \([A-Z]\w\w(-[A-Z]\w\w)?\)$")
"""The range of codes that titles of chapters and blocks end with."""


@dataclass(frozen=True, slots=True)
class Drill:
    """One draw: what a generator may use.

    Attributes:
        book: The edition that the key is computed from.
        rng: Seeded for this item alone.
        level: One of `kinds.LEVELS`.
    """

    book: Book
    rng: Random
    level: str

    @property
    def edition(self) -> str:
        """The edition as every generated question names it."""
        label = self.book.label.removesuffix(" (selection)")
        return label.replace(" (", ", ").rstrip(")")


@dataclass(frozen=True, slots=True)
class Made:
    """What a generator makes of a draw; the service adds tags and id.

    Attributes:
        exams: Exam domains of this item beside those of its kind.
    """

    kind: str
    stem: str
    body: Body
    cites: tuple[str, ...] = ()
    exams: tuple[tuple[str, str], ...] = ()


Generator: TypeAlias = Callable[[Drill], "Made | None"]
"""Makes an item, or nothing where the draw was unlucky: the service then draws again."""


def single(rng: Random, right: tuple[str, str], wrong: Iterable[tuple[str, str]]) -> Choices | None:
    """Return the options of a `single` in drawn order, or None if two read alike.

    Args:
        rng: Source of the order.
        right: Text and rationale of the key.
        wrong: Texts and rationales of the distractors.
    """
    drawn = [(right, True), *((one, False) for one in wrong)]
    texts = {text.casefold() for (text, _), _ in drawn}
    if len(texts) < len(drawn) or len(drawn) < 2:
        return None
    rng.shuffle(drawn)
    return Choices(
        tuple(
            Option(letter, text, rationale, correct)
            for letter, ((text, rationale), correct) in zip(LETTERS, drawn, strict=False)
        )
    )


def random_billable(drill: Drill) -> Entry:
    """Draw one code that can be reported, all codes alike."""
    return drill.book.at([drill.rng.choice(drill.book.billable_ids)])[0]


def random_stem(drill: Drill) -> Entry:
    """Draw one code that can be reported, large chapters alike: injuries are half of all codes."""
    ids = drill.book.billable_ids
    chapters = drill.book.children(None)
    sizes = [min(LARGE, len(_places(ids, one.id, one.last))) for one in chapters]
    if not sum(sizes):
        return random_billable(drill)
    (chapter,) = drill.rng.choices(chapters, sizes)
    return random_below(drill, chapter) or random_billable(drill)


def random_below(drill: Drill, node: Entry) -> Entry | None:
    """Draw one code that can be reported from a part of the book, if it has any."""
    ids = drill.book.billable_ids
    places = _places(ids, node.id, node.last)
    return drill.book.at([ids[drill.rng.choice(places)]])[0] if places else None


def distractors(drill: Drill, key: Entry, count: int = DISTRACTORS) -> tuple[Entry, ...]:
    """Draw codes that can be reported, as near to the key as the level says."""
    ids = drill.book.billable_ids
    spans = _spans(drill, key)
    room = sum(map(len, spans))
    places = drill.rng.sample(range(room), min(count + 1, room))
    drawn = [one for one in (ids[_nth(spans, place)] for place in places) if one != key.id]
    return drill.book.at(drawn[:count])


def between(ids: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Return the part of a sorted list of ids that lies in a range."""
    places = _places(ids, first, last)
    return ids[places.start : places.stop]


def without_placeholder(drill: Drill, code: str) -> str | None:
    """Return a code whose placeholders were forgotten, if what is left is no code at all."""
    bare = compact(code)
    if PLACEHOLDER not in bare[CATEGORY : FULL - 1]:
        return None
    short = dotted(bare[:CATEGORY] + bare[CATEGORY:-1].replace(PLACEHOLDER, "") + bare[-1:])
    return short if drill.book.find(short) is None else None


def named(entry: Entry) -> str:
    """Return a code with its title, as rationales name it."""
    return f"{entry.code} is “{entry.title}”."


def place(entry: Entry) -> str:
    """Return where a note stands, as a sentence names it: `E11`, `chapter 4`."""
    return f"chapter {entry.code}" if entry.kind == "chapter" else entry.code


def bare_title(entry: Entry) -> str:
    """Return a title without the range of codes that those of chapters and blocks end with."""
    return _OWN_RANGE.sub("", entry.title)


def cite_tabular(edition: str) -> str:
    """Return the citation of the book itself."""
    return f"ICD-10-CM Tabular List, {edition}"


def assemble(
    made: Made, *, item_id: str, version: int, level: str, tags: Tags, edition: str
) -> Item:
    """Return the item that a generator's work becomes."""
    return Item(
        id=item_id,
        version=version,
        kind=made.kind,
        stem=made.stem,
        body=made.body,
        exams=(*tags.exams, *made.exams),
        role=tags.role,
        subject=tags.subject,
        topic="drill",
        skill=tags.skill,
        level=tags.cognitive,
        difficulty=DIFFICULTY[level],
        references=tuple(Reference(cite) for cite in made.cites),
        lesson=tags.lesson,
        code_set=edition,
        pool=DRILL_POOL,
    )


def _spans(drill: Drill, key: Entry) -> tuple[range, ...]:
    """Return where in the list of billable ids distractors are drawn from."""
    ids = drill.book.billable_ids
    above = drill.book.ancestors(key.id)
    chapter = above[0] if above else key
    inside = _places(ids, chapter.id, chapter.last)
    if drill.level == FAR:
        outside = range(inside.start), range(inside.stop, len(ids))
        return outside if sum(map(len, outside)) >= DISTRACTORS else (inside,)
    if drill.level == NEAR:
        return (inside,)
    for node in reversed(above):
        kin = _places(ids, node.id, node.last)
        if len(kin) > DISTRACTORS:
            return (kin,)
    return (inside,)


def _places(ids: Sequence[int], first: int, last: int) -> range:
    """Return the places that the ids of a range have in a sorted list."""
    return range(bisect_left(ids, first), bisect_right(ids, last))


def _nth(spans: Iterable[range], place: int) -> int:
    """Return the member at a place of several ranges, one after the other."""
    for span in spans:
        if place < len(span):
            return span[place]
        place -= len(span)
    raise IndexError(place)
