"""What every generator needs: where its data comes from, and how an item is put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tutor.codebook.book import Book, Entry
from tutor.domain.item import Body, Choices, Item, Option, Reference

FAR, NEAR, SIBLING = "far", "near", "sibling"
LEVELS = (FAR, NEAR, SIBLING)
"""How close distractors stand to the key: another chapter, the same chapter, the closest kin."""
DIFFICULTY = {FAR: 1, NEAR: 2, SIBLING: 3}
POOL = "drill"
"""The pool of generated items: never drawn where written ones are asked for."""
DISTRACTORS = 3
LETTERS = "abcdef"


@dataclass(frozen=True, slots=True)
class Drill:
    """One draw: what a generator may use.

    Attributes:
        book: The edition that the key is computed from.
        rng: Seeded for this item alone.
        level: One of `LEVELS`.
    """

    book: Book
    rng: Random
    level: str

    @property
    def edition(self) -> str:
        """The edition as every generated question names it."""
        return self.book.label


@dataclass(frozen=True, slots=True)
class Made:
    """What a generator makes of a draw; the service adds tags, id and citation."""

    kind: str
    stem: str
    body: Body
    cites: tuple[str, ...] = ()


Generator: TypeAlias = Callable[[Drill], "Made | None"]
"""Makes an item, or nothing where the draw was unlucky: the service then draws again."""


@dataclass(frozen=True, slots=True)
class Tags:
    """Where the items of a kind belong."""

    exams: tuple[tuple[str, str], ...]
    subject: str
    cognitive: str
    lesson: str | None = None


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
    """Draw one code that can be reported, chapters alike: injuries are half of all codes."""
    chapter = drill.rng.choice(drill.book.children(None))
    ids = between(drill.book.billable_ids, chapter.id, chapter.last)
    return drill.book.at([drill.rng.choice(ids)])[0] if ids else random_billable(drill)


def distractors(drill: Drill, key: Entry, count: int = DISTRACTORS) -> tuple[Entry, ...]:
    """Draw codes that can be reported, as near to the key as the level says."""
    ids = [one for one in _pool(drill, key) if one != key.id]
    return drill.book.at(drill.rng.sample(ids, min(count, len(ids))))


def between(ids: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Return the part of a sorted list of ids that lies in a range."""
    from bisect import bisect_left, bisect_right

    return ids[bisect_left(ids, first) : bisect_right(ids, last)]


def named(entry: Entry) -> str:
    """Return a code with its title, as rationales name it."""
    return f"{entry.code} is “{entry.title}”."


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
        exams=tags.exams,
        role="coder",
        subject=tags.subject,
        topic="drill",
        skill="code-assignment",
        level=tags.cognitive,
        difficulty=DIFFICULTY[level],
        references=tuple(Reference(cite) for cite in made.cites),
        lesson=tags.lesson,
        code_set=edition,
        pool=POOL,
    )


def _pool(drill: Drill, key: Entry) -> Sequence[int]:
    """Return the ids that distractors are drawn from."""
    ids = drill.book.billable_ids
    above = drill.book.ancestors(key.id)
    chapter = above[0] if above else key
    inside = between(ids, chapter.id, chapter.last)
    if drill.level == FAR:
        outside = [*ids[: ids.index(inside[0])], *ids[ids.index(inside[-1]) + 1 :]]
        return outside if len(outside) >= DISTRACTORS else inside
    if drill.level == NEAR:
        return inside
    for node in reversed(above):
        kin = between(ids, node.id, node.last)
        if len(kin) > DISTRACTORS:
            return kin
    return inside
