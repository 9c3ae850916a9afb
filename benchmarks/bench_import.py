"""Importing 10,000 GIFT questions into a bank of one's own: planned, checked, tagged and kept."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

from benchmarks.bench_gift import KINDS, QUESTIONS
from tutor.clock import SystemClock
from tutor.services.context import assemble
from tutor.services.library import content_roots, open_library
from tutor.settings import Settings
from tutor.store.store import open_store

CODED = (
    "::Code {n}::Patient {n} has type 2 diabetes without complications and comes for a check of "
    "hypertension. Which code is listed first? {{\n\t=E11.9#The guideline says so.\n"
    "\t~J1885#A drug, not a diagnosis.\n\t~Z99.99#There is none.\n\t~I10#It comes second.\n}}\n"
)
"""A question with codes to look up, one of which is in no list."""


def run(report: Callable[..., None]) -> None:
    """Measure planning and keeping, in seconds of CPU; what is shipped is compiled before.

    The floor reads the same questions as plain blocks, writes them as JSON and decodes that again.
    """
    kinds = (*KINDS, CODED)
    text = "\n".join(kinds[n % len(kinds)].format(n=n) for n in range(1, QUESTIONS + 1))
    data = text.replace("\\:0.005", ":0.005").encode()
    with tempfile.TemporaryDirectory() as folder:
        floor = _floor(data, Path(folder, "floor.json"))
        settings = Settings(home=Path(folder, "home"))
        settings.make_folders()
        clock = SystemClock()
        library = open_library(content_roots(()), settings.content_cache)
        store = open_store(settings.database, clock=clock, backups=settings.backups)
        with assemble(settings, clock, Random(1), store, library) as services:
            started = time.process_time()
            plan = services.bank_imports.plan(services.actor, data, "bench.gift")
            planned = time.process_time()
            done = services.bank_imports.apply(services.actor, plan)
            kept = time.process_time()
    assert (len(done.new), plan.counts["refused"]) == (QUESTIONS, 0)
    named = "read, written and read as JSON"
    report(f"import of {QUESTIONS:,} questions planned", planned - started, "s", named, floor)
    report(f"import of {QUESTIONS:,} questions kept", kept - planned, "s", named, floor)
    report(f"import of {QUESTIONS:,} questions in all", kept - started, "s", named, floor)


def _floor(data: bytes, path: Path) -> float:
    started = time.process_time()
    blocks = [block.split("\n") for block in data.decode().split("\n\n")]
    path.write_text(json.dumps(blocks, indent=1), encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8")) == blocks
    return time.process_time() - started
