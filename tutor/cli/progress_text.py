"""The dashboards of `tutor progress` as text: the same figures that the screen draws."""

from __future__ import annotations

from tutor.cli.ready import print_calibration, print_verdict
from tutor.cli.render import BAR_WIDTH, bar, heading, say, table
from tutor.domain.text import points_text
from tutor.services.dashboard_views import (
    ActivityView,
    Dashboards,
    DomainStanding,
    MemoryView,
    StandingView,
    TimeView,
)
from tutor.services.progress_views import ProgressView
from tutor.services.readiness_views import ReadinessPoint

RECENT = 10
"""Attempts and days listed in text; JSON has them all."""
WEEKS = 8
"""Weeks of times listed in text."""


def print_dashboards(view: Dashboards) -> None:
    """Print them, exam by exam and then what is of no exam."""
    heading(f"{view.progress.learner}: progress")
    lessons = f"Lessons: {view.progress.lessons_done} of {view.progress.lessons_total}."
    say(f"{lessons} Days in a row: {view.progress.streak}.")
    for standing in view.standings:
        exam = standing.exam.id
        _exam(standing, view.readiness_over_time[exam], view.times[exam])
    heading("Can earlier predictions be trusted?")
    print_calibration(view.standings[0].ready.calibration)
    _memory(view.memory)
    _activity(view.activity)
    _weeks(next(iter(view.times.values())))
    _history(view.progress)


def _exam(standing: StandingView, over_time: tuple[ReadinessPoint, ...], times: TimeView) -> None:
    heading(f"{standing.exam.id.upper()}: {standing.exam.name}")
    say(standing.exam.format)
    if standing.ready.answered:
        print_verdict(standing.ready)
        say(f"What this rests on: `tutor ready {standing.exam.id}`.")
    _over_time(over_time)
    seconds = {row.id: row.seconds for row in times.domains}
    for row in standing.domains:
        _domain(row, seconds[row.id])


def _over_time(points: tuple[ReadinessPoint, ...]) -> None:
    """Print every fourth point and the last: the text needs no more to show the way."""
    shown = [*points[:-1:4], *points[-1:]]
    if len(shown) > 1:
        rows = [
            (
                str(one.day),
                f"{one.expected_percent:.0f} %",
                f"{one.low_percent:.0f}-{one.high_percent:.0f} %",
                "too little evidence" if one.probability is None else f"{one.probability:.0%}",
            )
            for one in shown
        ]
        table(rows, ("Day", "Expected", "8 times in 10", "Chance to pass"))


def _domain(row: DomainStanding, seconds: float | None) -> None:
    stake = ""
    if row.at_stake is not None:
        stake = f", {row.at_stake:.1f} of {row.marks} marks at stake"
    pace = f", {_clock(seconds)} a question" if seconds is not None else ""
    say(
        f"{row.id}: {row.name} ({row.seen} of {row.items} questions seen, "
        f"{row.share:.0f} % of the exam{stake}{pace}; {row.mastery})",
        f"  {bar(row.percent)}  ",
        " " * 30,
    )


def _memory(view: MemoryView) -> None:
    heading("Memory")
    say(f"{view.due.count} due today, {view.due.now} fit in; {view.cards} concepts in memory.")
    if view.cards:
        days = (f"{one.day:%a} {one.day.day}: {one.due}" for one in view.forecast)
        say("Falling due: " + ", ".join(days), "", "  ")
    found = view.retention
    if found.measured is None or found.predicted is None:
        say("Recall: nothing yet; this needs reviews a day or more after the last one.")
        return
    say(
        f"Recall at {found.reviews} reviews: {found.measured:.0f} %, "
        f"predicted {found.predicted:.0f} %."
    )
    rows = [
        (f"{one.low}-{one.high} %", str(one.reviews), f"{one.predicted:.0f} %", bar(one.measured))
        for one in found.rows
    ]
    table(rows, ("Predicted", "Reviews", "Mean", "Measured"))


def _activity(view: ActivityView) -> None:
    heading("Activity")
    say(f"{view.answered} answers and {view.pages} pages on {view.studied} days.")
    rows = [
        (str(day.day), f"{day.answered} answered", f"{day.pages} pages")
        for day in view.days[-RECENT:]
    ]
    if rows:
        table(rows, ("Last days", "", ""))
    heading("By role")
    total = sum(role.answered for role in view.roles)
    for role in view.roles:
        share = f", {100 * role.answered / total:.0f} %" if total else ""
        say(f"  {bar(role.percent)}  {role.role} ({role.answered} answered{share})")


def _weeks(view: TimeView) -> None:
    heading("Time for a question (median)")
    allowed = "no clock" if view.exam_seconds is None else f"{_clock(view.exam_seconds)} allowed"
    say(f"{_clock(view.seconds)} over {view.answers} answers ({view.exam.id.upper()}: {allowed})")
    weeks = [(one, one.seconds) for one in view.weeks if one.seconds is not None][-WEEKS:]
    top = max((seconds for _, seconds in weeks), default=1.0)
    for one, seconds in weeks:
        filled = "#" * round(BAR_WIDTH * seconds / top)
        say(f"  {one.week}  {_clock(seconds):>5}  {filled:<{BAR_WIDTH}}  {one.answers} answers")


def _history(view: ProgressView) -> None:
    if not view.history:
        return
    heading("Last quizzes")
    rows = [
        (
            one.started_at.strftime("%Y-%m-%d"),
            one.title,
            one.status,
            "no score yet" if one.score is None else points_text(one.score, one.total),
        )
        for one in view.history[:RECENT]
    ]
    table(rows, ("Date (UTC)", "Quiz", "State", "Points"))


def _clock(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
