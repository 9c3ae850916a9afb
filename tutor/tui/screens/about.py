"""About: version, content, where data lives, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor import __version__
from tutor.services.notices import notices
from tutor.tui.base import TutorScreen
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from tutor.services.library import Library

LABEL_WIDTH = 24
Facts = tuple[tuple[str, str], ...]


class AboutScreen(TutorScreen[None]):
    """What this program is, and what it is not."""

    CSS_PATH = "about.tcss"
    HELP = (
        "The program's version, the content it teaches from, where your data lives on this "
        "computer, and the notices that go with the code sets and credentials."
    )

    def compose(self) -> ComposeResult:
        """Lay out facts and notices."""
        with VerticalScroll(id="body"):
            yield Static(show(f"Coding & Billing Tutor {__version__}"), classes="title")
            yield Static(id="facts")
            for notice in notices(self.app.settings.codebook):
                yield Static(show(notice), classes="notice")
        yield KeyBar()

    def on_mount(self) -> None:
        """Show where data lives, and read what the content is."""
        self._show_facts(())
        if self.app.is_open:
            library = self.services.library
            self.ask(lambda: _content_facts(library), self._show_facts, group="load")

    def _show_facts(self, content: Facts) -> None:
        settings = self.app.settings
        places = [
            ("Your data", str(settings.home)),
            ("Database", "a server" if settings.database_url else str(settings.database)),
            *(("Own content", str(folder)) for folder in settings.content_folders),
        ]
        facts = [*content, *(places if self.app.may_look_around and not settings.served else ())]
        self.query_one("#facts", Static).update(
            Content("\n").join(
                Content.assemble((f"{label:<{LABEL_WIDTH}}", "$foreground-muted"), show(value))
                for label, value in facts
            )
        )


def _content_facts(library: Library) -> Facts:
    """Read what the program teaches from. Runs in a thread."""
    from tutor.services.content_check import code_set_versions

    lessons, questions = library.lessons(), library.heads("bank")
    return (
        ("Content", f"{len(lessons)} lessons, {len(questions)} questions"),
        ("Version", library.content_version()),
        ("Problems", str(len(library.problems()) or "none")),
        *code_set_versions(library),
    )
