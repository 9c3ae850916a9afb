"""The code book: look codes up, spell them out, check them against one another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.domain.code_sets import MAIN, ORDER
from tutor.errors import NotFoundError

# Everything that reads books is imported on first use: 30 ms that the program's start saves.
if TYPE_CHECKING:
    from tutor.codebook.book import Book
    from tutor.codebook.given import Raised
    from tutor.services.code_editions import Known, Shelf
    from tutor.services.code_views import (
        CodeCheck,
        CodeHit,
        CodeLine,
        CodePage,
        EditionView,
        Finding,
        PcsTableView,
        SeventhChar,
        Spelled,
    )
    from tutor.services.library import Library


class CodeBook:
    """Every installed edition of every code set. Cheap to make; a book is opened on first use.

    Safe to call from several threads. Codes are taken with or without their dot, in any case.
    `edition` is a label as `editions()` gives it, or its beginning; `on` a date of service that
    picks the edition. Without either it is the shipped ICD-10-CM. Every method may raise
    `CodeBookError`, a `TutorError`, when a book cannot be made or read.
    """

    def __init__(self, cache: Path, kept: Path, library: Library) -> None:
        """Name the places; nothing is opened yet.

        Args:
            cache: Folder of compiled editions, which may be deleted at any time.
            kept: Folder of imported editions.
            library: Content, for the project's own lists of codes.
        """
        self._places = cache, kept, library

    def ready(self, code_set: str = MAIN) -> bool:
        """Whether the usual edition is compiled, so that nothing has to be waited for."""
        return self._shelf.is_made(self._shelf.choose(code_set)[0])

    def prepare(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Compile what is not compiled. `progress(done, total)` is told of the longest part."""
        for known in self._shelf.known():
            self._shelf.book(known, progress if known.code_set == MAIN else None)

    def reload(self) -> None:
        """Look anew which editions there are, after an import or a removal."""
        self._shelf.reload()

    def editions(self) -> tuple[EditionView, ...]:
        """Return every edition: by code set, newest first."""
        return tuple(self._edition_view(known) for known in self._shelf.known())

    def faults(self) -> tuple[str, ...]:
        """Return one line on each imported edition that cannot be read."""
        return self._shelf.faults()

    def book(
        self, code_set: str = MAIN, *, edition: str | None = None, on: date | None = None
    ) -> Book:
        """Return the open book of one edition, for drills and checks that need many look-ups.

        Raises:
            NotFoundError: There is no such edition.
        """
        return self._shelf.book(self._shelf.choose(code_set, edition=edition, on=on)[0])

    def search(
        self,
        text: str,
        *,
        code_set: str | None = None,
        edition: str | None = None,
        on: date | None = None,
        limit: int = 20,
    ) -> tuple[CodeHit, ...]:
        """Search by words, abbreviations, a code or the beginning of one; best first.

        Args:
            text: What was typed so far.
            code_set: Where to look; in all code sets unless given.
            edition: Which edition; the usual ones unless given.
            on: A date of service that picks the editions.
            limit: How many hits at most.

        Raises:
            NotFoundError: There is no such edition.
        """
        from tutor.services.code_search import best_of, search_among, search_book

        if code_set:
            known, _ = self._shelf.choose(code_set, edition=edition, on=on)
            return self._shelf.read(known, lambda book: search_book(book, text, limit))
        chosen = self._every(edition, on)
        return best_of(
            (self._shelf.read(one, lambda book: search_among(book, text, limit)) for one in chosen),
            limit,
        )

    def page(
        self,
        code: str,
        *,
        code_set: str | None = None,
        edition: str | None = None,
        on: date | None = None,
    ) -> CodePage:
        """Return everything the book says about a code.

        Raises:
            NotFoundError: No book has it, or there is no such edition.
        """
        from tutor.services import code_pages

        known, notice = self._holding(code, code_set, edition, on)
        return self._shelf.read(
            known, lambda book: code_pages.page(book, code_pages.find(book, code), notice)
        )

    def notice(self, code_set: str, *, on: date | None) -> str:
        """Return a line on the edition used where a date of service lies outside all, or nothing.

        Raises:
            NotFoundError: There is no edition of this code set.
        """
        return self._shelf.choose(code_set, on=on)[1]

    def children(
        self,
        code: str | None = None,
        *,
        code_set: str = MAIN,
        edition: str | None = None,
        on: date | None = None,
    ) -> tuple[CodeLine, ...]:
        """Return what stands directly below a code; without one, the top of the book.

        Raises:
            NotFoundError: There is no such code or edition.
        """
        from tutor.services import code_pages

        known, _ = self._shelf.choose(code_set, edition=edition, on=on)

        def read(book: Book) -> tuple[CodeLine, ...]:
            above = None if code is None else code_pages.find(book, code).id
            return code_pages.code_lines(book, book.children(above))

        return self._shelf.read(known, read)

    def check(
        self, codes: Sequence[str], *, edition: str | None = None, on: date | None = None
    ) -> CodeCheck:
        """Check codes given together, in their order.

        Diagnosis codes are held against the ICD-10-CM instructions; of other code sets it is
        only said whether they are there.
        """
        from tutor.codebook.rules import check_codes
        from tutor.services.code_views import CodeCheck

        if not codes:
            return CodeCheck((), ())
        known, notice = self._shelf.choose(MAIN, edition=edition, on=on)
        others = [code for code in codes if self._other_set(code)]
        diagnoses = [code for code in codes if code not in others]
        raised = self._shelf.read(known, lambda book: check_codes(book, diagnoses))
        return CodeCheck(
            codes=tuple(self._written(known, code) for code in codes),
            findings=tuple(map(_finding, (*raised, *self._absent(others)))),
            edition=known.label,
            notice=notice,
        )

    def seventh(self, code: str, *, edition: str | None = None) -> tuple[SeventhChar, ...]:
        """Return the choices of 7th character of a code with their full codes.

        Raises:
            NotFoundError: There is no such code.
        """
        from tutor.services import code_pages

        known, _ = self._shelf.choose(MAIN, edition=edition)
        return self._shelf.read(
            known, lambda book: code_pages.seventh(book, code_pages.find(book, code))
        )

    def explain(self, code: str, *, edition: str | None = None) -> tuple[Spelled, ...]:
        """Spell a code out, character group by character group.

        Raises:
            NotFoundError: No book has it.
        """
        from tutor.services import code_pages

        known, _ = self._holding(code, None, edition, None)
        return self._shelf.read(
            known, lambda book: code_pages.spell(book, code_pages.find(book, code))
        )

    def pcs_table(self, table: str, *, edition: str | None = None) -> PcsTableView:
        """Return the ICD-10-PCS table of three characters.

        Raises:
            NotFoundError: There is none in this edition.
        """
        from tutor.services import code_pages

        known, _ = self._shelf.choose("icd10pcs", edition=edition)
        return self._shelf.read(known, lambda book: code_pages.pcs_table(book, table))

    def _every(self, edition: str | None, on: date | None) -> list[Known]:
        """Return the edition of every code set that has one of this name or for this day."""
        chosen: list[Known] = []
        missing: NotFoundError | None = None
        for name in ORDER:
            try:
                chosen.append(self._shelf.choose(name, edition=edition, on=on)[0])
            except NotFoundError as error:
                missing = missing or error
        if missing and not chosen:
            raise missing
        return chosen

    @cached_property
    def _shelf(self) -> Shelf:
        from tutor.services.code_editions import Shelf

        return Shelf(*self._places)

    def _edition_view(self, known: Known) -> EditionView:
        from tutor.services.code_views import EditionView

        compiled = self._shelf.is_made(known)
        meta = self._shelf.book(known).meta if compiled else {}
        return EditionView(
            code_set=known.code_set,
            label=known.label,
            valid_from=known.valid_from,
            valid_to=known.valid_to,
            codes=int(meta.get("nodes", 0)),
            billable=int(meta.get("billable", 0)),
            source=known.source,
            shipped=known.is_shipped,
            compiled=compiled,
        )

    def _holding(
        self, code: str, code_set: str | None, edition: str | None, on: date | None
    ) -> tuple[Known, str]:
        """Return the edition that has a code; the most likely one if none has it."""
        first: tuple[Known, str] | None = None
        missing: NotFoundError | None = None
        for name in [code_set] if code_set else _likely(code):
            try:
                choice = self._shelf.choose(name, edition=edition, on=on)
            except NotFoundError as error:
                missing = missing or error
                continue
            first = first or choice
            if self._has(choice[0], code):
                return choice
        if first is None:
            raise missing or NotFoundError(f"{code!r} is no code")
        return first

    def _other_set(self, code: str) -> str | None:
        """Return the code set of something that is no diagnosis code, by its shape."""
        from tutor.domain.icd import code_set_of, looks_like_icd

        name = code_set_of(code)
        if name in {None, MAIN}:
            return None
        known, _ = self._shelf.choose(MAIN)
        return None if looks_like_icd(code) and self._has(known, code) else name

    def _absent(self, codes: Iterable[str]) -> Iterator[Raised]:
        from tutor.codebook.given import Raised

        for code in codes:
            try:
                known, _ = self._shelf.choose(self._other_set(code) or MAIN)
            except NotFoundError:
                known = None
            if known is None or not self._has(known, code):
                where = f"in {known.label}" if known else "in any book here"
                text = f"this code is not {where}; a list that is a selection may lack it."
                yield Raised("warning", "not-listed", (code.strip().upper(),), text)

    def _has(self, known: Known, code: str) -> bool:
        return self._shelf.read(known, lambda book: book.find(code)) is not None

    def _written(self, known: Known, code: str) -> str:
        entry = self._shelf.read(known, lambda book: book.find(code))
        return entry.code if entry else code.strip().upper()


def _likely(code: str) -> list[str]:
    """Return all code sets, the one that a code's shape speaks for first."""
    from tutor.domain.icd import code_set_of

    guess = code_set_of(code)
    return sorted(ORDER, key=lambda name: (name != guess, ORDER.index(name)))


def _finding(raised: Raised) -> Finding:
    from tutor.services.code_views import Finding

    return Finding(
        severity=raised.severity,
        rule=raised.rule,
        codes=raised.codes,
        text=raised.text[:1].upper() + raised.text[1:],
        note_owner=raised.owner,
    )
