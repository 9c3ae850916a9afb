"""The order of names in lists: as people read them, so that Student 2 stands before Student 10."""

from __future__ import annotations

import re

from tutor.domain.text import folded

_DIGITS = re.compile(r"([0-9]+)")

Part = tuple[bool, int, str]


def natural(name: str) -> tuple[tuple[Part, ...], str]:
    """Return a key that sorts names: in any case, runs of digits as the numbers they are.

    A number stands before a word, and a name before one that goes on. Names that differ in
    nothing but case, spaces or leading zeros stand by their text: the order is the same
    everywhere.
    """
    return tuple(_part(part) for part in _DIGITS.split(folded(name)) if part), name


def _part(part: str) -> Part:
    if not part[0].isascii() or not part[0].isdigit():
        return True, 0, part
    digits = part.lstrip("0")
    return False, len(digits), digits
