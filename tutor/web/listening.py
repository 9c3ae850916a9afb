"""Taking the address to listen on before anything slow is done: a taken one is said at once."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack

from tutor.errors import UsageError


def claim(host: str, port: int) -> list[socket.socket]:
    """Return sockets bound to an address; a name may stand for several.

    Nobody can connect to them before the server listens.

    Raises:
        UsageError: The port is taken, or the address is not this machine's.
    """
    try:
        with ExitStack() as opened:
            claimed = []
            for family, kind, protocol, _, address in sorted(
                set(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            ):
                one = opened.enter_context(socket.socket(family, kind, protocol))
                if os.name == "posix":  # elsewhere it would let two servers share the port
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                if family == socket.AF_INET6:
                    one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
                one.bind(address)
                claimed.append(one)
            opened.pop_all()
            return claimed
    except OSError as error:
        raise cannot_listen(host, port, error) from error


def cannot_listen(host: str, port: int, error: OSError) -> UsageError:
    """Return what to say where an address cannot be listened on."""
    return UsageError(
        f"cannot listen on {host} port {port} ({error.strerror}): choose another with --port"
    )
