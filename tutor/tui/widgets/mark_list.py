"""A list in which several lines can be marked, each with a mark that is no mere colour."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.tui.commands import Command, bindings
from tutor.tui.text import show

MARKED, FREE = "[x] ", "[ ] "


class MarkList(OptionList):
    """Lines that Space or Enter marks, and frees again."""

    KEYS = (
        Command(
            "mark_list.toggle",
            "space,enter",
            "mark_line",
            "Mark",
            "Mark the line at the cursor, or take the mark away.",
            footer=True,
            palette=False,
        ),
    )
    BINDINGS = bindings(KEYS)

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._texts: dict[str, str] = {}
        self._marked: set[str] = set()

    def offer(self, lines: Sequence[tuple[str, str]], marked: Iterable[str]) -> None:
        """Show lines, each an id and its text, some of them marked."""
        self._texts = dict(lines)
        self._marked = set(marked) & self._texts.keys()
        self._draw()

    @property
    def marked(self) -> tuple[str, ...]:
        """Ids of the marked lines, in the order of the list."""
        return tuple(one for one in self._texts if one in self._marked)

    def action_mark_line(self) -> None:
        """Mark the line at the cursor, or free it."""
        option = self.highlighted_option
        if option is not None and option.id is not None:
            self._marked ^= {option.id}
            self._draw()

    def _draw(self) -> None:
        kept = self.highlighted or 0
        self.set_options(
            Option(Content.assemble(MARKED if one in self._marked else FREE, show(text)), id=one)
            for one, text in self._texts.items()
        )
        if self._texts:
            self.highlighted = kept
