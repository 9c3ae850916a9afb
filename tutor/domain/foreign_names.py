"""Names of imported items: the same question gets the same name each time it is imported."""

from __future__ import annotations

import hashlib
import re
import unicodedata

PREFIX = "imp"
"""What names of imported items begin with; no shipped item's does."""
MARK = 12
"""Hex digits that tell items apart: 48 bits, one clash in 20,000,000 items."""
BANK_LENGTH = 40
"""Characters of a bank's name."""
LONG_REF = 16
"""Characters from which on an id is taken to be of one question in the world: a UUID, or the id of
an item of ours; `q1` is another question in another file."""


def bank_name(file: str) -> str:
    """Return what a file's bank is called: lower-case words joined by `-`."""
    stem = re.split(r"[/\\]", file)[-1]
    stem = stem.rsplit(".", 1)[0] if "." in stem[1:] else stem
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:BANK_LENGTH].strip("-")
    return name or "questions"


def item_name(bank: str, ref: str, content: str, *, everywhere: bool = False) -> str:
    """Return the id of an imported item.

    Args:
        bank: Its bank: short ids of a source mean something in their own bank only.
        ref: Its id in the source; empty if it has none.
        content: What it says, as a hash, for items without an id.
        everywhere: Whether the format's ids are unique in the world.
    """
    if not ref:
        return f"{PREFIX}-{bank}-{_mark(content)}"
    if everywhere or len(ref) >= LONG_REF:
        return f"{PREFIX}-{_mark(ref)}"
    return f"{PREFIX}-{bank}-{_mark(f'{bank}/{ref}')}"


def is_imported(item_id: str) -> bool:
    """Whether an id is that of an item that was taken from another program's file."""
    return item_id.startswith(f"{PREFIX}-")


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:MARK]
