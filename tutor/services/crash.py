"""Crash reports: local, without answers, names or other values."""

from __future__ import annotations

import platform
import sys
import traceback
from pathlib import Path

from tutor import __version__
from tutor.clock import SystemClock
from tutor.errors import UsageError
from tutor.settings import Settings, load_settings


def write_crash_report(error: BaseException, settings: Settings | None = None) -> Path | None:
    """Write a redacted report and return its path, or None if it cannot be written.

    A report holds versions, the error's type and the places in the code it passed through. The
    error's message and all values are left out: they may quote what a learner typed.
    """
    now = SystemClock().now()
    lines = [
        f"Coding & Billing Tutor {__version__}, {now:%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()} on {sys.platform}",
        f"{type(error).__module__}.{type(error).__qualname__}",
    ]
    lines += [
        f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    try:
        folder = (settings or load_settings()).home / "crash"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{now:%Y%m%dT%H%M%S}.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        path.chmod(0o600)
    except (OSError, UsageError):
        return None
    return path


def crash_line(error: BaseException, settings: Settings | None = None) -> str:
    """Write a report and return the one line a user sees."""
    path = write_crash_report(error, settings)
    where = f" A report without personal data is in {path}." if path else ""
    return f"an unexpected error ({type(error).__name__}). Nothing you answered is lost.{where}"
