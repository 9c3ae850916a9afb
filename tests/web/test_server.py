"""The server with its real sessions: who is let in, who comes back, what an end leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal

import aiohttp
import pytest

from tests.web.school import PASSWORD
from tests.web.served import PATIENCE, children, gone, until
from tutor.settings import Settings

pytestmark = pytest.mark.slow
SIGN_IN = "Sign in with the name and password"
TAB, OTHER_TAB = "0123456789abcdef" * 2, "f" * 32
NONSENSE = (
    *("", "{", "[]", "[1]", "3", '["stdin"]', '["stdin", {}]', '[["stdin"], "x"]'),
    *('["stdin", "\\ud800"]', '["meta", {"type": "exit"}]', '["resize", null]'),
    *('["resize", {"width": "x"}]', '["resize", {"width": 1e9, "height": 5}]'),
)


class Client:
    """A browser without a picture: the websocket's messages."""

    def __init__(self, socket):
        self.socket = socket
        self.seen = b""

    async def see(self, *texts):
        """Read until all texts have come since the last call."""
        async with asyncio.timeout(PATIENCE):
            while not all(text.encode() in self.seen for text in texts):
                message = await self.socket.receive()
                assert message.type in {aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT}, message
                self.seen += (
                    message.data if isinstance(message.data, bytes) else message.data.encode()
                )
        seen, self.seen = self.seen, b""
        return seen

    async def type(self, text):
        await self.socket.send_str(json.dumps(["stdin", text]))

    async def sign_in(self, name):
        await self.see(SIGN_IN)
        await self.type(name)
        await self.see(name)
        await self.type("\r")
        await asyncio.sleep(0.5)  # the cursor moves on
        await self.type(PASSWORD)
        await self.see("•" * len(PASSWORD))
        await self.type("\r")
        await self.see(f"Hello, {name}")

    async def closed(self):
        async with asyncio.timeout(PATIENCE):
            while (await self.socket.receive()).type is not aiohttp.WSMsgType.CLOSE:
                pass


@contextlib.asynccontextmanager
async def browser(served, path="?width=100&height=30", **headers):
    headers = {"Origin": served.url} | headers
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{served.url}/ws{path}", headers=headers, autoclose=True) as socket,
    ):
        yield Client(socket)


async def refusal(served, path="/ws", **headers):
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{served.url}{path}", headers=headers) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


async def all_places_free(served):
    async with asyncio.timeout(PATIENCE):
        while json.loads((await refusal(served, "/healthz"))[1])["sessions"]:
            await asyncio.sleep(0.1)


async def test_what_is_let_in_and_what_is_not(served, settings):
    server = served(settings, "--max-per-address", "2")
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
               "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}  # fmt: skip
    for origin in ("https://evil.example", f"{server.url}.evil.example", "null", ""):
        assert (await refusal(server, Origin=origin, **upgrade))[0] == 403
    assert (await refusal(server, **upgrade))[0] == 403  # without any origin
    assert (await refusal(server, "/", Host="evil.example"))[0] == 421
    assert server.sessions() == []

    status, page, headers = await refusal(server, "/?fontsize=9&ping=https://evil.example")
    assert status == 200
    assert "evil" not in page
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (await refusal(server, "/download/unknown"))[0] == 404
    assert (await refusal(server, "/static/"))[0] in {403, 404}
    assert (await refusal(server, "/page/%2e%2e/server.py"))[0] == 404

    async with browser(server) as first, browser(server) as second:
        await first.see(SIGN_IN)
        await second.see(SIGN_IN)
        status, page, _ = await refusal(server, "/")
        assert status == 503
        assert "Too many sessions" in page
        assert (await refusal(server, Origin=server.url, **upgrade))[0] == 503
        _, state, _ = await refusal(server, "/healthz")
        assert json.loads(state) == {"status": "ok", "sessions": 2, "limit": 100}
    server.wait_for_sessions(0)
    assert (await refusal(server, "/"))[0] == 200


async def test_a_session_survives_nonsense_and_the_end_of_another(served, settings):
    server = served(settings)
    async with browser(server, "?width=999999999&height=x&TUTOR_HOME=/etc") as first:
        await first.sign_in("Ann Lee")
        (own,) = server.sessions()
        async with browser(server) as second:
            await second.see(SIGN_IN)
            (other,) = set(server.sessions()) - {own}
            os.kill(other, signal.SIGKILL)
            await second.closed()
        for nonsense in NONSENSE:
            await first.socket.send_str(nonsense)
        await first.socket.send_bytes(b"\x00\xff")
        await first.type("p")
        await first.see("questions fit")
        await first.socket.send_str(json.dumps(["resize", {"width": 60, "height": 20}]))
        await first.socket.send_str(json.dumps(["ping", "1"]))
        await first.see("pong")
        assert server.sessions() == [own]
    until(lambda: gone(own))
    assert not (settings.home / "must-not-be-written.log").exists()


async def test_stopping_ends_every_session_in_order(served, settings):
    server = served(settings)
    async with browser(server) as first, browser(server) as second:
        await first.see(SIGN_IN)
        await second.see(SIGN_IN)
        sessions = server.wait_for_sessions(2)
        parents = server.warm_parents()
        server.process.send_signal(signal.SIGTERM)
        await first.closed()
        await second.closed()
        assert await asyncio.to_thread(server.stop) == 0
    assert all(map(gone, [*sessions, *parents]))
    assert "Ending 2 sessions" in server.output
    assert "Traceback" not in server.output


async def test_a_killed_server_leaves_no_session_behind(served, settings):
    server = served(settings)
    async with browser(server) as first:
        await first.see(SIGN_IN)
        sessions, parents = server.sessions(), server.warm_parents()
        await asyncio.to_thread(server.stop, signal.SIGKILL)
    until(lambda: all(map(gone, [*sessions, *parents])))


async def test_a_killed_warm_parent_is_replaced_and_sessions_go_on(served, settings):
    server = served(settings)
    async with browser(server) as first:
        await first.sign_in("Ann Lee")
        (parent,) = server.warm_parents()
        (session,) = children(parent)
        os.kill(parent, signal.SIGKILL)
        until(lambda: gone(parent))
        async with browser(server) as second:
            await second.see(SIGN_IN)
        await first.type("p")
        await first.see("questions fit")
    until(lambda: gone(session))
    assert await asyncio.to_thread(server.stop) == 0


async def test_a_window_comes_back_to_its_session_and_no_other_does(served, settings):
    """As after a reload: the same browser's cookie and the same tab."""
    server = served(settings, "--max-per-address", "1")
    async with aiohttp.ClientSession() as http, http.get(server.url) as page:
        (cookie,) = page.cookies.values()
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    mine = {"Cookie": f"{cookie.key}={cookie.value}"}
    theirs = {"Cookie": f"{cookie.key}={cookie.value[::-1]}"}
    path = f"/{TAB}?width=100&height=30"
    async with browser(server, path, **mine) as first:
        await first.sign_in("Ann Lee")
    sessions = server.wait_for_sessions(1)
    assert (await refusal(server, "/", **mine))[0] == 200  # its place is its own
    assert (await refusal(server, "/", **theirs))[0] == 503
    for stranger, headers in ((OTHER_TAB, mine), (TAB, theirs), (TAB, {})):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="503"):
            async with browser(server, f"/{stranger}", **headers):
                pass
    async with browser(server, path, **mine) as again:
        shown = await again.see("Hello, Ann Lee")  # drawn anew, in a window of the same size
        assert b"?1049h" in shown
        async with browser(server, f"/{TAB}?width=120&height=40", **mine) as elsewhere:
            await elsewhere.see("Hello, Ann Lee")
            await again.closed()
            await elsewhere.type("p")
            await elsewhere.see("questions fit")
            assert server.sessions() == sessions
            await elsewhere.type("q")
            await elsewhere.closed()
    server.wait_for_sessions(0)
    async with browser(server, path, **mine) as later:
        await later.see(SIGN_IN)


async def test_a_session_that_nobody_comes_back_to_ends(served, settings):
    server = served(settings, "--keep-seconds", "2")
    _, _, headers = await refusal(server, "/")
    cookie = headers["Set-Cookie"].partition(";")[0]
    async with browser(server, f"/{TAB}", Cookie=cookie) as first:
        await first.see(SIGN_IN)
    server.wait_for_sessions(0)
    await all_places_free(server)


async def test_a_tab_that_is_left_open_gives_its_process_back(served, settings):
    server = served(settings, "--idle-minutes", "0.05")
    async with browser(server) as first:
        await first.see(SIGN_IN)
        (session,) = server.wait_for_sessions(1)
        await first.closed()
        until(lambda: gone(session))
        await all_places_free(server)


async def test_a_second_server_of_the_same_class_says_why_it_does_not_start(served, settings):
    server = served(settings)
    taken = str(server.port)
    for home, why in (
        (settings.home, "already open"),
        (fresh_copy(settings.home), f"port {taken}"),
    ):
        with pytest.raises(AssertionError, match=why) as failed:
            served(Settings(home), "--port", taken)
        assert str(failed.value).count("\n") == 1
    assert server.stop() == 0
    assert f"Serving on {server.url} (Ctrl+C ends it)\n" in server.output


def fresh_copy(home):
    return shutil.copytree(home, home.with_name("copy"), ignore=shutil.ignore_patterns("*.lock"))
