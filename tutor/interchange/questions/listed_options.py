"""Options that are listed in the text of a question, and answers that name them by letter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tutor.domain.text import folded

_OPTION = re.compile(r"(?:[-*]\s+)?[(\[]?([A-Ia-i1-9])[.):\]]\s+(\S.*)")
_LEAD = r"(?:(?:the\s+)?(?:correct\s+)?(?:answers?|key)(?:\s+is|\s+are)?\s*[:\-]?\s*)?"
_NAMED = re.compile(rf"{_LEAD}[(\[]?([A-I1-9])(?:([)\].:])|\b)\s*(.*)", re.IGNORECASE)
_SEVERAL = re.compile(
    rf"{_LEAD}([A-I1-9](?:\s*(?:,|;|&|\+|\band\b)\s*[A-I1-9])+)\.?", re.IGNORECASE
)

LONGEST = 1000
"""Letters of a line in which options are named."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A question and the options listed after it."""

    stem: str
    options: tuple[str, ...]


def options_in(text: str) -> Listed | None:
    """Return a text's options, if it ends in a list of at least two, each on its line.

    They are lettered or numbered without a gap, from A or 1.
    """
    lines = text.splitlines()
    found: list[tuple[str, str]] = []
    start = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        line = lines[number].strip()
        option = _OPTION.fullmatch(line)
        if option:
            found.insert(0, (option[1], option[2].strip()))
            start = number
            if option[1] in "Aa1":
                break
        elif line:
            break
    if len(found) < 2 or [_place(label) for label, _ in found] != list(range(len(found))):
        return None
    return Listed("\n".join(lines[:start]).strip(), tuple(text for _, text in found))


def keys_named(text: str, options: Sequence[str]) -> tuple[frozenset[int], str]:
    """Return the places of the options that an answer names, and what else it says.

    An answer names them by letter or number (`B`, `Answer: b) why`, `A, C`), or is the text of
    one. None are returned if it does neither, or means one option by letter and another by text.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    first = lines[0].strip("*` ") if lines else ""
    rest = "\n".join(lines[1:]).strip()
    alike = [place for place, option in enumerate(options) if folded(option) == folded(first)]
    if len(alike) == 1:
        lone = _NAMED.fullmatch(first[:LONGEST])
        if lone and not lone[3].strip() and _place(lone[1]) not in (alike[0], *_beyond(options)):
            return frozenset(), ""  # "B" is the text of one option and the letter of another
        return frozenset(alike), rest
    if len(first) > LONGEST:
        return frozenset(), ""
    several = _SEVERAL.fullmatch(first)
    if several:
        keys = frozenset(_place(one) for one in re.findall(r"\b[A-Ia-i1-9]\b", several[1]))
        return (keys, rest) if max(keys) < len(options) else (frozenset(), "")
    named = _NAMED.fullmatch(first)
    if not named or _place(named[1]) >= len(options):
        return frozenset(), ""
    place, said = _place(named[1]), named[3].strip()
    if folded(said) == folded(options[place]):
        said = ""
    elif folded(said) in map(folded, options):
        return frozenset(), ""  # the letter of one and the text of another
    elif said and not named[2]:
        return frozenset(), ""  # "A patient ..." names nothing
    return frozenset({place}), "\n\n".join(one for one in (said, rest) if one)


def _beyond(options: Sequence[str]) -> range:
    """Return places that no option has."""
    return range(len(options), 9)


def _place(label: str) -> int:
    return int(label) - 1 if label.isdigit() else ord(label.lower()) - ord("a")
