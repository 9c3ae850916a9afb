"""Whether a database may be offered to other people than the one at the keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from sqlalchemy.engine import URL

from tutor.store.engine import database_url

ENCRYPTED = frozenset({"require", "verify-ca", "verify-full"})
"""Values of `sslmode` that never fall back to plain text."""


def why_exposed(target: Path | str, env: Mapping[str, str] | None = None) -> str | None:
    """Return one line on what lets others at a database, past the program; None if nothing does.

    Args:
        target: An SQLite file, or the URL of a database.
        env: Where libpq finds what the URL does not say; the process's own unless given.

    Raises:
        StoreError: The URL is not one of SQLite or PostgreSQL.
    """
    url = database_url(target)
    if url.get_backend_name() == "sqlite":
        return _readable_by_others(Path(url.database or ""))
    return _open_over_network(url, os.environ if env is None else env)


def _readable_by_others(file: Path) -> str | None:
    if os.name == "nt":
        return None
    for place, mode in ((file.parent, "700"), (file, "600")):
        if place.exists() and place.stat().st_mode & 0o077:
            return f"other users of this machine may look into {place}: run chmod {mode} on it"
    return None


def _open_over_network(url: URL, env: Mapping[str, str]) -> str | None:
    hosts = [host for host in _hosts(url, env) if host and not host.startswith(("/", "@"))]
    if not hosts:
        return None  # a Unix socket, where the system says who asks
    if not (url.password or _has_secret(url, env)):
        return (
            "its address has no password, so whoever reaches it may read it: set one, or use a "
            "Unix socket (leave the host out)"
        )
    mode = _setting(url, "sslmode") or env.get("PGSSLMODE", "")
    far = [host for host in hosts if not _is_local(host)]
    if far and mode not in ENCRYPTED:
        return (
            f"answers would cross the network to {far[0]} in plain text: add "
            "?sslmode=verify-full to its address"
        )
    return None


def _hosts(url: URL, env: Mapping[str, str]) -> Iterator[str]:
    named = [url.host or "", *_setting(url, "host").split(","), *_setting(url, "hostaddr").split()]
    yield from (part for part in named if part) if any(named) else [env.get("PGHOST", "")]


def _has_secret(url: URL, env: Mapping[str, str]) -> bool:
    if env.get("PGPASSWORD") or _setting(url, "sslcert") or _setting(url, "password"):
        return True
    file = _setting(url, "passfile") or env.get("PGPASSFILE") or "~/.pgpass"
    try:
        return Path(file).expanduser().is_file()
    except RuntimeError:  # nobody's home is known
        return False


def _setting(url: URL, name: str) -> str:
    value = url.query.get(name, "")
    return value if isinstance(value, str) else ",".join(value)


def _is_local(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")
