"""What is there already when questions come in: found by id, by every word, by stem and key."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tutor.domain.item import IMPORTED, Item
from tutor.domain.likeness import content_key, question_key
from tutor.services.library import Library

BY_ID, BY_TEXT, BY_QUESTION = "id", "text", "question"


@dataclass(slots=True)
class BankIndex:
    """Items that a new one may repeat; those of the target may also get new versions.

    Attributes:
        own: Ids of items of the target.
    """

    own: set[str] = field(default_factory=set)
    _items: dict[str, Item] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)
    _questions: dict[str, str] = field(default_factory=dict)

    def add(self, item: Item, *, own: bool) -> None:
        """Add an item; the target's own come first, then the order of adding counts."""
        if item.id in self._items:
            return
        if own:
            self.own.add(item.id)
        self._items[item.id] = item
        self._texts.setdefault(content_key(item), item.id)
        self._questions.setdefault(question_key(item), item.id)

    def item(self, item_id: str) -> Item | None:
        """Return an item by its id."""
        return self._items.get(item_id)

    def same_text(self, text: str) -> str | None:
        """Return the id of an item by its `content_key`."""
        return self._texts.get(text)

    def same_question(self, question: str) -> str | None:
        """Return the id of an item by its `question_key`."""
        return self._questions.get(question)

    def state(self) -> str:
        """Return a hash of the target's items and versions."""
        return bank_state((name, self._items[name].content_hash) for name in self.own)


def bank_state(items: Iterable[tuple[str, str]]) -> str:
    """Return a hash of a bank, from id and content hash of each of its items."""
    lines = sorted(f"{name} {content_hash}" for name, content_hash in items)
    return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def own_index(library: Library, folder: Path) -> BankIndex:
    """Return the index of the learner's own bank, then of all other content.

    Args:
        library: Content, up to date.
        folder: Of the learner's own bank.
    """
    index = BankIndex()
    mine, _ = own_bank(library, folder)
    heads = library.heads()
    for item in sorted(
        library.items(head.id for head in heads), key=lambda one: one.id not in mine
    ):
        index.add(item, own=item.id in mine)
    return index


def own_bank(library: Library, folder: Path) -> tuple[Mapping[str, Path], str]:
    """Return the file of each item of the learner's own bank, and the bank's state.

    Args:
        library: Content, up to date.
        folder: Of the learner's own bank.
    """
    heads = {head.id: head.content_hash for head in library.heads()}
    places = item_files(library, heads)
    mine = {name: path for name, path in places.items() if path.parent == folder}
    return mine, bank_state((name, heads[name]) for name in mine)


def course_index(library: Library, items: Iterable[Item]) -> BankIndex:
    """Return the index of a course's bank, then of all content.

    What an instructor has in a bank of their own is left out: a course may have it, too.
    """
    index = BankIndex()
    for item in items:
        index.add(item, own=True)
    for item in library.items(head.id for head in library.heads() if head.subject != IMPORTED):
        index.add(item, own=False)
    return index


def item_files(library: Library, ids: Collection[str]) -> Mapping[str, Path]:
    """Return the file that each item is written in; of an id defined twice the first."""
    from tutor.services.library import content_roots

    shipped = content_roots()[0]
    paths: dict[str, Path] = {}
    return {
        name: paths.setdefault(file, shipped / file)
        for name, file in library.item_files().items()
        if name in ids
    }
