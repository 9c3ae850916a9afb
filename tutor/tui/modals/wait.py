"""Waiting while something is done one by one, with a bar; Escape stops it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import ClassVar, Generic, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ProgressBar, Static

from tutor.errors import TutorError, UsageError
from tutor.tui.base import TutorModal
from tutor.tui.holder import ClosingError
from tutor.tui.text import show

Value = TypeVar("Value")
STOPPED = "stopped: nothing was changed"


class WaitModal(TutorModal[Value], Generic[Value]):
    """Makes one call with a bar; the result is its value, or None where it failed.

    Args:
        title: What is being done.
        call: Calls a service, and is given what it tells how far it is.
        failed: Takes its error, after the dialog has gone; a toast unless given.
    """

    HELP = "This takes a moment. Escape stops before anything is changed."
    CSS = """
    WaitModal {
        ProgressBar { margin-top: 1; width: 100%; }
        Bar { width: 1fr; }
    }
    """
    THINGS: ClassVar[str] = "Questions"
    """What is counted."""

    class Progressed(Message):
        """So many are done: `done` of `total`."""

        def __init__(self, done: int, total: int) -> None:
            super().__init__()
            self.done = done
            self.total = total

    def __init__(
        self,
        title: str,
        call: Callable[[Callable[[int, int], None]], Value],
        failed: Callable[[TutorError], object] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._work = call
        self._failed = failed
        self._stop = Event()

    def compose(self) -> ComposeResult:
        """Lay out a line and a bar."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            yield Static("One moment.", id="line")
            yield ProgressBar(show_eta=False)

    def on_mount(self) -> None:
        """Begin."""
        self.ask(lambda: self._work(self._progress), self.dismiss, failed=self._give_up)

    def on_wait_modal_progressed(self, message: Progressed) -> None:
        """Show how far it is."""
        if not self._stop.is_set():
            line = f"{self.THINGS}: {message.done} of {message.total}"
            self.query_one("#line", Static).update(show(line))
        self.query_one(ProgressBar).update(total=message.total, progress=message.done)

    def action_dismiss_empty(self) -> None:
        """Stop the work; the dialog goes once it has stopped, or is done after all."""
        self._stop.set()
        self.query_one("#line", Static).update("Stopping.")

    def _progress(self, done: int, total: int) -> None:
        """Tell how far it is. Runs in the call's thread."""
        if self.app.holder.closing:
            raise ClosingError
        if self._stop.is_set():
            raise UsageError(STOPPED)
        self.post_message(self.Progressed(done, total))

    def _give_up(self, error: TutorError) -> None:
        failed = self._failed or self.app.report
        self.dismiss(None)
        failed(error)
