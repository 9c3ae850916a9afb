"""What a coder may have meant: abbreviations and everyday words turned into title words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from tutor.domain.clinical_abbreviations import ABBREVIATIONS
from tutor.domain.clinical_encounters import ENCOUNTER_PHRASES
from tutor.domain.clinical_phrases import CONDITION_PHRASES
from tutor.domain.clinical_synonyms import SAME
from tutor.domain.clinical_words import NULL, flat, stem, tokens

MEANINGS = 5
"""Readings of one query at most."""
END = ","
"""Stands behind a meaning, so that what it denies ends with it."""
SHORTEST_GUESS = 3
"""Letters from which a single word is completed to a phrase of the lexicon."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase's words in their kept form, and the texts that may replace it, likeliest first."""

    words: frozenset[str]
    meanings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases by each of their words, and words that may stand for one another."""

    phrases: dict[str, tuple[Phrase, ...]]
    same: dict[str, tuple[tuple[str, ...], ...]]

    def known(self, word: str) -> bool:
        """Whether a word, in its kept form, is part of a phrase or has words like it."""
        return word in self.phrases or word in self.same

    def like(self, word: str) -> tuple[tuple[str, ...], ...]:
        """Return what may stand for a word: each a group of words that belong together."""
        return self.same.get(word, ())


@cache
def lexicon() -> Lexicon:
    """Return the lexicon; it is read once."""
    phrases: dict[str, list[Phrase]] = {}
    for block in (*ABBREVIATIONS, *CONDITION_PHRASES, *ENCOUNTER_PHRASES):
        for phrase in _phrases(block):
            for word in phrase.words:
                phrases.setdefault(word, []).append(phrase)
    return Lexicon({word: tuple(found) for word, found in phrases.items()}, _same(SAME))


def meanings(parts: list[str], *, last_is_open: bool) -> list[list[str]]:
    """Return the readings of a query, likeliest first; the last one is the query as typed.

    Args:
        parts: The query's tokens.
        last_is_open: Whether the last word may still be growing: it then also completes phrases.
    """
    found = _readings(parts)
    if last_is_open and parts:
        for word in _completions(parts):
            found += _readings([*parts[:-1], word])[:1]
    unique: list[list[str]] = []
    for reading in found:
        if reading not in unique:
            unique.append(reading)
    unique = unique[:MEANINGS]
    if parts not in unique:
        unique.append(parts)
    return unique


def _readings(parts: list[str]) -> list[list[str]]:
    """Replace the phrases in a query; one with several meanings gives several readings."""
    places = {stem(part): place for place, part in reversed(list(enumerate(parts)))}
    chosen: list[tuple[int, Phrase]] = []
    used: set[str] = set()
    for phrase in _candidates(places):
        if not phrase.words & used:
            used |= phrase.words
            chosen.append((min(places[word] for word in phrase.words), phrase))
    if not chosen:
        return []
    first = {place: phrase.meanings[0] for place, phrase in chosen}
    choices = [first]
    for place, phrase in chosen:
        choices += [first | {place: meaning} for meaning in phrase.meanings[1:]]
    return [_replaced(parts, used, choice) for choice in choices]


def _candidates(places: dict[str, int]) -> list[Phrase]:
    lexis = lexicon().phrases
    found = {
        phrase.words: phrase
        for word in places
        for phrase in reversed(lexis.get(word, ()))
        if phrase.words <= places.keys()
    }
    return sorted(found.values(), key=lambda phrase: (-len(phrase.words), _span(phrase, places)))


def _span(phrase: Phrase, places: dict[str, int]) -> int:
    """Return over how much of a query a phrase's words are spread."""
    taken = [places[word] for word in phrase.words]
    return max(taken) - min(taken)


def _replaced(parts: list[str], used: set[str], choice: dict[int, str]) -> list[str]:
    result: list[str] = []
    for place, part in enumerate(parts):
        if place in choice:
            result += [*tokens(choice[place]), END]
        elif stem(part) not in used:
            result.append(part)
    return result


def _completions(parts: list[str]) -> Iterator[str]:
    """Yield words of the lexicon that the last word may become, if they complete a phrase."""
    *done, last = parts
    if (len(last) < SHORTEST_GUESS and not done) or stem(last) in lexicon().phrases:
        return
    have = {stem(part) for part in done}
    found = {
        word
        for word, phrases in lexicon().phrases.items()
        if word.startswith(last)
        and word != stem(last)
        and any(
            word in phrase.words
            and phrase.words <= have | {word}
            and (len(phrase.words) > 1 or len(last) >= SHORTEST_GUESS)
            for phrase in phrases
        )
    }
    yield from sorted(found, key=lambda word: (len(word), word))[:2]


def _phrases(block: str) -> Iterator[Phrase]:
    for line in block.strip().splitlines():
        left, _, right = line.partition(" = ")
        ways = tuple(flat(meaning.strip()) for meaning in right.split("|"))
        for phrase in left.split(", "):
            parts = tokens(flat(phrase))
            key = frozenset(stem(part) for part in parts if part not in NULL or part == "a")
            if key:
                yield Phrase(key, ways)


def _same(block: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in block.strip().splitlines():
        left, one_way, right = line.partition(" = ")
        if one_way:
            pairs: Iterable[tuple[str, str]] = [(left, other) for other in right.split("|")]
        else:
            group = line.split(" ~ ")
            pairs = [(one, other) for one in group for other in group if one != other]
        for one, other in pairs:
            group_words = tuple(stem(part) for part in tokens(flat(other)) if part not in NULL)
            found.setdefault(stem(flat(one.strip())), []).append(group_words)
    return {word: tuple(groups) for word, groups in found.items()}
