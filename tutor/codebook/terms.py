"""The term finder: from what a coder types to the codes it may mean, best first.

It is built from titles, inclusion terms and includes notes; it is not the Alphabetic Index.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from tutor.codebook.terms_codes import AFTER, codes_like
from tutor.codebook.terms_index import build_terms
from tutor.codebook.terms_lines import EXTENSION
from tutor.codebook.terms_match import Matcher
from tutor.codebook.terms_typos import corrections
from tutor.domain.clinical_lexicon import lexicon, meanings
from tutor.domain.clinical_words import NULL, flat, read, stem, tokens
from tutor.domain.clinical_words import words as kept_words

__all__ = ["TermHit", "build_terms", "known_share", "search_terms"]

READING_COST = 0.12
"""What each less likely reading of a query loses."""
LONGEST_QUERY, MOST_WORDS = 200, 14
"""Characters and words of a query that are looked at."""
ORDER_GAIN = 0.02
WHOLE_GAIN = 0.10
"""What a line gains if its words stand in the query's order, and if it says just that."""


@dataclass(frozen=True, slots=True)
class TermHit:
    """A code found.

    Attributes:
        code: With its dot. Of codes that differ only in their 7th character it is the one the
            query names, else the first (the initial encounter).
        score: 1 and more if a line says all that was asked for, and little else.
        matched: The line that was found, empty if it is the code's own title.
    """

    code: str
    score: float
    matched: str


def search_terms(connection: sqlite3.Connection, text: str, limit: int) -> list[TermHit]:
    """Find codes by words, by a code or the beginning of one, or by a range of codes.

    Args:
        connection: An edition whose term tables are filled.
        text: What was typed so far: unless a space follows it, the last word may be unfinished.
        limit: Hits at most.
    """
    if limit <= 0 or not text.strip():
        return []
    if codes := codes_like(connection, text, limit):
        return [TermHit(code, 1.0, "") for code in codes]
    parts = tokens(flat(text[:LONGEST_QUERY]))[:MOST_WORDS]
    last_is_open = text[-1:].isalnum()
    parts = _spelled(connection, parts, last_is_open)
    matcher = Matcher(connection)
    best: dict[int, tuple[float, int]] = {}
    for place, reading in enumerate(meanings(parts, last_is_open=last_is_open)):
        words = list(dict.fromkeys(read(reading))) or reading[-1:]
        is_open = last_is_open and bool(parts) and reading[-1:] == parts[-1:]
        found = matcher.best(words, last_is_open=is_open)
        for score, line, node in _closer(connection, found, words):
            value = score - READING_COST * place
            if value > best.get(node, (-9.0, 0))[0]:
                best[node] = (value, line)
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:limit]
    return _hits(connection, ranked, set(read(parts)))


def known_share(connection: sqlite3.Connection, text: str) -> float:
    """Return which share of the words typed a book has, as such or by what they mean.

    Hits of several books can be compared by it: the rest was guessed, or passed over.
    """
    parts = [part for part in tokens(flat(text[:LONGEST_QUERY]))[:MOST_WORDS] if part not in NULL]
    last = len(parts) - 1 if text[-1:].isalnum() else len(parts)
    had = [_had(connection, part, place == last) for place, part in enumerate(parts)]
    return sum(had) / len(had) if had else 1.0


def _had(db: sqlite3.Connection, part: str, is_open: bool) -> bool:
    """Whether a book has a word, one that begins with it, or all words of one of its meanings."""
    if _in_book(db, stem(part)) or _in_book(db, part) or (is_open and _begun(db, part)):
        return True
    ways = [*map(read, meanings([part], last_is_open=False)), *lexicon().like(stem(part))]
    return any(way and all(_in_book(db, word) for word in way) for way in ways)


def _in_book(db: sqlite3.Connection, word: str) -> bool:
    return bool(
        db.execute("SELECT EXISTS (SELECT 1 FROM term_word WHERE word = ?)", (word,)).fetchone()[0]
    )


def _begun(db: sqlite3.Connection, part: str) -> bool:
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM term_word WHERE word >= ? AND word < ?)",
            (part, part + AFTER),
        ).fetchone()[0]
    )


def _spelled(db: sqlite3.Connection, parts: list[str], last_is_open: bool) -> list[str]:
    """Return a query with its misspelt words put right, as far as they can be told."""
    last = len(parts) - 1
    return [
        part if _known(db, part, last_is_open and place == last) else _corrected(db, part)
        for place, part in enumerate(parts)
    ]


def _known(db: sqlite3.Connection, part: str, is_open: bool) -> bool:
    """Whether a word is known or, while it may still be growing, begins a known one."""
    word = stem(part)
    if part in NULL or lexicon().known(word):
        return True
    before = part + AFTER if is_open else part
    return bool(
        db.execute(
            "SELECT EXISTS (SELECT 1 FROM term_word"
            " WHERE word IN (?, ?) OR (word >= ? AND word < ?))",
            (word, part, part, before),
        ).fetchone()[0]
    )


def _corrected(db: sqlite3.Connection, part: str) -> str:
    return next(iter(corrections(db, part)), part)


def _closer(
    db: sqlite3.Connection, found: list[tuple[float, int]], words: list[str]
) -> Iterable[tuple[float, int, int]]:
    """Look at lines closely; yield (score, line, node)."""
    scores = {line: score for score, line in found}
    marks = ",".join("?" * len(scores))
    rows = db.execute(
        f"SELECT id, node, words FROM term_line WHERE id IN ({marks})",  # noqa: S608
        list(scores),
    )
    for line, node, said in rows:
        yield scores[line] + _likeness(said.split(), words), line, node


def _likeness(said: list[str], words: list[str]) -> float:
    """Return what a line gains by saying the query's words in their order, or nothing else."""
    places = [said.index(word) for word in words if word in said]
    gain = ORDER_GAIN if len(places) > 1 and places == sorted(places) else 0.0
    return gain + (WHOLE_GAIN if set(said) == set(words) else 0.0)


def _hits(
    db: sqlite3.Connection, ranked: list[tuple[int, tuple[float, int]]], words: set[str]
) -> list[TermHit]:
    hits = []
    for node, (score, line) in ranked:
        code, title = db.execute("SELECT code, title FROM node WHERE id = ?", (node,)).fetchone()
        full = _extended(db, node, title, words)
        hits.append(TermHit(full or code, round(score, 4), _matched(db, line, node)))
    return hits


def _extended(db: sqlite3.Connection, node: int, title: str, words: set[str]) -> str | None:
    """Return the full code whose 7th character fits the query best, the first among equals."""
    rows = db.execute(
        "SELECT code, title FROM node WHERE parent = ? AND kind = ? ORDER BY id", (node, EXTENSION)
    ).fetchall()
    asked = words - set(kept_words(title))
    added = {code: set(kept_words(full.removeprefix(title))) for code, full in rows}
    return max(added, key=lambda code: len(asked & added[code]), default=None)


def _matched(db: sqlite3.Connection, line: int, node: int) -> str:
    note, source = db.execute("SELECT note, source FROM term_line WHERE id = ?", (line,)).fetchone()
    if note:
        row = db.execute("SELECT text FROM note WHERE id = ?", (note,)).fetchone()
    elif source != node:
        row = db.execute("SELECT title FROM node WHERE id = ?", (source,)).fetchone()
    else:
        return ""
    return str(row[0])
