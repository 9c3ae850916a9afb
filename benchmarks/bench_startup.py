"""Time to the first frame and to a usable Home, against an empty Textual app."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.terminal import median_seconds


def run(report: Callable[..., None]) -> None:
    """Measure a start with content compiled and one profile."""
    with tempfile.TemporaryDirectory() as home:
        env = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("TUTOR_", "TEXTUAL", "NO_COLOR"))
        } | {"TUTOR_HOME": home, "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": ""}
        _make_profile(Path(home))
        empty = median_seconds(["-m", "benchmarks.empty_app"], "Opening", env)
        first = median_seconds(["-m", "tutor"], "Continue", env)
        ready = median_seconds(["-m", "tutor"], "Hello", env)
    report("first frame", first, "s", "empty Textual app", empty)
    report("Home ready", ready, "s", "empty Textual app", empty)


def _make_profile(home: Path) -> None:
    from tutor.services.context import open_services
    from tutor.settings import Settings

    with open_services(Settings(home=home)) as services:
        services.profiles.create("Bench", exam="cpb", time_zone="UTC")
