"""The term finder: every keystroke of every phrase of the quality set, and its index.

The floor is what a program without a term finder would do: one plain FTS5 prefix query over the
same titles and terms, ranked by bm25, with all the words typed so far.
"""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import yaml

from tutor.codebook.book import Book
from tutor.codebook.compile import compile_edition
from tutor.codebook.shipped import read_shipped, shipped
from tutor.codebook.terms import build_terms, search_terms
from tutor.domain.clinical_words import flat, tokens

PHRASES = Path(__file__).parent.parent / "tests" / "codebook" / "phrases.yaml"
EVERY = 4
"""One phrase of so many is typed."""
LIMIT = 20
"""Hits shown."""
FRAME = 0.016
"""Seconds within which a keystroke is to be answered."""


def run(report: Callable[..., None]) -> None:
    """Type the phrases letter by letter into the term finder and into plain FTS5."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "book.db"
        compile_edition(read_shipped(shipped()), path)
        book = Book(path)
        with closing(_plain(book)) as plain:
            _measure(report, book, plain)
        report("term tables built", _seconds(partial(_rebuilt, book)), "s")
        report("code book's file", path.stat().st_size / 1e6, "MB")
        book.close()


def _measure(report: Callable[..., None], book: Book, plain: sqlite3.Connection) -> None:
    """Take turns, so that a busy machine slows both alike."""
    ours, floor = [], []
    for typed in _keystrokes():
        search = partial(search_terms, text=typed, limit=LIMIT)
        ours.append(_seconds(partial(book.use, search)))
        floor.append(_seconds(partial(_search_plain, plain, typed)))
    ours.sort()
    floor.sort()
    for name, share in (("median", 0.5), ("99th percentile", 0.99), ("slowest", 1.0)):
        place = min(len(ours) - 1, int(share * len(ours)))
        report(f"keystroke, {name}", ours[place], "s", "plain FTS5 query", floor[place])
    late = sum(value > FRAME for value in ours)
    report(f"later than a frame, of {len(ours):,}", late, "")


def _keystrokes() -> Iterator[str]:
    for entry in yaml.safe_load(PHRASES.read_text(encoding="utf-8"))["phrases"][::EVERY]:
        phrase = entry["phrase"]
        yield from (phrase[:length] for length in range(1, len(phrase) + 1))


def _plain(book: Book) -> sqlite3.Connection:
    """Fill an FTS5 table with every title and term."""
    plain = sqlite3.connect(":memory:")
    plain.execute("CREATE VIRTUAL TABLE line USING fts5(code, text, prefix='1 2 3')")
    for statement in (
        "SELECT code, title FROM node",
        "SELECT code, text FROM note JOIN node ON node.id = owner"
        " WHERE note.kind IN ('inclusionTerm', 'includes')",
    ):
        rows = book.use(lambda db, wanted=statement: db.execute(wanted).fetchall())
        plain.executemany("INSERT INTO line VALUES (?, ?)", rows)
    return plain


def _search_plain(plain: sqlite3.Connection, typed: str) -> None:
    words = [part for part in tokens(flat(typed)) if part[0].isalnum()]
    query = " ".join(f'"{word}"*' for word in words)
    if query:
        plain.execute(
            "SELECT code FROM line WHERE line MATCH ? ORDER BY rank LIMIT ?", (query, LIMIT)
        ).fetchall()


def _rebuilt(book: Book) -> None:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        book.use(lambda db: db.backup(fresh))
        for (table,) in fresh.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name GLOB 'term_*'"
        ).fetchall():
            fresh.execute(f"DROP TABLE {table}")
        build_terms(fresh)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
