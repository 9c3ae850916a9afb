"""A calendar of study days, shaded by how much was done: a column a week, a row a weekday."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from itertools import pairwise

from textual.content import Content
from textual.widget import Widget

from tutor.domain.activity import weeks_between, weeks_up_to
from tutor.services.dashboard_views import ActivityView

SHADES = "·░▒▓█"
"""Nothing, little, half the goal, the goal, twice the goal: told apart without colour."""
REST = "–"
"""A day of rest on which nothing was done."""
COLOURS = (
    "$foreground-disabled",
    "$primary 50%",
    "$primary 65%",
    "$primary 80%",
    "$primary",
)
WEEKDAYS = ("Mon", "", "Wed", "", "Fri", "", "Sun")
LEFT = 5
"""Columns for the weekdays."""
WEEK, WIDE_WEEK = 2, 3
"""Columns of a week; wide ones as long as all weeks since the first have room."""
MOST_WEEKS = 53


class HeatMap(Widget):
    """As many weeks as the width has room for, a year at most."""

    DEFAULT_CSS = """
    HeatMap { height: 8; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._levels: dict[date, int] = {}
        self._today: date | None = None
        self._rest: frozenset[date] = frozenset()

    def show(self, levels: Mapping[date, int], today: date, rest: Collection[date]) -> None:
        """Draw other days.

        Args:
            levels: How busy each day was, from 0 to 4; a day left out has 0.
            today: The last day drawn.
            rest: Days of rest.
        """
        self._levels, self._today, self._rest = dict(levels), today, frozenset(rest)
        self.refresh()

    def render(self) -> Content:
        """Return the calendar for the present width."""
        if self._today is None:
            return Content()
        room = max(WEEK, self.content_size.width - LEFT)
        first = min(self._levels, default=self._today)
        wide = len(weeks_between(first, self._today)) <= room // WIDE_WEEK
        week = WIDE_WEEK if wide else WEEK
        weeks = min(MOST_WEEKS, room // week)
        return heat_map(self._levels, self._today, weeks, self._rest, week=week)


def heat_map(
    levels: Mapping[date, int],
    today: date,
    weeks: int,
    rest: Collection[date] = (),
    *,
    week: int = WEEK,
) -> Content:
    """Return so many weeks up to today below the names of their months.

    Days before the first one with anything done are blank.
    """
    mondays = weeks_up_to(today, weeks)
    first = min(levels, default=today)
    lines = [Content.styled(_months(mondays, week), "$foreground-muted")]
    for weekday, name in enumerate(WEEKDAYS):
        days = (monday + timedelta(days=weekday) for monday in mondays)
        cells = [
            _cell(levels.get(day, 0), week, today=day == today, rest=day in rest)
            if first <= day <= today
            else Content(" " * week)
            for day in days
        ]
        lines.append(Content.assemble((name.ljust(LEFT), "$foreground-muted"), *cells))
    return Content("\n").join(lines)


def legend(view: ActivityView) -> Content:
    """Return what each shade means, in questions."""
    floors = view.level_floors
    ends = [f"–{above - 1}" if above - 1 > floor else "" for floor, above in pairwise(floors)]
    meanings = [f"{floor}{end}" for floor, end in zip(floors, [*ends, "+"], strict=True)]
    parts: list[Content | tuple[str, str]] = [("· 0", "$foreground-muted")]
    for shade, meaning, colour in zip(SHADES[1:], meanings, COLOURS[1:], strict=True):
        parts += [("   " + shade, colour), (f" {meaning}", "$foreground-muted")]
    parts.append((" questions", "$foreground-muted"))
    if view.rest_days:
        parts.append((f"   {REST} day of rest", "$foreground-muted"))
    return Content.assemble(*parts)


def _cell(level: int, week: int, *, today: bool, rest: bool) -> Content:
    shade = REST if rest and not level else SHADES[level]
    style = f"bold underline {COLOURS[level]}" if today else COLOURS[level]
    filled = (week - 1) * shade if level else shade
    return Content.assemble((filled, style), " " * (week - len(filled)))


def _months(mondays: Collection[date], week: int) -> str:
    """Return the names of the months, each above the week in which its first day falls."""
    line = ""
    for place, monday in enumerate(mondays):
        at = LEFT + week * place
        first = place == 0 or (monday + timedelta(days=6)).day <= 7
        if first and len(line) <= at - (1 if line else 0):
            line = f"{line:<{at}}{monday + timedelta(days=6):%b}"
    return line
