"""The glossary, and search over lessons, topics and terms."""

from __future__ import annotations

from tutor.domain.lesson import Term
from tutor.domain.links import linked_terms, plain_text
from tutor.errors import NotFoundError
from tutor.services.learning_views import Hit, TermView
from tutor.services.library import Library
from tutor.services.views import Link


class GlossaryService:
    """What the Glossary screen, term pop-ups and `tutor glossary` are made of."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def terms(self, text: str = "") -> tuple[Link, ...]:
        """Return the terms whose name or alias contains the text, in order of name.

        Terms that begin with the text come first.
        """
        wanted = text.strip().casefold()
        found = [term for term in self._library.terms() if _matches(term, wanted)]
        found.sort(key=lambda term: (not _begins(term, wanted), term.term.casefold()))
        return tuple(Link(term.id, term.term) for term in found)

    def term(self, term_id: str) -> TermView:
        """Open a term by id or alias.

        Raises:
            NotFoundError: There is no such term.
        """
        term = self._library.term(term_id)
        return TermView(
            id=term.id,
            term=term.term,
            aliases=term.aliases,
            short=plain_text(term.short),
            more=plain_text(term.more),
            role=term.role,
            see=self._see(term),
            lessons=self._lessons(term.id),
        )

    def search(self, text: str, limit: int = 30) -> tuple[Hit, ...]:
        """Search lessons, topics and terms by words; best first. Empty text finds nothing."""
        return tuple(
            Hit(hit.kind, hit.id, hit.title, hit.excerpt, hit.page)
            for hit in self._library.search(text, limit)
            if hit.kind != "item"  # a question's text would give away a quiz
        )

    def _see(self, term: Term) -> tuple[Link, ...]:
        links = []
        for other in term.see:
            try:
                links.append(Link(other, self._library.term(other).term))
            except NotFoundError:
                continue  # a user's own glossary may refer to a term that is gone
        return tuple(links)

    def _lessons(self, term_id: str) -> tuple[Link, ...]:
        found = []
        for head in self._library.lessons():
            lesson = self._library.lesson(head.id)
            text = " ".join(block.markdown for page in lesson.pages for block in page.blocks)
            if term_id in linked_terms(text):
                found.append(Link(head.id, head.title))
        return tuple(found)


def _matches(term: Term, wanted: str) -> bool:
    return any(wanted in name.casefold() for name in (term.term, *term.aliases))


def _begins(term: Term, wanted: str) -> bool:
    return any(name.casefold().startswith(wanted) for name in (term.term, *term.aliases))
