"""What an unknown word was meant to be."""

from __future__ import annotations

import sqlite3

from tutor.domain.nearness import distance, shortened, sound

KEPT = 3
"""Corrections of a word at most."""
LETTERS_A_SLIP = 4
"""A word may have one slip, and one more from twice as many letters on."""


def corrections(db: sqlite3.Connection, word: str) -> list[str]:
    """Return the known words nearest to an unknown one, all equally near; none if none is near.

    Those that sound like it come first, then the commoner ones.
    """
    if len(word) < LETTERS_A_SLIP or not word.isalpha():
        return []
    found = _sharing(db, shortened(word))
    near = [
        (_slips(word, known), sound(known) != sound(word), weight, known) for known, weight in found
    ]
    near = [one for one in near if one[0] <= _allowed(word)]
    return [known for slips, _, _, known in sorted(near) if slips == min(near)[0]][:KEPT]


def _sharing(db: sqlite3.Connection, keys: set[str]) -> list[tuple[str, float]]:
    """Return words that share a key, each with its weight: the lower, the commoner."""
    marks = ",".join("?" * len(keys))
    return db.execute(
        "SELECT DISTINCT term_typo.word, coalesce(weight, 1.0) FROM term_typo"  # noqa: S608
        f" LEFT JOIN term_word ON term_word.word = term_typo.word WHERE key IN ({marks})",
        sorted(keys),
    ).fetchall()


def _slips(word: str, known: str) -> float:
    """Return how far apart two words are; another first letter counts more."""
    return distance(word, known) + (word[0] != known[0]) * 0.5


def _allowed(word: str) -> int:
    return 1 + (len(word) >= 2 * LETTERS_A_SLIP - 1) + (len(word) > 3 * LETTERS_A_SLIP)
