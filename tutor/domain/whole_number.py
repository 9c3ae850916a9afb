"""Whole numbers in text that somebody typed or sent."""

from __future__ import annotations

MOST_DIGITS = 9


def is_whole(text: str, digits: int = MOST_DIGITS) -> bool:
    """Whether a text is a whole number of at most so many digits, so that `int` reads it.

    `str.isdigit` alone takes `²`, which `int` refuses, and numbers of more digits than `int` reads.
    """
    return len(text) <= digits and text.isascii() and text.isdigit()
