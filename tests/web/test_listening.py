"""The address to listen on is taken before anything slow is done."""

from __future__ import annotations

import socket

import pytest

from tutor.errors import UsageError
from tutor.web.listening import claim


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_nobody_can_connect_to_a_claimed_address_yet():
    (claimed,) = claim("127.0.0.1", 0)
    with claimed:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(claimed.getsockname(), timeout=5)
        claimed.listen()
        socket.create_connection(claimed.getsockname(), timeout=5).close()


def test_a_name_may_stand_for_several_addresses(monkeypatch):
    known = [
        (socket.AF_INET, socket.SOCK_STREAM, 6, "", (f"127.0.0.{last}", 0)) for last in (1, 2, 1)
    ]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: known)
    claimed = claim("tutor", 0)
    assert {one.getsockname()[0] for one in claimed} == {"127.0.0.1", "127.0.0.2"}
    for one in claimed:
        one.close()


def test_a_taken_port_is_said(taken):
    with pytest.raises(UsageError, match=rf"port {taken} \(.*in use\): choose another"):
        claim("127.0.0.1", taken)


def test_an_address_elsewhere_is_said(monkeypatch):
    with pytest.raises(UsageError, match=r"cannot listen on 192\.0\.2\.7"):
        claim("192.0.2.7", 0)

    def unknown(*_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(UsageError, match="Name or service not known"):
        claim("no-such-host", 0)
