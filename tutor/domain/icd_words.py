"""Spelling codes out: what each further character adds to a title."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

SMALL = frozenset(
    ["of", "the", "and", "or", "a", "an", "to", "in", "with", "by", "for", "on", "due"]
)
"""Words that are no meaning of their own at either end of an addition."""
MOSTLY_NEW = 0.6
"""Share of words that are new from which a title is given whole."""


def added_meaning(above: str, title: str) -> str:
    """Return what a title says that the title above it does not.

    >>> added_meaning("Unspecified fracture of the lower end of radius",
    ...               "Unspecified fracture of the lower end of right radius")
    'right'
    >>> added_meaning("Cholera", "Cholera due to Vibrio cholerae")
    'due to Vibrio cholerae'
    """
    if title.casefold().startswith(above.casefold()):
        rest = title[len(above) :].strip(" ,;-")
        return rest or title
    old, new = above.split(), title.split()
    matcher = SequenceMatcher(None, list(map(_bare, old)), list(map(_bare, new)), autojunk=False)
    pieces = [
        _trimmed(new[start:stop])
        for tag, _, _, start, stop in matcher.get_opcodes()
        if tag in {"insert", "replace"}
    ]
    added = [piece for piece in pieces if piece]
    if len(added) != 1 or len(added[0].split()) > MOSTLY_NEW * len(new):
        return title
    return added[0]


def _bare(word: str) -> str:
    bare = re.sub(r"\W", "", word).casefold()
    return bare[:-1] if bare.endswith("s") and len(bare) > len("is") + 1 else bare


def _trimmed(words: list[str]) -> str:
    """Drop small words at the ends, and commas."""
    while words and _bare(words[-1]) in SMALL:
        words = words[:-1]
    while len(words) > 1 and words[0].casefold() in {"the", "a", "an", "of"}:
        words = words[1:]
    if len(words) == 1 and words[0].casefold() in SMALL:
        return ""
    return " ".join(words).strip(" ,;")
