"""What the current screen is for, and its keys."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from tutor.tui.base import TutorModal
from tutor.tui.commands import APP_COMMANDS, PLACE_COMMANDS, Command, commands_in_force
from tutor.tui.text import show

KEY_WIDTH = 16
"""Columns for the keys of a command."""


class HelpModal(TutorModal[None]):
    """Explains a screen.

    Args:
        about: The screen to explain.
    """

    HELP = "This is the help. Escape closes it."
    CSS = """
    HelpModal {
        .dialog { max-height: 90%; }
        VerticalScroll { height: auto; max-height: 100%; }
        Static { height: auto; }
        .heading { margin-top: 1; text-style: bold; color: $primary; }
    }
    """

    def __init__(self, about: Screen[object]) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        """Lay out the explanation and the keys."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = "Help"
            dialog.border_subtitle = "Esc closes"
            with VerticalScroll():
                yield Static(show(help_text(self._about)))
                for heading, commands in key_groups(self._about.focused or self._about):
                    yield Static(heading, classes="heading")
                    yield Static(_key_table(commands))


def help_text(screen: Widget) -> str:
    """Return the text that explains a screen (or the widget of it that has its own)."""
    return screen.HELP or "This screen has no explanation."


def key_groups(node: DOMNode) -> list[tuple[str, list[Command]]]:
    """Return the commands in force at a node, under headings, nearest first."""
    groups: dict[str, list[Command]] = {"Here": [], "All places": [], "Everywhere": []}
    for command, _ in commands_in_force(node):
        groups[_heading(command)].append(command)
    return [(heading, commands) for heading, commands in groups.items() if commands]


def _heading(command: Command) -> str:
    if _among(command, APP_COMMANDS):
        return "Everywhere"
    return "All places" if _among(command, PLACE_COMMANDS) else "Here"


def _among(command: Command, commands: Iterable[Command]) -> bool:
    return any(command.id == other.id for other in commands)


def _key_table(commands: Iterable[Command]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=KEY_WIDTH, style="bold")
    table.add_column(ratio=1)
    for command in commands:
        table.add_row(Text(" ".join(command.keys)), Text(command.help))
    return table
