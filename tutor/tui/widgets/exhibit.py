"""What the questions of a case share, shown as it is written."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.widgets import Static

from tutor.services.views import ExhibitView
from tutor.tui.text import show, show_line

TITLE_WIDTH = 60
"""Characters of an exhibit's title on its border."""


class ExhibitPane(ScrollableContainer):
    """A note, claim or remittance in fixed columns, scrolled on its own."""

    DEFAULT_CSS = """
    ExhibitPane {
        border: round $primary 40%;
        border-title-color: $primary;
        border-subtitle-color: $text-muted;
        padding: 0 1;
        scrollbar-size: 1 1;
        &:focus { border: round $primary; }
        &:focus:nocolor { border: heavy $primary; }
        Static { width: auto; }
    }
    """

    def __init__(self, exhibit: ExhibitView) -> None:
        super().__init__()
        self.exhibit = exhibit
        self.show_place(exhibit)

    def compose(self) -> ComposeResult:
        """Lay out the text, unwrapped."""
        yield Static(show(self.exhibit.text))

    def show_place(self, exhibit: ExhibitView) -> None:
        """Say which question of the case is asked."""
        self.border_title = show_line(f"{exhibit.type.capitalize()}: {exhibit.title}", TITLE_WIDTH)
        place = f"question {exhibit.position} of {exhibit.total} on this · "
        self.border_subtitle = show(f"{place if exhibit.total > 1 else ''}X enlarges")
