"""Slips: what people really do wrong on a claim, and the hands that do it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

PLAIN, CLOSE, SUBTLE = 1, 2, 3
"""How easy a slip is to see: an empty or impossible box; one that needs comparing; one that looks
right until it is compared character by character."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that can go wrong on a form that is right so far.

    Attributes:
        box: Where.
        wrong: What stands there then.
        hard: One of `PLAIN`, `CLOSE`, `SUBTLE`.
        told: What happened and what tells the right value: full sentences.
        owner: `coder` or `biller`: who mends it.
    """

    box: str
    wrong: str
    hard: int
    told: str
    owner: str


def transposed(text: str, rng: Random) -> str:
    """Return a text in which two neighbouring digits changed places; the same if none can."""
    places = [
        at
        for at in range(len(text) - 1)
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1]
    ]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def mistyped(text: str, rng: Random) -> str:
    """Return a text with one digit replaced by its neighbour on the keyboard."""
    places = [at for at, char in enumerate(text) if char.isdigit()]
    if not places:
        return text
    at = rng.choice(places)
    beside = {"0": "9", "9": "8", "1": "2"}.get(text[at]) or str(
        int(text[at]) + rng.choice((-1, 1))
    )
    return text[:at] + beside + text[at + 1 :]


def misspelled(text: str, rng: Random) -> str:
    """Return a name with two neighbouring letters exchanged; the same if none can be."""
    places = [
        at
        for at in range(1, len(text) - 1)
        if text[at].isalpha() and text[at + 1].isalpha() and text[at] != text[at + 1]
    ]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def swapped_day(text: str) -> str:
    """Return a day with month and day exchanged: `04/21/2026` becomes `21/04/2026`."""
    month, day, year = text.split("/")
    return f"{day}/{month}/{year}"


def in_year(text: str, change: int) -> str:
    """Return a day some years later; the 29th of February becomes the 28th."""
    month, day, year = text.split("/")
    day = "28" if (month, day) == ("02", "29") else day
    return f"{month}/{day}/{int(year) + change}"
