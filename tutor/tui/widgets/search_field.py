"""A search field above a list."""

from __future__ import annotations

from textual.widgets import Input

from tutor.tui.commands import Command, bindings


class SearchInput(Input):
    """A search field that Escape and the arrow keys leave."""

    KEYS = (
        Command(
            "search.leave",
            "escape,down",
            "leave",
            "To the list",
            "Go from the search field to the list.",
            palette=False,
        ),
    )
    BINDINGS = bindings(KEYS)

    def action_leave(self) -> None:
        """Go on to the list."""
        self.screen.focus_next()
