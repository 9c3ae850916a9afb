"""A list of exam domains to tick."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.domain.text import quantity
from tutor.services.progress_views import DomainRow
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show

TOGGLE = Command(
    "domains.toggle",
    "space",
    "select",
    "Tick",
    "Tick the domain, or take the tick away. No tick at all means every domain.",
    palette=False,
)
START = Command(
    "domains.start",
    "enter",
    "screen.start_quiz",
    "Start quiz",
    "Draw the questions that fit the choice and start.",
    footer=True,
    palette=False,
)


class DomainPicker(OptionList):
    """Domains with a box each; space or a click ticks one."""

    KEYS = (TOGGLE, START)
    BINDINGS = bindings(KEYS)

    class Changed(Message):
        """Other domains are ticked."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._rows: dict[str, DomainRow] = {}
        self._chosen: set[str] = set()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the ticked domains, in the exam's order."""
        return tuple(name for name in self._rows if name in self._chosen)

    def offer(self, rows: Sequence[DomainRow], chosen: Iterable[str] = ()) -> None:
        """Offer the domains of an exam, some of them ticked."""
        self._rows = {row.id: row for row in rows}
        self._chosen = set(chosen) & self._rows.keys()
        kept = self.highlighted or 0
        empty = Option(Content.styled("Choose an exam to see its domains", "dim"))
        self.set_options(
            [Option(self._line(row), id=row.id) for row in rows] or [empty],
        )
        self.highlighted = min(kept, max(0, len(rows) - 1))
        self._show_count()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tick a domain or take its tick away."""
        event.stop()
        row = self._rows.get(event.option_id or "")
        if row is None:
            return
        self._chosen ^= {row.id}
        self.replace_option_prompt(row.id, self._line(row))
        self._show_count()
        self.post_message(self.Changed())

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Tell how many questions the domain has."""
        row = self._rows.get(event.option_id or "")
        self.border_subtitle = _standing(row) if row else ""

    def _line(self, row: DomainRow) -> Content:
        ticked = row.id in self._chosen
        return Content.assemble(
            ("[x] " if ticked else "[ ] ", "bold $primary" if ticked else "dim"),
            (f"{row.share:3.0f} %  ", "dim"),
            show(row.name, "bold" if ticked else ""),
        )

    def _show_count(self) -> None:
        count = len(self.chosen)
        self.border_title = Content(f"Domains: {f'{count} chosen' if count else 'all'}")


def _standing(row: DomainRow) -> str:
    return f"{quantity(row.items, 'question')}, {row.seen} seen"
