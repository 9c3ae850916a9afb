"""A file of claims or of a payer's answers, in plain words. Nothing of it is kept."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input, Log, Static, TextArea

from tutor.domain.text import printable
from tutor.errors import TutorError, UsageError
from tutor.services.claim_file_views import NOTICE, FileView
from tutor.services.claim_files import look_at, look_at_text
from tutor.services.claim_report import file_lines, verdict
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.text import show
from tutor.tui.typed_path import usable
from tutor.tui.widgets.key_bar import KeyBar

WIDEST = 100
"""Columns that text is wrapped at, at most."""
MARGIN = 6
NO_FILE = (
    "No file at hand? In a terminal, these write made-up ones:",
    "",
    "  tutor claims sample         claims of a practice (837P): sample-837p.x12",
    "  tutor claims sample 835     a remittance: sample-835.x12",
    "",
    "There are also 837i, 277ca, 999 and 271.",
)
"""Shown until a file is read, on a machine of the learner's own."""
KEPT_NOWHERE = "Nothing of the file is kept."
READ = Command(
    "claim_file.read",
    "ctrl+l",
    "read",
    "Read the file",
    "Read the file that is named above, or the text that was pasted, and check it.",
    footer=True,
    priority=True,
)


class ClaimFileScreen(TutorScreen[None]):
    """Asks for a file, and shows what is in it and what is wrong with it."""

    AUTO_FOCUS = "#path, #paste"
    KEYS = (READ, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Name a file of claims (837P, 837I) or of a payer's answers (835, 277CA, 999, 271) and "
        "press Enter. It is explained in plain words, with its errors: sums that do not balance, "
        "broken envelopes, numbers that cannot be, and the syntax if pyx12 is installed. Shown are "
        "the first 500 claims; all are checked. The arrow keys scroll; Tab goes back to the name. "
        f"{NOTICE}"
    )
    DEFAULT_CSS = """
    ClaimFileScreen {
        #path { height: 3; border: round $primary 40%; background: $surface; }
        #paste { height: 8; border: round $primary 40%; }
        #path:focus, #paste:focus { border: round $primary; }
        #path:focus:nocolor, #paste:focus:nocolor { border: heavy $primary; }
        #said { height: auto; max-height: 4; padding: 0 1; }
        #report { height: 1fr; border: round $primary 40%; padding: 0 1; }
        #report:focus { border: round $primary; }
        #report:focus:nocolor { border: heavy $primary; }
    }
    """

    class Progressed(Message):
        """A file is being read: so many percent of it."""

        def __init__(self, percent: int) -> None:
            super().__init__()
            self.percent = percent

    def __init__(self) -> None:
        super().__init__()
        self._percent = -1

    def compose(self) -> ComposeResult:
        """Lay out where the file is, what was found in a sentence, and the report."""
        if self._far:
            paste = TextArea(id="paste")
            paste.border_title = "Paste the file's text, then Ctrl+L"
            yield paste
        else:
            path = Input(placeholder="claims.837", id="path")
            path.border_title = "File on this machine"
            yield path
        yield Static(show(NOTICE), id="said")
        yield Log(id="report", auto_scroll=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Say where a file can come from."""
        if not self._far:
            self.query_one("#report", Log).write_lines(line or " " for line in NO_FILE)

    @property
    def _far(self) -> bool:
        """Whether the program runs on another machine than the one the learner sits at."""
        return self.app.settings.served

    @on(Input.Submitted, "#path")
    def action_read(self) -> None:
        """Read the file in a thread."""
        self._percent = -1
        if self._far:
            text = self.query_one("#paste", TextArea).text
            self.ask(lambda: look_at_text(text), self._show, group="read", failed=self._refuse)
            return
        typed = self.query_one("#path", Input).value.strip()

        def read() -> FileView:
            if not typed:
                raise UsageError("name a file first")
            with usable(typed):
                return look_at(Path(typed).expanduser(), self._progress)

        self.ask(read, self._show, group="read", failed=self._refuse)

    def _progress(self, done: int, total: int) -> None:
        """Tell how far reading is. Runs in the thread that reads."""
        percent = 100 * done // max(1, total)
        if percent != self._percent:
            self._percent = percent
            self.post_message(self.Progressed(percent))

    def on_claim_file_screen_progressed(self, message: Progressed) -> None:
        """Show how far reading is, while it goes on."""
        if self.asking("read"):
            self._say(f"Reading: {message.percent} %")

    def _show(self, view: FileView) -> None:
        width = min(WIDEST, self.size.width - MARGIN)
        report = self.query_one("#report", Log)
        report.clear()
        report.write_lines(printable(line) or " " for line in file_lines(view, width))
        report.scroll_home(animate=False)
        report.focus()
        self._say(f"{verdict(view)} {KEPT_NOWHERE}")

    def _refuse(self, error: TutorError) -> None:
        self.query_one("#report", Log).clear()
        self._say(f"✗ {error}")

    def _say(self, text: str) -> None:
        self.query_one("#said", Static).update(show(text))
