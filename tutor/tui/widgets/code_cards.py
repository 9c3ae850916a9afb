"""Cards in the code book: a code is added to spaced review from its page."""

from __future__ import annotations

from typing import ClassVar

from tutor.domain.own_card import CODE, OwnCard
from tutor.services.code_views import CodePage
from tutor.tui.base import tutor_app
from tutor.tui.commands import Command, bindings
from tutor.tui.own_cards import KEEP_CARD, keep_card
from tutor.tui.widgets.code_marks import BookMarks
from tutor.tui.widgets.code_page import PageView


class BookCards(BookMarks):
    """The part of the code book that adds codes to the learner's cards."""

    KEYS: ClassVar[tuple[Command, ...]] = (KEEP_CARD,)
    BINDINGS = bindings(KEYS)

    def refresh_marks(self) -> None:
        """Read bookmarks and cards again: they may have changed elsewhere."""
        super().refresh_marks()
        self.refresh_cards()

    def refresh_cards(self) -> None:
        """Read which codes are cards."""
        app = tutor_app(self)
        if self.is_open:
            services, learner = app.services, app.learner
            self.ask(lambda: services.own_cards.held(learner.id), self._take_cards, group="cards")

    def action_keep_card(self) -> None:
        """Add the page's code to the cards, or take it out again."""
        if (page := self.page) is not None:
            keep_card(self, page_card(page), page.code, lambda _: self.refresh_cards())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the cards while no page is shown."""
        if action == "keep_card":
            return self.is_mounted and self.page is not None
        return super().check_action(action, parameters)

    def _take_cards(self, cards: frozenset[str]) -> None:
        view = self.query_one(PageView)
        view.cards = cards
        if (page := self.page) is not None:
            view.show_head(marked=self.is_marked(page))


def page_card(page: CodePage) -> OwnCard:
    """Return the card that a page's code would be."""
    return OwnCard(CODE, page.code, page.code_set)
