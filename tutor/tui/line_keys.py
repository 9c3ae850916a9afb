"""Up and down between the lines of a form."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.screen import Screen


def go_by_line(screen: Screen[Any], event: events.Key, lines: str) -> None:
    """Go to the line above or below at the keys up and down.

    Args:
        screen: The form.
        event: The key; one of these two goes no further.
        lines: Selector of what counts as a line.
    """
    if event.key in ("up", "down"):
        event.stop()
        move = screen.focus_next if event.key == "down" else screen.focus_previous
        move(lines)
