"""How hard a text is to read: the Flesch-Kincaid grade level.

Kincaid, Fishburne, Rogers & Chissom (1975), Research Branch Report 8-75, Naval Air Station
Memphis: 0.39 (words / sentences) + 11.8 (syllables / words) - 15.59. Syllables are counted by
groups of vowels, which is right for about nine English words in ten.
"""

from __future__ import annotations

import re

LEAST_WORDS = 100
"""Words below which the figure says nothing."""

_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")
_END = re.compile(r"[.!?:;](?=\s|$)|\n\s*\n|\n(?=\s*(?:[-*|>]|\d+\.)\s)")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^laeiouydt]ed|[^aeiouyscgxz]es)$")


def reading_grade(text: str) -> float | None:
    """Return the years of US schooling a reader needs, or None for a very short text."""
    sentences = [part for part in _END.split(text) if part and _WORD.search(part)]
    words = _WORD.findall(text)
    if len(words) < LEAST_WORDS:
        return None
    count = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * count / len(words) - 15.59


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, at least 1."""
    word = word.casefold()
    groups = len(_VOWELS.findall(word))
    if groups > 1 and _SILENT.search(word):
        groups -= 1
    return max(1, groups)
