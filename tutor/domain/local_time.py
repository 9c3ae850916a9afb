"""Instants as people in a time zone write and read them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tutor.errors import UsageError

LAST_MINUTE = time(23, 59)
"""What a day without a time means as an end; as a beginning it means midnight."""
_FORM = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2}))?")
_OFFSET = re.compile(r"(Z|[+-]\d{2}:\d{2})$")


def read_instant(text: str, time_zone: str, *, end: bool) -> datetime:
    """Return the instant that a local date and time mean, in UTC.

    A time that comes twice, as clocks go back, means the earlier one for a beginning and the
    later one for an end: the student loses nothing by it.

    Args:
        text: `2026-12-03` or `2026-12-03 23:59`, local; or an ISO time with its offset.
        time_zone: IANA name of the zone it is written in.
        end: Whether something ends then; a day alone means its last minute, else midnight.

    Raises:
        UsageError: It cannot be read, or clocks go forward past it.
    """
    cleaned = text.strip()
    if _OFFSET.search(cleaned):
        try:
            return datetime.fromisoformat(cleaned).astimezone(UTC)
        except ValueError:
            raise _unreadable(text) from None
    found = _FORM.fullmatch(cleaned)
    if found is None:
        raise _unreadable(text)
    year, month, day, hour, minute = found.groups()
    try:
        clock = time(int(hour), int(minute)) if hour else LAST_MINUTE if end else time()
        local = datetime.combine(date(int(year), int(month), int(day)), clock)
        instant = local.replace(tzinfo=ZoneInfo(time_zone), fold=int(end)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise _unreadable(text) from None
    if instant.astimezone(ZoneInfo(time_zone)).replace(tzinfo=None) != local:
        raise UsageError(
            f"{text.strip()} does not exist in {time_zone}, where clocks go forward then: "
            "choose another time"
        )
    return instant


def say_instant(instant: datetime, time_zone: str) -> str:
    """Return an instant in a time zone in full, such as `Thu 2026-12-03 23:59 CST`."""
    local = instant.astimezone(ZoneInfo(time_zone))
    return f"{local:%a %Y-%m-%d %H:%M} {local.tzname()}"


def say_soon(instant: datetime, time_zone: str, now: datetime) -> str:
    """Return an instant as short as its distance allows: `today 23:59`, `Thu 23:59`, `Dec 3`."""
    zone = ZoneInfo(time_zone)
    local, today = instant.astimezone(zone), now.astimezone(zone).date()
    days = (local.date() - today).days
    if days in (0, 1, -1):
        word = {0: "today", 1: "tomorrow", -1: "yesterday"}[days]
        return f"{word} {local:%H:%M}"
    if 1 < days < 7:
        return f"{local:%a %H:%M}"
    year = f" {local.year}" if local.year != today.year else ""
    return f"{local:%b} {local.day}{year}"


def write_instant(instant: datetime | None, time_zone: str) -> str:
    """Return an instant as `read_instant` reads it; empty for None."""
    if instant is None:
        return ""
    zone = ZoneInfo(time_zone)
    local = instant.astimezone(zone)
    other = local.replace(fold=1 - local.fold)
    if other.astimezone(UTC) != instant.astimezone(UTC):  # it comes twice: name the offset
        return local.isoformat(sep=" ", timespec="minutes")
    return f"{local:%Y-%m-%d %H:%M}"


def say_length(length: timedelta) -> str:
    """Return a length in words, such as `1 h 30 min` or `45 s`."""
    seconds = round(length.total_seconds())
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "0 s"


def _unreadable(text: str) -> UsageError:
    return UsageError(
        f"{text.strip()!r} is no date: write 2026-12-03 or 2026-12-03 23:59, in your time zone"
    )
