"""The panes of a place on one line, the present one marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static


class PaneTab(Static):
    """One pane: the number that is its key, and its name; a click goes there."""

    ALLOW_SELECT = False

    def __init__(self, number: int, name: str) -> None:
        super().__init__(Content.assemble((str(number), "underline"), f" {name}"))
        self._number = number

    def on_click(self) -> None:
        """Go to the pane."""
        self.post_message(PaneTabs.Chosen(self._number))


class PaneTabs(Horizontal):
    """Names of panes with their numbers."""

    DEFAULT_CSS = """
    PaneTabs {
        height: 1;
        padding: 0 1;
        PaneTab { width: auto; padding: 0 1; color: $foreground-muted; }
        PaneTab:hover { background: $primary 30%; }
        PaneTab.-current { color: $primary; text-style: bold reverse; }
    }
    """

    current: reactive[int] = reactive(1)
    """Number of the present pane, from 1."""

    class Chosen(Message):
        """A pane was clicked."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, names: Sequence[str], *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._names = tuple(names)

    def compose(self) -> ComposeResult:
        """Lay out the names."""
        for number, name in enumerate(self._names, 1):
            yield PaneTab(number, name)

    def on_mount(self) -> None:
        """Mark the first."""
        self.watch_current(self.current)

    def watch_current(self, current: int) -> None:
        """Mark the present pane."""
        for number, tab in enumerate(self.query(PaneTab), 1):
            tab.set_class(number == current, "-current")
