"""What draws the screens of a browser session: Textual's web driver, made to end with its server.

Named in `TEXTUAL_DRIVER` by `tutor serve`.
"""

from __future__ import annotations

from asyncio import run_coroutine_threadsafe
from contextlib import suppress

from textual.drivers.web_driver import WebDriver
from textual.messages import ExitApp


class ServedDriver(WebDriver):
    """A web driver whose app ends when nobody is there any more to type.

    The driver it is made from would leave the process behind for ever when the server dies.
    """

    def run_input_thread(self) -> None:
        """Read until the input ends or the app does; then see that the app does."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            with suppress(RuntimeError):  # the loop has just been closed
                run_coroutine_threadsafe(self._app._post_message(ExitApp()), loop=self._loop)

    def stop_application_mode(self) -> None:
        """End; a server that is gone need not be told."""
        with suppress(BrokenPipeError):
            super().stop_application_mode()
