"""Looking codes up: the field to type in, and the list of what was found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tutor.services.code_views import CodeHit
from tutor.tui.commands import Command, bindings
from tutor.tui.text import show

CODE_WIDTH = 9
"""Columns for a code: the longest ICD-10-CM code has eight characters with its dot."""
BILLABLE, HEADER = "✓", "–"
"""Marks: a code that can be reported, and a heading that needs more characters."""


def code_label(code: str, title: str, billable: bool, *, width: int = CODE_WIDTH) -> Content:
    """Return a code as a line of a list: mark, number and title."""
    mark = (f"{BILLABLE} ", "$text-success") if billable else (f"{HEADER} ", "$foreground-muted")
    return Content.assemble(mark, show(f"{code:<{width}}", "bold"), show(title))


class CodeSearch(Input):
    """The field: what is typed is looked up at once."""

    KEYS = (
        Command(
            "code_search.leave",
            "down",
            "leave",
            "To the list",
            "Go from the search field to what was found.",
            palette=False,
        ),
    )
    BINDINGS = bindings(KEYS)

    class Left(Message):
        """The reader goes on to the list."""

    def action_leave(self) -> None:
        """Go on to the list."""
        self.post_message(self.Left())


class HitList(OptionList):
    """What was found, best first."""

    DEFAULT_CSS = """
    HitList { text-wrap: nowrap; text-overflow: ellipsis; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.hits: tuple[CodeHit, ...] = ()

    def show_hits(self, hits: Sequence[CodeHit]) -> None:
        """Show hits, the cursor on the best."""
        self.hits = tuple(hits)
        self.set_options(Option(_hit_line(hit), id=str(at)) for at, hit in enumerate(hits))
        self.highlighted = 0 if hits else None

    def hit(self, option_id: str | None) -> CodeHit | None:
        """Return the hit of an option; None if the list has changed since."""
        at = int(option_id) if option_id else -1
        return self.hits[at] if 0 <= at < len(self.hits) else None


def _hit_line(hit: CodeHit) -> Content:
    line = code_label(hit.code, hit.title, hit.billable)
    if not _words(hit.matched) - _words(hit.title):
        return line  # the title says it all
    return Content.assemble(
        line, "\n", show(f"{'':<{CODE_WIDTH}}  = {hit.matched}", "$foreground-muted")
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))
