"""Finding lines that hold the words of a query, best first."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from tutor.codebook.terms_bits import members, union
from tutor.codebook.terms_codes import AFTER
from tutor.codebook.terms_typos import corrections
from tutor.domain.clinical_lexicon import lexicon

KEPT_PREFIX = 3
"""Longest prefix whose lines are kept ready; those of longer ones are gathered from its words."""
STEPS_KEPT = 20
"""Sets of lines pursued from word to word."""
LINES_KEPT = 60
"""Lines looked at closely."""
SAID, LIKE, BEGUN, BESIDE = 1.0, 0.88, 0.80, 0.42
"""What a word is worth by how a line has it: said, said otherwise, only begun, or stands near."""
REFUND = 0.22
"""What a line gains for each word of its own that was asked for, against its length."""
MISSING = 0.75
"""What a word costs that a line has in no way."""
MANY_WORDS = 4
"""With more words than this, two may be missing; any number if nothing else is found."""
FAINT_WEIGHT = 0.12
"""Weight of words that say that nothing more is said."""
FAINT = frozenset(["unspecified", "nos", "uncomplicated", "site", "organism", "part", "disease"])


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word of a query: how much it weighs, and lines by what they are worth, best first."""

    word: str
    weight: float
    levels: tuple[tuple[int, float], ...]


class Matcher:
    """Reads the term tables of one edition for one query."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        (raw,) = db.execute("SELECT value FROM term_fact WHERE name = 'standing'").fetchone()
        self._standing = array("f")
        self._standing.frombytes(raw)
        self.size = len(self._standing)
        self._seen: dict[tuple[str, bool], Wanted | None] = {}
        self._read: dict[tuple[str, ...], tuple[float, int, int]] = {}

    def best(self, words: list[str], *, last_is_open: bool) -> list[tuple[float, int]]:
        """Return (score, line) of the lines that hold most of some words, best first.

        A score of 1 and more means that a line says all that was asked for, and little else.
        """
        wanted = self._all_wanted(words, last_is_open)
        if not wanted:
            return []
        wanted.sort(key=lambda one: -one.weight)
        total = sum(one.weight for one in wanted)
        every = (1 << self.size) - 1
        for allowed in (1 + (len(wanted) > MANY_WORDS), len(wanted) - 1):
            if sets := _pursued(wanted, min(allowed, len(wanted) - 1), every):
                return self._top(sets, total)
        return []

    def _all_wanted(self, words: list[str], last_is_open: bool) -> list[Wanted]:
        last = len(words) - 1
        found = (
            self._wanted(word, last_is_open and place == last) for place, word in enumerate(words)
        )
        return list({one.word: one for one in found if one is not None}.values())

    def _top(self, sets: Iterable[tuple[float, int, int]], total: float) -> list[tuple[float, int]]:
        top: list[tuple[float, int]] = []
        for value, lines, _ in sorted(sets, key=lambda one: -one[0]):
            for line in islice(members(lines), LINES_KEPT):
                score = (value + self._standing[line]) / total
                top.append((score, line))
        top.sort(key=lambda one: -one[0])
        return top[:LINES_KEPT]

    def _wanted(self, word: str, is_open: bool) -> Wanted | None:
        key = (word, is_open)
        if key not in self._seen:
            self._seen[key] = self._look_up(word, is_open)
        return self._seen[key]

    def _look_up(self, word: str, is_open: bool) -> Wanted | None:
        weight, own, near = self._sets([word])
        begun = begun_near = 0
        if is_open:
            begun, begun_near = self._begun(word)
        groups = [self._group(group) for group in lexicon().like(word)]
        if not (own or near or begun or any(own for own, _ in groups)):
            return self._guessed(word, is_open)
        like = 0
        beside = near | begun_near
        for group_own, group_near in groups:
            like |= group_own
            beside |= group_near
        levels = ((own, SAID), (like, LIKE), (begun, BEGUN), (beside, BESIDE))
        return Wanted(word, weight, tuple(level for level in levels if level[0]))

    def _guessed(self, word: str, is_open: bool) -> Wanted | None:
        """Take an unknown word for the known ones nearest to it, or for its own beginning."""
        nearest = corrections(self._db, word)
        if nearest:
            weight, own, near = self._sets(nearest)
            groups = [self._group(group) for one in nearest for group in lexicon().like(one)]
            for group_own, group_near in groups:
                own |= group_own
                near |= group_near
            return Wanted(word, weight, ((own, LIKE), (near, BESIDE)))
        for length in range(len(word) - 1, 1, -1) if is_open else ():
            begun, near = self._begun(word[:length])
            if begun:
                return Wanted(word, 1.0, ((begun, BEGUN), (near, BESIDE)))
        return None

    def _sets(self, words: list[str]) -> tuple[float, int, int]:
        """Return the weight of some words and the lines that say one or have one near."""
        key = tuple(words)
        if key not in self._read:
            self._read[key] = self._read_sets(words)
        return self._read[key]

    def _read_sets(self, words: list[str]) -> tuple[float, int, int]:
        marks = ",".join("?" * len(words))
        rows = self._db.execute(
            f"SELECT weight, own, near FROM term_word WHERE word IN ({marks})",  # noqa: S608
            words,
        ).fetchall()
        weight = min((row[0] for row in rows), default=1.0)
        if words[0] in FAINT:
            weight = FAINT_WEIGHT
        own = union((row[1] for row in rows), self.size)
        return weight, own, union((row[2] for row in rows), self.size)

    def _group(self, words: tuple[str, ...]) -> tuple[int, int]:
        own = near = (1 << self.size) - 1
        for word in words:
            _, word_own, word_near = self._sets([word])
            own &= word_own
            near &= word_near
        return own, near

    def _begun(self, prefix: str) -> tuple[int, int]:
        if len(prefix) <= KEPT_PREFIX:
            row = self._db.execute(
                "SELECT own FROM term_prefix WHERE prefix = ?", (prefix,)
            ).fetchone()
            return (union(row, self.size), 0) if row else (0, 0)
        rows = self._db.execute(
            "SELECT own, near FROM term_word WHERE word >= ? AND word < ?",
            (prefix, prefix + AFTER),
        ).fetchall()
        own = union((row[0] for row in rows), self.size)
        return own, union((row[1] for row in rows), self.size)


def _pursued(wanted: list[Wanted], allowed: int, every: int) -> list[tuple[float, int, int]]:
    """Split all lines by how they have each word; return (worth, lines, words missing)."""
    sets = [(0.0, every, 0)]
    for one in wanted:
        split: list[tuple[float, int, int]] = []
        for value, lines, missing in sets:
            rest = lines
            for level, worth in one.levels:
                if hit := rest & level:
                    gain = one.weight * worth + (REFUND if worth > BESIDE else 0.0)
                    split.append((value + gain, hit, missing))
                    rest ^= hit
            if rest and missing < allowed:
                split.append((value - MISSING * one.weight, rest, missing + 1))
        split.sort(key=lambda step: -step[0])
        sets = split[:STEPS_KEPT]
    return sets
