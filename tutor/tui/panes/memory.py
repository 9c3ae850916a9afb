"""Spaced review: what falls due in the days ahead, and whether its predictions hold."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.domain.records import Learner
from tutor.domain.text import quantity
from tutor.services.context import Services
from tutor.services.dashboard_views import MemoryView
from tutor.services.spaced_views import Retention
from tutor.tui.panes.pane import WIDE_FROM, Pane, titled
from tutor.tui.text import show
from tutor.tui.widgets.columns import Column, ColumnChart
from tutor.tui.widgets.marked_bar import marked_bar

BAR, WIDE_BAR = 24, 50
"""Columns of a bar of recall; the wide one from `WIDE_FROM` columns on."""


class MemoryPane(Pane[MemoryView]):
    """Review forecast and retention."""

    NAME = "Memory"

    def compose(self) -> ComposeResult:
        """Lay out summary, forecast and retention."""
        yield Static(id="cards")
        yield titled(ColumnChart(id="forecast"), "Reviews falling due in the next 14 days")
        yield titled(Static(id="retention"), "Recall at reviews: ━ measured, ┃ predicted")

    def load(self, services: Services, learner: Learner, _exam: str, /) -> MemoryView:
        """Read cards, forecast and retention."""
        return services.dashboards.memory(learner.id)

    def draw(self, view: MemoryView) -> None:
        """Draw them."""
        self.query_one("#cards", Static).update(_summary(view))
        chart = self.query_one("#forecast", ColumnChart)
        chart.show(
            [Column(one.due, (f"{one.day:%a}"[:2], f"{one.day.day}")) for one in view.forecast]
        )
        chart.border_subtitle = f"{sum(one.due for one in view.forecast)} in all"
        width = WIDE_BAR if self.app.size.width >= WIDE_FROM else BAR
        self.query_one("#retention", Static).update(retention(view.retention, width))


def retention(found: Retention, width: int = BAR) -> Content:
    """Return recall measured against recall predicted, overall and by tenths of it."""
    return Content("\n").join(_retention_lines(found, width))


def _retention_lines(found: Retention, width: int) -> Iterator[Content]:
    if found.predicted is None or found.measured is None:
        yield show(
            "Nothing yet: this needs reviews a day or more after the last one.",
            "$foreground-muted",
        )
        return
    yield Content.assemble(
        ("All reviews  ", "bold"),
        marked_bar(found.measured, found.predicted, 100, width),
        (f" {found.measured:3.0f} %", "bold"),
        f", predicted {found.predicted:.0f} %",
        (f", of {found.reviews}", "$foreground-muted"),
    )
    for row in reversed(found.rows):
        yield Content.assemble(
            (f"{f'{row.low}–{row.high} %':>11}  ", "$foreground-muted"),
            marked_bar(row.measured, row.predicted, 100, width),
            f" {row.measured:3.0f} %, predicted {row.predicted:.0f} %",
            (f", of {row.reviews}", "$foreground-muted"),
        )


def _summary(view: MemoryView) -> Content:
    cards = quantity(view.cards, "card")
    aside = f", {view.suspended} suspended" if view.suspended else ""
    exam = f" · up to {view.exam_date}" if view.exam_date else ""
    fit = f", {view.due.now} fit in today (V)" if view.due.count else ""
    return Content.assemble(
        (f"{view.due.count} due today", "bold"),
        show(f"{fit} · {cards} in memory{aside}{exam}", "$foreground-muted"),
    )
