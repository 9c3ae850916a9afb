"""Time, injected everywhere: nothing in the program asks the operating system directly."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the present comes from."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds from an arbitrary origin that never run backwards."""
        ...


class SystemClock:
    """The machine's clocks."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return the machine's monotonic clock in seconds."""
        return time.monotonic()


class FixedClock:
    """A clock that stands still until told to move; for tests, demos and screenshots."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._now = start.astimezone(UTC)
        self._monotonic = 0.0

    def now(self) -> datetime:
        """Return the instant the clock was set to."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds the clock was advanced by since it was made."""
        return self._monotonic

    def advance(self, seconds: float) -> None:
        """Move the clock forward (or back, if negative; monotonic time never goes back)."""
        self._now += timedelta(seconds=seconds)
        self._monotonic += max(0.0, seconds)
