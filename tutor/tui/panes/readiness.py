"""Am I ready? The chance to pass, the score over time with its band, and how far to trust both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tutor.domain.calibration import NEEDED, Calibration
from tutor.domain.records import Learner
from tutor.services.context import Services
from tutor.services.dashboard_views import StandingView
from tutor.services.readiness_views import ReadinessPoint, ReadinessView
from tutor.tui.base import Asks, tutor_app
from tutor.tui.panes.pane import Pane, titled
from tutor.tui.text import NO_TARGET, show
from tutor.tui.widgets.band_chart import BandChart, BandPoint
from tutor.tui.widgets.interval_bar import interval_bar
from tutor.tui.widgets.marked_bar import marked_bar

ROOM = 46
"""Columns beside the line of the score, those of frames and figures included."""
LONGEST = 70
"""Columns of the line at most."""


class ReadinessPane(Pane[StandingView], Asks):
    """Readiness for one exam."""

    NAME = "Readiness"
    OF_EXAM = True

    def __init__(self) -> None:
        super().__init__()
        self._view: StandingView | None = None

    def compose(self) -> ComposeResult:
        """Lay out verdict, chart, next steps and past predictions."""
        yield titled(Static(id="verdict"), "Were the exam today")
        yield titled(BandChart(id="over-time"), "Expected score over time, %")
        with Container(id="beside"):
            yield titled(Static(id="steps"), "Best next")
            yield titled(Static(id="trust"), "Past predictions")

    def load(self, services: Services, learner: Learner, exam: str, /) -> StandingView:
        """Read the standing; its course over time follows."""
        return services.dashboards.standing(learner.id, exam)

    def draw(self, view: StandingView) -> None:
        """Draw what is known today, and ask for its course over time."""
        app, exam = tutor_app(self), view.exam.id
        dashboards, learner = app.services.dashboards, app.learner.id
        self._view = view
        self._draw_verdict()
        self.query_one("#over-time").border_subtitle = "reading earlier days …"
        self.query_one("#steps", Static).update(_steps(view.ready))
        self.query_one("#trust", Static).update(trust(view.ready.calibration))
        self.ask(
            lambda: dashboards.readiness(learner, exam),
            lambda points: self.draw_history(points, view.ready.cut_percent),
        )

    def on_resize(self) -> None:
        """Fit the line of the score to the new width."""
        self._draw_verdict()

    def _draw_verdict(self) -> None:
        if self._view is not None:
            columns = max(10, min(LONGEST, self.app.size.width - ROOM))
            self.query_one("#verdict", Static).update(verdict(self._view, columns))

    def draw_history(self, points: Sequence[ReadinessPoint], cut: float) -> None:
        """Draw how ready the learner was over time."""
        chart = self.query_one("#over-time", BandChart)
        chart.show(
            [
                BandPoint(
                    one.day, one.expected_percent, one.low_percent, one.high_percent, one.enough
                )
                for one in points
            ],
            cut,
        )
        chart.border_subtitle = _chances(points)


def verdict(view: StandingView, columns: int) -> Content:
    """Return the chance to pass, and the score on a line of so many columns."""
    ready = view.ready
    what = "Estimated readiness" if ready.cut_assumed else "Chance of passing"
    figure = "not enough evidence" if ready.probability is None else _percent(ready.probability)
    score = (
        f"  {ready.expected_percent:.0f} % ({ready.low_percent:.0f}–{ready.high_percent:.0f})"
        f", needed {ready.cut_percent} %"
    )
    line = interval_bar(
        ready.low_percent,
        ready.expected_percent,
        ready.high_percent,
        ready.cut_percent,
        columns,
    )
    lines = [
        Content.assemble(f"{what}: ", (figure, "bold $primary"), _caution(ready)),
        show(ready.words, "$foreground-muted"),
        Content.assemble(line, (score, "bold")),
    ]
    if view.target is None:
        lines.append(show(NO_TARGET, "$foreground-muted"))
    return Content("\n").join(lines)


def trust(found: Calibration) -> Content:
    """Return how past predictions fared, once there are enough of them."""
    if found.brier is None or found.inside is None:
        return Content.assemble(
            (f"{found.count} of {NEEDED} mocks so far", "bold"),
            (
                f"\nAfter {NEEDED} full mock exams this shows how far to trust the figures.",
                "$foreground-muted",
            ),
        )
    head = Content.assemble(
        "Brier score ",
        (f"{found.brier:.3f}", "bold"),
        (f" over {found.count} mocks (0 best, 0.25 a coin)", "$foreground-muted"),
        f"\n{100 * found.inside:.0f} % of scores in their band",
        (" (80 % should be)", "$foreground-muted"),
    )
    rows = (
        Content.assemble(
            f"{one.low:>3}–{one.high:<3} % ",
            marked_bar(100 * one.passed, 100 * one.predicted, 100, 10),
            f" {100 * one.passed:3.0f} %",
            (f" of {one.count}, said {100 * one.predicted:.0f} %", "$foreground-muted"),
        )
        for one in found.bins
    )
    return Content("\n").join([head, *rows])


class _Step(NamedTuple):
    title: str
    why: str


def _steps(ready: ReadinessView) -> Content:
    return Content("\n").join(_step_lines(_Step(one.title, one.why) for one in ready.steps))


def _step_lines(steps: Iterator[_Step]) -> Iterator[Content]:
    for number, one in enumerate(steps, 1):
        yield Content.assemble((f"{number} ", "$primary"), show(one.title, "bold"))
        yield show(f"  {one.why}", "$foreground-muted")


def _chances(points: Sequence[ReadinessPoint]) -> Content:
    """Return what the signs of the chart mean, and how the chance to pass went."""
    known = [one for one in points if one.probability is not None]
    if not points:
        return Content("drawn after the first answers")
    if not known:
        return Content("░ 8 in 10   ╌ pass mark   . little evidence")
    first, last = (_percent(one.probability or 0.0) for one in (known[0], known[-1]))
    return Content(f"░ 8 in 10   ╌ pass mark   chance {first} → {last}")


def _caution(ready: ReadinessView) -> Content:
    if ready.enough:
        return Content("")
    return Content.styled(
        f"  {ready.unknown_percent:.0f} % of the marks hardly known", "$text-warning"
    )


def _percent(chance: float) -> str:
    figure = round(100 * chance)
    return {0: "under 1 %", 100: "over 99 %"}.get(figure, f"{figure} %")
