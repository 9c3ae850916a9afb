"""Every past quiz; Enter opens it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tutor.domain.records import AttemptSummary, Learner
from tutor.services.context import Services
from tutor.tui.base import tutor_app
from tutor.tui.panes.pane import Pane, fill, titled
from tutor.tui.text import short_day, show
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.open_list import OpenList

BAR = 10
"""Columns of a quiz's bar."""
STATUS = {"open": "unfinished", "expired": "time ran out", "abandoned": "given up"}
"""How an attempt ended, where that was not by finishing it."""
Attempts = tuple[AttemptSummary, ...]


class HistoryPane(Pane[Attempts]):
    """The list of past quizzes."""

    NAME = "History"

    def __init__(self) -> None:
        super().__init__(can_focus=False)
        self._lines: dict[str, AttemptSummary] = {}

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        yield titled(OpenList(id="history"), "Past quizzes")

    @property
    def main(self) -> Widget:
        """The list."""
        return self.query_one("#history")

    def load(self, services: Services, learner: Learner, _exam: str, /) -> Attempts:
        """Read the attempts, newest first."""
        return services.progress.history(learner.id)

    def draw(self, view: Attempts) -> None:
        """Draw them."""
        zone = tutor_app(self).learner.time_zone
        self._lines = {one.id: one for one in view}
        history = self.query_one("#history", OptionList)
        fill(history, [Option(_line(one, zone), id=one.id) for one in view])
        history.border_subtitle = str(len(view))

    @on(OptionList.OptionSelected, "#history")
    def _open(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        one = self._lines.get(event.option_id or "")
        if one is not None and one.status == "open":
            tutor_app(self).resume_quiz(one.id)
        elif one is not None:
            tutor_app(self).open_result(one.id)


def _line(one: AttemptSummary, zone: str) -> Content:
    known = one.total and one.score is not None and one.status != "open"
    percent = 100 * (one.score or 0) / one.total if known else None
    standing = bar(percent, BAR, "")
    if one.status == "open":
        standing = Content(f"{one.answered} of {one.total}".rjust(BAR + 6))
    return Content.assemble(
        show(f"{short_day(one.started_at, zone)}  ", "$foreground-muted"),
        standing,
        "  ",
        show(one.title),
        (f"   {STATUS.get(one.status, '')}", "$foreground-muted"),
    )
