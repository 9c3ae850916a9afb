"""The domains of an exam: what is right, what is at stake, and what that rests on."""

from __future__ import annotations

from typing import NamedTuple

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
from tutor.tui.panes.pane import WIDE_FROM, Pane, fill, titled
from tutor.tui.text import show
from tutor.tui.widgets.bar import bar
from tutor.tui.widgets.open_list import PracticeList
from tutor.tui.widgets.stake_bar import stake_bar


class Widths(NamedTuple):
    """Columns of the bar of first answers, of the bar of marks, and of the state of mastery."""

    right: int
    marks: int
    mastery: int


NARROW, WIDE = Widths(6, 12, 0), Widths(12, 24, 10)
"""Below `WIDE_FROM` columns, and from there on."""


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
            yield Static(id="headings")
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
        widths = WIDE if self.app.size.width >= WIDE_FROM else NARROW
        self.query_one("#headings", Static).update(headings(widths))
        most = max((row.marks for row in view.domains), default=0)
        domains = self.query_one("#domains", OptionList)
        fill(domains, [Option(_line(row, most, widths), id=row.id) for row in view.domains])
        panel = self.query_one("#standing")
        panel.border_subtitle = (
            "not tried yet"
            if view.percent is None
            else f"{view.percent:.0f} % over the domains tried"
        )
        self._show_domain(domains.highlighted)

    def on_resize(self) -> None:
        """Draw bars that fit."""
        if self._view is not None:
            self.draw(self._view)

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


def headings(widths: Widths) -> str:
    """Return what stands above the columns of `_line`."""
    return (
        f"{'right':<{widths.right + 8}}{'marks, ░ at stake':<{widths.marks + 13}}"
        f"{'seen':>8}  {'mastery'[: widths.mastery]:<{widths.mastery}}domain"
    )


def about(row: DomainStanding) -> Content:
    """Return what is known of a domain, in lines of figures."""
    lines = [show(row.name, "bold"), show("A full form of the exam asks none of it.")]
    if row.at_stake is not None and row.expected_percent is not None:
        lines[1] = show(
            f"{row.at_stake:.1f} of {row.marks} marks at stake ({row.share:.0f} % of the exam), "
            f"{row.expected_percent:.0f} % right expected today"
        )
    rests = ["No question answered yet"]
    if row.evidence:
        rests = [f"{row.evidence} questions, newest {_ago(row.days_ago)}"]
        if row.low_percent is not None and row.high_percent is not None:
            rests.append(f"ability {row.low_percent:.0f}–{row.high_percent:.0f} %")
        if row.recall_percent is not None:
            rests.append(f"recall {row.recall_percent:.0f} %")
    lines.append(show(f"{row.mastery.capitalize()}: {row.why}", "$foreground-muted"))
    lines.append(show(" · ".join(rests), "$foreground-muted"))
    return Content("\n").join(lines)


def _line(row: DomainStanding, most: int, widths: Widths) -> Hanging:
    stake, figure = Content(" " * widths.marks), "–"
    if row.at_stake is not None:
        stake = stake_bar(row.marks, row.at_stake, most, widths.marks)
        figure = f"{row.at_stake:.1f} of {row.marks}"
    seen = f"{row.seen}/{row.items}"
    figures = Content.assemble(
        bar(row.percent, widths.right),
        "  ",
        stake,
        f" {figure:>11}",
        (
            f" {seen:>8}  {row.mastery[: widths.mastery]:<{widths.mastery}}",
            "$foreground-muted",
        ),
    )
    return Hanging(figures, show(row.name, "bold"))


def _ago(days: int | None) -> str:
    if not days:
        return "today"
    return "1 day ago" if days == 1 else f"{days} days ago"
