"""What is wrong with a single code: unknown, incomplete, placeholder missing."""

from __future__ import annotations

from tutor.codebook.book import Book, Entry
from tutor.codebook.given import Raised
from tutor.domain.icd import CATEGORY, FULL, PLACEHOLDER, compact, dotted, with_seventh
from tutor.domain.text import quantity

SHOWN = 6
"""Codes offered at most."""


def unknown(book: Book, text: str) -> Raised:
    """Say what is wrong with a code that the book does not have."""
    code = dotted(text)
    if meant := placeholder_missing(book, text):
        return Raised(
            "error",
            "placeholder",
            (code,),
            f"the 7th character must stand in the 7th place: fill up with the placeholder "
            f"{PLACEHOLDER}, as in {meant}.",
        )
    near = nearest(book, text)
    hint = f" Near it: {', '.join(entry.code for entry in near)}." if near else ""
    return Raised("error", "unknown", (code,), f"there is no such code in {book.label}.{hint}")


def placeholder_missing(book: Book, text: str) -> str | None:
    """Return the full code meant by one whose placeholders are missing or too few, or None."""
    bare = compact(text)
    squeezed = bare[:CATEGORY] + bare[CATEGORY:-1].replace(PLACEHOLDER, "") + bare[-1:]
    return book.squeezed.get(squeezed) if len(bare) < FULL else None


def nearest(book: Book, text: str) -> tuple[Entry, ...]:
    """Return codes that share the longest beginning with a code that does not exist."""
    bare = compact(text)
    for size in range(len(bare) - 1, CATEGORY - 1, -1):
        if above := book.find(bare[:size]):
            return (book.children(above.id) or (above,))[:SHOWN]
    return ()


def why_not_billable(book: Book, entry: Entry) -> str:
    """Return one sentence that says what an existing code lacks; empty if it is billable."""
    if entry.billable:
        return ""
    if entry.kind not in {"category", "code"}:
        return f"{entry.code} is a {entry.kind}, not a code: choose one below it."
    below = book.children(entry.id)
    if below and below[0].kind == "extension":
        chars = [one.code[-1] for one in below]
        return (
            f"{entry.code} is not complete: it needs a 7th character ({_listed(chars)})"
            f"{_padding(entry.code)}, such as {below[0].code}."
        )
    tail = " and then a 7th character" if book.seventh(below[0].id if below else entry.id) else ""
    return (
        f"{entry.code} is not complete: it is a heading with "
        f"{quantity(len(below), 'more exact code')} directly below{tail}; choose one, such as "
        f"{', '.join(one.code for one in below[:3])}."
    )


def incomplete(book: Book, entry: Entry) -> Raised:
    """Say what an existing code lacks."""
    return Raised("error", "incomplete", (entry.code,), why_not_billable(book, entry))


def _padding(code: str) -> str:
    missing = FULL - 1 - len(compact(code))
    if missing <= 0:
        return ""
    filled = with_seventh(code, "_")
    return f" after {quantity(missing, 'placeholder')} {PLACEHOLDER} ({filled})"


def _listed(chars: list[str]) -> str:
    if len(chars) > SHOWN + 1:
        return f"{', '.join(chars[:SHOWN])} … {chars[-1]}"
    return ", ".join(chars[:-1]) + f" or {chars[-1]}" if len(chars) > 1 else chars[0]
