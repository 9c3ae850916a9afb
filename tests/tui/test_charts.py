"""Charts made of text: read here as anyone without colour would read them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.tui.widgets.balance_bar import balance_bar
from tutor.tui.widgets.band_chart import BandPoint, band_chart
from tutor.tui.widgets.columns import Column, column_chart
from tutor.tui.widgets.heat_map import heat_map
from tutor.tui.widgets.interval_bar import interval_bar
from tutor.tui.widgets.marked_bar import marked_bar
from tutor.tui.widgets.stake_bar import stake_bar

MONDAY = date(2026, 11, 23)
PERCENT = st.floats(0, 100)


def test_columns_stand_below_their_numbers():
    chart = column_chart([Column(4, ("Mo",)), Column(0, ("Tu",)), Column(2, ("We",))], 15, 4)
    assert chart.plain.splitlines() == [
        "  4            ",
        " ███        2  ",
        " ███   ·   ███ ",
        "  Mo   Tu   We ",
    ]


def test_numbers_too_wide_do_not_run_into_one_another():
    line = column_chart([Column(100, ()), Column(100, ()), Column(100, ())], 9, 3).plain
    assert "100   100" in line


@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=20),
    st.integers(1, 120),
    st.integers(1, 30),
)
def test_columns_fit_and_never_fail(counts, width, height):
    lines = column_chart([Column(one, ("Mo", "1")) for one in counts], width, height).plain
    assert len({len(line) for line in lines.splitlines()}) == 1


def test_a_calendar_tells_days_apart_without_colour():
    levels = {MONDAY - timedelta(days=7): 1, MONDAY - timedelta(days=6): 4, MONDAY: 2}
    sunday = MONDAY - timedelta(days=1)
    lines = heat_map(levels, MONDAY, 2, {sunday}).plain.splitlines()
    assert lines[1] == "Mon  ░ ▒ "
    assert lines[2].startswith("     █")
    assert lines[3].startswith("Wed  ·")
    assert lines[7].startswith("Sun  –")


def test_days_before_the_first_and_after_today_are_blank():
    lines = heat_map({MONDAY: 3}, MONDAY, 3).plain.splitlines()
    assert lines[1].split() == ["Mon", "▓"]
    assert "".join(lines[2:]).split() == ["Wed", "Fri", "Sun"]


def test_months_stand_above_their_first_week():
    months = heat_map({MONDAY - timedelta(days=365): 1}, MONDAY, 53).plain.splitlines()[0]
    assert months.split().count("Mar") == 1
    assert months.split()[-1] == "Nov"


def points(*values: float) -> list[BandPoint]:
    return [
        BandPoint(MONDAY + timedelta(days=7 * place), value, value - 10, value + 10)
        for place, value in enumerate(values)
    ]


def test_a_band_chart_shows_line_band_mark_and_numbers():
    shown = band_chart(points(40, 50, 60), 70, 60, 11).plain
    lines = shown.splitlines()
    assert any(line.startswith(" 70 ┼╌") for line in lines)
    assert "░" in shown
    assert "▀" in shown or "▄" in shown
    assert next(line for line in lines if line.endswith("60 %"))
    assert "23 Nov" in lines[-1]
    assert "07 Dec" in lines[-1]


def test_too_little_evidence_is_drawn_otherwise():
    thin = [one._replace(sure=False) for one in points(40, 50)]
    shown = band_chart(thin, 70, 60, 11).plain
    assert "▀" not in shown
    assert "▄" not in shown
    assert "." in shown or "˙" in shown


@given(st.lists(PERCENT, min_size=1, max_size=30), PERCENT, st.integers(1, 150), st.integers(1, 40))
def test_a_band_chart_keeps_to_its_place(values, mark, width, height):
    found = [
        BandPoint(MONDAY + timedelta(days=place), one, max(0, one - 9), min(100, one + 9))
        for place, one in enumerate(values)
    ]
    lines = band_chart(found, mark, width, height).plain.splitlines()
    assert len(lines) <= height
    assert all(len(line) <= width for line in lines)


def test_a_mark_shows_on_a_bar_before_and_behind_its_end():
    assert marked_bar(50, 75, 100, 8).plain == "━━━━╌╌┃╌"
    assert marked_bar(75, 50, 100, 8).plain == "━━━━┃━╌╌"
    assert marked_bar(50, None, 100, 8).plain == "━━━━╌╌╌╌"


@given(PERCENT, PERCENT, st.integers(1, 80))
def test_a_marked_bar_is_as_wide_as_asked(value, mark, width):
    shown = marked_bar(value, mark, 100, width).plain
    assert len(shown) == width
    assert shown.count("┃") == 1


def test_an_interval_shows_score_and_cut():
    assert interval_bar(40, 60, 80, 70, 11).plain == "0 ├────░░●┃░──┤ 100 %"


@pytest.mark.parametrize(
    ("marks", "stake", "shown"),
    [
        (20, 10.0, "█████░░░░░"),
        (10, 2.5, "████░     "),
        (10, 0.1, "█████     "),
        (0, 0.0, " " * 10),
    ],
)
def test_a_bar_of_marks_is_as_long_as_the_domain_is_heavy(marks, stake, shown):
    assert stake_bar(marks, stake, 20, 10).plain == shown


def test_a_balance_grows_from_both_ends():
    assert balance_bar(6, 2, 2, 10).plain == "██████▒▒░░"
    assert balance_bar(0, 0, 0, 4).plain == "╌╌╌╌"


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999), st.integers(1, 80))
def test_a_balance_is_as_wide_as_asked(coder, both, biller, width):
    assert len(balance_bar(coder, both, biller, width).plain) == width
