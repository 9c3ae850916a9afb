"""Making any text safe to show on a terminal."""

from __future__ import annotations

import re
import unicodedata

TAB_WIDTH = 4
"""Columns a tab is expanded to."""
WHOLE_FROM, NOTHING = 1000, 0.0001
"""Points from which parts of one are left out, and below which nothing is left."""
_VISIBLE_CONTROLS = 0x2400
"""Start of the block of visible pictures of control characters (U+2400)."""
_SOFT_BREAK = re.compile(r"(?<=\S)[ ]*\n(?=\S)")
_STAND_IN = "\N{REPLACEMENT CHARACTER}"


def printable(text: str) -> str:
    """Return text with nothing left that a terminal would obey.

    Control characters (escape sequences among them) become their visible pictures, other
    invisible formatting characters (bidirectional overrides, C1 controls, lone surrogates) a
    replacement mark. Newlines stay; tabs become spaces.
    """
    if text.isprintable():
        return text
    unified = text.replace("\r\n", "\n").expandtabs(TAB_WIDTH)
    return "".join(c if c.isprintable() or c == "\n" else _stand_in(c) for c in unified)


def one_line(text: str, width: int) -> str:
    """Return text on one line of at most `width` characters, cut with an ellipsis."""
    flat = " ".join(printable(text).split())
    return flat if len(flat) <= width else flat[: width - 1].rstrip() + "…"


def folded(text: str) -> str:
    """Return a name as names are compared: one case, one form of each letter, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def quantity(number: int, thing: str, things: str = "") -> str:
    """Return a number of things, such as `1 attempt`, `1,200 attempts` or `2 diagnoses`.

    Args:
        number: How many.
        thing: What one is called.
        things: What several are called; with an s unless given.
    """
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"


def points_text(points: float, most: float | None = None) -> str:
    """Return points, marks or credit as people read them: `6.333`, or `6.333 of 8`.

    That is 4 digits at most, but whole ones in full. Files hold the raw number instead, and so do
    fields that can be changed.
    """
    if most is not None:
        return f"{points_text(points)} of {points_text(most)}"
    if abs(points) >= WHOLE_FROM:
        return f"{points:.0f}"
    return "0" if abs(points) < NOTHING else f"{points:.4g}"


def flow(text: str) -> str:
    """Return text with the author's line breaks inside paragraphs taken out.

    Content is wrapped for its editor; a terminal has its own width. Empty lines part
    paragraphs, and lines that begin with a space keep their place.
    """
    return _SOFT_BREAK.sub(" ", text.replace("\r\n", "\n")).strip()


def _stand_in(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_VISIBLE_CONTROLS + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if unicodedata.category(character) == "Zs":
        return " "
    if character == "\N{ZERO WIDTH JOINER}" or unicodedata.category(character) == "Zl":
        return ""
    return _STAND_IN
