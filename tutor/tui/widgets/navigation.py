"""The bar of places on top of every place."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tutor.domain.records import Learner
from tutor.tui.base import tutor_app
from tutor.tui.commands import GO, PLACES, place_name
from tutor.tui.text import show


class PlaceTab(Static):
    """One place: its name with the key underlined; a click goes there."""

    ALLOW_SELECT = False

    def __init__(self, place: str, key: str, *, current: bool) -> None:
        super().__init__(_label(place, key), classes="-current" if current else "")
        self._place = place

    def on_click(self) -> None:
        """Go to the place."""
        tutor_app(self).go_to(self._place)


class NavigationBar(Horizontal):
    """All places with the current one marked; on the right, who is learning for which exam."""

    DEFAULT_CSS = """
    NavigationBar {
        dock: top;
        height: 1;
        background: $panel;
        PlaceTab { width: auto; padding: 0 1; color: $foreground; }
        PlaceTab:hover { background: $primary 30%; }
        PlaceTab.-current { background: $primary; color: $background; text-style: bold; }
        PlaceTab.-current:nocolor {
            background: $panel;
            color: $foreground;
            text-style: bold reverse;
        }
        #who {
            width: 1fr;
            padding: 0 1;
            text-align: right;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        #countdown { display: none; width: auto; padding: 0 1; color: $text-accent; }
    }
    """

    def __init__(self, current: str) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        """Lay out the places and the name."""
        for place, command in zip(PLACES, GO, strict=True):
            yield PlaceTab(place, command.key, current=place == self._current)
        yield Static(id="who")
        yield Static(id="countdown")

    def on_mount(self) -> None:
        """Follow the current profile."""
        self.watch(self.app, "profile", self._show_profile)

    def _show_profile(self, learner: Learner | None) -> None:
        name = learner.name if learner else ""
        self.query_one("#who", Static).update(show(name))
        self.query_one("#countdown", Static).update(show(tutor_app(self).exam_countdown()))


def _label(place: str, key: str) -> Content:
    name = place_name(place)
    at = place.index(key)
    return Content.assemble(name[:at], (name[at], "underline"), name[at + 1 :])
