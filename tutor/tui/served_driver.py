"""What draws the screens of a browser session: Textual's web driver, made to end with its server.

Named in `TEXTUAL_DRIVER` by `tutor serve`.
"""

from __future__ import annotations

from asyncio import run_coroutine_threadsafe
from contextlib import suppress

from textual.drivers.web_driver import WebDriver
from textual.events import Resize
from textual.geometry import Size
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

    def on_meta(self, packet_type: str, payload: dict[str, object]) -> None:
        """Do what the server asks; also draw all anew, for a browser that came back."""
        if packet_type == "draw_anew":
            width, height = payload["width"], payload["height"]
            if isinstance(width, int) and isinstance(height, int):
                # Not from this thread, which reads: what the app writes would be cut in two.
                self._loop.call_soon_threadsafe(self._draw_anew, Size(width, height))
        else:
            super().on_meta(packet_type, payload)

    def _draw_anew(self, size: Size) -> None:
        self._size = size
        self.write("\x1b[?1049h\x1b[?25l")  # as at the start: alternate screen, no cursor
        self._enable_mouse_support()
        self._enable_bracketed_paste()
        self._app.post_message(Resize(size, size))
        self._app.call_later(self._app.refresh, layout=True)

    def stop_application_mode(self) -> None:
        """End; a server that is gone need not be told."""
        with suppress(BrokenPipeError):
            super().stop_application_mode()
