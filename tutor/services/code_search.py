"""Searching one book or several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from tutor.codebook.book import Book
from tutor.codebook.terms import search_terms
from tutor.services.code_views import CodeHit

TELLING = 4
"""Letters from which a typed word tells which book it belongs to."""


def search_book(book: Book, text: str, limit: int) -> tuple[CodeHit, ...]:
    """Return the hits of one edition, best first."""
    hits = book.use(lambda db: search_terms(db, text, limit))
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


def best_of(found: Iterable[Sequence[CodeHit]], text: str, limit: int) -> tuple[CodeHit, ...]:
    """Return the best hits of several books; among equals, in the order of the books.

    Where one book has a typed word as it stands, books that only guessed at other words come
    after it: `ketorolac` is a drug of HCPCS, no misspelt ketone of ICD-10-CM.
    """
    words = re.findall(rf"[^\W\d_]{{{TELLING},}}", text.casefold())
    books = list(found)
    literal = [any(_says(hit, words) for hit in hits) for hits in books]
    groups = [
        sorted(
            chain.from_iterable(
                hits for hits, said in zip(books, literal, strict=True) if said is wanted
            ),
            key=lambda hit: -hit.score,
        )
        for wanted in (True, False)
    ]
    return tuple(chain.from_iterable(groups))[:limit]


def _says(hit: CodeHit, words: Sequence[str]) -> bool:
    """Whether a hit has one of the words, or one that begins with it."""
    said = re.findall(r"[^\W\d_]+", f"{hit.title} {hit.matched}".casefold())
    return any(word.startswith(tuple(words)) for word in said) if words else False
