"""Finding codes by how they are written: whole or cut short, with or without a dot, or a range."""

from __future__ import annotations

import re
import sqlite3

from tutor.domain.icd import dotted, tidy

AFTER = "\x7f"
"""Sorts behind every character of a code."""
CODES_ONLY = "kind NOT IN ('chapter', 'section', 'range')"
_CODE = re.compile(r"[A-Za-z0-9]{1,7}(?:\.[A-Za-z0-9]{0,4})?[.\-]*")
_END = r"(?=[A-Za-z]*[0-9])[A-Za-z0-9][A-Za-z0-9.]*"
"""Either end of a range has a digit: `C-section` and `a-fib` are words."""
_RANGE = re.compile(rf"(?P<first>{_END})\s*(?:-+|–|—|\bto\b|\.\.)\s*(?P<last>{_END})")


def codes_like(db: sqlite3.Connection, text: str, limit: int) -> list[str]:
    """Return the codes that a text writes or begins to write; none if it is no code.

    A code comes first, then what begins with it, shorter ones first. Of a range come the section
    of that name and what stands in it at the level of its ends.
    """
    if found := _RANGE.fullmatch(text.strip()):
        return _between(db, found["first"], found["last"], limit)
    typed = text.strip()
    if not any(mark.isdigit() for mark in typed) or not _CODE.fullmatch(typed):
        return []
    return _beginning(db, typed, limit)


def _beginning(db: sqlite3.Connection, typed: str, limit: int) -> list[str]:
    for prefix in _ways(typed):
        rows = db.execute(
            "SELECT code FROM node WHERE code >= ? AND code < ? AND code NOT LIKE '%-%'"
            " ORDER BY length(code), id LIMIT ?",
            (prefix, prefix + AFTER, limit),
        ).fetchall()
        if rows:
            return [code for (code,) in rows]
    return []


def _between(db: sqlite3.Connection, first: str, last: str, limit: int) -> list[str]:
    for start, stop in zip(_ways(first), _ways(last), strict=False):
        span = (start, stop + AFTER)
        (level,) = db.execute(
            f"SELECT coalesce((SELECT max(depth) FROM node WHERE code IN (?, ?)),"  # noqa: S608
            f" (SELECT min(depth) FROM node WHERE code >= ? AND code < ? AND {CODES_ONLY}))",
            (start, stop, *span),
        ).fetchone()
        rows = db.execute(
            "SELECT code FROM node WHERE code = ?"  # noqa: S608
            f" OR (code >= ? AND code < ? AND depth <= ? AND {CODES_ONLY})"
            " ORDER BY code != ?, id LIMIT ?",
            (f"{start}-{stop}", *span, level, f"{start}-{stop}", limit),
        ).fetchall()
        if rows:
            return [code for (code,) in rows]
    return []


def _ways(typed: str) -> list[str]:
    """Return the ways a code may be written in a book: as typed, or with its dot."""
    bare = tidy(typed)
    return list(dict.fromkeys([bare, dotted(bare)]))
