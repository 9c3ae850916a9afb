"""The states of a gradebook's cells, its totals with their denominators, and who is at risk."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.domain.assignment import AssignmentPolicy
from tutor.domain.at_risk import Due, Thresholds, reasons
from tutor.domain.gradebook import (
    STATUSES,
    Cell,
    Override,
    Work,
    cell,
    counts_of,
    mean_of,
    total,
)
from tutor.domain.marking import HandedIn

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def handed(points=8.0, *, number=1, at=NOW - 2 * DAY, due=NOW - DAY):
    return HandedIn(number, points, 10.0, at, due, AssignmentPolicy())


def work(**changes):
    values = {"assigned": True, "most": 10.0, "counts": "best", "due_at": NOW - DAY}
    return Work(**(values | {"closes_at": NOW + DAY} | changes))


@pytest.mark.parametrize(
    ("changes", "status", "points", "most"),
    [
        ({}, "not started", None, None),
        ({"open": 1}, "in progress", None, None),
        ({"handed_in": (handed(),)}, "submitted", 8.0, 10.0),
        ({"handed_in": (handed(),), "open": 1}, "submitted", 8.0, 10.0),
        ({"handed_in": (handed(at=NOW - HOUR),)}, "late", 8.0, 10.0),
        ({"ungraded": 1}, "not yet graded", None, None),
        ({"closes_at": NOW}, "missed", 0.0, 10.0),
        ({"closes_at": NOW, "open": 1}, "missed", 0.0, 10.0),
        ({"closes_at": NOW, "extended": True}, "missed", 0.0, 10.0),
        ({"closes_at": NOW, "gone": NOW - 2 * DAY}, "not started", None, None),
        ({"closes_at": None}, "not started", None, None),
        ({"assigned": False}, "not assigned", None, None),
        ({"assigned": False, "handed_in": (handed(),)}, "submitted", 8.0, 10.0),
        ({"override": Override(9.0, "slip", NOW)}, "not started", 9.0, 10.0),
        ({"override": Override(9.0, "slip", NOW), "handed_in": (handed(),)}, "submitted", 9.0, 10.0),  # noqa: E501
        ({"override": Override(4.0, "ill", NOW), "closes_at": NOW}, "missed", 4.0, 10.0),
        ({"override": Override(None, "ill", NOW), "closes_at": NOW}, "excused", None, None),
        ({"handed_in": (HandedIn(1, 0.0, 0.0, NOW - DAY),)}, "submitted", None, None),
    ],
)  # fmt: skip
def test_a_cell_is_as_told(changes, status, points, most):
    found = cell(work(**changes), NOW)
    assert (found.status, found.points, found.most) == (status, points, most)
    assert found.status in STATUSES


def test_a_cell_tells_of_the_attempt_that_counts():
    attempts = (handed(9.0, at=NOW - HOUR), handed(5.0, number=2, at=NOW - 2 * DAY))
    best = cell(work(handed_in=attempts, open=1), NOW)
    assert (best.status, best.late_days, best.attempts) == ("late", 1, 3)
    last = cell(work(handed_in=attempts, counts="last"), NOW)
    assert (last.status, last.submitted_at, last.percent) == ("submitted", NOW - 2 * DAY, 50.0)


def test_totals_add_up_what_counts_and_say_of_how_many():
    cells = [
        Cell("submitted", 8.0, 10.0),
        Cell("missed", 0.0, 20.0),
        Cell("in progress"),
        Cell("excused"),
        Cell("not assigned"),
    ]
    found = total(cells)
    assert (found.points, found.most, found.counted, found.of) == (8.0, 30.0, 2, 3)
    assert found.percent == pytest.approx(26.6667, abs=1e-4)
    assert total([]).percent is None


def test_an_assignment_says_how_many_of_how_many():
    cells = [Cell("submitted", 8.0, 10.0), Cell("late", 6.0, 10.0), Cell("missed", 0.0, 10.0)]
    cells += [Cell("in progress"), Cell("not yet graded"), Cell("excused"), Cell("not assigned")]
    counts = counts_of(cells)
    assert (counts.text, counts.of) == ("3 of 6 submitted", 6)
    found = mean_of(cells)
    assert (found.percent, found.base) == (pytest.approx(46.6667, abs=1e-4), "3 of 5")


@given(
    st.lists(
        st.builds(
            work,
            assigned=st.booleans(),
            open=st.integers(0, 1),
            ungraded=st.integers(0, 1),
            closes_at=st.sampled_from([None, NOW - DAY, NOW + DAY]),
            handed_in=st.sampled_from([(), (handed(),), (handed(at=NOW),)]),
        ),
        max_size=20,
    )
)
def test_denominators_hold_together(works):
    cells = [cell(one, NOW) for one in works]
    counts, found = counts_of(cells), total(cells)
    assert sum(counts.by_status.values()) == counts.of <= len(cells)
    assert found.counted <= found.of <= len(cells)
    assert found.percent is None or 0 <= found.percent <= 100


def due(status, percent=None, *, is_due=True):
    points = None if percent is None else percent / 10
    submitted = NOW if status in ("submitted", "late") else None
    cell_ = Cell(status, points, None if percent is None else 10.0, submitted_at=submitted)
    return Due(cell_, is_due)


@pytest.mark.parametrize(
    ("cells", "idle", "said"),
    [
        ([due("submitted", 80)], 0, []),
        ([due("submitted", 59)], 0, ["total 59 % (1 of 1 assignments counted)"]),
        ([due("submitted", 60)], 0, []),
        ([due("not started"), due("not started", is_due=False)], 0, []),
        (
            [due("not started"), due("missed", 0), due("submitted", 90), due("submitted", 100)],
            0,
            ["2 assignments due and not handed in, 2 of them not started"],
        ),
        (
            [due("submitted", 90), due("submitted", 90), due("submitted", 70), due("late", 80)],
            0,
            ["last 2 grades 75 % on average, the 2 before 90 %"],
        ),
        ([due("submitted", 90), due("submitted", 90), due("submitted", 60)], 0, []),
        ([due("late", 80), due("late", 80)], 0, ["2 assignments handed in late"]),
        ([due("submitted", 80)], 6, []),
        ([due("submitted", 80)], 7, ["no study for 7 days"]),
        ([due("not started", is_due=False)], None, ["has never studied here"]),
        ([], None, []),
    ],
)
def test_at_risk_is_said_in_words_with_the_figures(cells, idle, said):
    found = reasons(cells, idle, Thresholds())
    assert [one.text for one in found] == said


def test_thresholds_can_be_moved_and_are_stated():
    limits = Thresholds(percent=85)
    assert [one.code for one in reasons([due("submitted", 80)], 0, limits)] == ["low"]
    assert "below 85 %" in limits.text
