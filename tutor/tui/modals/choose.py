"""A list to choose one thing from."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.tui.base import TutorModal
from tutor.tui.text import show


class ChooseModal(TutorModal[str]):
    """Offers a list; the result is the id chosen, or None on Escape.

    Args:
        title: What is chosen.
        choices: Ids with the text to show for them.
        current: The id chosen at present.
        preview: Called with each id the cursor passes.
    """

    HELP = "Move with the arrow keys. Enter chooses, Escape leaves everything as it was."
    CSS = """
    ChooseModal OptionList {
        height: auto;
        max-height: 16;
        background: $surface;
    }
    """

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, Content]],
        current: str | None = None,
        preview: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._current = current
        self._preview = preview

    def compose(self) -> ComposeResult:
        """Lay out the list, the current choice marked."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            dialog.border_subtitle = "Enter chooses · Esc cancels"
            yield OptionList(
                *(
                    Option(Content.assemble("● " if key == self._current else "  ", text), id=key)
                    for key, text in self._choices
                )
            )

    def on_mount(self) -> None:
        """Put the cursor on the current choice."""
        keys = [key for key, _ in self._choices]
        found = self.query_one(OptionList)
        found.highlighted = keys.index(self._current) if self._current in keys else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show what the choice would look like."""
        if self._preview and event.option_id is not None:
            self._preview(event.option_id)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose."""
        self.dismiss(event.option_id)
