"""How the questions of an assignment worked: figures, flags, and who chose which option."""

from __future__ import annotations

from textual.screen import Screen

from tutor.domain.item_statistics import ItemStatistics
from tutor.services.classroom.analysis import ATTEMPTS, ClassAnalysisView
from tutor.services.classroom.grade_reports import analysis_report
from tutor.services.classroom.reports import Report
from tutor.tui.commands import BACK, Command, bindings
from tutor.tui.given_place import GivenPlace
from tutor.tui.table_place import WRITE, TablePlace

FIGURES = 52
"""Columns that the figures of a question take."""
HEADINGS = ("Question", "n", "Fac", "95 %", "DI", "DE", "SD", "EW", "Look")
WHICH = Command(
    "items.attempts",
    "f4",
    "attempts",
    "Attempts",
    "Change between each student's first attempt, the last, and all.",
    footer=True,
)


class AnalysesScreen(GivenPlace):
    """Chooses an assignment to analyse."""

    TITLE_OF = "Item analysis"
    HELP = "Enter shows how the questions of the assignment at the cursor worked."

    def screen_for(self, assignment_id: str) -> Screen[None]:
        """Return the analysis of an assignment."""
        return ItemsScreen(assignment_id)


class ItemsScreen(TablePlace[ClassAnalysisView]):
    """A row each question; the one at the cursor with its options and flags below.

    Args:
        assignment_id: The assignment.
    """

    KEYS = (WHICH, WRITE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "How each question worked. Fac: mean mark in percent, with its 95 % interval. DI: do those "
        "who do well on the rest do well here? DE: the same, of the most that these marks allow. "
        "SD: spread. EW: effective weight. Look: ! something to see to, ? a hint that may be "
        "chance. The question at the cursor is told in full below: who chose which option. F4 "
        "changes which attempts count, F5 writes it as CSV and as a page that prints."
    )

    def __init__(self, assignment_id: str) -> None:
        super().__init__()
        self._assignment_id = assignment_id
        self._attempts = ATTEMPTS[0]
        self._view: ClassAnalysisView | None = None

    @property
    def name_width(self) -> int:
        """Columns of a question's id: what the figures leave."""
        return self.room(FIGURES)

    def load(self) -> ClassAnalysisView:
        """Read and analyse the answers."""
        analysis = self.classroom.analysis
        return analysis.of_assignment(self.actor, self._assignment_id, attempts=self._attempts)

    def report(self, view: ClassAnalysisView) -> Report:
        """Return the analysis as a report."""
        return analysis_report(view)

    def draw(self, view: ClassAnalysisView) -> None:
        """Draw the table."""
        self._view = view
        few = " · few: all figures are rough" if view.cautious else ""
        note = f"n = {view.learners} of {view.of}, {view.attempts} attempts{few}"
        self.head("Teach", view.title, "Item analysis", note=note)
        rows = [(one.name, _row(one)) for one in (*view.items, *view.positions)]
        self.fill_table(HEADINGS, rows, "Nobody has handed anything in yet.")

    def about(self, row: str, column: int) -> str:  # noqa: ARG002 - one row, one text
        """Return the flags of a question, and the table of its options."""
        if self._view is None:
            return ""
        item = self._view.item(row)
        options = "   ".join(
            f"{one.label or 'none'}{' (key)' if one.is_key else ''} {one.n}"
            f"{'' if one.r is None else f' r {one.r:+.2f}'}"
            for one in item.options
        )
        lines = [self._view.stems.get(row, row), options]
        lines += [f"{'!' if flag.clear else '?'} {flag.text}: {flag.action}" for flag in item.flags]
        lines += sorted({f"– {why}" for why in item.reasons.values()})[:2]
        return "\n".join(line for line in lines if line)

    def action_attempts(self) -> None:
        """Change which attempts are analysed."""
        place = ATTEMPTS.index(self._attempts)
        self._attempts = ATTEMPTS[(place + 1) % len(ATTEMPTS)]
        self.reload()


def _row(item: ItemStatistics) -> tuple[str, ...]:
    low, high = item.facility_low, item.facility_high
    interval = "–" if low is None or high is None else f"{low:.0f}-{high:.0f}"
    mark = "" if not item.flags else "!" if item.flags[0].clear else "?"
    figures = (item.discrimination, item.efficiency, item.sd, item.effective_weight)
    shown = ("–" if one is None else f"{one:.0f}" for one in figures)
    facility = "–" if item.facility is None else f"{item.facility:.0f}"
    return (item.name, str(item.n), facility, interval, *shown, mark)
