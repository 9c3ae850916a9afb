"""Keeping the open services, shared by worker threads, and closing them exactly once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.services.context import Services

CLOSE_WAIT = 10.0
"""Seconds that closing waits for calls under way; each is one short transaction."""


class ClosingError(Exception):
    """The program is closing: no new call begins."""


class ServiceHolder:
    """The services once they are open.

    Threads wrap each call in `in_use`; `close` refuses new calls, waits for those under way
    and then closes. Services that finish opening after that are closed at once.
    """

    def __init__(self) -> None:
        self._changed = Condition()
        self._services: Services | None = None
        self._calls = 0
        self._closing = False

    @property
    def services(self) -> Services | None:
        """The open services, or None before and after."""
        return self._services

    @property
    def closing(self) -> bool:
        """Whether `close` was called."""
        return self._closing

    def put(self, services: Services) -> None:
        """Take over services just opened; while closing, close them instead."""
        with self._changed:
            if not self._closing:
                self._services = services
                return
        services.close()

    def swap(self, services: Services) -> None:
        """Go on with the services of somebody else, on the same open database."""
        with self._changed:
            if not self._closing:
                self._services = services

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the services open for the length of a call.

        Raises:
            ClosingError: The program is closing.
        """
        with self._changed:
            if self._closing:
                raise ClosingError
            self._calls += 1
        try:
            yield
        finally:
            with self._changed:
                self._calls -= 1
                self._changed.notify_all()

    def close(self) -> None:
        """Refuse new calls, wait for those under way, and close the services."""
        with self._changed:
            self._closing = True
            self._changed.wait_for(lambda: self._calls == 0, timeout=CLOSE_WAIT)
            services, self._services = self._services, None
        if services is not None:
            services.close()
