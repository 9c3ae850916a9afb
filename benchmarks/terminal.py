"""Timing a program in a real pseudo-terminal, from its start to text on the screen."""

from __future__ import annotations

import os
import pty
import select
import signal
import statistics
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from fcntl import ioctl

TIMEOUT = 30.0
"""Seconds after which a run counts as failed."""


def seconds_until(args: Sequence[str], marker: str, env: Mapping[str, str]) -> float:
    """Start `python args...` in an 80x24 terminal; return seconds until `marker` is written.

    Raises:
        TimeoutError: The marker never came.
    """
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(sys.executable, [sys.executable, *args], dict(env))
    ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    seen = b""
    try:
        while time.perf_counter() - started < TIMEOUT:
            ready, _, _ = select.select([terminal], [], [], 0.1)
            if ready:
                seen += os.read(terminal, 65536)
                if marker.encode() in seen:
                    return time.perf_counter() - started
        raise TimeoutError(f"{marker!r} did not appear")
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def median_seconds(
    args: Sequence[str], marker: str, env: Mapping[str, str], runs: int = 7
) -> float:
    """Return the median over several runs, after one that warms the disk cache."""
    seconds_until(args, marker, env)
    return statistics.median(seconds_until(args, marker, env) for _ in range(runs))
