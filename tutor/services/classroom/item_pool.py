"""All questions that a course's sets can be made of: the library's, and the course's own."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from weakref import WeakKeyDictionary

from tutor.domain.compiled import item_head
from tutor.domain.item import Item
from tutor.domain.item_search import Searchable, found, searchable
from tutor.domain.quiz_set import Rule
from tutor.domain.set_records import CourseItem
from tutor.errors import NotFoundError
from tutor.services.classroom.set_views import FoundLine
from tutor.services.library import Library

FOUND = 100
"""Questions a search returns at most."""
_INDEXES: WeakKeyDictionary[Library, tuple[str, tuple[Searchable, ...]]] = WeakKeyDictionary()
"""Made once a library: reading thousands of items takes longer than a keystroke may."""


class ItemPool:
    """What there is at one moment. For staff only: students never search a course's bank."""

    def __init__(self, library: Library, own: Iterable[CourseItem]) -> None:
        self._library = library
        self.own = {one.item.id: one for one in own}
        self.heads = (
            *library.heads("bank"),
            *(item_head(one.item) for one in self.own.values() if not one.withdrawn_at),
        )
        self.known = {head.id: head for head in self.heads}

    def search(
        self, text: str, rule: Rule | None = None, limit: int = FOUND
    ) -> tuple[FoundLine, ...]:
        """Return questions with words that begin like those typed and that fit a rule's tags."""
        hits = found(self._entries, text, rule or Rule(1), limit)
        return tuple(_line(hit) for hit in hits)

    def items(self, ids: Iterable[str]) -> dict[str, Item]:
        """Return those of some items that can be used, by id."""
        wanted = [item_id for item_id in ids if item_id in self.known]
        shipped = [item_id for item_id in wanted if item_id not in self.own]
        found = {item.id: item for item in self._library.items(shipped)}
        return found | {one: self.own[one].item for one in wanted if one in self.own}

    def item(self, name: str) -> Item:
        """Return one item by its id, or by the end of an own item's id.

        Raises:
            NotFoundError: There is none, or it was withdrawn.
        """
        if name not in self.known:
            own = [one for one in self.own if one.endswith(f"-{name}") and one in self.known]
            if len(own) != 1:
                return self._unknown(name)
            name = own[0]
        return self.items((name,))[name]

    def _unknown(self, name: str) -> Item:
        if name in self.own:
            raise NotFoundError(f"{name} was withdrawn from the course's bank")
        item = self._library.item(name)  # says what is near, or holds a lesson's question
        raise NotFoundError(f"{item.id} is a lesson's own question: sets take those of banks")

    @cached_property
    def _entries(self) -> tuple[Searchable, ...]:
        version = self._library.content_version()
        known = _INDEXES.get(self._library)
        if known is None or known[0] != version:
            heads = self._library.heads("bank")
            items = self._library.items(head.id for head in heads)
            known = (
                version,
                tuple(
                    searchable(item, head, own=False)
                    for item, head in zip(items, heads, strict=True)
                ),
            )
            _INDEXES[self._library] = known
        own = (
            searchable(one.item, self.known[one.item.id], own=True)
            for one in self.own.values()
            if one.item.id in self.known
        )
        return (*own, *known[1])


def _line(hit: Searchable) -> FoundLine:
    head = hit.head
    exams = ", ".join(sorted({exam.upper() for exam, _ in head.exams}))
    return FoundLine(
        head.id,
        head.title,
        f"{head.subject}/{head.topic} · {exams} · {head.level}",
        head.difficulty,
        hit.own,
    )
