"""The web server: a page with a terminal in it, and a session behind each."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from html import escape
from pathlib import Path

import textual_serve
from aiohttp import WSCloseCode, web
from textual_serve.download_manager import DownloadManager

from tutor.web.environment import session_environment
from tutor.web.listening import cannot_listen
from tutor.web.options import Doorman, ServeOptions, window
from tutor.web.returning import browser_of, give_secret, window_of
from tutor.web.session import BrowserSession
from tutor.web.starting import SessionStartError, Starter, starter

log = logging.getLogger("tutor.web")

PAGE = Path(__file__).parent / "page"
ASSETS = Path(textual_serve.__file__).parent / "static"
"""The terminal in the browser (xterm.js) and its font, as textual-serve brings them."""
MESSAGE_BYTES = 256 * 1024
"""The longest message a browser may send: a long paste."""
HEARTBEAT = 15.0
"""Seconds between two questions whether the browser is still there."""
SMALLEST = (80, 24)
"""Columns and rows of a window that does not say."""
IDLE_ROUNDS = 10.0
"""Seconds between looks for idle sessions."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""Sent with everything. Styles may be inline: xterm.js writes its own."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class WebServer:
    """Serves the program until told to stop.

    Args:
        options: How.
        say: Takes the lines for whoever started it.
    """

    def __init__(self, options: ServeOptions, say: Callable[[str], object]) -> None:
        self.options = options
        self.doorman = Doorman(options)
        self._say = say
        self._starter: Starter = starter(session_environment(os.environ))
        self._downloads = DownloadManager()
        self._sessions: dict[BrowserSession, asyncio.Task[None]] = {}
        """Each with the task that ends it."""
        self._windows: dict[str, BrowserSession] = {}
        """Sessions whose window may come back, by its name."""
        self._stopping = asyncio.Event()

    def application(self) -> web.Application:
        """Return what answers requests."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/healthz", self._health),
                web.get("/ws", self._session),
                web.get("/ws/{tab}", self._session),
                web.get("/download/{key}", self._download),
                web.static("/static", ASSETS),
                web.static("/page", PAGE),
            ]
        )
        app.on_response_prepare.append(_add_headers)
        app.on_shutdown.append(self._end_sessions)
        return app

    async def run(self, sockets: list[socket.socket]) -> None:
        """Serve until SIGINT or SIGTERM, then end every session in order.

        Args:
            sockets: Where to listen; `claim` gives them.

        Raises:
            UsageError: The port is taken.
            SessionStartError: The program does not start.
        """
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl+C ends the loop by itself
                loop.add_signal_handler(number, self._stopping.set)
        await self._starter.open()
        runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=5.0)
        await runner.setup()
        try:
            for one in sockets:
                await web.SockSite(runner, one).start()
        except OSError as error:  # two may claim a port, but one alone listens
            await runner.cleanup()
            await self._starter.close()
            raise cannot_listen(self.options.host, self.options.port, error) from error
        self._say(f"Serving on {self.options.address} (Ctrl+C ends it)")
        watch = asyncio.create_task(self._end_idle())
        await self._stopping.wait()
        self._say(f"Ending {self.doorman.count} sessions; what was answered is saved.")
        watch.cancel()
        await runner.cleanup()
        await self._starter.close()

    # What is asked for

    async def _index(self, request: web.Request) -> web.Response:
        if self._stopping.is_set():
            return _notice("The server is being restarted. Try again in a minute.")
        why = self.doorman.why_not(self._who(request))
        if why and not self._may_return(request):
            return _notice(why)
        encrypted = self.options.address.startswith("https:")
        scheme = "wss" if encrypted else "ws"
        page = (PAGE / "index.html").read_text("utf-8")
        page = page.replace("{websocket}", escape(f"{scheme}://{request.host}/ws"))
        response = web.Response(text=page, content_type="text/html")
        give_secret(request, response, encrypted=encrypted)
        return response

    def _may_return(self, request: web.Request) -> bool:
        """Whether a session of the browser's is there: its window is counted already."""
        browser = browser_of(request)
        return bool(browser) and any(name.startswith(f"{browser}/") for name in self._windows)

    async def _health(self, request: web.Request) -> web.Response:  # noqa: ARG002 - aiohttp's
        well = not self._stopping.is_set()
        state = {
            "status": "ok" if well else "stopping",
            "sessions": self.doorman.count,
            "limit": self.options.max_sessions,
        }
        return web.json_response(state, status=200 if well else 503)

    async def _session(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Origin", "").casefold() not in self.options.origins:
            raise web.HTTPForbidden(text="this page is not one of this server's")
        size = window(*(_number(request.query.get(name)) for name in ("width", "height")))
        name = window_of(request)
        if name is not None and (known := self._windows.get(name)):
            websocket = await _accept(request)
            await known.talk_again(websocket, *(size or SMALLEST))
            return websocket
        who = self._who(request)
        if self._stopping.is_set() or (why := self.doorman.why_not(who)):
            raise web.HTTPServiceUnavailable(text=why if not self._stopping.is_set() else "")
        self.doorman.enter(who)
        try:
            websocket = await _accept(request)
            session = await self._open(*(size or SMALLEST))
        except BaseException:
            self.doorman.leave(who)
            raise
        if session is None:
            self.doorman.leave(who)
            await websocket.close(code=WSCloseCode.TRY_AGAIN_LATER)
            return websocket
        caring = asyncio.create_task(self._care(session, name, who))
        self._sessions[session] = caring
        await session.talk(websocket)
        return websocket

    async def _open(self, width: int, height: int) -> BrowserSession | None:
        """Start a session; None where its process does not start."""
        env = session_environment(os.environ, (width, height))
        session = BrowserSession(self._starter, env, self._downloads)
        try:
            await session.start(width, height)
        except SessionStartError as error:
            log.error("%s", error)
            return None
        return session

    async def _care(self, session: BrowserSession, name: str | None, who: str) -> None:
        """Keep a session for as long as it goes on, and for a browser that may come back."""
        if name is not None:
            self._windows[name] = session  # of two opened at once, the older is left
        try:
            await session.until_over(self.options.keep_seconds if name else 0)
        finally:
            if name is not None and self._windows.get(name) is session:
                del self._windows[name]
            try:
                await session.stop()
            finally:
                del self._sessions[session]
                self.doorman.leave(who)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        key = request.match_info["key"]
        try:
            about = await self._downloads.get_download_metadata(key)
        except KeyError:
            raise web.HTTPNotFound(text="there is no such file (any more)") from None
        response = web.StreamResponse()
        response.content_type = about.mime_type or "application/octet-stream"
        name = "".join(one if one.isalnum() or one in "-_." else "_" for one in about.file_name)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
        await response.prepare(request)
        async for chunk in self._downloads.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    # Who may ask, and for how long

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != "/healthz" and request.host.casefold() not in self.options.hosts:
            raise web.HTTPMisdirectedRequest(text=f"ask for {self.options.address}")
        return await handler(request)

    def _who(self, request: web.Request) -> str:
        return self.options.address_of(request.remote or "", request.headers)

    async def _end_idle(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(min(IDLE_ROUNDS, self.options.idle_seconds / 2))
            for session in tuple(self._sessions):
                if loop.time() - session.last_sign > self.options.idle_seconds:
                    await session.dismiss(b"idle")

    async def _end_sessions(self, app: web.Application) -> None:  # noqa: ARG002 - aiohttp's
        await asyncio.gather(*(one.dismiss(b"restart") for one in self._sessions))
        await asyncio.gather(*self._sessions.values(), return_exceptions=True)


def serve(
    options: ServeOptions, sockets: list[socket.socket], say: Callable[[str], object]
) -> None:
    """Serve the program until told to stop.

    Args:
        options: How.
        sockets: Where to listen; `claim` gives them.
        say: Takes the lines for whoever started it.

    Raises:
        UsageError: It cannot be served as asked.
        SessionStartError: The program does not start.
    """
    logging.basicConfig(format="tutor serve: %(message)s", level=logging.WARNING)

    async def run() -> None:
        await WebServer(options, say).run(sockets)

    asyncio.run(run())


async def _accept(request: web.Request) -> web.WebSocketResponse:
    websocket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MESSAGE_BYTES)
    await websocket.prepare(request)
    return websocket


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    if request.path.startswith("/static/"):
        response.headers["Cache-Control"] = "public, max-age=86400"
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _notice(text: str) -> web.Response:
    page = (PAGE / "notice.html").read_text("utf-8").replace("{text}", escape(text))
    return web.Response(
        text=page, content_type="text/html", status=503, headers={"Retry-After": "60"}
    )


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else None
