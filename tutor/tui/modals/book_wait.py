"""Waiting while the code book is put together, before the first questions made from it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ProgressBar, Static

from tutor.errors import TutorError
from tutor.tui.base import TutorModal
from tutor.tui.holder import ClosingError
from tutor.tui.text import show


class BookWaitModal(TutorModal[bool]):
    """Compiles the code book; the result is True once it can be read."""

    HELP = (
        "The code book is put together once, from the official tables; the next time it opens "
        "at once. Escape leaves: the work goes on, and the questions can be started later."
    )
    CSS = """
    BookWaitModal {
        ProgressBar { margin-top: 1; width: 100%; }
        Bar { width: 1fr; }
    }
    """

    class Progressed(Message):
        """The book is being compiled: `done` of `total` steps."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    def compose(self) -> ComposeResult:
        """Lay out a line and a bar."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "One moment"
            yield Static(
                show("The code book is put together once, from the official tables."), id="line"
            )
            yield ProgressBar(show_eta=False)

    def on_mount(self) -> None:
        """Begin."""
        codes = self.services.codes
        self.ask(
            lambda: codes.prepare(self._progress),
            lambda _: self.dismiss(True),
            failed=self._failed,
        )

    def on_book_wait_modal_progressed(self, message: Progressed) -> None:
        """Show how far it is."""
        self.query_one(ProgressBar).update(total=message.total, progress=message.done)

    def _progress(self, done: int, total: int) -> None:
        if self.app.holder.closing:
            raise ClosingError
        self.post_message(self.Progressed(done, total))

    def _failed(self, error: TutorError) -> None:
        self.query_one(ProgressBar).display = False
        self.query_one("#line", Static).update(show(f"✗ {error}"))
