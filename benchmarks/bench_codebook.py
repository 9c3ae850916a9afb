"""The code book: compiling and opening it, against plain SQLite and the package's own import."""

from __future__ import annotations

import json
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from tutor.codebook.book import Book
from tutor.codebook.compile import compile_edition
from tutor.codebook.rules import check_codes
from tutor.codebook.shipped import read_shipped, shipped

RUNS = 5
"""Fresh processes, or repetitions, of which the median counts."""
LOOKUPS = 2_000
OPEN = """
import json, sys, time
start = time.perf_counter()
from pathlib import Path
from tutor.codebook.book import Book
book = Book(Path(sys.argv[1]))
entry = book.find("S52.501A")
book.lines(entry.id)
print(json.dumps(time.perf_counter() - start))
"""
"""Prints seconds until the first page of the compiled book is read, imports included."""
IMPORT = """
import json, time, warnings
warnings.simplefilter("ignore")
start = time.perf_counter()
import simple_icd_10_cm
simple_icd_10_cm.get_description("S52.501A")
print(json.dumps(time.perf_counter() - start))
"""
"""Prints seconds until the package can say as much."""
START = """
import json, time
import tutor.services.library
start = time.perf_counter()
import tutor.services.codes
print(json.dumps(time.perf_counter() - start))
"""
"""Prints seconds that the code book adds to the program's start."""


def run(report: Callable[..., None]) -> None:
    """Measure in fresh processes where imports count."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        compiled = _seconds(partial(_compile, path))
        floor = _seconds(partial(_copy_rows, path, Path(folder) / "plain.db"))
        report("code book: compiled", compiled, "s", "its rows and indexes alone", floor)
        report("code book: tabular list read", _seconds(_read), "s", "XML parser alone", _parse())
        report(
            "code book: first page, with imports",
            statistics.median(_python(OPEN, path) for _ in range(RUNS)),
            "s",
            "importing simple_icd_10_cm",
            statistics.median(_python(IMPORT) for _ in range(RUNS)),
        )
        report("code book: added to program start", min(_python(START) for _ in range(RUNS)), "s")
        _measure_lookups(report, path)


def _measure_lookups(report: Callable[..., None], path: Path) -> None:
    with closing(sqlite3.connect(path)) as plain:
        book = Book(path)
        ids = book.billable_ids
        some = [ids[place * len(ids) // LOOKUPS] for place in range(LOOKUPS)]
        codes = [entry.code for entry in book.at(some)]
        ours = _each(book.find, codes)
        floor = _each(partial(_plain_find, plain), codes)
        report("code book: find a code", ours, "s", "plain SELECT", floor)
        report("code book: lines of a code", _each(book.lines, some), "s", "plain SELECT", floor)
        pairs = [[codes[place], codes[-place]] for place in range(1, 400)]
        report("code book: check two codes", _each(partial(check_codes, book), pairs), "s")
        book.close()


def _compile(path: Path) -> None:
    compile_edition(read_shipped(shipped()), path)


def _read() -> None:
    read_shipped(shipped())


def _parse() -> float:
    return _seconds(lambda: ET.parse(shipped().xml))


def _copy_rows(source: Path, target: Path) -> None:
    """Write all rows of the finished book into a bare file, and index them: SQLite's own share."""
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("ATTACH ? AS book", (str(source),))
        schema = db.execute(
            "SELECT type, name, sql FROM book.sqlite_master"
            " WHERE sql IS NOT NULL AND name NOT GLOB 'sqlite_*' ORDER BY type DESC"
        ).fetchall()
        db.execute("BEGIN")
        for kind, name, sql in schema:
            db.execute(sql)
            if kind == "table":
                db.execute(f"INSERT INTO main.{name} SELECT * FROM book.{name}")
        db.execute("COMMIT")


def _plain_find(db: sqlite3.Connection, code: str) -> object:
    return db.execute("SELECT * FROM node WHERE code = ?", (code,)).fetchone()


def _each(use: Callable[..., object], values: list[object] | list[str] | list[int]) -> float:
    """Return the median seconds of one call."""
    return statistics.median(_seconds(partial(use, value)) for value in values)


def _seconds(use: Callable[[], object]) -> float:
    started = time.perf_counter()
    use()
    return time.perf_counter() - started


def _python(code: str, *args: Path) -> float:
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, args)], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout))
