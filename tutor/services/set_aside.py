"""Items whose key a newer imported edition of their code set has overtaken.

Such an item is not drawn by practice until its author has looked at it. Nothing is computed
unless an edition was imported; then the result is kept until content or editions change.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from tutor.domain.code_sets import NAMES
from tutor.errors import TutorError
from tutor.services.library import Library

if TYPE_CHECKING:
    from tutor.codebook.book import Book, Entry
    from tutor.codebook.importing.keep import Kept
    from tutor.domain.item import Item
    from tutor.services.codes import CodeBook

Reason: TypeAlias = Literal["retired", "not billable", "new title"]
POOLS = ("bank", "lesson")
"""Pools whose items have codes in their keys."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """An item that is set aside.

    Attributes:
        code: The code of its key that changed.
        edition: The newer edition, such as `ICD-10-CM FY2027`.
        text: One sentence on what changed.
    """

    item: str
    code: str
    code_set: str
    reason: Reason
    edition: str
    text: str


class SetAsideService:
    """Finds out which items are set aside."""

    def __init__(self, kept: Path, cache: Path, library: Library, codes: CodeBook) -> None:
        """Name the places.

        Args:
            kept: Folder of imported editions.
            cache: Folder for the kept result, which may be deleted at any time.
            library: The items.
            codes: The editions that come with the program.
        """
        self._kept = kept
        self._file = cache / "set_aside.json"
        self._library = library
        self._codes = codes
        self._known: tuple[str, tuple[SetAside, ...]] = ("", ())

    def ids(self) -> frozenset[str]:
        """Return the ids of all items that are set aside.

        While the shipped edition cannot be made they are not known; `tutor doctor` reports that,
        and practice goes on.
        """
        try:
            return frozenset(one.item for one in self.items())
        except TutorError:
            return frozenset()

    def items(self) -> tuple[SetAside, ...]:
        """Return what is set aside and why, in order of items; one entry for an item and code.

        Raises:
            CodeBookError: The shipped edition, which must be compiled for it, cannot be made.
        """
        stamps = self._stamps()
        if not stamps:
            return ()
        key = "|".join((self._library.content_version(), *stamps))
        if self._known[0] != key:
            found = self._load(key)
            if found is None:
                found = tuple(self._find())
                self._save(key, found)
            self._known = key, found
        return self._known[1]

    def _stamps(self) -> list[str]:
        """Return what tells the imported editions from others; nothing if there are none."""
        stamps = []
        for path in sorted(self._kept.glob("*.db")):
            with suppress(OSError):
                status = path.stat()
                stamps.append(f"{path.name}:{status.st_size}:{status.st_mtime_ns}")
        return stamps

    def _load(self, key: str) -> tuple[SetAside, ...] | None:
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
            return tuple(SetAside(**one) for one in data["items"]) if data["key"] == key else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    def _save(self, key: str, found: Iterable[SetAside]) -> None:
        data = {"key": key, "items": [asdict(one) for one in found]}
        fresh = self._file.with_name(f"{self._file.name}.{os.getpid()}.new")
        with suppress(OSError):  # without it, the next start looks again
            fresh.write_text(json.dumps(data), encoding="utf-8")
            fresh.replace(self._file)

    def _find(self) -> Iterator[SetAside]:
        judges = list(self._judges())
        if not judges:
            return
        try:
            for item in self._items():
                yield from _judged(item, judges)
        finally:
            for judge in judges:
                judge.close()

    def _items(self) -> Iterable[Item]:
        ids = sorted(head.id for pool in POOLS for head in self._library.heads(pool))
        return self._library.items(ids)

    def _judges(self) -> Iterator[_Judge]:
        """Yield a judge for every code set of which a whole edition was imported."""
        from tutor.codebook.importing.keep import kept_editions

        imported = [one for one in kept_editions(self._kept) if not (one.damaged or one.partial)]
        for code_set in sorted({one.code_set for one in imported}):
            own = sorted(
                (one for one in imported if one.code_set == code_set),
                key=lambda one: one.valid_from or date.min,
            )
            yield _Judge(code_set, own, self._codes)


class _Judge:
    """Holds the codes of one code set against the newest imported edition of it."""

    def __init__(self, code_set: str, imported: list[Kept], codes: CodeBook) -> None:
        from tutor.codebook.book import Book

        self.code_set = code_set
        self._codes = codes
        self._newest = imported[-1]
        self._older = imported[:-1]
        self._new = Book(self._newest.path)
        self._opened = {self._newest.path: self._new}
        self._shipped = next(
            (one for one in codes.editions() if one.code_set == code_set and one.shipped), None
        )

    def close(self) -> None:
        """Close the imported editions."""
        for book in self._opened.values():
            book.close()

    def verdict(self, code: str, day: date | None) -> tuple[Reason, str] | None:
        """Return what happened to a code, or None if nothing did.

        Args:
            code: As the item's key has it.
            day: The last day of the item's own year; None if it states none.
        """
        start = self._newest.valid_from
        if start is None or (day is not None and start <= day and self._shipped):
            return None
        if self._shipped and self._shipped.valid_from and start <= self._shipped.valid_from:
            return None
        if day is not None and start.year < day.year:
            return None
        old = self._before(day)
        entry = old.find(code) if old else None
        if old and entry is None:
            return None  # what the item's own year does not have is no matter of the newer one
        now = self._new.find(code)
        return _changed(code, entry, now, titles=old is not None and self._same_words(old))

    def edition(self) -> str:
        """Return what people call the newest edition."""
        return f"{NAMES[self.code_set]} {self._newest.label}"

    def _before(self, day: date | None) -> Book | None:
        """Return the edition an item was written for: imported, else the shipped; or None."""
        from tutor.codebook.book import Book

        dated = [one for one in self._older if day is None or (one.valid_from or date.min) <= day]
        shipped_from = self._shipped.valid_from if self._shipped else None
        if dated and (shipped_from is None or (dated[-1].valid_from or date.min) > shipped_from):
            path = dated[-1].path
            if path not in self._opened:
                self._opened[path] = Book(path)
            return self._opened[path]
        if self._shipped is None:
            return None
        return self._codes.book(self.code_set, edition=self._shipped.label)

    def _same_words(self, old: Book) -> bool:
        """Whether titles of both editions come from the same hand, so that they can differ."""
        if old.path not in self._opened:
            return self.code_set == "icd10cm"  # other shipped lists are in our own words
        return old.meta.get("titles") == self._new.meta.get("titles")


def _changed(
    code: str, old: Entry | None, new: Entry | None, *, titles: bool
) -> tuple[Reason, str] | None:
    if new is None:
        return "retired", f"{code} is no longer there"
    if old is None:
        return None
    if old.billable and not new.billable:
        return "not billable", f"{code} can no longer be reported as it is"
    if titles and _words(old.title) != _words(new.title):
        return "new title", f"{code} is now called {new.title!r}"
    return None


def _judged(item: Item, judges: Iterable[_Judge]) -> Iterator[SetAside]:
    from tutor.domain.key_codes import key_codes, last_day

    pairs = key_codes(item)
    for judge in judges:
        for code_set, code in pairs:
            if code_set != judge.code_set:
                continue
            verdict = judge.verdict(code, last_day(code_set, item.code_set))
            if verdict:
                reason, text = verdict
                yield SetAside(item.id, code, code_set, reason, judge.edition(), text)


def _words(title: str) -> list[str]:
    return re.findall(r"\w+", title.casefold())
