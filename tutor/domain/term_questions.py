"""Questions about a glossary term, made from the glossary alone.

Three forms take turns, so that the fact is learnt and not one question: its meaning is given
and the term chosen, the term is given and its meaning chosen, or its letters are given and what
they stand for is chosen.

Exactly one option is right. A term is never offered beside another that may mean the same or
be a kind of it: see `apart`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from random import Random

from tutor.domain.item import CARD_POOL, Choices, Item, Option, Reference
from tutor.domain.lesson import Term
from tutor.domain.links import plain_text
from tutor.domain.own_card import TERM, OwnCard
from tutor.domain.term_names import (
    acronym_of,
    bare_name,
    content_words,
    hide_names,
    initial_words,
    names_of,
    names_word,
    spells,
)

MEANING, NAME, LETTERS = "meaning", "name", "letters"
"""Forms: which term has this meaning, what does this name mean, what do these letters mean."""
WRONG = 3
"""Wrong options of a question."""
NEAREST = 10
"""Terms nearest to the one asked for, of which the wrong options are drawn."""
ALIKE = 0.2
"""Definitions that share more of their words than this may fit one another's term."""
_IDS = "abcd"

Text = tuple[str, str]
"""An option and its rationale."""
Parts = tuple[str, Text, list[Text]]
"""A stem, the right option and the wrong ones."""


class TermQuestions:
    """Makes questions about the terms of a glossary."""

    def __init__(self, terms: Sequence[Term]) -> None:
        self._terms = tuple(terms)
        self._nearest: dict[str, tuple[Term, ...]] = {}

    def forms(self, term: Term) -> tuple[str, ...]:
        """Return the forms in which a term can be asked for; none where it stands alone."""
        if not any(other.id != term.id and apart(term, other) for other in self._terms):
            return ()
        return (MEANING, NAME, LETTERS) if self._expansions(term) else (MEANING, NAME)

    def item(self, term: Term, form: str, rng: Random) -> Item:
        """Return a question about a term; the same random source gives the same question.

        Raises:
            ValueError: The term has no such form.
        """
        if form not in self.forms(term):
            raise ValueError(f"{term.id} cannot be asked for as {form!r}")
        makers = {MEANING: self._meaning, NAME: self._name, LETTERS: self._letters}
        stem, right, wrong = makers[form](term, rng)
        card = OwnCard(TERM, term.id).id
        return Item(
            id=f"{card}/{form}",
            version=1,
            kind="single",
            stem=stem,
            body=_options(right, wrong, rng),
            exams=(),
            role=term.role,
            subject="glossary",
            topic=card,
            skill="concept",
            level="recall",
            difficulty=1,
            references=(Reference(f"Glossary: {term.term}"),),
            lesson=None,
            code_set="",
            pool=CARD_POOL,
        )

    def nearest(self, term: Term) -> tuple[Term, ...]:
        """Return the terms that can stand beside one as wrong options, the nearest first.

        Near are terms that the glossary links with the same other terms, then those of the same
        exam domains, then those of the same work.
        """
        if term.id not in self._nearest:
            others = [other for other in self._terms if other.id != term.id and apart(term, other)]
            others.sort(key=lambda other: (-_closeness(term, other), other.id))
            self._nearest[term.id] = tuple(others[:NEAREST])
        return self._nearest[term.id]

    def _meaning(self, term: Term, rng: Random) -> Parts:
        stem = f"Which term has this meaning?\n\n{_definition(term)}"
        return stem, (term.term, _full(term)), [(one.term, _full(one)) for one in
                                                self._others(term, rng)]  # fmt: skip

    def _name(self, term: Term, rng: Random) -> Parts:
        others = self._others(term, rng)
        wrong = [(_definition(other), f"That is another term: {_linked(other)}.")
                 for other in others]  # fmt: skip
        return f"What does this mean: {term.term}?", (_definition(term), _full(term)), wrong

    def _letters(self, term: Term, rng: Random) -> Parts:
        letters, name = acronym_of(term) or ("", "")
        made = list(self._expansions(term))
        wrong = [
            (text, f"Not this: {letters} stands for {name}.")
            for text in rng.sample(made, min(WRONG, len(made)))
        ]
        return f"What do these letters stand for: {letters}?", (name, _full(term)), wrong

    def _others(self, term: Term, rng: Random) -> list[Term]:
        near = self.nearest(term)
        return rng.sample(near, min(WRONG, len(near)))

    def _expansions(self, term: Term) -> tuple[str, ...]:
        """Return wrong readings of a term's letters: one word is another of the same letter.

        The words are those of other terms' names, at the same place in them (first, last or
        between), so that they look alike. None that any term is really called.
        """
        found = acronym_of(term)
        if found is None:
            return ()
        letters, name = found
        made: dict[str, None] = {}
        for word, other in self._swaps(name):
            text = name.replace(word, other, 1)
            if text.casefold() not in self._names and spells(text, letters):
                made[text] = None
        return tuple(made) if len(made) >= WRONG else ()

    def _swaps(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield each word of a name with a word that could stand in its place."""
        words = initial_words(name)
        for at, word in enumerate(words):
            for other in self._words.get((_place(at, len(words)), word[0].upper()), ()):
                alike = other[:4] == word.casefold()[:4]
                if not alike and other.endswith("s") == word.endswith("s"):
                    yield word, other.capitalize() if word[0].isupper() else other

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name.casefold() for term in self._terms for name in names_of(term))

    @cached_property
    def _words(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """The words of all names by their place and first letter."""
        found: dict[tuple[str, str], set[str]] = {}
        for term in self._terms:
            words = initial_words(bare_name(term))
            for at, word in enumerate(words if len(words) > 1 else ()):
                if len(word) > 3 and word.isalpha() and not word.isupper():
                    key = _place(at, len(words)), word[0].upper()
                    found.setdefault(key, set()).add(word.casefold())
        return {key: tuple(sorted(words)) for key, words in found.items()}


def apart(one: Term, other: Term) -> bool:
    """Whether neither term can be taken for the other, so that only one of two options is right.

    Not apart are terms with a name in common, or one's name within the other's (a claim and a
    clean claim); terms whose texts name one another, or that the glossary links, as one may be
    a kind of the other; and terms whose definitions are worded much alike.
    """
    if other.id in one.see or one.id in other.see:
        return False
    words = content_words(one.short), content_words(other.short)
    if len(words[0] & words[1]) > ALIKE * min(map(len, words), default=0):
        return False
    pairs = ((one, other), (other, one))
    return not any(names_word(f"{a.short} | {' | '.join(names_of(a))}", b) for a, b in pairs)


def _options(right: Text, wrong: Iterable[Text], rng: Random) -> Choices:
    drawn = [(right, True), *((one, False) for one in wrong)]
    rng.shuffle(drawn)
    return Choices(
        tuple(
            Option(letter, text, rationale, correct)
            for letter, ((text, rationale), correct) in zip(_IDS, drawn, strict=False)
        )
    )


def _closeness(term: Term, other: Term) -> float:
    shared = len(set(term.see) & set(other.see))
    domains = len(set(term.exams) & set(other.exams))
    return 2 * shared + domains / max(1, len(term.exams)) + 0.5 * (term.role == other.role)


def _definition(term: Term) -> str:
    return hide_names(plain_text(term.short).strip(), term)


def _full(term: Term) -> str:
    return f"{_linked(term)}: {plain_text(term.short).strip()}"


def _linked(term: Term) -> str:
    """Return the term's name as a link, which feedback offers to look up."""
    return f"[[{term.id}|{term.term.replace('[', '(').replace(']', ')').replace('|', '/')}]]"


def _place(at: int, count: int) -> str:
    return "first" if at == 0 else "last" if at == count - 1 else "between"
