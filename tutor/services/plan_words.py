"""Study plans in words: verdicts, tasks, reasons, settings as they are typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from tutor.domain.plan_types import PlanDay, PlanInputs, PlanTask
from tutor.domain.plan_verdict import FITS, ROLLING, TIGHT, Verdict
from tutor.domain.plan_work import DRILL, LESSON, MOCK, REVIEW
from tutor.domain.text import quantity
from tutor.errors import UsageError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as they are typed, Monday first."""
LONGEST_HOLIDAY = 92
"""Days that one holiday may last."""
NAMED = 3
"""Lessons named where more find no place."""
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def duration(minutes: float) -> str:
    """Return a time in words, such as `45 min` or `3 h 20 min`."""
    hours, rest = divmod(round(minutes), 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def verdict_line(inputs: PlanInputs, verdict: Verdict) -> str:
    """Return the verdict in one plain sentence."""
    if verdict.state == ROLLING:
        return "No exam date is set: this is a rolling plan of the next 14 days."
    if verdict.state == FITS:
        return (
            f"This fits: {duration(verdict.spare)} of {duration(verdict.available)} are to spare "
            f"before {inputs.exam}."
        )
    if verdict.state == TIGHT:
        return (
            f"This is tight: it fits before {inputs.exam} with only {duration(verdict.spare)} of "
            f"{duration(verdict.available)} to spare, and a few missed days would undo it."
        )
    return (
        f"{inputs.exam} is not realistic with {duration(inputs.minutes)} a day: "
        f"{duration(verdict.missing)} of work find no place before it."
    )


def verdict_details(inputs: PlanInputs, verdict: Verdict) -> Iterator[str]:
    """Yield the figures behind a verdict, and what would make the plan fit."""
    parts = [
        (verdict.lessons, "lessons"),
        (verdict.practice, "practice"),
        (verdict.mocks, "mock exams"),
        (verdict.reviews, "reviews"),
    ]
    takes = ", ".join(f"{name} {duration(spent)}" for spent, name in parts if spent)
    yield (
        f"{quantity(verdict.study_days, 'study day')} with {duration(verdict.available)} in all"
        + (f": {takes}." if takes else ".")
    )
    if verdict.state == ROLLING:
        if verdict.earliest:
            days = (verdict.earliest - inputs.today).days
            yield f"At this pace all lessons and practice are done in {quantity(days, 'day')}."
        yield "Set the date of your exam to plan up to it, with mock exams."
    if verdict.missing and verdict.state != ROLLING:
        yield _no_place(verdict)
        yield _way_out(inputs, verdict)


def _no_place(verdict: Verdict) -> str:
    found = []
    if verdict.dropped:
        named = ", ".join(title for _, title in verdict.dropped[-NAMED:])
        more = len(verdict.dropped) - NAMED
        others = f" and {more} more" if more > 0 else ""
        lessons = quantity(len(verdict.dropped), "lesson")
        found.append(f"{lessons} that bring fewest marks a minute ({named}{others})")
    if verdict.questions_left:
        found.append(quantity(verdict.questions_left, "question") + " of practice")
    return "Left out: " + " and ".join(found) + "."


def _way_out(inputs: PlanInputs, verdict: Verdict) -> str:
    ways = []
    if verdict.minutes_needed:
        ways.append(f"{verdict.minutes_needed} minutes a day")
    if verdict.earliest:
        ways.append(f"an exam on {verdict.earliest} or later")
    if ways:
        return f"It would fit with {', or with '.join(ways)}."
    return (
        f"No date within two years makes it fit with {duration(inputs.minutes)} a day and these "
        "days off: give it more time."
    )


def task_title(task: PlanTask) -> str:
    """Return what to do, in words."""
    if task.kind == REVIEW:
        return f"Review {quantity(task.count, 'card')}"
    if task.kind == LESSON:
        return f"Read: {task.title}"
    if task.kind == MOCK:
        return task.title
    verb = "Drill" if task.kind == DRILL else "Practice"
    more = "More practice" if task.extra and verb == "Practice" else verb
    return f"{more}: {task.title}, {quantity(task.count, 'question')}"


def task_why(
    task: PlanTask, day: date, inputs: PlanInputs, names: Mapping[str, tuple[str, float]]
) -> str:
    """Return why a task is there.

    Args:
        task: The task.
        day: Its day.
        inputs: What the plan was made from.
        names: Name of each topic, and marks at stake in it.
    """
    if not task.planned:
        return "done, though not planned for today"
    if task.kind == REVIEW:
        when = "today" if day == inputs.today else "by then, as far as can be known"
        return f"due {when}; reviews come first"
    if task.kind == MOCK and inputs.exam:
        return f"{quantity((inputs.exam - day).days, 'day')} before the exam"
    topics = [names[topic] for topic in task.topics if topic in names]
    if not topics or not topics[0][0]:
        return "in the order of its track" if task.kind == LESSON else "what was read last"
    name, marks = max(topics, key=lambda one: one[1])
    stakes = f"{marks:.1f} marks at stake in {name}"
    return f"time is left; {stakes}" if task.extra else stakes


def day_note(day: PlanDay, minutes: float) -> str:
    """Return what is special about a day."""
    if day.off:
        return "day off"
    if day.longer:
        return f"a longer day than your {duration(minutes)}: keep {duration(day.minutes)} free"
    return "the last day: reviews only, and rest" if day.last else ""


def today_line(day: PlanDay) -> str:
    """Return today in one line, such as `1 lesson, 12 reviews: 25 of 40 min done`."""
    tasks = [task for task in day.tasks if task.planned]
    if day.off:
        return "day off"
    if not tasks:
        return ""
    numbers: Counter[str] = Counter()
    for task in tasks:
        thing = {LESSON: "lesson", REVIEW: "review", MOCK: "mock exam"}.get(task.kind, "question")
        numbers[thing] += task.count
    order = ("lesson", "review", "question", "mock exam")
    what = ", ".join(quantity(numbers[thing], thing) for thing in order if numbers[thing])
    return f"{what}: {round(day.minutes_done)} of {round(day.planned)} min done"


def read_weekdays(text: str) -> frozenset[int]:
    """Read days of the week, such as `sat, sun`; empty text means none.

    Raises:
        UsageError: One is no day of the week, or none is left to study on.
    """
    found = set()
    for word in text.replace(",", " ").casefold().split():
        fitting = [place for place, name in enumerate(_FULL) if name.startswith(word)]
        if len(word) < len(WEEKDAYS[0]) or not fitting:
            raise UsageError(f"{word!r} is not a day of the week: write them as sat,sun")
        found.add(fitting[0])
    if len(found) == len(_FULL):
        raise UsageError("there must be a day of the week to study on: not all can be off")
    return frozenset(found)


def write_weekdays(days: Iterable[int]) -> str:
    """Return days of the week as they are typed."""
    return ", ".join(WEEKDAYS[day] for day in sorted(days))


def read_dates(text: str) -> frozenset[date]:
    """Read dates and ranges, such as `2026-12-25, 2027-01-02..2027-01-05`; empty means none.

    Raises:
        UsageError: One is not a date, or a range ends before it begins or is too long.
    """
    found: set[date] = set()
    for word in text.replace(",", " ").split():
        first, _, last = word.partition("..")
        begin, end = _date(first), _date(last or first)
        if not begin <= end < begin + timedelta(days=LONGEST_HOLIDAY):
            raise UsageError(
                f"{word!r} must end after it begins, and last {LONGEST_HOLIDAY} days at most"
            )
        found |= {begin + timedelta(days=ahead) for ahead in range((end - begin).days + 1)}
    return frozenset(found)


def write_dates(days: Sequence[date]) -> str:
    """Return dates as they are typed, those in a row as ranges."""
    runs: list[list[date]] = []
    for day in sorted(days):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return ", ".join(f"{run[0]}..{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is not a date: write it as 2026-12-25") from None
