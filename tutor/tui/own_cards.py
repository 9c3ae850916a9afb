"""Adding what is on the screen to the learner's cards, and taking it out again."""

from __future__ import annotations

from collections.abc import Callable

from tutor.domain.own_card import TERM, OwnCard
from tutor.services.learning_views import TermView
from tutor.tui.base import Asks, tutor_app
from tutor.tui.commands import Command
from tutor.tui.modals.confirm import ConfirmModal

KEEP_CARD = Command(
    "card.keep",
    "plus",
    "keep_card",
    "Add to cards",
    "Add this to your cards for spaced review, or take it out again.",
)


def read_term(node: Asks, name: str) -> Callable[[], tuple[TermView, bool]]:
    """Return a call that reads a term, and whether it is a card; for a thread."""
    app = tutor_app(node)
    services, learner = app.services, app.learner

    def read() -> tuple[TermView, bool]:
        term = services.glossary.term(name)
        return term, OwnCard(TERM, term.id).id in services.own_cards.held(learner.id)

    return read


def keep_card(node: Asks, own: OwnCard, name: str, then: Callable[[bool], object]) -> None:
    """Add a term or code to the cards; where it is one, take it out after asking.

    Args:
        node: What the learner is looking at.
        own: The term or code.
        name: What it is called.
        then: Told whether it is a card now.
    """
    app = tutor_app(node)
    services, learner = app.services, app.learner

    def told(is_card: bool) -> None:
        line = (
            f"{name} is due for review from today." if is_card else f"{name} is no card any more."
        )
        app.notify(line, title="Cards", markup=False)
        then(is_card)

    def toggle() -> None:
        node.ask(lambda: services.own_cards.toggle(learner.id, own), told, group="card", once=True)

    def look(held: frozenset[str]) -> None:
        if own.id not in held:
            toggle()
            return
        question = f"{name} is a card of yours. Take it out, with all that is known of it?"
        app.push_screen(
            ConfirmModal("Remove the card", question, yes="Remove", no="Keep"),
            lambda wanted: toggle() if wanted else None,
        )

    node.ask(lambda: services.own_cards.held(learner.id), look, group="card-held", once=True)
