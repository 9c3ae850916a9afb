"""The domains of an exam: what is right, what is at stake, and what that rests on."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.domain.records import Learner
from tutor.services.context import Services
from tutor.services.dashboard_views import DomainStanding, StandingView
from tutor.tui.base import tutor_app
from tutor.tui.hanging import Hanging
from tutor.tui.panes.pane import Pane, fill, titled
from tutor.tui.text import show
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.open_list import PracticeList
from tutor.tui.widgets.stake_bar import stake_bar

BAR = 6
"""Columns of the bar of first answers."""
STAKE = 12
"""Columns of the bar of marks."""
HEADINGS = f"{'right':<{BAR + 8}}{'marks, ░ at stake':<{STAKE + 13}}{'seen':>8}  domain"
"""Above the columns of `_line`."""


class DomainsPane(Pane[StandingView]):
    """A line a domain; Enter practises it."""

    NAME = "Domains"
    OF_EXAM = True

    def __init__(self) -> None:
        super().__init__(can_focus=False)
        self._view: StandingView | None = None

    def compose(self) -> ComposeResult:
        """Lay out the list and the domain at the cursor."""
        with titled(Widget(id="standing"), "First answers to the questions seen"):
            yield Static(HEADINGS, id="headings")
            yield PracticeList(id="domains")
        yield titled(Static(id="domain"), "At the cursor")

    @property
    def main(self) -> Widget:
        """The list."""
        return self.query_one("#domains")

    def load(self, services: Services, learner: Learner, exam: str, /) -> StandingView:
        """Read the standing."""
        return services.dashboards.standing(learner.id, exam)

    def draw(self, view: StandingView) -> None:
        """Draw the domains."""
        self._view = view
        most = max((row.marks for row in view.domains), default=0)
        domains = self.query_one("#domains", OptionList)
        fill(domains, [Option(_line(row, most), id=row.id) for row in view.domains])
        panel = self.query_one("#standing")
        panel.border_subtitle = (
            "not tried yet"
            if view.percent is None
            else f"{view.percent:.0f} % over the domains tried"
        )
        self._show_domain(domains.highlighted)

    @on(OptionList.OptionHighlighted, "#domains")
    def _follow(self, event: OptionList.OptionHighlighted) -> None:
        self._show_domain(event.option_index)

    @on(OptionList.OptionSelected, "#domains")
    def _practise(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if self._view is not None:
            tutor_app(self).open_practice(self._view.exam.id, event.option_id)

    def _show_domain(self, index: int | None) -> None:
        if self._view is not None and index is not None and index < len(self._view.domains):
            self.query_one("#domain", Static).update(about(self._view.domains[index]))


def about(row: DomainStanding) -> Content:
    """Return what is known of a domain, in sentences of figures."""
    lines = [show(row.name, "bold")]
    stake = "A full form of the exam asks none of it."
    if row.at_stake is not None and row.expected_percent is not None:
        stake = (
            f"{row.at_stake:.1f} of {row.marks} marks at stake ({row.share:.0f} % of the exam), "
            f"{row.expected_percent:.0f} % right expected today"
        )
    lines.append(show(stake))
    rests = "No question answered yet."
    if row.evidence:
        rests = f"{row.evidence} different questions, the newest {_ago(row.days_ago)}"
    lines.append(show(rests, "$foreground-muted"))
    if not row.enough:
        lines.append(show("? Too little evidence to know this domain", "$text-warning"))
    return Content("\n").join(lines)


def _line(row: DomainStanding, most: int) -> Hanging:
    stake, figure = Content(" " * STAKE), "–"
    if row.at_stake is not None:
        stake = stake_bar(row.marks, row.at_stake, most, STAKE)
        figure = f"{row.at_stake:.1f} of {row.marks}"
    seen = f"{row.seen}/{row.items}"
    figures = Content.assemble(
        bar(row.percent, BAR),
        "  ",
        stake,
        f" {figure:>11}",
        (f"{seen:>9} {' ' if row.enough else '?'} ", "$foreground-muted"),
    )
    return Hanging(figures, show(row.name, "bold"))


def _ago(days: int | None) -> str:
    if not days:
        return "today"
    return "1 day ago" if days == 1 else f"{days} days ago"
