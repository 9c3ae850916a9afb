"""The real server in a process of its own, on a free port of this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE = 60.0
"""Seconds to wait for something on a busy machine."""
WITHOUT_ACCOUNTS = """
import sys
from tutor.services.serving import hold
from tutor.settings import load_settings
from tutor.web.options import ServeOptions
from tutor.web.server import serve
lock = hold(load_settings())
serve(ServeOptions(port=int(sys.argv[1]), **eval(sys.argv[2])), print)
"""
"""What `tutor serve` does once it has looked at the database."""


class Served:
    """A running server; `stop` ends it as an administrator does."""

    def __init__(self, home: Path, *args: str, **options: object) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        kept = {"PATH", "LANG", "HOME", "TMPDIR", "PYTHONPATH"}
        env = {name: value for name, value in os.environ.items() if name in kept}
        env |= {"TUTOR_HOME": str(home), "TEXTUAL_LOG": str(home / "must-not-be-written.log")}
        start = ["-c", WITHOUT_ACCOUNTS, str(self.port), repr(options)]
        if args:
            start = ["-m", "tutor", *args, "--port", str(self.port)]
        self.process = subprocess.Popen(
            [sys.executable, *start],
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
