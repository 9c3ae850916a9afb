"""Who may need help, and why; a message can be written to each."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tutor.services.classroom.grade_reports import percent_text, risk_report
from tutor.services.classroom.grade_views import RiskRow, RiskView
from tutor.tui.commands import BACK, bindings
from tutor.tui.modals.entry import EntryModal
from tutor.tui.table_place import WRITE
from tutor.tui.teach_place import TeachPlace
from tutor.tui.text import show, show_line, written
from tutor.tui.widgets.open_list import WriteList

NAME, REASONS = 32, 56
"""Columns of a student's name, at most, and of what stands beside it, at least."""


class RiskScreen(TeachPlace[RiskView]):
    """A list of students with the reasons.

    Args:
        course_id: The course.
    """

    LIST = WriteList
    KEYS = (WRITE, BACK)
    BINDINGS = bindings(KEYS)
    HELP = (
        "Students who may need help, those with most reasons first. The line at the cursor is told "
        "in full below, with the thresholds. Enter writes a message to their Home. F5 writes the "
        "list as CSV and as a page that prints."
    )

    def __init__(self, course_id: str) -> None:
        super().__init__()
        self.course_id = course_id
        self._rows: dict[str, RiskRow] = {}
        self._rule = ""

    def load(self) -> RiskView:
        """Read who is at risk."""
        return self.classroom.following.at_risk(self.actor, self.course_id)

    def draw(self, view: RiskView) -> None:
        """Draw the list."""
        self._rows = {row.member.id: row for row in view.rows}
        self._rule = view.rule
        note = f"{len(view.rows)} of {view.students} students"
        self.head("Teach", view.course.title, "At risk", note=note)
        name = min(NAME, self.room(REASONS))
        options = [Option(_line(row, name), id=row.member.id) for row in view.rows]
        self.fill(options, "Nobody needs help, as far as these figures go.")
        if not options:
            self.query_one("#note", Static).update(show(view.rule))

    @on(OptionList.OptionHighlighted, "#lines")
    def _say(self, event: OptionList.OptionHighlighted) -> None:
        row = self._rows.get(event.option_id or "")
        if row is not None:
            why = "\n".join(f"· {one.text}" for one in row.reasons)
            text = f"{row.member.label}, {row.cohort}\n{why}\n{self._rule}"
            self.query_one("#note", Static).update(show(text))

    @on(OptionList.OptionSelected, "#lines")
    def _write_to(self, event: OptionList.OptionSelected) -> None:
        row = self._rows.get(event.option_id or "")
        if row is None:
            return
        learner = row.member.learner_id

        def send(text: str) -> int:
            return self.classroom.messages.send(self.actor, self.course_id, [learner], text)

        modal = EntryModal(f"Message to {row.member.label}", "", "Shown on their Home.", send)
        self.app.push_screen(modal, self._sent)

    def _sent(self, count: int | None) -> None:
        if count:
            self.app.notify("Sent.", markup=False)

    def action_write_files(self) -> None:
        """Write the list as CSV and as a page."""
        from tutor.services.classroom.reports import save_files

        load, folder = self.load, self.services.settings.home / "reports"
        self.change(lambda: save_files(risk_report(load()), folder), written)


def _line(row: RiskRow, width: int) -> Content:
    name = show_line(row.member.label, width, "bold")
    return Content.assemble(
        name.pad_right(width - name.cell_length),
        show(f" {percent_text(row.total.percent):>5}  "),
        show("; ".join(one.text for one in row.reasons)),
    )
