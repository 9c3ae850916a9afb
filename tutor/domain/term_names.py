"""Names of a glossary term: what to hide in its definition, and what its letters stand for."""

from __future__ import annotations

import re
from functools import lru_cache

from tutor.domain.lesson import Term

HIDDEN = "…"
"""Stands for a term's own name in its definition."""
_AFTER = re.compile(r"^(?P<name>.+?) \((?P<more>[^()]+)\)$")
_LETTERS = re.compile(r"[A-Z][A-Za-z]*[A-Z]|[A-Z]{2,}")
_SMALL = frozenset(
    ("a", "and", "as", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with")
)
"""Words whose initials acronyms leave out."""

_EMPTY = frozenset(
    (
        "also", "because", "been", "before", "does", "each", "either", "from", "have", "into",
        "more", "most", "must", "only", "other", "others", "over", "such", "than", "that", "their",
        "them", "then", "there", "these", "they", "this", "those", "under", "until", "upon",
        "were", "what", "when", "where", "whether", "which", "while", "with", "without",
    )
)  # fmt: skip
"""Words that tell nothing of what a text is about."""


def bare_name(term: Term) -> str:
    """Return a term's name without what stands in brackets after it."""
    found = _AFTER.match(term.term)
    return found["name"] if found else term.term


@lru_cache(maxsize=2048)
def names_of(term: Term) -> tuple[str, ...]:
    """Return every name of a term, the longest first; what stands in brackets is one, too."""
    found = _AFTER.match(term.term)
    more = (found["more"],) if found and _LETTERS.fullmatch(found["more"]) else ()
    names = dict.fromkeys((term.term, bare_name(term), *more, *term.aliases))
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def hide_names(text: str, term: Term) -> str:
    """Return a term's definition without the term's own names, which would give it away."""
    for name in names_of(term):
        text = _pattern(name).sub(HIDDEN, text)
    return text


def names_word(text: str, term: Term) -> bool:
    """Whether a text names a term, by any of its names as whole words."""
    return _any_name(term).search(text.casefold()) is not None


def acronym_of(term: Term) -> tuple[str, str] | None:
    """Return an acronym of a term and what it stands for, such as `("ABN", "Advance …")`.

    None where no name of the term is made of the initials of another one: then nobody could say
    word by word what the letters stand for.
    """
    names = names_of(term)
    short = [name for name in names if _LETTERS.fullmatch(name) and " " not in name]
    for letters in short:
        for name in names:
            if spells(name, letters):
                return letters, name
    return None


def spells(name: str, letters: str) -> bool:
    """Whether the initials of a name's words, small ones left out, give the letters."""
    return [word[0].upper() for word in initial_words(name)] == list(letters.upper())


def initial_words(name: str) -> tuple[str, ...]:
    """Return the words of a name whose initials an acronym takes."""
    words = re.findall(r"[A-Za-z][\w'’]*", name)
    return tuple(word for word in words if word.casefold() not in _SMALL)


@lru_cache(maxsize=8192)
def _pattern(name: str) -> re.Pattern[str]:
    """Return what finds a name as whole words, also in the plural."""
    letters = _LETTERS.fullmatch(name) is not None
    flags = re.NOFLAG if letters else re.IGNORECASE
    return re.compile(rf"(?<!\w){re.escape(name)}(?:s|es)?(?!\w)", flags)


@lru_cache(maxsize=2048)
def _any_name(term: Term) -> re.Pattern[str]:
    names = "|".join(re.escape(name.casefold()) for name in names_of(term))
    return re.compile(rf"(?<!\w)(?:{names})(?:s|es)?(?!\w)")


@lru_cache(maxsize=4096)
def content_words(text: str) -> frozenset[str]:
    """Return the words of a text that carry meaning, cut to their first six letters."""
    words = re.findall(r"[a-z]{4,}", text.casefold())
    return frozenset(word[:6] for word in words if word not in _EMPTY)
