"""A glossary term on top of whatever the learner is doing."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical

from tutor.errors import TutorError
from tutor.services.learning_views import TermView
from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.own_cards import KEEP_CARD, keep_card, read_term
from tutor.tui.widgets.term_panel import TermPanel


class TermModal(TutorModal[None]):
    """Shows a term; its links lead to other terms here, or to lessons.

    Args:
        term_id: A term's id or alias.
    """

    HELP = (
        "A glossary term. Arrow keys move over its links, Enter opens one. Backspace returns to "
        "the term before, Escape to what you were doing. + adds the term to your cards for "
        "spaced review, or takes it out again."
    )
    KEYS = (
        Command(
            "term.previous", "backspace", "previous", "Term before", "Return to the term before."
        ),
        KEEP_CARD,
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
            dialog.border_subtitle = "+ adds to cards · Esc closes"
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
        read = read_term(self, self._trail[-1])
        self.ask(read, self._show, group="term", failed=self._missing)

    def _show(self, read: tuple[TermView, bool]) -> None:
        panel, (term, is_card) = self.query_one(TermPanel), read
        panel.show_term(term, is_card=is_card)
        panel.focus_links()

    def action_keep_card(self) -> None:
        """Add the term to the cards, or take it out again."""
        panel = self.query_one(TermPanel)
        if panel.term is not None:
            keep_card(self, panel.card, panel.term.term, panel.show_card)

    def _missing(self, error: TutorError) -> None:
        self.query_one(TermPanel).show_nothing(str(error))
