"""Dashboards with figures made up by hand, so that what is drawn can be known beforehand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from tutor.domain.activity import level_floors
from tutor.domain.calibration import Bin, Calibration
from tutor.domain.statistics_records import DayTally
from tutor.services.dashboard_views import (
    ActivityView,
    DomainStanding,
    MemoryView,
    StandingView,
    TimeRow,
    TimeView,
    WeekTime,
)
from tutor.services.progress_views import RoleRow
from tutor.services.readiness_views import ReadinessDomain, ReadinessPoint, ReadinessView, ReadyStep
from tutor.services.spaced_views import DueView, ForecastDay, RecallRow, Retention
from tutor.services.views import ExamChoice, Link

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
NAMES = ("Front desk and eligibility", "Coding", "Claims and clearinghouses", "Denials and appeals")
EXAM = ExamChoice(
    "cpb",
    "Certified Professional Biller",
    "AAPC",
    "",
    tuple(Link(f"d{n}", NAMES[n]) for n in range(4)),
)
FEW = Calibration(2)
MANY = Calibration(6, 1, 0.142, 0.4, 5 / 6, (Bin(20, 30, 2, 0.25, 0.5), Bin(80, 90, 4, 0.85, 0.75)))


def standing(calibration: Calibration = FEW, **changes: Any) -> StandingView:
    """Return a learner's standing in four domains."""
    domains = tuple(_domain(number) for number in range(4))
    values: dict[str, Any] = {
        "target": "cpb",
        "exam": EXAM,
        "ready": _ready(domains, calibration),
        "domains": domains,
        "percent": 64.0,
    }
    return StandingView(**(values | changes))


def _domain(number: int) -> DomainStanding:
    marks, stake = (20, 30, 40, 10)[number], (4.0, 12.0, 8.0, 6.0)[number]
    return DomainStanding(
        id=f"d{number}",
        name=NAMES[number],
        share=float(marks),
        marks=marks,
        at_stake=stake,
        items=60,
        seen=40 - 10 * number,
        answered=100 - 10 * number,
        percent=None if number == 3 else 80.0 - 15 * number,
        expected_percent=100 * (1 - stake / marks),
        evidence=40 - 10 * number,
        enough=number < 3,
        days_ago=number,
        mastery=("mastered", "learning", "nearly", "not tried")[number],
        why=("all four kinds of evidence agree", "60 % right, 80 % needed", "1 day", "nothing yet")[
            number
        ],
        low_percent=50.0,
        high_percent=80.0,
        recall_percent=85.0,
    )


def _ready(domains: tuple[DomainStanding, ...], calibration: Calibration) -> ReadinessView:
    return ReadinessView(
        learner="Ana",
        exam="cpb",
        name=EXAM.name,
        at=NOW,
        enough=True,
        probability=0.62,
        words="More likely than not: of 100 learners with results like yours, about 62 would pass "
        "today.",
        items=100,
        cut=70,
        cut_percent=70,
        cut_assumed=False,
        pass_rule="70 %",
        expected=72.0,
        low=62,
        high=81,
        expected_percent=72.0,
        low_percent=62.0,
        high_percent=81.0,
        unknown_percent=10.0,
        answered=100,
        domains=tuple(_ready_domain(row) for row in domains),
        best="d1",
        steps=(
            ReadyStep("Practise Coding", "a minute here does most for your chance to pass", "x"),
            ReadyStep("Read Clean claims", "Claims and clearinghouses", "x"),
            ReadyStep("Practise Claims", "8.0 marks at stake", "x"),
        ),
        calibration=calibration,
        assumptions=(),
    )


def _ready_domain(row: DomainStanding) -> ReadinessDomain:
    return ReadinessDomain(
        row.id, row.name, row.marks, row.evidence, 1.0, 9.0, row.enough, NOW, row.days_ago,
        row.expected_percent or 0.0, row.at_stake or 0.0, 1.0, 0.5,
    )  # fmt: skip


def over_time() -> tuple[ReadinessPoint, ...]:
    """Return ten weeks on the way up, the first three without evidence enough."""
    return tuple(
        ReadinessPoint(
            TODAY - timedelta(days=7 * (9 - week)),
            NOW,
            week > 2,
            0.05 + 0.06 * week if week > 2 else None,
            50 + 22 * week / 9,
            32 + 30 * week / 9,
            68 + 13 * week / 9,
        )
        for week in range(10)
    )


def memory() -> MemoryView:
    """Return a forecast of two weeks, and retention in five tenths."""
    due = (18, 7, 0, 5, 9, 3, 0, 4, 6, 2, 0, 1, 3, 12)
    return MemoryView(
        today=TODAY,
        exam_date=date(2027, 3, 31),
        cards=94,
        suspended=2,
        due=DueView(18, 12, 11.0),
        daily_minutes=20.0,
        forecast=tuple(ForecastDay(TODAY + timedelta(days=n), due[n]) for n in range(14)),
        retention=Retention(
            420,
            88.0,
            84.0,
            tuple(
                RecallRow(10 * n, 10 * n + 10, 20 * n, 10 * n + 5.0, 10 * n + 2.0)
                for n in range(5, 10)
            ),
        ),
    )


def activity() -> ActivityView:
    """Return twelve weeks, Sundays off, four shades of busy days."""
    days = [TODAY - timedelta(days=back) for back in range(83, -1, -1)]
    done = [day for day in days if day.weekday() != 6 and day.toordinal() % 5]
    return ActivityView(
        today=TODAY,
        days=tuple(DayTally(day, 4 + 9 * (day.toordinal() % 6), 1.0, 1) for day in done),
        goal=20,
        level_floors=level_floors(20),
        streak=3,
        rest_days=tuple(day for day in days if day.weekday() == 6),
        studied=len(done),
        answered=sum(4 + 9 * (day.toordinal() % 6) for day in done),
        pages=len(done),
        lessons_done=13,
        lessons_total=79,
        roles=(
            RoleRow("coder", 300, 71.0),
            RoleRow("biller", 500, 55.0),
            RoleRow("both", 200, None),
        ),
    )


def times() -> TimeView:
    """Return eight weeks that get faster, and four domains."""
    mondays = [TODAY - timedelta(days=7 * back) for back in range(25, -1, -1)]
    return TimeView(
        exam=EXAM,
        exam_seconds=106.7,
        answers=800,
        seconds=62.0,
        domains=tuple(
            TimeRow(f"d{n}", NAMES[n], 100 * n, 50.0 + 25 * n if n else None) for n in range(4)
        ),
        weeks=tuple(
            WeekTime(monday, 40 if place > 17 else 0, 130.0 - 3 * place if place > 17 else None)
            for place, monday in enumerate(mondays)
        ),
    )
