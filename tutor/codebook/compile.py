"""Making an edition's file: filled under another name, verified, then put in its place."""

from __future__ import annotations

import errno
import os
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from tutor.codebook import tables
from tutor.codebook.tables import Node, Note, NoteRef, Seventh
from tutor.codebook.terms import build_terms
from tutor.domain.icd import CATEGORY, compact, references
from tutor.errors import TutorError

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (steps done, steps in all)."""
STEPS = 40
"""Steps of a compilation, of roughly equal length."""
READ_STEPS = 6
"""Of these, steps in which the XML is read."""
ROW_STEPS = 10
"""Steps after which all rows are written; in the others the term finder is built."""
ABANDONED_SECONDS = 3600
"""Age from which a half-made file belongs to nobody."""
FILE_MODE = 0o600
PAGE_SIZE = 8192
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
REFERRING = frozenset(
    {"includes", "excludes1", "excludes2", "codeFirst", "useAdditionalCode", "codeAlso"}
)
"""Kinds of notes whose codes are parsed."""


class CodeBookError(TutorError):
    """A code book that cannot be made or read; the message names the place and what to do."""

    title = "Code book"


class BookDamagedError(CodeBookError):
    """The file is no usable edition: it is to be made again."""


@dataclass(slots=True)
class Edition:
    """What goes into one edition's file.

    Attributes:
        meta: `code_set`, `label`, `source`, `key` and, where dated, `valid_from`, `valid_to`.
        nodes: In book order, ids from 1.
        names: Codes that must all be there, without dots; empty if there is no list to hold
            them against.
    """

    meta: dict[str, str]
    nodes: list[Node]
    notes: list[Note] = field(default_factory=list)
    seventh: list[Seventh] = field(default_factory=list)
    names: frozenset[str] = frozenset()


def compile_edition(edition: Edition, target: Path, progress: Progress | None = None) -> None:
    """Write an edition's file. Another process doing the same does no harm: the later one wins.

    Args:
        edition: What to write.
        target: The file; an existing one is replaced in one step, and only by a verified one.
        progress: Told how far it is.

    Raises:
        CodeBookError: There is no room or no permission, or the edition is not whole.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}-{os.urandom(4).hex()}.new")
    with _said_clearly(target):
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with closing(sqlite3.connect(fresh, isolation_level=None)) as db:
                _sweep(target, fresh)
                _fill(db, edition, progress or _silent)
                _verify(db, edition)
            fresh.chmod(FILE_MODE)
            os.replace(fresh, target)  # noqa: PTH105 - the name says that it is one step
        finally:
            for suffix in ("", "-journal"):
                with suppress(OSError):
                    Path(f"{fresh}{suffix}").unlink(missing_ok=True)


def _sweep(target: Path, fresh: Path) -> None:
    """Remove what processes that were killed long ago left half made."""
    now = fresh.stat().st_mtime
    for left in target.parent.glob(f".{target.name}.*.new*"):
        with suppress(OSError):
            if now - left.stat().st_mtime > ABANDONED_SECONDS:
                left.unlink()


def note_refs(nodes: Iterable[Node], notes: Iterable[Note]) -> Iterator[NoteRef]:
    """Parse what notes refer to and find it in the book."""
    places = _Places(nodes)
    for note in notes:
        if note.kind in REFERRING:
            for ref in references(note.text):
                span = places.span(ref.first, ref.last) or (None, None)
                yield NoteRef(note.id, ref.first, ref.last, ref.pattern, *span)


def _fill(db: sqlite3.Connection, edition: Edition, progress: Progress) -> None:
    db.execute(f"PRAGMA page_size = {PAGE_SIZE}")
    tables.create(db)
    db.execute("BEGIN")
    progress(READ_STEPS, STEPS)
    tables.add_nodes(db, edition.nodes)
    tables.add_notes(db, edition.notes)
    tables.add_refs(db, note_refs(edition.nodes, edition.notes))
    tables.add_seventh(db, edition.seventh)
    tables.index(db)
    progress(ROW_STEPS, STEPS)
    terms = STEPS - ROW_STEPS - 1  # the last step is told when all is done
    build_terms(db, lambda share: progress(ROW_STEPS + int(share * terms), STEPS))
    billable = sum(node.billable for node in edition.nodes)
    counts = {"nodes": str(len(edition.nodes)), "billable": str(billable)}
    tables.set_meta(db, {"schema": str(tables.SCHEMA), **counts, **edition.meta})
    db.execute("COMMIT")
    db.execute("ANALYZE")
    progress(STEPS, STEPS)


def _verify(db: sqlite3.Connection, edition: Edition) -> None:
    """Hold what was written against what should be there."""
    written = {compact(code) for (code,) in db.execute("SELECT code FROM node")}
    count = db.execute("SELECT count(*) FROM node").fetchone()[0]
    if count != len(edition.nodes):
        raise CodeBookError(f"{edition.meta['label']}: {count} of {len(edition.nodes)} codes kept")
    if missing := edition.names - written:
        shown = ", ".join(sorted(missing)[:3])
        raise CodeBookError(
            f"{edition.meta['label']}: {len(missing)} codes of the official list are not in the "
            f"tabular list ({shown}): reinstall the package that carries both"
        )


@contextmanager
def _said_clearly(target: Path) -> Iterator[None]:
    """Turn what disks and SQLite say into one line."""
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        raise CodeBookError(_room(target, name == "SQLITE_FULL", str(error))) from error
    except OSError as error:
        full = error.errno in NO_ROOM
        raise CodeBookError(_room(target, full, error.strerror or str(error))) from error


def _room(target: Path, full: bool, said: str) -> str:
    if full:
        return f"{target.parent}: the disk is full; the code book needs about 60 MB there"
    return (
        f"{target.parent}: the code book cannot be written there ({said}): "
        "make it writable, or set TUTOR_HOME to another folder"
    )


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


class _Places:
    """Finds codes and ranges among nodes, also where an end of a range does not exist."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {node.code: node for node in nodes}
        self._codes = sorted(self._nodes)

    def span(self, first: str, last: str) -> tuple[int, int] | None:
        """Return the first and the last id of a range, or None if the book has none of it."""
        if first == last and first not in self._nodes:
            return None
        start = self._nodes.get(first) or self._after(first)
        stop = self._nodes.get(last) or self._before(last)
        if start is None or stop is None or start.id > stop.last:
            return None
        return start.id, stop.last

    def _after(self, code: str) -> Node | None:
        place = bisect_right(self._codes, code)
        return self._neighbour(code, self._codes[place : place + 1])

    def _before(self, code: str) -> Node | None:
        place = bisect_left(self._codes, code)
        return self._neighbour(code, self._codes[max(0, place - 1) : place])

    def _neighbour(self, code: str, found: list[str]) -> Node | None:
        """Return the node found, if it is of the same category."""
        near = [one for one in found if one[:CATEGORY] == code[:CATEGORY]]
        return self._nodes[near[0]] if near else None
