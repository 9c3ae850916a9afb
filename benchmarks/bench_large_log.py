"""What a large log costs: the first paint of Home, its data, and each dashboard of Progress.

The learner of `large_log.py` against one who has answered nothing, both in this run. Starts take
turns, so that a busy machine slows both alike.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.large_log import EXAM, make_home
from benchmarks.terminal import seconds_until
from tutor.services.context import open_services
from tutor.settings import Settings

ANSWERS = 100_000
RUNS = 9
"""Starts measured of each home, after one that warms the disk cache."""
MARKERS = {"first paint of Home": "Continue", "Home with its data": "days in a row"}
"""What is measured, and the text on the screen that tells that it is there."""


def run(report: Callable[..., None]) -> None:
    """Measure starts in a terminal, then the dashboards in this process."""
    with tempfile.TemporaryDirectory() as folder:
        empty, large = Path(folder) / "empty", Path(folder) / "large"
        make_home(empty, answers=0)
        make_home(large, answers=ANSWERS)
        for name, marker in MARKERS.items():
            floor, value = _starts(empty, large, marker)
            report(f"{name}, {ANSWERS:,} answers", value, "s", "an empty log", floor)
        _measure_dashboards(report, empty, large)


def _starts(empty: Path, large: Path, marker: str) -> tuple[float, float]:
    """Return the median seconds from the start to a text, of two homes in turns."""
    times: dict[Path, list[float]] = {empty: [], large: []}
    for number in range(RUNS + 1):
        for home, found in times.items():
            seconds = seconds_until(["-m", "tutor"], marker, _environment(home))
            if number:
                found.append(seconds)
    return statistics.median(times[empty]), statistics.median(times[large])


def _environment(home: Path) -> dict[str, str]:
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("TUTOR_", "TEXTUAL", "NO_COLOR"))
    }
    return kept | {"TUTOR_HOME": str(home), "TERM": "xterm-256color", "PYTHONDONTWRITEBYTECODE": ""}


def _measure_dashboards(report: Callable[..., None], empty: Path, large: Path) -> None:
    floors, values = _dashboards(empty), _dashboards(large)
    for name, value in values.items():
        report(f"{name}, {ANSWERS:,} answers", value, "s", "an empty log", floors[name])


def _dashboards(home: Path) -> dict[str, float]:
    """Return the median seconds to read each dashboard."""
    with open_services(Settings(home=home)) as services:
        (learner,) = services.profiles.all()
        boards = services.dashboards
        calls: dict[str, Callable[[], object]] = {
            "Home read": lambda: services.home.home(learner.id),
            "readiness and domains": lambda: boards.standing(learner.id, EXAM),
            "readiness over time": lambda: boards.readiness(learner.id, EXAM),
            "memory": lambda: boards.memory(learner.id),
            "activity": lambda: boards.activity(learner.id),
            "time for a question": lambda: boards.times(learner.id, EXAM),
        }
        return {
            name: statistics.median(_seconds(call) for _ in range(5))
            for name, call in calls.items()
        }


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
