"""Who may come in: hosts, origins, addresses, limits; and what a session's environment holds."""

from __future__ import annotations

import pytest

from tutor.errors import UsageError
from tutor.web.environment import session_environment
from tutor.web.options import Doorman, ServeOptions, is_loopback, window

URL = "https://tutor.example.org"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.3.2.1", "::1", "localhost"])
def test_this_machine_needs_no_proxy(host):
    ServeOptions(host).check()


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"behind_proxy": True},
        {"public_url": URL},
        {"behind_proxy": True, "public_url": "http://tutor.example.org"},
    ],
)
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org", "127.0.0.1.evil"])
def test_any_other_host_needs_tls_in_front(host, options):
    with pytest.raises(UsageError, match=r"put a proxy with TLS in front.*docs/serving.md"):
        ServeOptions(host, **options).check()


def test_another_host_behind_tls_will_do():
    ServeOptions("0.0.0.0", public_url=URL, behind_proxy=True).check()


@pytest.mark.parametrize(
    "url", ["tutor.example.org", "ftp://x", "https://x/path", "https://x?q", "https://u:p@x", ""]
)
def test_a_public_url_is_an_origin(url):
    with pytest.raises(UsageError, match="--public-url"):
        ServeOptions(public_url=url).check()


def test_hosts_and_origins_of_a_local_server():
    options = ServeOptions(port=8000)
    assert options.hosts == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert "http://localhost:8000" in options.origins
    assert "127.0.0.1" in ServeOptions(port=80).hosts


def test_hosts_and_origins_behind_a_proxy_are_the_public_ones_alone():
    options = ServeOptions("0.0.0.0", public_url="https://Tutor.example.org/", behind_proxy=True)
    assert options.origins == {"https://tutor.example.org"}
    assert options.hosts == {"tutor.example.org"}
    assert options.address == "https://Tutor.example.org"


def test_only_a_proxy_is_believed_who_asks_and_only_its_own_word():
    headers = {"X-Forwarded-For": "203.0.113.9, 198.51.100.4"}
    assert ServeOptions().address_of("127.0.0.1", headers) == "127.0.0.1"
    behind = ServeOptions(behind_proxy=True)
    assert behind.address_of("127.0.0.1", headers) == "198.51.100.4"
    assert behind.address_of("127.0.0.1", {}) == "127.0.0.1"


def test_the_doorman_counts_in_all_and_by_address():
    doorman = Doorman(ServeOptions(max_sessions=3, max_per_address=2))
    for _ in range(2):
        assert doorman.why_not("a") is None
        doorman.enter("a")
    assert "your network" in doorman.why_not("a")
    assert doorman.why_not("b") is None
    doorman.enter("b")
    assert "place is taken" in doorman.why_not("c")
    doorman.leave("a")
    assert doorman.why_not("a") is None
    assert doorman.count == 2


@pytest.mark.parametrize(
    ("size", "found"),
    [
        ((120, 40), (120, 40)),
        ((10**9, 10**9), (400, 200)),
        ((0, -5), (20, 8)),
        (("120", 40), None),
        ((None, None), None),
        ((1.5, 40), None),
    ],
)
def test_windows_stay_within_reason(size, found):
    assert window(*size) == found


def test_a_session_inherits_nothing_that_writes_files_or_opens_ports():
    env = session_environment(
        {
            "PATH": "/bin",
            "TUTOR_HOME": "/srv/tutor",
            "PGPASSFILE": "/srv/pass",
            "TEXTUAL": "devtools",
            "TEXTUAL_LOG": "/tmp/log",
            "TEXTUAL_SCREENSHOT": "1",
            "AWS_SECRET_ACCESS_KEY": "x",
            "TUTOR_SERVED": "0",
        },
        (100, 30),
    )
    assert env["TUTOR_SERVED"] == "1"
    assert (env["COLUMNS"], env["ROWS"]) == ("100", "30")
    assert env["PATH"] == "/bin"
    assert env["PGPASSFILE"] == "/srv/pass"
    assert not {"TEXTUAL", "TEXTUAL_LOG", "TEXTUAL_SCREENSHOT", "AWS_SECRET_ACCESS_KEY"} & set(env)


def test_localhost_by_another_spelling():
    assert is_loopback("[::1]")
    assert not is_loopback("localhost.example.org")
