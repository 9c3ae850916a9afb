"""One line to choose one of a few values: `Role  ‹ any ›`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tutor.tui.commands import Command, bindings
from tutor.tui.text import show

NEXT_VALUE = Command(
    "choice.next",
    "right,space",
    "step(1)",
    "Next value",
    "Take the next value of the line.",
    palette=False,
)
PREVIOUS_VALUE = Command(
    "choice.previous",
    "left,backspace",
    "step(-1)",
    "Previous value",
    "Take the value before.",
    palette=False,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value as chosen (`key`, None for any) and as shown."""

    key: str | None
    text: str


class ChoiceRow(Widget, can_focus=True):
    """A labelled value that left and right (or a click) change."""

    KEYS = (NEXT_VALUE, PREVIOUS_VALUE)
    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)
    DEFAULT_CSS = """
    ChoiceRow {
        height: 1;
        padding: 0 1;
        &:hover { background: $surface; }
        &:focus { background: $primary 25%; text-style: bold; }
        &:focus:nocolor { text-style: bold reverse; }
    }
    """

    chosen: reactive[int] = reactive(0)
    """Place of the chosen value."""

    class Changed(Message):
        """Another value was chosen."""

        def __init__(self, row: ChoiceRow, key: str | None) -> None:
            super().__init__()
            self.row = row
            self.key = key

        @property
        def control(self) -> ChoiceRow:
            """The row, for selectors."""
            return self.row

    def __init__(
        self,
        label: str,
        values: Sequence[Value],
        *,
        key: str | None = None,
        label_width: int = 0,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._label_width = label_width or len(label) + 1
        self._values = tuple(values)
        self.set_reactive(ChoiceRow.chosen, self._place(key))

    @property
    def key(self) -> str | None:
        """The chosen value."""
        return self._values[self.chosen].key

    def choose(self, key: str | None) -> None:
        """Choose a value; one that is not offered leaves the first."""
        self.chosen = self._place(key)

    def offer(
        self, values: Sequence[Value], key: str | None = None, label: str | None = None
    ) -> None:
        """Offer other values and choose one of them, without a message; rename the row if asked."""
        self._values = tuple(values)
        self._label = label or self._label
        with self.prevent(ChoiceRow.Changed):
            self.chosen = self._place(key)
        self.refresh()

    def render(self) -> Content:
        """Return label and value on one line."""
        text = self._values[self.chosen].text
        return Content.assemble(
            (self._label.ljust(self._label_width), "dim"),
            ("‹ ", "$primary"),
            show(text, "bold"),
            (" ›", "$primary"),
        ).truncate(max(1, self.content_size.width), ellipsis=True)

    def action_step(self, by: int) -> None:
        """Take the next value, or the one before; around at the ends."""
        self.chosen = (self.chosen + by) % len(self._values)

    def on_click(self, event: events.Click) -> None:
        """Go back on a click left of the value, else forward."""
        event.stop()
        self.action_step(-1 if event.x <= self._label_width + 2 else 1)

    def watch_chosen(self, before: int, now: int) -> None:
        """Tell whoever listens."""
        if before != now:
            self.post_message(self.Changed(self, self.key))

    def _place(self, key: str | None) -> int:
        keys = [value.key for value in self._values]
        return keys.index(key) if key in keys else 0
