"""Which exam domains a question gets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.tui.base import TutorModal
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show

Tag = tuple[str, str]
TICK = Command(
    "tags.tick", "space", "select", "Tick", "Tick the domain, or take the tick away.", footer=True
)
KEEP = Command("tags.keep", "enter", "screen.keep", "Keep", "Keep these domains.", footer=True)


class TagList(OptionList):
    """The domains of all exams; space ticks, Enter is the dialog's."""

    KEYS = (TICK, KEEP)
    BINDINGS = bindings(KEYS)


class ChooseTagsModal(TutorModal[tuple[Tag, ...]]):
    """Offers the domains of all exams; the result is those ticked, or None on Escape.

    Args:
        title: What the domains are for.
        names: Exam domains with their names, in order.
        chosen: Those ticked at first.
    """

    HELP = (
        "Say what the question is about: space ticks a domain or takes the tick away, Enter keeps "
        "them. A question may stand in domains of several exams; one at least."
    )
    AUTO_FOCUS = "#tags"
    CSS = """
    ChooseTagsModal {
        #tags { height: auto; max-height: 14; text-wrap: nowrap; text-overflow: ellipsis; }
        #said { height: 1; color: $text-muted; }
    }
    """

    def __init__(self, title: str, names: Sequence[tuple[Tag, str]], chosen: Iterable[Tag]) -> None:
        super().__init__()
        self._title = title
        self._names = names
        self._chosen = set(chosen)

    def compose(self) -> ComposeResult:
        """Lay out the domains."""
        with Vertical(classes="dialog") as dialog:
            dialog.border_title = show(self._title)
            dialog.border_subtitle = "Space ticks · Enter keeps · Esc cancels"
            yield TagList(
                *(Option(self._line(place), id=str(place)) for place in range(len(self._names))),
                id="tags",
            )
            yield Static(id="said")

    def on_mount(self) -> None:
        """Put the cursor on the first domain that is ticked."""
        ticked = [place for place, (tag, _) in enumerate(self._names) if tag in self._chosen]
        self.query_one("#tags", OptionList).highlighted = ticked[0] if ticked else 0

    @on(OptionList.OptionSelected, "#tags")
    def _tick(self, event: OptionList.OptionSelected) -> None:
        place = event.option_index
        self._chosen ^= {self._names[place][0]}
        event.option_list.replace_option_prompt_at_index(place, self._line(place))

    def action_keep(self) -> None:
        """Keep the domains that are ticked."""
        chosen = tuple(tag for tag, _ in self._names if tag in self._chosen)
        if chosen:
            self.dismiss(chosen)
        else:
            self.query_one("#said", Static).update(show("✗ Tick one at least."))

    def _line(self, place: int) -> Content:
        (exam, domain), name = self._names[place]
        box = "[x]" if (exam, domain) in self._chosen else "[ ]"
        return show(f"{box} {exam.upper()}: {name}")
