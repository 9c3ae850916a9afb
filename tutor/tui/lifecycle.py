"""The app's outer life: services opened behind the first frame, closed at the end; crashes.

Nothing imported here before the first frame may load the database or the schema libraries.
"""

from __future__ import annotations

import asyncio
import sys
from random import Random
from typing import TYPE_CHECKING

from textual import events
from textual.reactive import var

from tutor.clock import Clock, SystemClock
from tutor.domain.records import Learner
from tutor.domain.study_day import study_day
from tutor.domain.text import printable
from tutor.errors import TutorError
from tutor.settings import Settings
from tutor.tui.base import Asks
from tutor.tui.crash import EXIT_CRASH, crash_notice
from tutor.tui.handing_out import HandingOutApp
from tutor.tui.holder import ClosingError, ServiceHolder
from tutor.tui.messages import CallFailed, OpeningFailed, OpeningProgressed, ServicesOpened
from tutor.tui.text import countdown

if TYPE_CHECKING:
    from tutor.services.context import Services

SERVER_TROUBLE = (
    "The tutor cannot be opened on the server at the moment. Nothing you answered is lost. Try "
    "again in a few minutes; if it goes on, tell your instructor."
)
REPORT_SECONDS = 8
"""How long an error stays on the screen."""


class LifecycleApp(HandingOutApp, Asks):
    """An app that has services while it runs.

    Args:
        settings: Where everything lives.
        clock: Source of time; the machine's unless given.
        rng: Source of quiz seeds; the machine's unless given.
    """

    profile: var[Learner | None] = var(None)
    """The current profile, or None before one is chosen."""
    opening: var[tuple[int, int]] = var((0, 0))
    """While services open: content files compiled, of how many."""

    def __init__(
        self, settings: Settings, *, clock: Clock | None = None, rng: Random | None = None
    ) -> None:
        super().__init__()
        self.settings = settings
        self.clock = clock or SystemClock()
        self.holder = ServiceHolder()
        self._rng = rng

    @property
    def is_open(self) -> bool:
        """Whether services are open and it is known for whom."""
        services = self.holder.services
        return services is not None and not services.locked and self.profile is not None

    @property
    def services(self) -> Services:
        """The open services."""
        services = self.holder.services
        if services is None:
            raise ClosingError("services are not open")
        return services

    @property
    def learner(self) -> Learner:
        """The current profile."""
        if self.profile is None:
            raise LookupError("no profile is chosen")
        return self.profile

    def begin(self, services: Services) -> Learner | None:
        """Return whom the program begins with; None asks. Runs in the opening's thread.

        Raises:
            TutorError: The program cannot begin as asked.
        """
        return None if services.locked else services.profiles.current()

    def report(self, error: TutorError) -> None:
        """Show an error as a toast: its title and its one line."""
        self.notify(
            printable(str(error)),
            title=error.title,
            severity="error",
            timeout=REPORT_SECONDS,
            markup=False,
        )

    def exam_countdown(self) -> str:
        """Return the days to the learner's exam in words; empty without exam or date."""
        learner = self.profile
        if learner is None or learner.exam is None:
            return ""
        if learner.exam_date is None:
            return learner.exam.upper()
        today = study_day(self.clock.now(), learner.time_zone)
        return countdown(learner.exam, (learner.exam_date - today).days)

    def on_ready(self) -> None:
        """Open the services, now that the first frame is painted."""
        self.run_worker(self._open, thread=True, group="open", exit_on_error=False)

    def on_opening_progressed(self, message: OpeningProgressed) -> None:
        """Pass on how far the opening is."""
        self.opening = (message.done, message.total)

    def on_opening_failed(self, message: OpeningFailed) -> None:
        """Say what is wrong and leave when that is read."""
        from tutor.tui.screens.trouble import TroubleScreen

        error, text = message.error, str(message.error)
        if self.served:  # the line names places of the server: it is for whoever runs that
            print(f"a session could not open: {printable(text)}", file=sys.__stderr__)
            text = SERVER_TROUBLE
        self.push_screen(
            TroubleScreen(error.title, text),
            lambda _: self.exit(return_code=error.exit_code),
        )

    async def on_unmount(self) -> None:
        """Close the services once the calls under way have ended."""
        await asyncio.to_thread(self.holder.close)

    async def on_event(self, event: events.Event) -> None:
        """Make pasted text printable before any field takes and shows it.

        A field that takes tables keeps the tabs between their cells.
        """
        if isinstance(event, events.Paste):
            table = getattr(self.focused, "TAKES_TABLES", False)
            cells = event.text.split("\t") if table else [event.text]
            event.text = "\t".join(printable(cell) for cell in cells)
        await super().on_event(event)

    def _open(self) -> None:
        """Open the services; runs in a thread."""
        try:
            with self.holder.in_use():
                from tutor.services.context import open_services

                services = open_services(
                    self.settings,
                    clock=self.clock,
                    rng=self._rng,
                    progress=self._opening_progress,
                    interactive=not self.settings.served,  # `tutor serve` holds the lock
                )
                self.holder.put(services)
                self.post_message(ServicesOpened(self.begin(services)))
        except ClosingError:
            return
        except TutorError as error:
            self.post_message(OpeningFailed(error))
        except Exception as error:  # noqa: BLE001 - carried to the crash boundary
            self.post_message(CallFailed("open", 0, None, error))

    def _opening_progress(self, done: int, total: int) -> None:
        if self.holder.closing:
            raise ClosingError
        self.post_message(OpeningProgressed(done, total))

    def _handle_exception(self, error: Exception) -> None:
        """End with a readable notice instead of a traceback: the crash boundary."""
        self._return_code = EXIT_CRASH
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self.panic(crash_notice(error, self.settings))
