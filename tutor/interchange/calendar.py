"""Calendars as other programs read them (`.ics`, RFC 5545), by the `icalendar` package."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PRODUCT = "-//Coding & Billing Tutor//Study plan//EN"
DOMAIN = "coding-billing-tutor"
"""What ids of events end in."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """An event of a whole day.

    Attributes:
        key: Names the event for good: an import of a later file with the same key changes the
            event that is there instead of adding another.
        busy: Whether the day is shown as taken.
    """

    key: str
    day: date
    title: str
    text: str
    busy: bool = False


def calendar_file(name: str, days: Iterable[CalendarDay], stamp: datetime) -> bytes:
    """Return a calendar of whole-day events.

    Args:
        name: What the calendar is called.
        days: Its events.
        stamp: When it is written, aware; also numbers the versions of an event.
    """
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for one in days:
        event = Event()
        event.add("uid", f"{one.key}@{DOMAIN}")
        event.add("dtstamp", stamp)
        event.add("sequence", int(stamp.timestamp()) // 60)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))  # the first day after it, by the RFC
        event.add("summary", one.title)
        event.add("description", one.text)
        event.add("transp", "OPAQUE" if one.busy else "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
