"""How the program is served, and who may come in: limits, hosts, origins, addresses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from tutor.errors import UsageError

MAX_COLUMNS, MAX_ROWS = 400, 200
"""Nobody's window has more; a larger one would only cost memory."""
MIN_COLUMNS, MIN_ROWS = 20, 8


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How to serve.

    Attributes:
        host: Address to listen on.
        port: Port to listen on.
        public_url: What learners type, if it is not this address itself.
        behind_proxy: A proxy stands in front, which encrypts and says in `X-Forwarded-For` who
            asks.
        max_sessions: Browsers at once.
        max_per_address: Browsers at once from one address; a class often shares one.
        idle_seconds: After so long without a key or a click, a session is ended.
        keep_seconds: A session waits so long for a window that was reloaded or lost its connection.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str | None = None
    behind_proxy: bool = False
    max_sessions: int = 100
    max_per_address: int = 60
    idle_seconds: float = 3600.0
    keep_seconds: float = 60.0

    def check(self) -> None:
        """Refuse what would send passwords and answers over a network in plain text.

        Raises:
            UsageError: It would.
        """
        url = self.public_url
        if url is not None and not _is_origin(url):
            raise UsageError(f"--public-url {url}: give it as https://tutor.example.org")
        if is_loopback(self.host):
            return
        if not self.behind_proxy or url is None or urlsplit(url).scheme != "https":
            raise UsageError(
                f"--host {self.host} is open to the network, and this server does not encrypt: put "
                "a proxy with TLS in front, and say so with --behind-proxy --public-url https://… "
                "(docs/serving.md shows how)"
            )

    @property
    def address(self) -> str:
        """Where to point a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def origins(self) -> frozenset[str]:
        """Where a page may come from that opens a session."""
        if self.public_url:
            scheme, netloc = urlsplit(self.public_url.casefold())[:2]
            return frozenset({_origin(scheme, netloc)})
        names = ("localhost", "127.0.0.1", "[::1]")
        return frozenset(_origin("http", f"{name}:{self.port}") for name in names)

    @property
    def hosts(self) -> frozenset[str]:
        """Names by which the server answers; any other is someone else's page (DNS rebinding)."""
        return frozenset(urlsplit(one).netloc for one in self.origins)

    def address_of(self, peer: str, headers: Mapping[str, str]) -> str:
        """Return who asks: the peer, or whom the proxy in front names.

        Only the last entry counts: it is the proxy's own, what is before it anyone can write.
        """
        named = headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return named if self.behind_proxy and named else peer


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def window(width: object, height: object) -> tuple[int, int] | None:
    """Return a window's columns and rows within reason; None if they are no numbers."""
    if not (isinstance(width, int) and isinstance(height, int)):
        return None
    return (
        min(max(width, MIN_COLUMNS), MAX_COLUMNS),
        min(max(height, MIN_ROWS), MAX_ROWS),
    )


class Doorman:
    """Counts who is in."""

    def __init__(self, options: ServeOptions) -> None:
        self._options = options
        self._inside: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """How many sessions there are."""
        return self._inside.total()

    def why_not(self, address: str) -> str | None:
        """Return why another session from an address has to wait, or None."""
        if self.count >= self._options.max_sessions:
            return "Everyone's place is taken at the moment. Try again in a few minutes."
        if self._inside[address] >= self._options.max_per_address:
            return "Too many sessions are open from your network. Close one, or try again later."
        return None

    def enter(self, address: str) -> None:
        """Count one in."""
        self._inside[address] += 1

    def leave(self, address: str) -> None:
        """Count one out."""
        self._inside[address] -= 1
        if not self._inside[address]:
            del self._inside[address]


def _origin(scheme: str, netloc: str) -> str:
    """Return an origin as browsers write it: without the port that goes without saying."""
    return f"{scheme}://{netloc.removesuffix(':443' if scheme == 'https' else ':80')}"


def _is_origin(url: str) -> bool:
    parts = urlsplit(url)
    plain = not (parts.query or parts.fragment or parts.username or parts.path.strip("/"))
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and plain
