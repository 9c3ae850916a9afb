"""Which editions of which code sets there are, and opening them: made first where need be."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from tutor.codebook.book import Book
from tutor.codebook.compile import (
    BookDamagedError,
    CodeBookError,
    Edition,
    Progress,
    compile_edition,
)
from tutor.codebook.curated import SOURCE, curated_edition, curated_key, curated_label
from tutor.codebook.shipped import read_shipped, shipped
from tutor.domain.code_sets import MAIN, NAMES, ORDER
from tutor.domain.pcs import PcsBook
from tutor.domain.seeds import CodeList
from tutor.errors import NotFoundError
from tutor.services.library import Library

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """An edition, whether or not its file is made.

    Attributes:
        key: What the file must say of itself; empty for an imported edition, which is kept.
        make: Reads what goes into the file; None for an imported edition.
    """

    code_set: str
    label: str
    path: Path
    source: str
    valid_from: date | None = None
    valid_to: date | None = None
    key: str = ""
    make: Callable[[Progress | None], Edition] | None = None

    @property
    def is_shipped(self) -> bool:
        """Whether it comes with the program."""
        return self.make is not None

    def holds(self, day: date) -> bool:
        """Whether it holds for a date of service."""
        return self.distance(day) == 0

    def distance(self, day: date) -> int:
        """Return how many days a date of service lies outside the edition's dates."""
        if self.valid_from and day < self.valid_from:
            return (self.valid_from - day).days
        if self.valid_to and day > self.valid_to:
            return (day - self.valid_to).days
        return 0


class Shelf:
    """All editions. Books are opened on first use and stay open; any thread may ask."""

    def __init__(self, cache: Path, kept: Path, library: Library) -> None:
        self._cache = cache
        self._kept = kept
        self._library = library
        self._books: dict[Path, Book] = {}
        self._lock = threading.RLock()

    def known(self) -> tuple[Known, ...]:
        """Return every edition: by code set, newest first."""
        found = [*self._shipped, *self._imported()]
        found.sort(key=lambda one: one.valid_from or date.min, reverse=True)
        return tuple(sorted(found, key=lambda one: ORDER.index(one.code_set)))

    def faults(self) -> tuple[str, ...]:
        """Return one line on each imported edition that cannot be read."""
        return tuple(
            str(_lost(error)) for _, error in map(self._tried, self._kept_files()) if error
        )

    def choose(
        self, code_set: str, *, edition: str | None = None, on: date | None = None
    ) -> tuple[Known, str]:
        """Return the edition asked for, and a line on it where a date lies outside all.

        Raises:
            NotFoundError: There is none of this code set or of this name.
        """
        found = [one for one in self.known() if one.code_set == code_set]
        if not found:
            if code_set == MAIN:
                self._main()  # says why the shipped one is missing
            raise NotFoundError(
                f"there is no {NAMES.get(code_set, code_set)} code book: import one with "
                "`tutor codes import FILE`"
            )
        if edition is not None:
            return _named(found, edition), ""
        if on is not None:
            return _dated(found, on)
        return _usual(found), ""

    def is_made(self, one: Known) -> bool:
        """Whether an edition can be read without waiting."""
        with suppress(BookDamagedError):
            return bool(self._open(one))
        return False

    def book(self, one: Known, progress: Progress | None = None) -> Book:
        """Return an edition's book, making its file first where it is missing or outdated.

        Raises:
            CodeBookError: It cannot be made, or an imported one is damaged.
        """
        with self._lock:
            try:
                return self._open(one)
            except BookDamagedError as error:
                if one.make is None:
                    raise _lost(error) from error
                compile_edition(one.make(progress), one.path, progress)
                self._sweep(one)
                return self._open(one)

    def read(self, one: Known, use: Callable[[Book], T]) -> T:
        """Return what `use` reads from an edition; a damaged file is made again once.

        Raises:
            CodeBookError: It cannot be made, or an imported one is damaged.
        """
        book = self.book(one)
        try:
            return use(book)
        except BookDamagedError as error:
            if one.make is None:
                raise _lost(error) from error
            with self._lock:
                if self._books.get(one.path) is book:
                    del self._books[one.path]
                    with suppress(OSError):
                        one.path.unlink(missing_ok=True)
            return use(self.book(one))

    def reload(self) -> None:
        """Forget all open books, after an import or a removal."""
        with self._lock:
            self._books.clear()  # whoever is reading one keeps it open

    def _open(self, one: Known) -> Book:
        with self._lock:
            if one.path not in self._books:
                book = Book(one.path)
                if one.key and book.meta.get("key") != one.key:
                    book.close()
                    raise BookDamagedError(f"{one.path}: outdated")
                self._books[one.path] = book
            return self._books[one.path]

    def _sweep(self, one: Known) -> None:
        """Remove what earlier versions left of the same code set."""
        for old in self._cache.glob(f"{one.code_set}-*.db"):
            if old != one.path and old not in self._books:
                with suppress(OSError):
                    old.unlink()

    @cached_property
    def _shipped(self) -> tuple[Known, ...]:
        lists = {codes.id: codes for codes in self._library.code_lists()}
        pcs = self._library.pcs_book()
        curated = (
            self._curated(lists[name], pcs if name == "icd10pcs" and pcs.tables else None)
            for name in ORDER
            if name in lists
        )
        with suppress(CodeBookError):
            return (self._main(), *curated)
        return tuple(curated)

    def _main(self) -> Known:
        found = shipped()
        return Known(
            code_set=MAIN,
            label=found.label,
            path=self._cache / found.file,
            source=found.meta()["source"],
            valid_from=found.valid_from,
            valid_to=found.valid_to,
            key=found.key,
            make=lambda progress: read_shipped(found, progress),
        )

    def _curated(self, codes: CodeList, pcs: PcsBook | None) -> Known:
        key = curated_key(codes, pcs)
        return Known(
            code_set=codes.id,
            label=curated_label(codes),
            path=self._cache / f"{codes.id}-{key.partition(':')[2]}.db",
            source=SOURCE,
            key=key,
            make=lambda _: curated_edition(codes, pcs),
        )

    def _imported(self) -> Iterable[Known]:
        return (one for one, error in map(self._tried, self._kept_files()) if not error)

    def _kept_files(self) -> Iterable[Path]:
        return sorted(self._kept.glob("*.db"))

    def _tried(self, path: Path) -> tuple[Known, BookDamagedError | None]:
        """Return what a kept file says of itself, and why it cannot be read."""
        try:
            book = self._open(Known(MAIN, "", path, ""))
        except BookDamagedError as error:
            return Known(MAIN, path.name, path, ""), error
        known = Known(
            code_set=book.code_set,
            label=book.label,
            path=path,
            source=book.meta.get("source", path.name),
            valid_from=book.valid_from,
            valid_to=book.valid_to,
        )
        return known, None


def _named(found: list[Known], name: str) -> Known:
    wanted = name.strip().casefold()
    for matches in (str.__eq__, str.startswith):
        for one in found:
            if matches(one.label.casefold(), wanted):
                return one
    labels = ", ".join(one.label for one in found)
    raise NotFoundError(
        f"there is no edition {name!r} of {NAMES[found[0].code_set]}; there is {labels}"
    )


def _dated(found: list[Known], day: date) -> tuple[Known, str]:
    """Choose by a date of service; of several, one with dates of its own comes first."""
    best = min(found, key=lambda one: (one.distance(day), one.valid_from is None))
    if best.holds(day):
        return best, ""
    nearest = f"no {NAMES[best.code_set]} edition here holds for {day:%Y-%m-%d}"
    return best, f"{nearest}; this is the nearest, {best.label}"


def _usual(found: list[Known]) -> Known:
    """Return the shipped ICD-10-CM; of the others, of which a selection is shipped, an import."""
    if found[0].code_set == MAIN:
        return next((one for one in found if one.is_shipped), found[0])
    return next((one for one in found if not one.is_shipped), found[0])


def _lost(error: BookDamagedError) -> BookDamagedError:
    return BookDamagedError(f"{error}: import it again with `tutor codes import FILE`")
