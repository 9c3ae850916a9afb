"""Gradebook, overview, heat map, at-risk list and regrading as reports."""

from __future__ import annotations

from collections.abc import Iterable

from tutor.domain.gradebook import MARKS, Cell, Tally
from tutor.domain.text import quantity
from tutor.services.classroom.following import ALL_STUDY
from tutor.services.classroom.grade_views import (
    DomainShare,
    GradebookView,
    HeatRow,
    HeatView,
    OverviewRow,
    OverviewView,
    RiskRow,
    RiskView,
    StudentRow,
)
from tutor.services.classroom.regrade_views import RegradeView
from tutor.services.classroom.reports import NUMBER, PERCENT, POINTS, TIME, Heading, Report, Table

WHO = (
    Heading("student_id", "Id"),
    Heading("student", "Student"),
    Heading("section", "Section"),
)
"""Who a row is about."""
LEFT = Heading("left_at", "Left", TIME)
Row = StudentRow | OverviewRow | HeatRow | RiskRow


def percent_text(percent: float | None) -> str:
    """Return a percent as people read it."""
    return "–" if percent is None else f"{percent:.0f} %"


def tally_text(tally: Tally, of: str = "") -> str:
    """Return a figure with what it rests on: `72 % (12 of 18)`, or `72 % (12 of 18 students)`."""
    return f"{percent_text(tally.percent)} ({f'{tally.base} {of}'.rstrip()})"


def cell_mark(cell: Cell) -> str:
    """Return a cell as the screen's table has it: percent, and a sign for its state."""
    figure = "" if cell.percent is None else f"{cell.percent:.0f}"
    mark = MARKS[cell.status] + ("*" if cell.reason is not None and cell.points is not None else "")
    return f"{figure}{mark}" or MARKS[cell.status]


def gradebook_report(view: GradebookView) -> Report:
    """Return a gradebook: a row each student ever on the roster."""
    headings = [
        *WHO,
        LEFT,
        Heading("total_points", "Points", POINTS),
        Heading("total_most", "Of", POINTS),
        Heading("total_percent", "Total", PERCENT),
        Heading("assignments_counted", "Counted", NUMBER),
        Heading("assignments_given", "Given", NUMBER),
    ]
    for place, column in enumerate(view.columns, start=1):
        title = column.assignment.title
        headings += [
            Heading(f"{place} {title}: points", title, POINTS),
            Heading(f"{place} {title}: most", "of", POINTS),
            Heading(f"{place} {title}: status", "status"),
            Heading(f"{place} {title}: submitted_at", "handed in", TIME),
        ]
    rows = []
    for row in view.rows:
        total = row.total
        cells: list[object] = [
            *_who(row),
            row.member.left_at,
            total.points,
            total.most,
            total.percent,
            total.counted,
            total.of,
        ]
        for cell in row.cells:
            cells += [cell.points, cell.most, status_text(cell), cell.submitted_at]
        rows.append(tuple(cells))
    name = f"{view.course.title}, {view.cohort}" if view.cohort else view.course.title
    return Report(
        title=f"Gradebook: {name}",
        at=view.at,
        lines=(
            f"Mean total {tally_text(view.mean, 'students')}.",
            *(
                f"{one.assignment.title}: {one.counts.text}; mean {tally_text(one.mean)}."
                for one in view.columns
            ),
        ),
        table=Table("", tuple(headings), tuple(rows)),
    )


def status_text(cell: Cell) -> str:
    """Return a cell's state in words: `late (2 days)`, `submitted, set by hand: typing slip`."""
    text = cell.status
    if cell.late_days:
        text += f" ({quantity(cell.late_days, 'day')})"
    if cell.extended:
        text += ", extended"
    if cell.reason is not None:
        text += f": {cell.reason}" if cell.points is None else f", set by hand: {cell.reason}"
    return text


def standing_text(row: OverviewRow) -> str:
    """Return how a student stands, and whether the due date has passed meanwhile."""
    return f"{status_text(row.cell)}, overdue" if row.overdue else status_text(row.cell)


def overview_report(view: OverviewView) -> Report:
    """Return the live overview of an assignment."""
    headings = (
        *WHO,
        LEFT,
        Heading("status", "Status"),
        Heading("answered", "Answered", NUMBER),
        Heading("questions", "Of", NUMBER),
        Heading("points", "Points", POINTS),
        Heading("most", "Most", POINTS),
        Heading("percent", "Percent", PERCENT),
        Heading("submitted_at", "Handed in", TIME),
        Heading("stuck_on", "Stuck on"),
    )
    rows = tuple(
        (
            *_who(row),
            row.member.left_at,
            standing_text(row),
            row.answered if row.questions else None,
            row.questions or None,
            row.cell.points,
            row.cell.most,
            row.cell.percent,
            row.cell.submitted_at,
            "; ".join(f"{one.name} {percent_text(one.percent)}" for one in row.stuck),
        )
        for row in view.rows
    )
    states = ", ".join(f"{count} {status}" for status, count in view.counts.by_status.items())
    overdue = (f"{view.overdue} overdue.",) if view.overdue else ()
    return Report(
        title=f"{view.assignment.title}: {view.course.title}",
        at=view.at,
        lines=(
            f"{view.counts.text}: {states}.",
            *overdue,
            f"Mean {tally_text(view.mean, 'students')}.",
        ),
        table=Table("", headings, rows),
        more=(_domains("By domain, weakest first", "Answers", view.domains),),
    )


def heat_report(view: HeatView) -> Report:
    """Return the heat map: percent and number of questions of each student in each domain."""
    pairs = [
        (
            Heading(f"{one.id}: percent", one.name, PERCENT),
            Heading(f"{one.id}: questions", "n", NUMBER),
        )
        for one in view.whole
    ]
    headings = (*WHO, *(heading for pair in pairs for heading in pair))
    what = "all study on record" if view.source == ALL_STUDY else "assigned work handed in"
    return Report(
        title=f"Domains of {view.exam.upper()}: {view.course.title}",
        at=view.at,
        lines=(f"Percent of points by domain, from {what}; n is the number of questions.",),
        table=Table("", headings, tuple(_heat_row(row) for row in view.rows)),
        more=(_domains("The class as a whole", "n", view.whole),),
    )


def _heat_row(row: HeatRow) -> tuple[object, ...]:
    return (*_who(row), *(cell for one in row.shares for cell in (one.percent, one.questions)))


def _domains(title: str, count: str, shares: Iterable[DomainShare]) -> Table:
    headings = (
        Heading("domain", "Domain"),
        Heading("percent", "Percent", PERCENT),
        Heading("questions", count, NUMBER),
    )
    return Table(title, headings, tuple((one.name, one.percent, one.questions) for one in shares))


def _who(row: Row) -> tuple[str, str, str]:
    return row.member.external_id, row.member.label, row.cohort


def heat_mark(share: DomainShare) -> str:
    """Return a share of the heat map so that it reads without colour: a bar of 0 to 4, a figure."""
    if share.percent is None:
        return "·"
    return f"{'▁▃▅▆█'[min(4, int(share.percent // 20))]} {share.percent:.0f}"


def risk_report(view: RiskView) -> Report:
    """Return who may need help, and why."""
    headings = (
        *WHO,
        Heading("total_percent", "Total", PERCENT),
        Heading("assignments_counted", "Counted", NUMBER),
        Heading("reasons", "Why"),
    )
    rows = tuple(
        (
            *_who(row),
            row.total.percent,
            row.total.counted,
            "; ".join(one.text for one in row.reasons),
        )
        for row in view.rows
    )
    return Report(
        title=f"At risk: {view.course.title}",
        at=view.at,
        lines=(f"{len(view.rows)} of {quantity(view.students, 'student')}.", view.rule),
        table=Table("", headings, rows),
    )


def regrade_report(view: RegradeView) -> Report:
    """Return what a ruling does, or did, to each attempt."""
    headings = (
        Heading("student_id", "Id"),
        Heading("student", "Student"),
        Heading("assignment", "Assignment"),
        Heading("attempt", "Attempt"),
        Heading("question_before", "Question before", POINTS),
        Heading("question", "after", POINTS),
        Heading("points_before", "Points before", POINTS),
        Heading("most_before", "of", POINTS),
        Heading("points", "after", POINTS),
        Heading("most", "of", POINTS),
    )
    rows = tuple(
        (
            line.external_id,
            line.student,
            line.assignment,
            line.attempt_id,
            line.question_before,
            line.question,
            line.points_before,
            line.most_before,
            line.points,
            line.most,
        )
        for line in view.lines
    )
    done = "Done" if view.applied else "This would happen; nothing is changed yet"
    return Report(
        title=f"{view.action or 'taken back'}: {view.item_id}",
        at=view.at,
        lines=(view.title, f"{done}: {view.text}. Points are before lateness."),
        table=Table("", headings, rows),
    )
