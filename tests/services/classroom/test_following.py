"""Following a class with drawn forms: each figure is the same on screen, in CSV, JSON and page.

Billing has the two fixed questions, regulations the two that each student draws of four. At the
end of day 8: Ann has all right, Bob (extended) all but the drawn ones, Cid is excused, Dee did
nothing, Eve had all wrong and left, Fay answered all, the fixed ones wrongly, and goes on.
"""

import csv
import io
from datetime import datetime
from html.parser import HTMLParser

import pytest
from sqlalchemy import update

from tests.services.classroom.grading_bench import School, question
from tutor.cli.render import plain
from tutor.domain.gradebook import MARKS
from tutor.services.classroom.grade_reports import (
    gradebook_report,
    heat_mark,
    heat_report,
    overview_report,
    risk_report,
)
from tutor.services.classroom.reports import PERCENT, report_csv, report_html, shown_rows
from tutor.store.classroom.people import MEMBERS

FIXED = [question("fixed-1"), question("fixed-2", stem="And then?")]
POOL = [question(f"drawn-{n}", domain="regs", stem=f"Rule {n}?") for n in range(1, 5)]
DRAWN = [one.id for one in POOL]
BOTH = [one.id for one in FIXED]
FAY = "=Fay"


@pytest.fixture
def school(services, clock):
    made = School(services, clock, ["Ann", "Bob", "Cid", "Dee", "Eve", FAY])
    made.assign("Week 1", FIXED, [1.0, 1.0], due=7, closes=10, drawn=(POOL, 2))
    made.assign("Week 2", FIXED, [1.0, 1.0], due=7, closes=10)
    made.go_to(1)
    made.sit("Ann", "Week 1")
    made.sit("Ann", "Week 2")
    made.sit("Eve", "Week 1", wrong=BOTH + DRAWN)
    made.go_to(2)
    leave(made, "Eve")
    room = services.classroom
    room.assignments.extend(made.teacher, "Week 1", ["S002"], due="2026-12-02", reason="ill")
    room.regrading.override(made.teacher, "Week 1", made.people["Cid"], None, "jury duty")
    made.go_to(8)  # a day after the due date, two before the close
    made.sit("Bob", "Week 1", wrong=DRAWN)
    made.sit(FAY, "Week 1", wrong=BOTH, hand_in=False)
    return made


def leave(school, name):
    mine = MEMBERS.c.learner_id == school.people[name]
    with school.store._database.transaction() as connection:
        connection.execute(update(MEMBERS).where(mine).values(left_at=school.clock.now()))


def following(school):
    return school.services.classroom.following


def overview(school):
    return following(school).overview(school.teacher, "Week 1")


class Tables(HTMLParser):
    """The cells of each table of a page, row by row."""

    def __init__(self, page):
        super().__init__()
        self.tables, self._cell = [], None
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._cell = True

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self._cell = None

    def handle_data(self, data):
        if self._cell:
            self.tables[-1][-1][-1] += data


def lines_of(report):
    """Return the report's CSV, after checking page and terminal against its raw values."""
    for shown, one in zip(
        Tables(report_html(report)).tables, (report.table, *report.more), strict=True
    ):
        assert shown[0] == [heading.title for heading in one.headings]
        assert [tuple(row) for row in shown[1:]] == shown_rows(one)
    found = list(csv.reader(io.StringIO(report_csv(report))))
    assert found[0] == [heading.name for heading in report.table.headings]
    assert len(found) == len(report.table.rows) + 1
    for raw, texts, read in zip(
        report.table.rows, shown_rows(report.table), found[1:], strict=True
    ):
        for value, text, cell, heading in zip(raw, texts, read, report.table.headings, strict=True):
            if isinstance(value, datetime):
                assert datetime.fromisoformat(cell) == value
                assert cell.endswith("+00:00")
            elif isinstance(value, float):
                assert float(cell) == pytest.approx(value, abs=5e-5)
                assert text == (
                    f"{value:.0f} %" if heading.kind == PERCENT else f"{round(value, 2):g}"
                )
            elif value is None:
                assert cell == ""
            else:
                assert cell.removeprefix("'") == text == str(value)
    return [dict(zip(found[0], row, strict=True)) for row in found[1:]]


def number(value):
    return "" if value is None else str(round(value, 4))


def test_the_overview_says_who_is_where_and_stuck_on_what(school):
    view = overview(school)
    assert view.counts.text == "2 of 5 submitted"
    assert view.counts.by_status == {
        "not started": 1, "in progress": 1, "submitted": 2, "excused": 1
    }  # fmt: skip
    assert view.overdue == 2  # Dee and Fay
    assert (view.mean.percent, view.mean.base) == (75.0, "2 of 4")  # 100 and 50, Cid is excused
    # Ann, Bob and Fay: 2, 2 and 0 of 2 in billing; 2, 0 and 2 of 2 in regulations
    assert {one.id: (one.percent, one.questions) for one in view.domains} == {
        "bill": (pytest.approx(200 / 3), 6), "regs": (pytest.approx(200 / 3), 6)
    }  # fmt: skip
    stuck = {row.member.label: [(one.id, one.percent) for one in row.stuck] for row in view.rows}
    assert stuck["Bob"] == [("regs", 0.0)]
    assert stuck[FAY] == [("bill", 0.0)]
    assert stuck["Ann"] == stuck["Cid"] == stuck["Dee"] == []


def test_the_overview_is_the_same_in_every_form(school):
    view = overview(school)
    report, told = overview_report(view), plain(view)
    rows = lines_of(report)
    assert [row["student"] for row in rows] == ["'=Fay", "Ann", "Bob", "Cid", "Dee", "Eve"]
    assert {row["student"]: row["status"] for row in rows} == {
        "Ann": "submitted", "Bob": "submitted, extended", "Cid": "excused: jury duty",
        "Dee": "not started, overdue", "Eve": "submitted", "'=Fay": "in progress, overdue",
    }  # fmt: skip
    for row, one in zip(rows, told["rows"], strict=True):
        assert row["student_id"] == one["member"]["external_id"]
        assert row["points"] == number(one["cell"]["points"])
        assert row["most"] == number(one["cell"]["most"])
        assert row["answered"] == (str(one["answered"]) if one["questions"] else "")
        assert row["submitted_at"] == (one["cell"]["submitted_at"] or "")
        assert row["left_at"] == (one["member"]["left_at"] or "")
    assert {row["student"] for row in rows if row["left_at"]} == {"Eve"}
    assert "2 overdue." in report.lines
    assert "Mean 75 % (2 of 4 students)." in report.lines
    domains = [(one["name"], one["percent"], one["questions"]) for one in told["domains"]]
    assert list(report.more[0].rows) == domains


def test_rulings_reach_every_figure(school):
    regrading, course = school.services.classroom.regrading, school.course.id
    regrading.apply(school.teacher, course, "fixed-2", "void", "not taught")
    mended = next(one for one in form_of(school, "Bob") if one in DRAWN)
    both = [("b",), ("c",)]  # Bob's c is right now in one of the two drawn for him
    regrading.apply(school.teacher, course, mended, "rescore", "either", both)
    view = overview(school)
    by_name = {row.member.label: row for row in view.rows}
    assert (by_name["Ann"].cell.points, by_name["Ann"].cell.most) == (3.0, 3.0)
    assert (by_name["Bob"].cell.points, by_name["Bob"].cell.most) == (2.0, 3.0)
    rows = {row["student"]: row for row in lines_of(overview_report(view))}
    assert (rows["Bob"]["points"], rows["Bob"]["most"]) == ("2.0", "3.0")
    heat = following(school).heat(school.teacher, course)
    shares = {row.member.label: {one.id: one for one in row.shares} for row in heat.rows}
    assert (shares["Bob"]["bill"].percent, shares["Bob"]["bill"].questions) == (100.0, 1)
    assert shares["Bob"]["regs"].percent == 50.0
    book = school.services.classroom.gradebook.gradebook(school.teacher, course)
    cells = {row.member.label: row.cells[0] for row in book.rows}
    assert all(cells[name] == row.cell for name, row in by_name.items())


def form_of(school, name):
    (attempt,) = school.store.assigned_attempts("Week 1", school.people[name])
    slots = school.store.attempt(attempt.attempt_id).slots
    return [slot.placed.item.id for slot in slots]


def test_the_heat_map_has_everyone_here_and_is_the_same_in_every_form(school):
    view = following(school).heat(school.teacher, school.course.id)
    report, told = heat_report(view), plain(view)
    rows = lines_of(report)
    assert [row["student"] for row in rows] == ["'=Fay", "Ann", "Bob", "Cid", "Dee"]
    figures = {row["student"]: (row["bill: percent"], row["bill: questions"]) for row in rows}
    assert figures == {
        "Ann": ("100.0", "4"), "Bob": ("100.0", "2"), "Cid": ("", "0"), "Dee": ("", "0"),
        "'=Fay": ("", "0"),  # what goes on is not handed in
    }  # fmt: skip
    for row, one, seen in zip(rows, told["rows"], view.rows, strict=True):
        for share, shown in zip(one["shares"], seen.shares, strict=True):
            assert row[f"{share['id']}: percent"] == number(share["percent"])
            assert row[f"{share['id']}: questions"] == str(share["questions"])
            mark = heat_mark(shown)  # the cell on screen
            assert (
                mark == "·" if share["percent"] is None else mark[2:] == f"{share['percent']:.0f}"
            )
    whole = {one.id: (one.percent, one.questions) for one in view.whole}
    assert whole["bill"] == (100.0, 6)  # Ann's two assignments and Bob's; not Eve's, who left
    assert whole["regs"] == (50.0, 4)


def test_who_is_at_risk_is_said_with_the_reason_in_every_form(school):
    school.go_to(11)
    view = following(school).at_risk(school.teacher, school.course.id)
    report, told = risk_report(view), plain(view)
    rows = {row["student"]: row for row in lines_of(report)}
    assert rows["Dee"]["reasons"] == (
        "2 assignments due and not handed in, 2 of them not started; "
        "total 0 % (2 of 2 assignments counted); has never studied here"
    )
    # Week 1 was 2 of 4, Week 2 missed: 2 of 6
    assert rows["Bob"]["reasons"] == "total 33 % (2 of 2 assignments counted)"
    assert rows["Bob"]["total_percent"] == "33.3333"
    # excused from Week 1, and one assignment missed is not two
    assert rows["Cid"]["reasons"] == (
        "total 0 % (1 of 1 assignments counted); has never studied here"
    )
    assert "Eve" not in rows
    assert rows["Ann"]["reasons"] == "no study for 10 days"
    for row, one in zip(rows.values(), told["rows"], strict=True):
        assert row["reasons"] == "; ".join(reason["text"] for reason in one["reasons"])
        assert row["assignments_counted"] == str(one["total"]["counted"])
    assert report.lines == (f"{len(rows)} of 5 students.", view.rule)


def test_the_gradebook_has_everyone_ever_rostered_in_every_form(school):
    view = school.services.classroom.gradebook.gradebook(school.teacher, school.course.id)
    rows = lines_of(gradebook_report(view))
    assert [row["student"] for row in rows] == ["'=Fay", "Ann", "Bob", "Cid", "Dee", "Eve"]
    told = plain(view)
    for row, one in zip(rows, told["rows"], strict=True):
        assert row["total_points"] == number(one["total"]["points"])
        for place, (column, cell) in enumerate(
            zip(told["columns"], one["cells"], strict=True), start=1
        ):
            name = f"{place} {column['assignment']['title']}"
            assert row[f"{name}: points"] == number(cell["points"])
            assert row[f"{name}: status"].startswith(cell["status"])
            assert cell["status"] in MARKS
