"""The glossary: search as you type, and the term beside the list."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.learning_views import TermView
from tutor.services.views import Link
from tutor.tui.base import PlaceScreen
from tutor.tui.commands import Command, bindings
from tutor.tui.own_cards import KEEP_CARD, keep_card, read_term
from tutor.tui.text import show
from tutor.tui.widgets.open_list import LinksList
from tutor.tui.widgets.search_field import SearchInput
from tutor.tui.widgets.term_panel import TermPanel

SEARCH = Command(
    "glossary.search", "slash", "search", "Search", "Search the terms by name.", footer=True
)
LEAVE_SEARCH = Command(
    "glossary.leave_search",
    "escape",
    "leave_search",
    "Back",
    "Clear the search and show every term again; without a search, go Home.",
    footer=True,
    palette=False,
)


class GlossaryScreen(PlaceScreen[tuple[Link, ...]]):
    """All terms on the left, the one under the cursor on the right."""

    PLACE = "glossary"
    AUTO_FOCUS = "#terms"
    CSS_PATH = "glossary.tcss"
    HELP = (
        "All terms of the lessons and questions. Press / and type part of a name or an "
        "abbreviation; the list follows. The arrow keys move through the list and show each "
        "term; Enter goes to its links: other terms, and the lessons that use it. + adds the term "
        "to your cards for spaced review. Escape shows every term again."
    )
    KEYS = (SEARCH, KEEP_CARD, LEAVE_SEARCH)
    BINDINGS = bindings(KEYS)

    def compose_body(self) -> ComposeResult:
        """Lay out search, list and term."""
        with Horizontal(id="body"):
            with Vertical(id="side"):
                yield SearchInput(placeholder="/ Search", id="search")
                yield LinksList(id="terms")
                yield Static(id="count", classes="muted")
            yield TermPanel(id="term")

    def load(self) -> tuple[Link, ...]:
        """Read the terms that match what is typed."""
        return self.services.glossary.terms(self._wanted)

    def draw(self, view: tuple[Link, ...]) -> None:
        """Draw the list, keeping the cursor on its term."""
        found = self.query_one("#terms", OptionList)
        kept = found.highlighted_option.id if found.highlighted_option else None
        found.set_options([Option(show(link.title), id=link.id) for link in view])
        ids = [link.id for link in view]
        sought = f" with “{self._wanted.strip()}”" if self._wanted.strip() else ""
        self.query_one("#count", Static).update(show(f"{len(view)} terms{sought}"))
        if view:
            found.highlighted = ids.index(kept) if kept in ids and not self._wanted else 0
        else:
            self.query_one(TermPanel).show_nothing("No term of that name. Try part of a word.")

    @property
    def _wanted(self) -> str:
        return self.query_one("#search", Input).value

    def action_search(self) -> None:
        """Go to the search field."""
        self.query_one("#search").focus()

    async def action_leave_search(self) -> None:
        """Clear the search; without one, leave the place."""
        if not self._clear_search():
            await self.app.action_back()

    def on_screen_suspend(self) -> None:
        """Forget the search when the learner goes to another place."""
        if self.app.current_mode != self.PLACE:
            self._clear_search()

    def _clear_search(self) -> bool:
        search = self.query_one("#search", Input)
        found, search.value = search.value, ""
        return bool(found)

    @on(Input.Changed, "#search")
    def _search(self) -> None:
        self.reload()

    @on(Input.Submitted, "#search")
    def _to_list(self) -> None:
        self.query_one("#terms").focus()

    @on(OptionList.OptionHighlighted, "#terms")
    def _read_term(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_id is not None:
            self._read(event.option_id)

    @on(OptionList.OptionSelected, "#terms")
    def _to_links(self) -> None:
        self.query_one(TermPanel).focus_links()

    @on(TermPanel.LinkChosen)
    def _follow(self, event: TermPanel.LinkChosen) -> None:
        if event.kind == "lesson":
            self.app.open_lesson(event.target)
        else:
            self.app.open_term(event.target)

    def _read(self, term_id: str) -> None:
        self.ask(read_term(self, term_id), self._show, group="term")

    def _show(self, read: tuple[TermView, bool]) -> None:
        term, is_card = read
        self.query_one(TermPanel).show_term(term, is_card=is_card)

    def action_keep_card(self) -> None:
        """Add the term shown to the cards, or take it out again."""
        panel = self.query_one(TermPanel)
        if panel.term is not None:
            keep_card(self, panel.card, panel.term.term, panel.show_card)
