"""One browser window's session: what is typed goes to its process, what it draws goes back.

The session outlives its connection for a while, so that a window that is loaded anew, or whose
connection broke, goes on where it was.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from contextlib import suppress
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager

from tutor.web.options import window
from tutor.web.starting import SessionProcess, Starter

log = logging.getLogger("tutor.web")

QUIT_SECONDS = 10.0
"""How long a session may take to end when asked; then it is made to."""
KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
SIGNS_OF_LIFE = {"stdin", "resize", "focus"}
"""Messages of a browser in front of which someone sits."""
ERROR_BYTES = 4000
"""How much a process may say on its way out before the rest is dropped."""


class BrowserSession(AppService):
    """A session: textual-serve's protocol, a process of our own.

    Args:
        starter: Starts the process.
        env: The process's environment.
        downloads: Where files that the session hands out wait to be fetched.
    """

    def __init__(
        self,
        starter: Starter,
        env: dict[str, str],
        downloads: DownloadManager,
    ) -> None:
        super().__init__(
            "",
            write_bytes=self._write_bytes,
            write_str=self._write_text,
            close=self._hang_up,
            download_manager=downloads,
        )
        self._starter = starter
        self._env = env
        self._websocket: web.WebSocketResponse | None = None
        self._going: asyncio.Task[bool] | None = None
        self._running: SessionProcess | None = None
        self._over = False
        self._changed = asyncio.Event()
        """Set when a browser came or went, or the session is over."""
        self._loop = asyncio.get_running_loop()
        self.last_sign = self._loop.time()
        """When somebody last showed to be there."""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Any:  # noqa: ANN401, ARG002 - its signature
        self._running = process = await self._starter.start(self._env)
        self._stdin = process.stdin
        return process

    async def talk(self, websocket: web.WebSocketResponse) -> None:
        """Hand on what a browser sends until it goes away, or another takes its place."""
        if self._websocket is not None:  # a lost one may take long to find out: do not wait
            going = self._websocket.close(code=WSCloseCode.GOING_AWAY, message=b"elsewhere")
            self._going = asyncio.create_task(going)
        self._websocket = websocket
        self._changed.set()
        try:
            async for message in websocket:
                if message.type is WSMsgType.TEXT:
                    await self._take(message.data)
        finally:
            if self._websocket is websocket:
                self._websocket = None
                self._changed.set()

    async def talk_again(self, websocket: web.WebSocketResponse, width: int, height: int) -> None:
        """Go on with a browser that has nothing of the screen yet, in a window of that size."""
        self.last_sign = self._loop.time()
        talking = asyncio.create_task(self.talk(websocket))
        await asyncio.sleep(0)  # what is drawn from now on goes there
        await self.send_meta({"type": "draw_anew", "width": width, "height": height})
        if self._over:
            await websocket.close()
        await talking

    async def until_over(self, keep_seconds: float) -> None:
        """Wait until the process has ended, the session was dismissed, or no browser came back.

        Args:
            keep_seconds: How long to wait for a browser that went away.
        """
        while not self._over:
            self._changed.clear()
            waiting = keep_seconds if self._websocket is None else None
            try:
                await asyncio.wait_for(self._changed.wait(), waiting)
            except TimeoutError:
                return

    async def dismiss(self, why: bytes) -> None:
        """End the session, and tell the browser that it has ended."""
        self._over = True
        self._changed.set()
        if self._websocket is not None:
            await self._websocket.close(code=WSCloseCode.GOING_AWAY, message=why)

    async def stop(self) -> None:
        """Ask the process to end, and see that it does."""
        task, process = self._task, self._running
        if task is None or process is None:
            return
        self._task = None
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        for number in (signal.SIGTERM, KILL):
            done, _ = await asyncio.wait({task}, timeout=QUIT_SECONDS)
            if done:
                break
            process.send_signal(number)
        self.stdin.close()
        code = await process.wait()
        task.cancel()
        if code:
            log.warning("session of process %s ended with code %s", process.pid, code)

    async def on_meta(self, data: bytes) -> None:
        """Pass on what the process wants of the browser, if it may want that."""
        wish = json.loads(data)
        if wish.get("type") == "open_url" and not str(wish.get("url")).startswith(
            ("https://", "http://")
        ):
            return
        if wish.get("type") == "deliver_file_start":
            wish["open_method"] = "download"  # shown as a page, a report could run scripts
        await super().on_meta(json.dumps(wish).encode())

    async def _take(self, text: str) -> None:
        """Do what one message asks; one that makes no sense is dropped."""
        kind, value = _message(text)
        if kind in SIGNS_OF_LIFE:
            self.last_sign = self._loop.time()
        if kind == "stdin" and isinstance(value, str):
            if typed := value.encode("utf-8", "ignore"):  # an empty packet would end the reader
                await self.send_bytes(typed)
        elif kind == "resize" and isinstance(value, dict):
            if size := window(value.get("width"), value.get("height")):
                await self.set_terminal_size(*size)
        elif kind == "ping" and isinstance(value, str):
            await self._write_text(json.dumps(["pong", value[:40]]))
        elif kind == "blur":
            await self.blur()
        elif kind == "focus":
            await self.focus()

    async def _write_bytes(self, data: bytes) -> None:
        if self._websocket is not None and not self._websocket.closed:
            with suppress(ConnectionError):  # lost: it may come back
                await self._websocket.send_bytes(data)

    async def _write_text(self, text: str) -> None:
        if self._websocket is not None and not self._websocket.closed:
            with suppress(ConnectionError):
                await self._websocket.send_str(text)

    async def _hang_up(self) -> None:
        self._over = True
        self._changed.set()
        if self._websocket is not None:
            await self._websocket.close()

    async def run(self) -> None:
        """Carry what the process draws to the browser until it ends."""
        process = self._running
        assert process is not None  # noqa: S101 - opened
        assert process.stderr is not None  # noqa: S101 - piped
        errors = asyncio.create_task(_drain(process.stderr))
        try:
            await self._carry(process)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            await self._hang_up()
        if said := await errors:
            sys.stderr.write(said)

    async def _carry(self, process: SessionProcess) -> None:
        out = process.stdout
        assert out is not None  # noqa: S101 - piped
        if await out.readline() != b"__GANGLION__\n":
            raise ConnectionError("the session did not start")
        while True:
            kind = await out.readexactly(1)
            payload = await out.readexactly(int.from_bytes(await out.readexactly(4), "big"))
            if kind == b"D":
                await self.on_data(payload)
            elif kind == b"M":
                await self.on_meta(payload)
            elif kind == b"P":
                await self.on_packed(payload)


def _message(text: str) -> tuple[str, object]:
    """Return a message's kind and value; the kind is empty where it makes no sense."""
    try:
        kind, *rest = json.loads(text)
    except (ValueError, TypeError):
        return "", None
    return (kind if isinstance(kind, str) else "", rest[0] if rest else None)


async def _drain(stream: asyncio.StreamReader) -> str:
    """Read all of a stream and return its last words."""
    kept = b""
    while data := await stream.read(4096):
        kept = (kept + data)[-ERROR_BYTES:]
    return kept.decode("utf-8", "replace")
