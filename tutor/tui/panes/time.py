"""How long questions take: by week, and by domain against what the exam allows."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.domain.records import Learner
from tutor.services.context import Services
from tutor.services.dashboard_views import TimeView
from tutor.tui.panes.pane import WIDE_FROM, Pane, minutes_text, titled
from tutor.tui.text import show
from tutor.tui.widgets.marked_bar import marked_bar
from tutor.tui.widgets.trend import Trend

BAR, WIDE_BAR = 20, 44
"""Columns of a domain's bar; the wide one from `WIDE_FROM` columns on."""


class TimePane(Pane[TimeView]):
    """Medians of the time for a question."""

    NAME = "Time"
    OF_EXAM = True

    def compose(self) -> ComposeResult:
        """Lay out the weeks and the domains."""
        yield Static(id="pace")
        yield titled(Trend(id="weeks"), "Median time for a question, by week")
        yield titled(Static(id="times"), "By domain")

    def load(self, services: Services, learner: Learner, exam: str, /) -> TimeView:
        """Read the times."""
        return services.dashboards.times(learner.id, exam)

    def draw(self, view: TimeView) -> None:
        """Draw them."""
        self.query_one("#pace", Static).update(_summary(view))
        times = self.query_one("#times", Static)
        width = WIDE_BAR if self.app.size.width >= WIDE_FROM else BAR
        times.update(Content("\n").join(_domain_lines(view, width)))
        times.border_subtitle = "┃ what the exam allows" if view.exam_seconds else ""
        weeks = [one for one in view.weeks if one.seconds is not None]
        seconds = [one.seconds or 0.0 for one in weeks]
        trend = self.query_one(Trend)
        trend.display = len(weeks) > 1
        if trend.display:
            ends = f"{weeks[0].week:%d %b}: {minutes_text(seconds[0])}   →   "
            ends += f"{weeks[-1].week:%d %b}: {minutes_text(seconds[-1])}"
            ends += f"   ({len(weeks)} weeks with answers)"
            trend.show(seconds, minutes_text(max(seconds)), minutes_text(min(seconds)), ends)


def _domain_lines(view: TimeView, width: int) -> Iterator[Content]:
    top = max([view.exam_seconds or 0.0, *(row.seconds or 0.0 for row in view.domains)]) or 1.0
    for row in view.domains:
        yield Content.assemble(
            f"{minutes_text(row.seconds):>6}  ",
            marked_bar(row.seconds or 0.0, view.exam_seconds, top, width),
            (f" {row.answers:>6} answers  ", "$foreground-muted"),
            show(row.name),
        )


def _summary(view: TimeView) -> Content:
    allowed = "the exam has no clock"
    if view.exam_seconds:
        allowed = f"{view.exam.id.upper()} allows {minutes_text(view.exam_seconds)}"
    return Content.assemble(
        (f"{minutes_text(view.seconds)} a question", "bold"),
        show(
            f" (median of {view.answers}, half a year) · {allowed}",
            "$foreground-muted",
        ),
    )
