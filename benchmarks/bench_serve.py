"""Memory and start of browser sessions: forked from a warm parent, against fresh processes."""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.bench_startup import _make_profile
from tutor.web.environment import session_environment
from tutor.web.starting import FreshStarter, SessionProcess, Starter, WarmStarter

CLASSES = (1, 10, 30)
"""Sessions at once."""
SHOWN = b"Hello"
"""On the screen once Home is usable."""
REST = 3.0
"""Seconds until whatever Home does behind the screen has ended."""


def run(report: Callable[..., None]) -> None:
    """Measure sessions that show Home, in a home with content compiled and one profile."""
    if not Path("/proc/self/smaps_rollup").exists():
        return  # only Linux says which pages of a process are its own
    with tempfile.TemporaryDirectory() as home:
        env = session_environment(dict(os.environ) | {"TUTOR_HOME": home}, (120, 40))
        _make_profile(Path(home))
        fresh = asyncio.run(_measure(FreshStarter(), env, 3))
        for size in CLASSES:
            warm = asyncio.run(_measure(WarmStarter(env), env, size))
            for name, unit in (("own", "MB"), ("PSS", "MB"), ("first frame", "s"), ("Home", "s")):
                what = f"session, {name}, {size} at once"
                report(what, warm[name], unit, "fresh process", fresh[name])
            report(f"warm parent, PSS, {size} sessions", warm["parent"], "MB")


async def _measure(starter: Starter, env: dict[str, str], size: int) -> dict[str, float]:
    await starter.open()
    sessions, frames, homes = [], [], []
    for _ in range(size):
        started = time.perf_counter()
        session = await starter.start(env)
        assert session.stdout
        frames.append(await _seconds_until(session, b"Continue", started))
        homes.append(await _seconds_until(session, SHOWN, started))
        sessions.append((session, asyncio.create_task(_read_on(session))))
    await asyncio.sleep(REST)
    memory = [_memory(session.pid) for session, _ in sessions]
    found = {
        "own": statistics.mean(own for own, _ in memory),
        "PSS": statistics.mean(pss for _, pss in memory),
        "first frame": statistics.median(frames),
        "Home": statistics.median(homes),
        "parent": _memory(starter.pid)[1] if isinstance(starter, WarmStarter) else 0.0,
    }
    for session, reading in sessions:
        session.send_signal(15)
        await session.wait()
        await reading
    await starter.close()
    return found


async def _seconds_until(session: SessionProcess, marker: bytes, started: float) -> float:
    assert session.stdout
    seen = b""
    while marker not in seen:
        data = await asyncio.wait_for(session.stdout.read(65536), 60)
        if not data:
            raise RuntimeError("the session ended by itself")
        seen = seen[-len(marker) :] + data
    return time.perf_counter() - started


async def _read_on(session: SessionProcess) -> None:
    assert session.stdout
    while await session.stdout.read(65536):
        pass


def _memory(pid: int | None) -> tuple[float, float]:
    """Return a process's own memory (USS) and its share of what it shares (PSS), in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    kilobytes = {name: int(rest.split()[0]) for name, rest in (line.split(":") for line in lines)}
    own = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return own / 1024, kilobytes["Pss"] / 1024


if __name__ == "__main__":
    run(lambda *row: print(*row, file=sys.stdout))
