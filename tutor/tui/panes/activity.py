"""What was done on which day: a year at a glance, the last two weeks, and whose work it was."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from tutor.domain.activity import level
from tutor.domain.records import Learner
from tutor.domain.text import quantity
from tutor.services.context import Services
from tutor.services.dashboard_views import ActivityView
from tutor.services.progress_views import RoleRow
from tutor.tui.panes.pane import Pane, titled
from tutor.tui.text import show
from tutor.tui.widgets.balance_bar import BILLER, CODER, SHARED, balance_bar
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.columns import Column, ColumnChart
from tutor.tui.widgets.heat_map import HeatMap, legend

DAYS = 14
"""Days of the chart of columns, today last."""
BALANCE = 28
"""Columns of the bar of coder and biller."""
ROLE_BAR = 6
"""Columns of a role's bar."""
ROLES = {"coder": (CODER, "Coder"), "both": (SHARED, "Shared"), "biller": (BILLER, "Biller")}
"""Sign and name of each role, in the order of the balance."""


class ActivityPane(Pane[ActivityView]):
    """Study days, and the balance of coder and biller."""

    NAME = "Activity"

    def compose(self) -> ComposeResult:
        """Lay out calendar, columns and balance."""
        yield Static(id="streak")
        with titled(Container(id="year"), "Questions a day"):
            yield HeatMap(id="calendar")
            yield Static(id="legend")
        with Container(id="below"):
            yield titled(ColumnChart(id="days"), "Last 14 days")
            yield titled(Static(id="roles"), "Work of: share, right")

    def load(self, services: Services, learner: Learner, _exam: str, /) -> ActivityView:
        """Read the days and the roles."""
        return services.dashboards.activity(learner.id)

    def draw(self, view: ActivityView) -> None:
        """Draw them."""
        levels = {day.day: level(day.answered, day.pages, view.goal) for day in view.days}
        self.query_one(HeatMap).show(levels, view.today, view.rest_days)
        self.query_one("#streak", Static).update(_summary(view))
        self.query_one("#legend", Static).update(legend(view))
        self.query_one(ColumnChart).show(_columns(view))
        self.query_one("#roles", Static).update(Content("\n").join(_role_lines(view.roles)))


def _columns(view: ActivityView) -> list[Column]:
    answered = {day.day: day.answered for day in view.days}
    days = (view.today - timedelta(days=back) for back in reversed(range(DAYS)))
    return [Column(answered.get(day, 0), (f"{day:%a}"[:2],)) for day in days]


def _role_lines(roles: tuple[RoleRow, ...]) -> Iterator[Content]:
    rows = {row.role: row for row in roles}
    coder, both, biller = (rows[role].answered if role in rows else 0 for role in ROLES)
    yield balance_bar(coder, both, biller, BALANCE)
    total = coder + both + biller
    for role, (sign, name) in ROLES.items():
        row = rows.get(role, RoleRow(role, 0, None))
        share = f"{100 * row.answered / total:3.0f} %" if total else "    –"
        yield Content.assemble(
            f"{sign} {name:<7}{share} ",
            bar(row.percent, ROLE_BAR, "$secondary"),
        )


def _summary(view: ActivityView) -> Content:
    return Content.assemble(
        (f"{quantity(view.streak, 'day')} in a row", "bold"),
        show(
            f" · {view.answered} answers on {view.studied} days of study · "
            f"{view.lessons_done} of {view.lessons_total} lessons read",
            "$foreground-muted",
        ),
    )
