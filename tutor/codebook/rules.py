"""Checking codes given together against the instructions of the book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.codebook.book import Book, Entry
from tutor.codebook.duties import duty_findings
from tutor.codebook.excludes import excludes_findings
from tutor.codebook.given import Raised, gather
from tutor.codebook.order import order_findings
from tutor.codebook.shape import incomplete, unknown

WEIGHT = {"error": 0, "warning": 1, "info": 2}
NODES = frozenset({"category", "code", "extension"})
"""Kinds of nodes that are codes; the others are headings of the book."""


def check_codes(book: Book, codes: Sequence[str]) -> tuple[Raised, ...]:
    """Check ICD-10-CM codes given together, in their order.

    Excludes1 is about the same condition: the checker cannot know whether two conditions are
    related, and says so (guideline I.A.12.a).

    Returns:
        Errors first, then warnings, then information; the same finding of several codes once.
    """
    entries = [(text, _code(book, text)) for text in codes]
    known = [(place, entry) for place, (_, entry) in enumerate(entries) if entry]
    given = gather(book, _first_of_each(known))
    raised = [
        *(unknown(book, text) for text, entry in entries if entry is None),
        *(incomplete(book, entry) for _, entry in _first_of_each(known) if not entry.billable),
        *_duplicates(entry for _, entry in known),
        *excludes_findings(given),
        *order_findings(given),
        *duty_findings(given),
    ]
    return tuple(sorted(_merged(raised), key=lambda one: WEIGHT[one.severity]))


def _code(book: Book, text: str) -> Entry | None:
    entry = book.find(text)
    return entry if entry and entry.kind in NODES else None


def _first_of_each(known: Iterable[tuple[int, Entry]]) -> list[tuple[int, Entry]]:
    firsts: dict[int, tuple[int, Entry]] = {}
    for place, entry in known:
        firsts.setdefault(entry.id, (place, entry))
    return list(firsts.values())


def _duplicates(entries: Iterable[Entry]) -> Iterator[Raised]:
    seen: dict[int, int] = {}
    for entry in entries:
        seen[entry.id] = seen.get(entry.id, 0) + 1
        if seen[entry.id] == 2:  # said once, at the second
            yield Raised(
                "error",
                "duplicate",
                (entry.code,),
                "a code is reported once an encounter, also when it holds for both sides or two "
                "conditions (guideline I.B.12).",
            )


def _merged(raised: Iterable[Raised]) -> list[Raised]:
    """Say the same thing about several codes in one finding."""
    found: dict[tuple[str, str, str, str], Raised] = {}
    for one in raised:
        key = (one.severity, one.rule, one.text, one.owner)
        before = found.get(key)
        codes = tuple(dict.fromkeys((*before.codes, *one.codes))) if before else one.codes
        found[key] = one._replace(codes=codes)
    return list(found.values())
