"""Bookmarks in the code book: set on a page, listed, opened."""

from __future__ import annotations

from typing import ClassVar

from textual.content import Content

from tutor.domain.records import BookmarkKey
from tutor.services.bookmarks import BookmarkView
from tutor.services.code_views import CodePage
from tutor.services.exam_books import ExamBooks
from tutor.tui.base import tutor_app
from tutor.tui.book_commands import MARK_COMMANDS
from tutor.tui.commands import Command, bindings
from tutor.tui.modals.choose import ChooseModal
from tutor.tui.text import show
from tutor.tui.trail import PageKey
from tutor.tui.widgets.code_lines import book_name
from tutor.tui.widgets.code_page import PageView
from tutor.tui.widgets.code_reading import BookReading


class BookMarks(BookReading):
    """The part of the code book that keeps bookmarks."""

    KEYS: ClassVar[tuple[Command, ...]] = MARK_COMMANDS
    BINDINGS = bindings(KEYS)

    def __init__(self, books: ExamBooks, *, id: str | None = None) -> None:
        super().__init__(books, id=id)
        self._marks: frozenset[BookmarkKey] = frozenset()

    def refresh_marks(self) -> None:
        """Read the bookmarks again: one may have been set elsewhere."""
        app = tutor_app(self)
        if self.is_open:
            services, learner = app.services, app.learner
            self.ask(lambda: services.bookmarks.keys(learner.id), self.take_marks, group="marks")

    def action_mark(self) -> None:
        """Bookmark the page, or take the bookmark away."""
        page, app = self.page, tutor_app(self)
        if page is None:
            return
        services, learner = app.services, app.learner
        key, kept = _bookmark(page), not self.is_marked(page)

        def keep() -> frozenset[BookmarkKey]:
            services.bookmarks.keep(learner.id, key, kept=kept)
            return services.bookmarks.keys(learner.id)

        self.ask(keep, self.take_marks, group="mark", once=True)

    def action_marks(self) -> None:
        """List the bookmarks."""
        app = tutor_app(self)
        services, learner = app.services, app.learner
        self.ask(lambda: services.bookmarks.listed(learner.id), self._list_marks, group="marks")

    def take_marks(self, marks: frozenset[BookmarkKey]) -> None:
        """Show which pages are bookmarked."""
        self._marks = marks
        if (page := self.page) is not None:
            self.query_one(PageView).show_head(marked=self.is_marked(page))

    def _list_marks(self, marks: tuple[BookmarkView, ...]) -> None:
        if not marks:
            self.app.notify("Press M on a page to bookmark it.", title="No bookmarks yet")
            return
        keys = [one.key for one in marks]
        choices = [(str(at), _mark_line(one)) for at, one in enumerate(marks)]

        def opened(chosen: str | None) -> None:
            if chosen is not None:
                key = keys[int(chosen)]
                self.visit(PageKey(key.code, key.code_set, key.edition))

        self.app.push_screen(ChooseModal("Bookmarks", choices), opened)

    def is_marked(self, page: CodePage) -> bool:
        """Whether a page is bookmarked."""
        return _bookmark(page) in self._marks


def _bookmark(page: CodePage) -> BookmarkKey:
    return BookmarkKey(page.code_set, page.edition, page.code)


def _mark_line(mark: BookmarkView) -> Content:
    key = mark.key
    return Content.assemble(
        show(f"{key.code:<9} ", "bold"),
        show(mark.title or "This edition is not loaded"),
        show(f"  {book_name(key.code_set, key.edition)}", "$foreground-muted"),
    )
