"""What all panes of Progress are made from."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.domain.records import Learner
from tutor.services.context import Services

WIDE_FROM = 110
"""Columns of the screen from which bars are wide."""
View = TypeVar("View")
Titled = TypeVar("Titled", bound=Widget)


class Pane(VerticalScroll, Generic[View]):
    """One dashboard. It is read in a thread and drawn on the UI thread, like a place."""

    NAME: ClassVar[str]
    """As the line of panes calls it."""
    OF_EXAM: ClassVar[bool] = False
    """Whether it shows one exam at a time."""

    def load(self, services: Services, learner: Learner, exam: str, /) -> View:
        """Read what is shown. Runs in a thread."""
        raise NotImplementedError

    def draw(self, view: View) -> None:
        """Draw it."""
        raise NotImplementedError

    @property
    def main(self) -> Widget:
        """What takes the focus when the pane comes up."""
        return self


def titled(widget: Titled, title: str) -> Titled:
    """Return a widget with a title on its frame."""
    widget.border_title = title
    widget.add_class("panel")
    return widget


def fill(found: OptionList, options: list[Option]) -> None:
    """Show other options with the cursor on the same line as before."""
    kept = found.highlighted or 0
    empty = Option(Content.styled("Nothing yet", "dim"), disabled=True)
    found.set_options(options or [empty])
    if options:
        found.highlighted = min(kept, len(options) - 1)


def minutes_text(seconds: float | None) -> str:
    """Return a time as minutes and seconds, such as `1:05`; a dash without one."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
