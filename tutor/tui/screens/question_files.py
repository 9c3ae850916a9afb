"""Questions from other programs, and for them: where to go from here."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.text import quantity
from tutor.tui.base import TutorScreen
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.text import show
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList

BRING_IN = Command(
    "question_files.import",
    "i",
    "bring_in",
    "Bring in",
    "Import questions from a file.",
    footer=True,
)
TAKE_OUT = Command(
    "question_files.export",
    "o",
    "take_out",
    "Take out",
    "Export questions into a file.",
    footer=True,
)
ABOUT = (
    "Questions come in from Moodle (GIFT, XML), Aiken, tables, QTI packages, Anki decks and "
    "bundles of this program, and go out into them. What is imported stands in a bank of your "
    "own: drafts, in their own file, which quizzes draw from like from any other."
)


class QuestionFilesScreen(TutorScreen[None]):
    """Two ways, and how many questions one has of one's own."""

    AUTO_FOCUS = "#lines"
    KEYS = (BRING_IN, TAKE_OUT, BACK)
    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    QuestionFilesScreen {
        #heading { height: 1; padding: 0 1; background: $panel; text-style: bold; }
        #about { height: auto; padding: 1; }
        #lines { height: auto; padding: 0 1; }
        #note { height: 1fr; padding: 1; color: $text-muted; }
    }
    """
    HELP = (
        "I brings questions in from a file of another program, O takes questions out into one. "
        "Before anything is done you see what will become of every question."
    )

    def compose(self) -> ComposeResult:
        """Lay out the two ways."""
        yield Static("Question files", id="heading")
        yield Static(show(ABOUT), id="about")
        yield OpenList(
            Option("Bring questions in (I)", id="bring_in"),
            Option("Take questions out (O)", id="take_out"),
            id="lines",
        )
        yield Static(id="note")
        yield KeyBar()

    def on_screen_resume(self) -> None:
        """Count the questions of one's own."""
        if self.app.is_open:
            self.ask(self._count, self._draw, group="count")

    def _count(self) -> int:
        """Return how many imported questions the program knows. Runs in a thread."""
        from tutor.domain.item import IMPORTED

        return sum(1 for head in self.services.library.heads() if head.subject == IMPORTED)

    def _draw(self, count: int) -> None:
        said = f"Your own bank has {quantity(count, 'question')}." if count else (
            "Nothing is imported yet."
        )  # fmt: skip
        self.query_one("#note", Static).update(show(said))

    @on(OptionList.OptionSelected, "#lines")
    def _open(self, event: OptionList.OptionSelected) -> None:
        if event.option_id == "bring_in":
            self.action_bring_in()
        else:
            self.action_take_out()

    def action_bring_in(self) -> None:
        """Import questions."""
        from tutor.tui.screens.bank_import import BankImportScreen

        self.app.push_screen(BankImportScreen("own", "your own bank"))

    def action_take_out(self) -> None:
        """Export questions."""
        from tutor.tui.screens.bank_export import BankExportScreen

        self.app.push_screen(BankExportScreen())
