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
        files: Of the learner's own bank: the file of each item.
    """

    own: set[str] = field(default_factory=set)
    files: dict[str, Path] = field(default_factory=dict)
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
        lines = sorted(f"{name} {self._items[name].content_hash}" for name in self.own)
        return hashlib.blake2b("\n".join(lines).encode(), digest_size=16).hexdigest()


def own_index(library: Library, folder: Path) -> BankIndex:
    """Return the index of the learner's own bank, then of all other content.

    Args:
        library: Content, up to date.
        folder: Of the learner's own bank.
    """
    index = BankIndex()
    heads = library.heads()
    places = item_files(library, {head.id for head in heads})
    mine = {name for name, path in places.items() if path.parent == folder}
    index.files.update({name: places[name] for name in mine})
    for item in sorted(
        library.items(head.id for head in heads), key=lambda one: one.id not in mine
    ):
        index.add(item, own=item.id in mine)
    return index


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
    places: dict[str, Path] = {}
    for file, facts in library.facts().items():
        for definition in facts.definitions:
            if definition.kind == "item" and definition.id in ids:
                places.setdefault(definition.id, shipped / file)
    return places
