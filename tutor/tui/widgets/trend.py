"""A line of figures over time: Textual's sparkline between numbers that say what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Sparkline, Static

from tutor.tui.text import show


class Trend(Vertical):
    """A sparkline with its highest and lowest figure on the left and its ends named below."""

    DEFAULT_CSS = """
    Trend {
        height: auto;
        Horizontal { height: 3; }
        .scale { width: 7; height: 3; color: $foreground-muted; }
        .top { height: 1fr; }
        .bottom { height: 1; }
        Sparkline { width: 1fr; height: 3; }
        Sparkline > .sparkline--max-color { color: $primary; }
        Sparkline > .sparkline--min-color { color: $primary 60%; }
        .ends { width: 100%; height: 1; color: $foreground-muted; padding-left: 7; }
    }
    """

    def compose(self) -> ComposeResult:
        """Lay out scale, line and ends."""
        with Horizontal():
            with Vertical(classes="scale"):
                yield Static(classes="top")
                yield Static(classes="bottom")
            yield Sparkline([], summary_function=max)
        yield Static(classes="ends")

    def show(self, values: Sequence[float], top: str, bottom: str, ends: str) -> None:
        """Draw other values.

        Args:
            values: Oldest first; the line spans from the lowest to the highest.
            top: The highest as it is written.
            bottom: The lowest.
            ends: What the line below says.
        """
        self.query_one(Sparkline).data = list(values)
        self.query_one(".top", Static).update(show(f"{top:>6}"))
        self.query_one(".bottom", Static).update(show(f"{bottom:>6}"))
        self.query_one(".ends", Static).update(show(ends))
