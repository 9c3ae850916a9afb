"""How near two words are: for telling what a misspelt word was meant to be."""

from __future__ import annotations

from itertools import pairwise

PHONETIC = "~"
"""Stands before the key of how a word sounds."""
_SOUNDS = (("ph", "f"), ("rh", "r"), ("th", "t"), ("ck", "k"), ("qu", "k"), ("x", "ks"))
_SOUND_OF = str.maketrans(
    {"y": "i", "c": "k", "z": "s", "q": "k", "e": "", "a": "", "i": "", "o": "", "u": "", "h": ""}
)


def shortened(word: str) -> set[str]:
    """Return a word, the word with any one letter left out, and how it sounds.

    Two words that share one of these are at most two slips apart, or sound alike.
    """
    cut = {word[:place] + word[place + 1 :] for place in range(len(word))}
    return {word, *cut, sound(word)}


def sound(word: str) -> str:
    """Return how a word sounds: its first letter, then consonants, none twice in a row."""
    plain = word
    for written, spoken in _SOUNDS:
        plain = plain.replace(written, spoken)
    rest = plain[1:].translate(_SOUND_OF)
    letters = plain[:1] + rest
    once = "".join(two for one, two in pairwise(letters) if one != two)
    return f"{PHONETIC}{letters[:1]}{once}"


def distance(one: str, two: str) -> int:
    """Return the slips between two words: letters added, left out, changed, or swapped."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, letter in enumerate(one, 1):
        last, row, older = row, [i], before
        before = last
        for j, other in enumerate(two, 1):
            best = min(last[j] + 1, row[-1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == two[j - 2] and one[i - 2] == other:
                best = min(best, older[j - 2] + 1)
            row.append(best)
    return row[-1]
