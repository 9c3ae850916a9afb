"""The cards of spaced review: how each stands, what comes, and setting some aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.own_card import CONCEPT, TERM, own_card
from tutor.services.card_filter import WHICH, picked
from tutor.services.card_names import CardName
from tutor.services.own_cards import Added
from tutor.services.spaced_views import CardLine, CardsView
from tutor.tui.base import TutorScreen
from tutor.tui.card_commands import CARDS_COMMANDS
from tutor.tui.commands import bindings
from tutor.tui.modals.confirm import ConfirmModal
from tutor.tui.modals.entry import EntryModal
from tutor.tui.text import show
from tutor.tui.widgets.card_lines import card_line, card_note, forecast_lines, header_line, summary
from tutor.tui.widgets.choice_row import ChoiceRow, Value
from tutor.tui.widgets.key_bar import KeyBar
from tutor.tui.widgets.open_list import OpenList
from tutor.tui.widgets.search_field import SearchInput

NAMES = {"all": "all cards", "due": "due", "own": "my own", "suspended": "suspended"}
"""Which cards are listed, in words."""
NONE_YET = (
    "No cards yet. They come from the questions you answer; + adds a glossary term or a code."
)
NONE_LIKE = "No card is like that. Escape shows all of them again."


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the screen shows, and the terms that can be added."""

    view: CardsView
    terms: tuple[str, ...]


class CardsScreen(TutorScreen[None]):
    """All cards with the one at the cursor explained; the forecast beside them where it fits."""

    AUTO_FOCUS = "#cards"
    CSS_PATH = "cards.tcss"
    KEYS = CARDS_COMMANDS
    BINDINGS = bindings(KEYS)
    HELP = (
        "Every card of your spaced review: concepts you answered questions on, and terms and "
        "codes you added. Press / and type part of a name, or Tab to the line beside it and "
        "change which cards are listed with left and right. S stops asking the card at the "
        "cursor, B puts it off until tomorrow, R asks it again. + adds a term or a code, Delete "
        "removes a card of your own. Enter opens the lesson, term or code. F shows how many "
        "cards fall due in the next two weeks, V starts a review."
    )

    def __init__(self) -> None:
        super().__init__()
        self._loaded: Loaded | None = None
        self._lines: dict[str, CardLine] = {}

    def compose(self) -> ComposeResult:
        """Lay out filter, list, forecast and what is known of one card."""
        yield Static(id="summary")
        with Horizontal(id="filter"):
            yield SearchInput(placeholder="/ Filter", id="text")
            values = [Value(which, NAMES[which]) for which in WHICH]
            yield ChoiceRow("Show", values, label_width=5, id="which")
        with Horizontal(id="desk"):
            with Vertical(id="side"):
                yield Static(id="header")
                yield OpenList(id="cards")
            yield Static(id="forecast", classes="panel")
        yield Static(id="note")
        yield KeyBar()

    def on_mount(self) -> None:
        """Name the forecast."""
        self.query_one("#forecast").border_title = "Falling due"

    def on_screen_resume(self) -> None:
        """Read the cards again: something may have been reviewed or added."""
        self._reload()

    def on_resize(self, _: events.Resize) -> None:
        """Give titles the room there is."""
        self.call_after_refresh(self._draw)

    # Reading and drawing

    def _reload(self) -> None:
        if self.app.is_open:
            self.ask(self._load, self._take, group="load")

    def _load(self) -> Loaded:
        """Read cards and terms. Runs in a thread."""
        services, learner = self.services, self.learner
        terms = tuple(link.title for link in services.glossary.terms())
        return Loaded(services.spaced.overview(learner.id), terms)

    def _take(self, loaded: Loaded) -> None:
        self._loaded = loaded
        self.query_one("#summary", Static).update(summary(loaded.view))
        self.query_one("#forecast", Static).update(forecast_lines(loaded.view))
        self._draw()

    @on(Input.Changed, "#text")
    @on(ChoiceRow.Changed, "#which")
    def _draw(self) -> None:
        """List the cards that are wanted, keeping the cursor on its card, or its place."""
        if self._loaded is None:
            return
        view, found = self._loaded.view, self.query_one("#cards", OptionList)
        which = self.query_one("#which", ChoiceRow).key or "all"
        lines = picked(view.lines, which, self.query_one("#text", Input).value, view.today)
        kept, place = self._at_cursor(found), found.highlighted or 0
        self._lines = {line.concept: line for line in lines}
        width = max(60, self.query_one("#side").content_size.width) - 1
        self.query_one("#header", Static).update(header_line(width))
        found.set_options(Option(card_line(line, width), id=line.concept) for line in lines)
        if lines:
            ids = list(self._lines)
            found.highlighted = ids.index(kept) if kept in ids else min(place, len(ids) - 1)
        else:
            self._show_note(None)
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#cards")
    def _pass_card(self, event: OptionList.OptionHighlighted) -> None:
        self._show_note(self._lines.get(event.option_id or ""))
        self.refresh_bindings()

    def _show_note(self, line: CardLine | None) -> None:
        if self._loaded is None:
            return
        view = self._loaded.view
        if line is not None:
            self.query_one("#note", Static).update(card_note(line, view.today))
            return
        empty = NONE_LIKE if view.lines else NONE_YET
        self.query_one("#note", Static).update(show(empty, "$foreground-muted"))

    @staticmethod
    def _at_cursor(found: OptionList) -> str | None:
        return found.highlighted_option.id if found.highlighted_option else None

    @property
    def card(self) -> CardLine | None:
        """The card at the cursor."""
        if not self.is_mounted:
            return None
        return self._lines.get(self._at_cursor(self.query_one("#cards", OptionList)) or "")

    # Filtering

    def action_search(self) -> None:
        """Go to the filter."""
        self.query_one("#text").focus()

    async def action_leave(self) -> None:
        """Show all cards again; if they are shown, go back."""
        text, which = self.query_one("#text", Input), self.query_one("#which", ChoiceRow)
        if self.has_class("-forecast"):
            self.remove_class("-forecast")
        elif text.value or which.key != "all":
            text.value = ""
            which.choose("all")
        else:
            await self.app.action_back()

    @on(Input.Submitted, "#text")
    def _to_list(self) -> None:
        self.query_one("#cards").focus()

    def action_forecast(self) -> None:
        """Show the forecast in place of the list, or the list again."""
        self.toggle_class("-forecast")

    # Changing cards

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer what can be done with the card at the cursor."""
        card = self.card
        if action == "suspend":
            return card is not None and not card.suspended
        if action == "bury":
            return card is not None and not card.suspended and card.state != "put off"
        if action == "resume":
            return card is not None and (card.suspended or card.state == "put off")
        if action == "remove":
            return card is not None and card.kind != CONCEPT
        if action == "forecast":
            return not self.has_class("-very-wide")
        return super().check_action(action, parameters)

    def action_suspend(self) -> None:
        """Stop asking the card at the cursor."""
        self._change(self.services.spaced.suspend)

    def action_bury(self) -> None:
        """Put the card at the cursor off until tomorrow."""
        self._change(self.services.spaced.bury)

    def action_resume(self) -> None:
        """Ask the card at the cursor again."""
        self._change(self.services.spaced.resume)

    def _change(self, change: Callable[[str, str], CardName]) -> None:
        card, learner = self.card, self.learner
        if card is not None:
            self.ask(
                lambda: change(learner.id, card.concept),
                lambda _: self._reload(),
                group="change",
                once=True,
            )

    def action_add(self) -> None:
        """Type a term or a code to add."""
        if self._loaded is None:
            return
        own, learner = self.services.own_cards, self.learner
        self.app.push_screen(
            EntryModal(
                "Add a card",
                "",
                "A glossary term or its letters, such as ABN; or a code, such as E11.9.",
                lambda text: own.add_named(learner.id, text),
                self._loaded.terms,
            ),
            self._added,
        )

    def _added(self, added: Added | None) -> None:
        if added is None:
            return
        line = f"Added: {added.titles[0]}" if added.titles else "That is a card already."
        self.app.notify(line, title="Cards", markup=False)
        self._reload()

    def action_remove(self) -> None:
        """Remove the card at the cursor, after asking."""
        card = self.card
        if card is None:
            return
        question = f"{card.title}: all that is known of this card is lost. Remove it?"
        self.app.push_screen(
            ConfirmModal("Remove the card", question, yes="Remove", no="Keep"),
            lambda wanted: self._change(self.services.spaced.remove) if wanted else None,
        )

    # Opening

    @on(OptionList.OptionSelected, "#cards")
    def _open(self) -> None:
        card = self.card
        if card is None:
            return
        own = own_card(card.concept)
        if own is None:
            self.app.open_lesson(card.concept.partition("/")[0])
        elif own.kind == TERM:
            self.app.open_term(own.name)
        else:
            self.app.look_up(own.name)
