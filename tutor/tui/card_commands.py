"""The commands of the Cards screen."""

from __future__ import annotations

from tutor.tui.commands import Command

SEARCH = Command(
    "cards.search", "slash", "search", "Filter", "List the cards with these words.", footer=True
)
SUSPEND = Command(
    "cards.suspend",
    "s",
    "suspend",
    "Suspend",
    "Stop asking the card at the cursor until you resume it.",
    footer=True,
)
RESUME = Command(
    "cards.resume",
    "r",
    "resume",
    "Resume",
    "Ask a suspended card, or one put off, again.",
    footer=True,
)
BURY = Command(
    "cards.bury", "b", "bury", "Put off", "Put the card at the cursor off until tomorrow."
)
ADD = Command(
    "cards.add",
    "plus",
    "add",
    "Add",
    "Add a glossary term or a code to your cards.",
    footer=True,
)
REMOVE = Command(
    "cards.remove",
    "delete,minus",
    "remove",
    "Remove",
    "Remove a card of your own, with all that is known of it.",
)
FORECAST = Command(
    "cards.forecast",
    "f",
    "forecast",
    "Forecast",
    "Show how many cards fall due in the next two weeks, or the list again.",
    footer=True,
)
REVIEW = Command("cards.review", "v", "app.review", "Review", "Review what is due today.")
LEAVE = Command(
    "cards.leave",
    "escape",
    "leave",
    "Back",
    "Show all cards again; if they are shown, go back.",
    footer=True,
    palette=False,
)
CARDS_COMMANDS = (SEARCH, SUSPEND, RESUME, BURY, ADD, REMOVE, FORECAST, REVIEW, LEAVE)
"""In force on the Cards screen."""
