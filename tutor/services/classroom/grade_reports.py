"""Gradebook, overview, heat map, at-risk list and item analysis as reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tutor.domain.gradebook import MARKS, Cell, Tally
from tutor.domain.item_analysis import TotalStatistics
from tutor.domain.item_statistics import ItemStatistics
from tutor.services.classroom.analysis import ClassAnalysisView
from tutor.services.classroom.following import ALL_STUDY
from tutor.services.classroom.grade_views import (
    DomainShare,
    GradebookView,
    HeatRow,
    HeatView,
    OverviewView,
    RiskView,
)
from tutor.services.classroom.regrading import RegradeView
from tutor.services.classroom.reports import NUMBER, PERCENT, TIME, Heading, Report, Table
from tutor.services.item_analysis import ITEM_COLUMNS

WHO = (
    Heading("student_id", "Id"),
    Heading("student", "Student"),
    Heading("section", "Section"),
)
"""Who a row is about."""


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
        Heading("left_at", "Left", TIME),
        Heading("total_points", "Points", NUMBER),
        Heading("total_most", "Of", NUMBER),
        Heading("total_percent", "Total", PERCENT),
        Heading("assignments_counted", "Counted", NUMBER),
        Heading("assignments_given", "Given", NUMBER),
    ]
    for place, column in enumerate(view.columns, start=1):
        title = column.assignment.title
        headings += [
            Heading(f"{place} {title}: points", title, NUMBER),
            Heading(f"{place} {title}: most", "of", NUMBER),
            Heading(f"{place} {title}: status", "status"),
            Heading(f"{place} {title}: submitted_at", "handed in", TIME),
        ]
    rows = []
    for row in view.rows:
        total = row.total
        cells: list[object] = [
            row.member.external_id,
            row.member.label,
            row.cohort,
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
        text += f" ({cell.late_days} day{'' if cell.late_days == 1 else 's'})"
    if cell.extended:
        text += ", extended"
    if cell.reason is not None:
        text += f": {cell.reason}" if cell.points is None else f", set by hand: {cell.reason}"
    return text


def overview_report(view: OverviewView) -> Report:
    """Return the live overview of an assignment."""
    headings = (
        *WHO,
        Heading("status", "Status"),
        Heading("answered", "Answered", NUMBER),
        Heading("questions", "Of", NUMBER),
        Heading("points", "Points", NUMBER),
        Heading("most", "Most", NUMBER),
        Heading("percent", "Percent", PERCENT),
        Heading("submitted_at", "Handed in", TIME),
        Heading("stuck_on", "Stuck on"),
    )
    rows = tuple(
        (
            row.member.external_id,
            row.member.label,
            row.cohort,
            status_text(row.cell),
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
    domains = Table(
        "By domain, weakest first",
        (
            Heading("domain", "Domain"),
            Heading("percent", "Percent", PERCENT),
            Heading("questions", "Answers", NUMBER),
        ),
        tuple((one.name, one.percent, one.questions) for one in view.domains),
    )
    return Report(
        title=f"{view.assignment.title}: {view.course.title}",
        at=view.at,
        lines=(f"{view.counts.text}: {states}.", f"Mean {tally_text(view.mean, 'students')}."),
        table=Table("", headings, rows),
        more=(domains,),
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
        more=(
            Table(
                "The class as a whole",
                (
                    Heading("domain", "Domain"),
                    Heading("percent", "Percent", PERCENT),
                    Heading("questions", "n", NUMBER),
                ),
                tuple((one.name, one.percent, one.questions) for one in view.whole),
            ),
        ),
    )


def _heat_row(row: HeatRow) -> tuple[object, ...]:
    cells: list[object] = [row.member.external_id, row.member.label, row.cohort]
    for one in row.shares:
        cells += [one.percent, one.questions]
    return tuple(cells)


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
            row.member.external_id,
            row.member.label,
            row.cohort,
            row.total.percent,
            row.total.counted,
            "; ".join(one.text for one in row.reasons),
        )
        for row in view.rows
    )
    return Report(
        title=f"At risk: {view.course.title}",
        at=view.at,
        lines=(f"{len(view.rows)} of {view.students} students.", view.rule),
        table=Table("", headings, rows),
    )


def regrade_report(view: RegradeView) -> Report:
    """Return what a ruling does, or did, to each attempt."""
    headings = (
        Heading("student_id", "Id"),
        Heading("student", "Student"),
        Heading("assignment", "Assignment"),
        Heading("attempt", "Attempt"),
        Heading("question_before", "Question before", NUMBER),
        Heading("question", "after", NUMBER),
        Heading("points_before", "Points before", NUMBER),
        Heading("most_before", "of", NUMBER),
        Heading("points", "after", NUMBER),
        Heading("most", "of", NUMBER),
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


def analysis_report(view: ClassAnalysisView) -> Report:
    """Return the item analysis of a class: the questions, the test, options, places."""
    headings = tuple(
        Heading(name, name.replace("_", " "), "text" if name.endswith("band") else NUMBER)
        for name in ITEM_COLUMNS
    )
    table = (*headings, Heading("flags", "What to look at"), Heading("question", "Question"))
    total = Table(
        "The test as a whole",
        (Heading("figure", "Figure"), Heading("value", "Value", NUMBER)),
        tuple(_total_rows(view.total)),
    )
    more = [total, _options(view.items)]
    if view.positions:
        rows = tuple(_item_row(one) for one in view.positions)
        more.append(Table("By place in the set", headings, rows))
    return Report(
        title=f"Item analysis: {view.title}",
        at=view.at,
        lines=(
            f"n = {view.learners} ({view.attempts} attempts) of {view.of} students who began.",
            *(["Few learners: all figures are rough; take flags as hints."] * view.cautious),
            *(f"{note[:1].upper()}{note[1:]}." for note in view.notes),
        ),
        table=Table(
            "",
            table,
            tuple(
                (
                    *_item_row(one),
                    "; ".join(flag.text for flag in one.flags),
                    view.stems.get(one.name, ""),
                )
                for one in view.items
            ),
        ),
        more=tuple(more),
    )


def _item_row(item: ItemStatistics) -> tuple[object, ...]:
    return tuple(getattr(item, name) for name in ITEM_COLUMNS)


def _total_rows(total: TotalStatistics) -> Iterator[tuple[object, ...]]:
    names = (
        "n", "items", "maximum", "mean", "mean_percent", "median", "sd", "sd_percent", "skewness",
        "kurtosis", "consistency", "error_ratio", "standard_error",
    )  # fmt: skip
    for name in names:
        yield name.replace("_", " "), getattr(total, name)


def _options(items: Iterable[ItemStatistics]) -> Table:
    headings: Sequence[Heading] = (
        Heading("question", "Question"),
        Heading("option", "Option"),
        Heading("key", "Key"),
        Heading("n", "n", NUMBER),
        Heading("share", "Share", PERCENT),
        Heading("mean_rest", "Mean on the rest", PERCENT),
        Heading("r", "r", NUMBER),
    )
    rows = tuple(
        (
            item.name,
            one.label or "unanswered",
            "key" if one.is_key else "",
            one.n,
            one.share,
            one.mean_rest,
            one.r,
        )
        for item in items
        for one in item.options
    )
    return Table("Options", tuple(headings), rows)
