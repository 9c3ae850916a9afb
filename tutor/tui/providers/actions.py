"""The palette's actions: every command in force on the screen below."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.dom import DOMNode

from tutor.tui.base import books_shut, tutor_app
from tutor.tui.commands import GO, Command, commands_in_force
from tutor.tui.providers.match import explained, match
from tutor.tui.text import show


class ActionProvider(Provider):
    """Offers the commands of the focused widget, its screen and the app."""

    async def discover(self) -> Hits:
        """Offer every action before anything is typed."""
        for command, node in self._commands():
            yield DiscoveryHit(
                show(command.title), partial(self._run, command, node), help=explained(command.help)
            )

    async def search(self, query: str) -> Hits:
        """Offer the actions whose name fits."""
        matcher = self.matcher(query)
        for command, node in self._commands():
            score, display = match(matcher, command.title)
            if score > 0:
                yield Hit(
                    score, display, partial(self._run, command, node), help=explained(command.help)
                )

    def _commands(self) -> Iterator[tuple[Command, DOMNode]]:
        in_force = commands_in_force(self.screen.focused or self.screen)
        known = {command.id for command, _ in in_force}
        for command, node in in_force:
            if command.palette:
                yield command, node
        for command in GO if tutor_app(self.screen).is_open else ():
            shut = command.id == "go.code_book" and books_shut(self.screen)
            if command.id not in known and not shut:
                yield command, self.app

    async def _run(self, command: Command, node: DOMNode) -> None:
        await self.app.run_action(command.action, default_namespace=node)
