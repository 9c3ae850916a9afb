"""The server with its real sessions: who is let in, what a session's end leaves behind."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal

import aiohttp
import pytest

from tests.web.served import PATIENCE, children, gone, until

pytestmark = pytest.mark.slow
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

    async def closed(self):
        async with asyncio.timeout(PATIENCE):
            while (await self.socket.receive()).type is not aiohttp.WSMsgType.CLOSE:
                pass


@contextlib.asynccontextmanager
async def browser(served, query="?width=100&height=30", **headers):
    headers = {"Origin": served.url} | headers
    async with (
        aiohttp.ClientSession() as http,
        http.ws_connect(f"{served.url}/ws{query}", headers=headers, autoclose=True) as socket,
    ):
        yield Client(socket)


async def refusal(served, path="/ws", **headers):
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{served.url}{path}", headers=headers) as answer,
    ):
        return answer.status, await answer.text(), answer.headers


async def test_what_is_let_in_and_what_is_not(served):
    server = served(max_per_address=2)
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
        await first.see("Pat Example")
        await second.see("Pat Example")
        status, page, _ = await refusal(server, "/")
        assert status == 503
        assert "Too many sessions" in page
        assert (await refusal(server, Origin=server.url, **upgrade))[0] == 503
        _, state, _ = await refusal(server, "/healthz")
        assert json.loads(state) == {"status": "ok", "sessions": 2, "limit": 100}
    server.wait_for_sessions(0)
    assert (await refusal(server, "/"))[0] == 200


async def test_a_session_survives_nonsense_and_the_end_of_another(served, home):
    server = served()
    async with browser(server, "?width=999999999&height=x&TUTOR_HOME=/etc") as first:
        await first.see("Pat Example")
        (own,) = server.sessions()
        async with browser(server) as second:
            await second.see("Pat Example")
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
    assert not (home / "must-not-be-written.log").exists()


async def test_stopping_ends_every_session_in_order(served):
    server = served()
    async with browser(server) as first, browser(server) as second:
        await first.see("Pat Example")
        await second.see("Pat Example")
        sessions = server.wait_for_sessions(2)
        parents = server.warm_parents()
        server.process.send_signal(signal.SIGTERM)
        await first.closed()
        await second.closed()
        assert await asyncio.to_thread(server.stop) == 0
    assert all(map(gone, [*sessions, *parents]))
    assert "Ending 2 sessions" in server.output
    assert "Traceback" not in server.output


async def test_a_killed_server_leaves_no_session_behind(served):
    server = served()
    async with browser(server) as first:
        await first.see("Pat Example")
        sessions, parents = server.sessions(), server.warm_parents()
        await asyncio.to_thread(server.stop, signal.SIGKILL)
    until(lambda: all(map(gone, [*sessions, *parents])))


async def test_a_killed_warm_parent_is_replaced_and_sessions_go_on(served):
    server = served()
    async with browser(server) as first:
        await first.see("Pat Example")
        (parent,) = server.warm_parents()
        (session,) = children(parent)
        os.kill(parent, signal.SIGKILL)
        until(lambda: gone(parent))
        async with browser(server) as second:
            await second.see("Pat Example")
        await first.type("p")
        await first.see("questions fit")
    until(lambda: gone(session))
    assert await asyncio.to_thread(server.stop) == 0


async def test_a_session_in_front_of_which_nobody_sits_is_ended(served):
    server = served(idle_seconds=3)
    async with browser(server) as first:
        await first.see("Pat Example")
        await first.closed()
    server.wait_for_sessions(0)
