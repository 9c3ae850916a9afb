"""Building a full code with its 7th character, on top of its page."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tutor.services.code_views import CodePage
from tutor.tui.base import TutorModal
from tutor.tui.text import show
from tutor.tui.widgets.seventh_builder import SeventhBuilder


class SeventhModal(TutorModal[str]):
    """Builds a full code; the result is the code, or None on Escape.

    Args:
        page: The page of a code that takes a 7th character, or has one already.
    """

    HELP = (
        "Each place of the full code has a box. The arrow keys choose the 7th character; places "
        "that the code leaves empty are filled with X. Enter opens the page of the full code."
    )

    def __init__(self, page: CodePage) -> None:
        super().__init__()
        self._page = page
        self._base = page.breadcrumbs[-1].code if page.kind == "extension" else page.code

    def compose(self) -> ComposeResult:
        """Lay out the builder."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(f"7th character of {self._base}")
            dialog.border_subtitle = "Enter opens the full code · Esc cancels"
            yield SeventhBuilder(self._base, self._page.seventh, self._page.code)

    def on_seventh_builder_built(self, event: SeventhBuilder.Built) -> None:
        """Close with the full code."""
        self.dismiss(event.code)
