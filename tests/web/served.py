"""The real command in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tutor.settings import Settings

PATIENCE = 60.0
"""Seconds to wait for something on a busy machine."""


class Served:
    """`tutor serve` as an administrator starts it; `stop` ends it as they do.

    Args:
        settings: Where the class is kept.
        args: Options of the command.
    """

    def __init__(self, settings: Settings, *args: str) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {"PATH", "LANG", "HOME", "TMPDIR", "PYTHONPATH"}
        env = {name: value for name, value in os.environ.items() if name in kept}
        env |= {
            "TUTOR_HOME": str(settings.home),
            "TEXTUAL_LOG": str(settings.home / "must-not-be-written.log"),
        }
        if settings.database_url:
            env["TUTOR_DATABASE_URL"] = settings.database_url
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tutor", "serve", "--port", str(self.port), *args],
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.output = ""
        try:
            self._wait_until_up()
        except BaseException:
            self.stop(signal.SIGKILL)
            raise

    def sessions(self) -> list[int]:
        """Return the processes of the sessions: children of the warm parent."""
        return [child for parent in self.warm_parents() for child in children(parent)]

    def warm_parents(self) -> list[int]:
        return children(self.process.pid)

    def wait_for_sessions(self, count: int) -> list[int]:
        return until(lambda: len(self.sessions()) == count and (self.sessions() or [0]))

    def stop(self, number: int = signal.SIGTERM) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.output += self.process.communicate(timeout=PATIENCE)[0]
        return self.process.returncode

    def _wait_until_up(self) -> None:
        def is_up():
            if self.process.poll() is not None:
                raise AssertionError(self.process.communicate()[0])
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                    return answer.status == 200
            except OSError:
                return False

        until(is_up)


def children(pid: int) -> list[int]:
    try:
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []


def gone(pid: int) -> bool:
    """Whether a process has ended; one that only waits to be buried counts."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def until(what):
    """Wait until something is true, and return it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.1)
    raise AssertionError("waited in vain")
