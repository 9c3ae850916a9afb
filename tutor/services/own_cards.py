"""Cards of the learner's own: glossary terms and codes, added to spaced review by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

from tutor.clock import Clock
from tutor.domain.icd import code_set_of, looks_like_icd
from tutor.domain.links import linked_terms
from tutor.domain.own_card import CODE, TERM, OwnCard, own_card
from tutor.domain.study_day import study_day
from tutor.domain.term_questions import TermQuestions
from tutor.errors import NotFoundError, TutorError, UsageError
from tutor.services.codes import CodeBook
from tutor.services.library import Library
from tutor.store.store import Store

if TYPE_CHECKING:
    from tutor.codebook.book import Book, Entry
    from tutor.domain.item import Item


@dataclass(frozen=True, slots=True)
class Added:
    """What became of adding cards.

    Attributes:
        titles: Those that are new.
        known: How many were there before.
    """

    titles: tuple[str, ...]
    known: int


@dataclass(frozen=True, slots=True)
class Askable:
    """What a card can be asked with.

    Attributes:
        title: What the card is about.
        kinds: The items it can be asked with, by id, and the kind of each.
        exams: Exam domains that the items are tagged to, once for each item.
        names: Other names of what it is about.
        domain: Of a concept, the exam domain in words.
    """

    title: str
    kinds: dict[str, str]
    exams: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    domain: str = ""


class OwnCardService:
    """Adds and removes cards, and makes their questions. Cheap to make; safe in threads."""

    def __init__(self, store: Store, library: Library, clock: Clock, codes: CodeBook) -> None:
        self._store = store
        self._library = library
        self._clock = clock
        self._codes = codes

    def held(self, learner_id: str) -> frozenset[str]:
        """Return the ids of a learner's own cards."""
        cards = self._store.cards(learner_id)
        return frozenset(card.concept for card in cards if own_card(card.concept))

    def term_card(self, name: str) -> str:
        """Return the id of a term's card.

        Raises:
            NotFoundError: There is no such term.
        """
        return OwnCard(TERM, self._library.term(name).id).id

    def add_terms(self, learner_id: str, names: Iterable[str]) -> Added:
        """Add glossary terms, by id, name or other name; all of them or, on an error, none.

        Raises:
            NotFoundError: There is no such term or learner.
        """
        terms = {term.id: term.term for term in map(self._library.term, names)}
        return self._add(learner_id, {OwnCard(TERM, one).id: terms[one] for one in terms})

    def add_codes(
        self, learner_id: str, codes: Iterable[str], *, code_set: str | None = None
    ) -> Added:
        """Add codes, with or without their dots; all of them or, on an error, none.

        Args:
            learner_id: Whose cards they are.
            codes: Codes of any code book that is there.
            code_set: Look in this code set only.

        Raises:
            NotFoundError: No book has it, or there is no such learner.
            UsageError: It is a heading of the book.
        """
        from tutor.services.code_questions import ASKABLE

        found = {}
        for code in codes:
            page = self._codes.page(code, code_set=code_set)
            if page.kind not in ASKABLE:
                raise UsageError(
                    f"{page.code} is a heading of the book ({page.kind}): add the codes below it"
                )
            found[OwnCard(CODE, page.code, page.code_set).id] = f"{page.code}  {page.title}"
        return self._add(learner_id, found)

    def add_named(self, learner_id: str, name: str) -> Added:
        """Add a term or, if none is called so, a code.

        Raises:
            NotFoundError: Neither is called so.
            UsageError: The code is a heading of the book, or the book is not put together yet.
        """
        try:
            return self.add_terms(learner_id, [name])
        except NotFoundError as error:
            if code_set_of(name) is None and not looks_like_icd(name):
                raise
            no_term = error
        if not self._codes.ready():
            raise UsageError(
                "the code book is put together when it is first opened: open it (B), then add codes"
            )
        try:
            return self.add_codes(learner_id, [name])
        except NotFoundError as error:
            raise NotFoundError(f"{no_term} And {error}.") from error

    def add_lesson(self, learner_id: str, lesson_id: str) -> Added:
        """Add all glossary terms that a lesson uses.

        Raises:
            NotFoundError: There is no such lesson or learner.
            UsageError: The lesson uses none.
        """
        lesson = self._library.lesson(lesson_id)
        text = " ".join(block.markdown for page in lesson.pages for block in page.blocks)
        known = {term.id for term in self._library.terms()}
        return self._add_all(
            learner_id, [one for one in linked_terms(text) if one in known], lesson.title
        )

    def add_domain(self, learner_id: str, exam: str, domain: str) -> Added:
        """Add all glossary terms of an exam's domain.

        Raises:
            NotFoundError: There is no such exam or learner.
            UsageError: The exam has no such domain, or no term belongs to it.
        """
        named = self._library.blueprint(exam).domain(domain)
        terms = [term.id for term in self._library.terms() if (exam, domain) in term.exams]
        return self._add_all(learner_id, terms, named.name)

    def remove(self, learner_id: str, card_id: str) -> None:
        """Remove a card, with all that is known of it.

        Raises:
            NotFoundError: The learner has no such card.
            UsageError: It is a concept: those come from the questions answered.
        """
        if own_card(card_id) is None:
            raise UsageError(
                f"{card_id} is no card of your own, so that it cannot be removed: suspend it"
            )
        self._store.remove_card(learner_id, card_id, study_day=self._study_day(learner_id))

    def toggle(self, learner_id: str, own: OwnCard) -> bool:
        """Add a term or code that is no card, or remove the card; return whether it is one now."""
        if own.id in self.held(learner_id):
            self.remove(learner_id, own.id)
            return False
        if own.kind == TERM:
            self.add_terms(learner_id, [own.name])
        else:
            self.add_codes(learner_id, [own.name], code_set=own.code_set)
        return True

    def needs_book(self, card_ids: Iterable[str]) -> bool:
        """Whether a code book has to be compiled before these cards can be asked."""
        owns = (own_card(one) for one in card_ids)
        sets = {own.code_set for own in owns if own and own.kind == CODE}
        return any(self._ready(name) is False for name in sets)

    def askable(self, card_id: str) -> Askable | None:
        """Return what a card of one's own can be asked with.

        None where the term is gone, or the code with its edition: the card waits unseen. A book
        that has to be compiled first is taken to have the code.
        """
        own = own_card(card_id)
        if own is None:
            return None
        return self._term(own) if own.kind == TERM else self._code(own)

    def item(self, item_id: str, rng: Random) -> Item:
        """Return a question, by an id that `askable` gave.

        Raises:
            NotFoundError: What it is about is gone meanwhile.
        """
        card_id, _, form = item_id.rpartition("/")
        own = own_card(card_id)
        try:
            if own is not None and own.kind == TERM:
                return self._questions.item(self._library.term(own.name), form, rng)
            if own is not None:
                return self._code_item(own, form, rng)
        except ValueError as error:
            raise NotFoundError(str(error)) from error
        raise NotFoundError(f"there is no question {item_id!r}")

    def _term(self, own: OwnCard) -> Askable | None:
        try:
            term = self._library.term(own.name)
        except NotFoundError:
            return None
        forms = self._questions.forms(term) if term.id == own.name else ()
        if not forms:
            return None
        kinds = {f"{own.id}/{form}": "single" for form in forms}
        return Askable(term.term, kinds, term.exams, term.aliases)

    def _code(self, own: OwnCard) -> Askable | None:
        from tutor.services.code_questions import CHOOSE, ITEM_KINDS, forms_of

        ready = self._ready(own.code_set)
        if ready is None:
            return None
        if not ready:
            return Askable(own.name, {f"{own.id}/{CHOOSE}": ITEM_KINDS[CHOOSE]})
        try:
            book, entry = self._entry(own)
            kinds = {f"{own.id}/{form}": ITEM_KINDS[form] for form in forms_of(book, entry)}
        except TutorError:
            return None
        return Askable(f"{entry.code}  {entry.title}", kinds) if kinds else None

    def _code_item(self, own: OwnCard, form: str, rng: Random) -> Item:
        from tutor.services.code_questions import code_item, forms_of

        book, entry = self._entry(own)
        forms = forms_of(book, entry)
        # An id given before the book was compiled may name a form that the code turns out to lack.
        return code_item(book, entry, form if form in forms or not forms else forms[0], rng)

    def _entry(self, own: OwnCard) -> tuple[Book, Entry]:
        book = self._codes.book(own.code_set)
        entry = book.find(own.name)
        if entry is None:
            raise NotFoundError(f"there is no code {own.name} in {book.label}")
        return book, entry

    def _ready(self, code_set: str) -> bool | None:
        """Whether a book can be read without waiting; None where there is none to be read."""
        try:
            return self._codes.ready(code_set)
        except TutorError:
            return None

    @cached_property
    def _questions(self) -> TermQuestions:
        return TermQuestions(self._library.terms())

    def _add_all(self, learner_id: str, terms: list[str], where: str) -> Added:
        if not terms:
            raise UsageError(f"no glossary term belongs to “{where}”")
        return self.add_terms(learner_id, terms)

    def _add(self, learner_id: str, titles: dict[str, str]) -> Added:
        added = self._store.add_cards(learner_id, titles, study_day=self._study_day(learner_id))
        return Added(tuple(titles[one] for one in added), len(titles) - len(added))

    def _study_day(self, learner_id: str) -> date:
        return study_day(self._clock.now(), self._store.learner(learner_id).time_zone)
