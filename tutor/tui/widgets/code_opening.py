"""Opening the code book, which is put together on its first opening ever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ProgressBar, Static

from tutor.domain.records import BookmarkKey
from tutor.errors import TutorError
from tutor.services.code_views import CodeLine, EditionView
from tutor.services.exam_books import ExamBooks
from tutor.tui.base import Asks, tutor_app
from tutor.tui.holder import ClosingError
from tutor.tui.text import show

TREE_SET = "icd10cm"
"""The code set whose tree is shown while all books are searched."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What is there when the book is open."""

    editions: tuple[EditionView, ...]
    top: tuple[CodeLine, ...]
    marks: frozenset[BookmarkKey]


class WaitArea(Vertical, can_focus=True):
    """What is shown while the book is put together; keys have no effect on a question then."""


class BookOpening(Vertical, Asks):
    """The part of the code book that opens it.

    Args:
        books: The books that may be used.
    """

    class Progressed(Message):
        """The book is being compiled: `done` of `total` steps."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    class Opened(Message):
        """The book can be read. `awaited` if the keyboard stayed in it meanwhile."""

        def __init__(self, shelf: Shelf, *, awaited: bool) -> None:
            super().__init__()
            self.shelf = shelf
            self.awaited = awaited

    def __init__(self, books: ExamBooks, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.books = books
        self.shelf: Shelf | None = None
        """What is there; None until the book is open."""
        self.chosen: tuple[str, str] | None = None
        """Code set and edition the reader keeps to; None for all books."""
        self._laid_out = False
        self._once_laid_out: list[Callable[[], None]] = []

    @property
    def is_open(self) -> bool:
        """Whether the book can be read."""
        return self.shelf is not None

    @property
    def tree_book(self) -> tuple[str, str | None]:
        """Code set and edition (None: the usual one) of the tree."""
        return self.chosen or (TREE_SET, None)

    def on_mount(self) -> None:
        """Do what was asked for before there was anything to do it with."""
        self._laid_out = True
        for act in self._once_laid_out:
            act()

    def once_laid_out(self, act: Callable[[], None]) -> None:
        """Do something as soon as all parts are there."""
        if self._laid_out:
            act()
        else:
            self._once_laid_out.append(act)

    def open_book(self) -> None:
        """Open the book if it is not open; it is compiled first where need be, in a thread."""
        self.once_laid_out(self._open)

    def _open(self) -> None:
        if self.shelf is None and not self.asking("open"):
            book = tutor_app(self).services.codes
            self.query_one("#wait-bar").display = False
            self.ask(book.ready, self._prepare, group="open", failed=self._not_opened)

    def _prepare(self, ready: bool) -> None:
        if ready:
            self.load()
            return
        self.query_one("#wait-line", Static).update(
            show("The code book is put together once, from the official tables. You may leave.")
        )
        book = tutor_app(self).services.codes
        self.ask(
            lambda: book.prepare(self._progress),
            lambda _: self.load(),
            group="open",
            failed=self._not_opened,
        )

    def _progress(self, done: int, total: int) -> None:
        if tutor_app(self).holder.closing:
            raise ClosingError
        self.post_message(self.Progressed(done, total))

    def on_book_opening_progressed(self, message: Progressed) -> None:
        """Show how far the compiling is."""
        bar = self.query_one("#wait-bar", ProgressBar)
        bar.display = True
        bar.update(total=message.total, progress=message.done)

    def load(self) -> None:
        """Read what the chosen book has at its top."""
        self.ask(self._read_shelf, self._show_shelf, group="open", failed=self._not_opened)

    def _read_shelf(self) -> Shelf:
        app = tutor_app(self)
        services, learner = app.services, app.learner
        editions = services.codes.editions()
        return Shelf(
            editions=tuple(one for one in editions if self.books.allow(one.code_set)),
            top=self.read_children(None),
            marks=services.bookmarks.keys(learner.id),
        )

    def _show_shelf(self, shelf: Shelf) -> None:
        awaited = self.query_one(WaitArea).has_focus or self.screen.focused is None
        self.shelf = shelf
        self.add_class("-open")
        self.post_message(self.Opened(shelf, awaited=awaited))

    def read_children(self, code: str | None) -> tuple[CodeLine, ...]:
        """Return what stands below a code of the tree's book. Runs in a thread."""
        code_set, edition = self.tree_book
        book = tutor_app(self).services.codes
        return book.children(code, code_set=code_set, edition=edition)

    def _not_opened(self, error: TutorError) -> None:
        self.query_one("#wait-bar").display = False
        self.query_one("#wait-line", Static).update(show(f"✗ {error}"))
