"""The footer: the keys that work now."""

from __future__ import annotations

from textual.widgets import Footer


class KeyBar(Footer):
    """A footer that is put together anew only when it has other keys to show.

    Textual's own is, each time the focus moves, which is most of what a key press costs.
    """

    def __init__(self, *, show_command_palette: bool = True) -> None:
        super().__init__(show_command_palette=show_command_palette)
        self._shown: tuple[tuple[str, str, bool], ...] = ()

    async def recompose(self) -> None:
        """Put it together anew, if any key has come, gone, or changed its name."""
        if not self.is_attached:  # the screen has gone since it was asked for
            return
        shown = self._keys()
        if shown != self._shown:
            self._shown = shown
            await super().recompose()

    def _keys(self) -> tuple[tuple[str, str, bool], ...]:
        active = self.screen.active_bindings.items()
        palette = self.app.COMMAND_PALETTE_BINDING
        return tuple(
            (key, one.binding.description, one.enabled)
            for key, one in active
            if one.binding.show or key == palette
        )
