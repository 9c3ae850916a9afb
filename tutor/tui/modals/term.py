"""A glossary term on top of whatever the learner is doing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tutor.errors import TutorError
from tutor.services.views import TermView
from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.widgets.term_panel import TermPanel


class TermModal(TutorModal[None]):
    """Shows a term; its links lead to other terms here, or to lessons.

    Args:
        term_id: A term's id or alias.
    """

    HELP = (
        "A glossary term. Arrow keys move over its links, Enter opens one. Backspace returns to "
        "the term before, Escape to what you were doing."
    )
    KEYS = (
        Command(
            "term.previous", "backspace", "previous", "Term before", "Return to the term before."
        ),
    )
    BINDINGS = bindings(KEYS)
    CSS = """
    TermModal {
        .dialog { max-height: 90%; }
        TermPanel { max-height: 100%; }
    }
    """

    def __init__(self, term_id: str) -> None:
        super().__init__()
        self._trail = [term_id]

    def compose(self) -> ComposeResult:
        """Lay out the dialog."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Glossary"
            dialog.border_subtitle = "Esc closes"
            yield TermPanel()

    def on_mount(self) -> None:
        """Read the term."""
        self._read()

    def on_term_panel_link_chosen(self, event: TermPanel.LinkChosen) -> None:
        """Open a link: a term here, a lesson instead of this dialog."""
        if event.kind == "lesson":
            app, lesson = self.app, event.target
            self.dismiss(None)
            app.call_later(app.open_lesson, lesson)
        else:
            self._trail.append(event.target)
            self._read()

    def action_previous(self) -> None:
        """Return to the term before."""
        if len(self._trail) > 1:
            self._trail.pop()
            self._read()

    def _read(self) -> None:
        glossary, term = self.services.glossary, self._trail[-1]
        self.ask(lambda: glossary.term(term), self._show, group="term", failed=self._missing)

    def _show(self, term: TermView) -> None:
        panel = self.query_one(TermPanel)
        panel.show_term(term)
        panel.focus_links()

    def _missing(self, error: TutorError) -> None:
        self.query_one(TermPanel).show_nothing(str(error))
