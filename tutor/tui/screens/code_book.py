"""The code book as a place: look codes up as on the job, with the book open."""

from __future__ import annotations

from textual.app import ComposeResult

from tutor.tui.base import PlaceScreen
from tutor.tui.commands import PLACE_COMMANDS, bindings
from tutor.tui.widgets.code_browser import CodeBrowser


class CodeBookScreen(PlaceScreen[None]):
    """Search and tree on the left, the page on the right."""

    PLACE = "code_book"
    AUTO_FOCUS = ""
    KEYS = PLACE_COMMANDS
    BINDINGS = bindings(())
    HELP = (
        "The code book. Press / and type a code or words; the list follows. Enter opens a page: "
        "what the book says of the code, and what holds for it from the category, section and "
        "chapter above. Lines with an arrow lead on, Backspace goes back, [ and ] through the "
        "pages visited. E spells the code out, Y builds its 7th character, M bookmarks it, + "
        "adds it to your cards for spaced review, X checks codes against one another, T shows "
        "the tree, D chooses another book or year."
    )

    def __init__(self) -> None:
        super().__init__()
        self._wanted = ""

    def compose_body(self) -> ComposeResult:
        """Lay out the book."""
        yield CodeBrowser()

    def load(self) -> None:
        """Nothing is read before the book is open."""

    def draw(self, view: None) -> None:  # noqa: ARG002 - the book reads for itself
        """Open the book, take over bookmarks set elsewhere, and look up what is wanted."""
        browser = self.query_one(CodeBrowser)
        browser.open_book()
        browser.refresh_marks()
        if self._wanted:
            browser.look_up(self._wanted)
            self._wanted = ""

    def look_up(self, text: str) -> None:
        """Open the book and look something up."""
        self._wanted = text
        self.reload()
