"""The code book beside a question, as in an open-book exam."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tutor.domain.code_sets import NAMES
from tutor.services.exam_books import ExamBooks
from tutor.tui.book_commands import PANEL_CLOSE, PANEL_LEAVE
from tutor.tui.commands import bindings
from tutor.tui.text import show
from tutor.tui.trail import PageKey
from tutor.tui.widgets.code_browser import CodeBrowser


class CodePanel(Vertical):
    """A code book with its own way back to the question. It stays as it is while hidden.

    Args:
        books: The books the exam allows.
    """

    KEYS = (PANEL_LEAVE, PANEL_CLOSE)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    CodePanel {
        width: 1fr;
        height: 1fr;
        border-top: solid $primary 40%;
        border-title-color: $primary;
        border-title-style: bold;
        &:focus-within { border-top: solid $primary; }
        &:focus-within:nocolor { border-top: heavy $primary; }
        CodeBrowser.-open #book-line { display: none; }
    }
    """

    class Left(Message):
        """The reader goes back to the question; `closed` if the book is to be put away."""

        def __init__(self, *, closed: bool) -> None:
            super().__init__()
            self.closed = closed

    def __init__(self, books: ExamBooks) -> None:
        super().__init__()
        self._books = books
        self.border_title = show(f"Code book{books_note(books)}")

    def compose(self) -> ComposeResult:
        """Lay out the book."""
        yield CodeBrowser(self._books)

    @property
    def browser(self) -> CodeBrowser:
        """The book."""
        return self.query_one(CodeBrowser)

    @property
    def in_use(self) -> bool:
        """Whether the keyboard is in the book."""
        focused = self.screen.focused
        return focused is not None and self in focused.ancestors

    def open_book(self) -> None:
        """Show the book as it was left, and let the keyboard work in it."""
        first = not self.browser.is_open
        self.display = True
        self.browser.open_book()
        if first:
            self.browser.action_search()
        else:
            self.browser.take_focus()

    def open_code(self, code: str) -> None:
        """Show the book at a code."""
        self.display = True
        self.browser.open_book()
        self.browser.visit(PageKey(code))

    def action_leave(self) -> None:
        """Go back to the question."""
        self.post_message(self.Left(closed=False))

    def action_close(self) -> None:
        """Put the book away."""
        self.post_message(self.Left(closed=True))


def books_note(books: ExamBooks) -> str:
    """Return what to know of an exam's books; empty where no exam is meant."""
    if not books.open:
        return f" · closed book in the real {books.exam} exam"
    names = [NAMES[name] for name in books.code_sets if name in NAMES and name != "pos"]
    return f" · {books.exam} allows {', '.join(names)}" if names else ""
