"""Low-level errors turned into one clear line that names the database and what to do."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from tutor.errors import (
    StoreBusyError,
    StoreCorruptError,
    StoreError,
    StoreFullError,
    StoreReadOnlyError,
    UsageError,
)

SQLITE_IOERR_WRITE = 778
"""A write failed, though not for a full disk: a disk quota or a limit on file size."""
SQLITE_IOERR_SHMSIZE = 4874
"""The shared-memory file could not grow."""

_FULL = "the disk is full: free some space and try again; what was saved before is safe"
_CORRUPT = (
    "the database is damaged: keep this file, and put the newest file from the backups folder "
    "in its place"
)
_READ_ONLY = (
    "the database cannot be written: make the file and its folder writable, or set TUTOR_HOME "
    "to another folder"
)
_BUSY = "the database has been busy for 5 seconds: close other programs that use it and try again"
_RACED = "two programs wrote at once: try again; nothing is lost"

Fault = tuple[type[StoreError], str]

_SQLITE_EXACT: dict[int, Fault] = {
    SQLITE_IOERR_WRITE: (StoreFullError, _FULL),
    SQLITE_IOERR_SHMSIZE: (StoreFullError, _FULL),
}
_SQLITE: dict[int, Fault] = {
    sqlite3.SQLITE_FULL: (StoreFullError, _FULL),
    sqlite3.SQLITE_CORRUPT: (StoreCorruptError, _CORRUPT),
    sqlite3.SQLITE_NOTADB: (StoreCorruptError, _CORRUPT),
    sqlite3.SQLITE_READONLY: (StoreReadOnlyError, _READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (StoreReadOnlyError, _READ_ONLY),
    sqlite3.SQLITE_PERM: (StoreReadOnlyError, _READ_ONLY),
    sqlite3.SQLITE_BUSY: (StoreBusyError, _BUSY),
    sqlite3.SQLITE_LOCKED: (StoreBusyError, _BUSY),
}
_POSTGRES: dict[str, Fault] = {
    "53100": (StoreFullError, _FULL),
    "25006": (StoreReadOnlyError, "the database is read-only: ask whoever runs it"),
    "42501": (StoreReadOnlyError, "this user may not write here: ask whoever runs the database"),
    "55P03": (StoreBusyError, _BUSY),
    "40001": (StoreBusyError, _RACED),
    "40P01": (StoreBusyError, _RACED),
    "XX001": (StoreCorruptError, "the database is damaged: ask whoever runs it"),
    "XX002": (StoreCorruptError, "the database is damaged: ask whoever runs it"),
}
_OS: dict[int, Fault] = {
    errno.ENOSPC: (StoreFullError, _FULL),
    errno.EDQUOT: (StoreFullError, _FULL),
    errno.EFBIG: (StoreFullError, _FULL),
    errno.EACCES: (StoreReadOnlyError, _READ_ONLY),
    errno.EPERM: (StoreReadOnlyError, _READ_ONLY),
    errno.EROFS: (StoreReadOnlyError, _READ_ONLY),
}


class UndecodableError(Exception):
    """A stored value is not what the program writes; the text is the reason."""


def corrupt(place: str) -> StoreCorruptError:
    """Return the error for a damaged database."""
    return StoreCorruptError(f"{place}: {_CORRUPT}")


@contextmanager
def readable_faults(place: str) -> Iterator[None]:
    """Turn any error of the database, its driver or the file system into a `StoreError`.

    Any other error is not the database's, and passes.

    Args:
        place: The database as named to the user: a path, or a URL without its password.

    Raises:
        UsageError: A text that was handed in has no place in any database.
    """
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise _translated(place, error) from error
    except OSError as error:
        raise _os_fault(place, error) from error
    except (UndecodableError, UnicodeDecodeError) as error:  # bytes come only from what is stored
        raise StoreCorruptError(
            f"{place}: a stored value cannot be read ({_first_line(error)}): {_CORRUPT}"
        ) from error
    except UnicodeEncodeError as error:
        raise UsageError(f"{error.object[:60]!a} is not text: type it again") from error


@contextmanager
def decoding() -> Iterator[None]:
    """Count a failure as damage: it happened while stored rows were read and made sense of.

    A damaged page can hang together and still give a value that does not decode.

    Raises:
        UndecodableError: A stored value cannot be read; `readable_faults` names the database.
    """
    try:
        yield
    except UnicodeEncodeError:  # the text that was looked for is at fault, not what is stored
        raise
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise UndecodableError(_first_line(error)) from error


def _translated(place: str, error: SQLAlchemyError | sqlite3.Error) -> StoreError:
    original = error.orig if isinstance(error, DBAPIError) else error
    fault = (
        _sqlite_fault(original)
        if isinstance(original, sqlite3.Error)
        else _POSTGRES.get(getattr(original, "sqlstate", None) or "")
    )
    if fault is not None:
        kind, advice = fault
        return kind(f"{place}: {advice}")
    return StoreError(f"{place}: the database reports: {_first_line(original or error)}")


def _sqlite_fault(error: sqlite3.Error) -> Fault | None:
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return (StoreCorruptError, _CORRUPT) if "decode to UTF-8" in str(error) else None
    return _SQLITE_EXACT.get(code) or _SQLITE.get(code & 0xFF)


def _os_fault(place: str, error: OSError) -> StoreError:
    kind, advice = _OS.get(error.errno or 0, (StoreError, f"cannot be used ({error.strerror})"))
    return kind(f"{place}: {advice}")


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
