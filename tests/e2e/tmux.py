"""A real terminal for the real program: tmux, its keys and its screen."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

PATIENCE = 30.0
"""Seconds to wait for something to appear on a busy machine."""


class Terminal:
    """A tmux session running the program in a home folder."""

    def __init__(self, home: Path, size: tuple[int, int], *args: str) -> None:
        if shutil.which("tmux") is None:
            pytest.skip("system package tmux is not installed")
        self._socket = f"tutor-{uuid.uuid4().hex[:8]}"
        columns, lines = size
        kept = {"PATH", "LANG", "LC_ALL", "HOME", "TMPDIR"}
        env = {key: value for key, value in os.environ.items() if key in kept}
        env |= {"LANG": env.get("LANG", "C.UTF-8"), "TUTOR_HOME": str(home)}
        env |= {"TEXTUAL_ANIMATIONS": "none"}
        # `exec` makes the pane's process the program itself, so that kill -9 hits it
        command = f"exec {sys.executable} -m tutor {' '.join(args)}"
        self._tmux(
            "-u",
            "new-session",
            "-d",
            "-x",
            str(columns),
            "-y",
            str(lines),
            *(part for key, value in env.items() for part in ("-e", f"{key}={value}")),
            command,
        )

    def _tmux(self, *args: str) -> str:
        # a size from the environment (pytest may have one) would be believed before the terminal's
        env = {key: value for key, value in os.environ.items() if key not in ("COLUMNS", "LINES")}
        done = subprocess.run(
            ["tmux", "-L", self._socket, "-f", "/dev/null", *args],
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.stdout

    @property
    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    @property
    def running(self) -> bool:
        return bool(self._tmux("list-sessions").strip())

    def keys(self, *keys: str) -> None:
        for key in keys:
            self._tmux("send-keys", key)

    def repeat(self, key: str, count: int) -> None:
        """Press a key several times."""
        if count:
            self._tmux("send-keys", "-N", str(count), key)

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    def paste(self, text: str) -> None:
        """Paste text, bracketed as a terminal does it."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p", "-r")

    def wait_for(self, *texts: str) -> str:
        """Wait until all texts are on the screen, and return it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            screen = self.screen
            if all(text in screen for text in texts):
                return screen
            time.sleep(0.1)
        raise AssertionError(f"{texts} not on screen:\n{self.screen}")

    def wait_for_end(self) -> None:
        end = time.monotonic() + PATIENCE
        while self.running:
            assert time.monotonic() < end, f"still running:\n{self.screen}"
            time.sleep(0.1)

    def kill_program(self) -> None:
        """kill -9 the program, as the system does when it runs out of memory."""
        pid = int(self._tmux("list-panes", "-F", "#{pane_pid}").split()[0])
        os.kill(pid, signal.SIGKILL)
        self.wait_for_end()

    def close(self) -> None:
        """Close the terminal window under the running program."""
        self._tmux("kill-server")
