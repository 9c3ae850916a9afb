"""Bookmarks: the pages of the code book that a learner keeps at hand."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.domain.records import BookmarkKey
from tutor.errors import NotFoundError
from tutor.services.codes import CodeBook
from tutor.store.store import Store


@dataclass(frozen=True, slots=True)
class BookmarkView:
    """A bookmark in a list; `title` is empty where its edition is not loaded any more."""

    key: BookmarkKey
    title: str


class BookmarkService:
    """Keeps bookmarks, and lists them with their titles."""

    def __init__(self, store: Store, codes: CodeBook) -> None:
        self._store = store
        self._codes = codes

    def listed(self, learner_id: str) -> tuple[BookmarkView, ...]:
        """Return a learner's bookmarks, newest first."""
        return tuple(
            BookmarkView(one.key, self._title(one.key)) for one in self._store.bookmarks(learner_id)
        )

    def keys(self, learner_id: str) -> frozenset[BookmarkKey]:
        """Return which pages a learner has bookmarked."""
        return frozenset(one.key for one in self._store.bookmarks(learner_id))

    def keep(self, learner_id: str, key: BookmarkKey, *, kept: bool) -> None:
        """Keep a page at hand, or no longer.

        Raises:
            NotFoundError: There is no such learner.
        """
        self._store.set_bookmark(learner_id, key, kept=kept)

    def _title(self, key: BookmarkKey) -> str:
        try:
            page = self._codes.page(key.code, code_set=key.code_set, edition=key.edition)
        except NotFoundError:
            return ""
        return page.title
