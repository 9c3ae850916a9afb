"""Searching one book or several."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tutor.codebook.book import Book
from tutor.codebook.terms import TermHit, known_share, search_terms
from tutor.codebook.terms_codes import codes_like
from tutor.services.code_views import CodeHit

UNKNOWN_COST = 1.5
"""What a hit loses, beside those of other books, if its book has none of the words typed."""

EXACT = 1.0
"""What a modifier typed as such is worth: less than what an abbreviation finds (`HF`, `AF`)."""

_MODIFIER = re.compile(r"\s*[A-Za-z0-9]{2}\s*")


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of one edition, best first.

    Attributes:
        by_code: Whether the text was taken for a code, the beginning of one, or a range.
        known: Share of the words typed that the edition has.
    """

    hits: tuple[CodeHit, ...]
    by_code: bool
    known: float


def search_book(book: Book, text: str, limit: int) -> tuple[CodeHit, ...]:
    """Return the hits of one edition, best first; a modifier typed as such before all."""
    found = book.use(lambda db: search_terms(db, text, limit))
    named = _modifier(book, text)
    hits = [*named, *(hit for hit in found if hit.code not in {one.code for one in named})][:limit]
    entries = book.named(hit.code for hit in hits)
    return tuple(
        CodeHit(
            code=hit.code,
            title=entries[hit.code].title,
            billable=entries[hit.code].billable,
            kind=entries[hit.code].kind,
            code_set=book.code_set,
            edition=book.label,
            matched=hit.matched,
            score=hit.score,
        )
        for hit in hits
    )


def search_among(book: Book, text: str, limit: int) -> Found:
    """Return the hits of one edition and what weighs them against those of others."""
    by_code, known = book.use(lambda db: (bool(codes_like(db, text, 1)), known_share(db, text)))
    return Found(search_book(book, text, limit), by_code, known)


def best_of(found: Iterable[Found], limit: int) -> tuple[CodeHit, ...]:
    """Return the best hits of several books; among equals, in the order of the books.

    A book that only guessed at words comes after one that has them: `ketorolac` is a drug of
    HCPCS, no misspelt ketone of ICD-10-CM. Where a text is a code of one book, the others are
    not searched for its characters as words.
    """
    books = list(found)
    coded = [one for one in books if one.by_code]
    hits = [
        replace(hit, score=round(hit.score - UNKNOWN_COST * (1 - one.known), 4))
        if not coded and not _is_modifier(hit)
        else hit
        for one in coded or books
        for hit in one.hits
    ]
    return tuple(sorted(hits, key=lambda hit: -hit.score)[:limit])


def _is_modifier(hit: CodeHit) -> bool:
    return hit.kind == "modifier" and hit.score == EXACT


def _modifier(book: Book, text: str) -> list[TermHit]:
    entry = book.find(text) if _MODIFIER.fullmatch(text) else None
    return [TermHit(entry.code, EXACT, "")] if entry and entry.kind == "modifier" else []
