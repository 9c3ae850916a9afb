"""The instance lock: one interactive program at a time holds a database file."""

from __future__ import annotations

import json
import os
import socket
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from tutor.clock import Clock
from tutor.errors import StoreBusyError
from tutor.store.faults import readable_faults
from tutor.store.files import FILE_MODE, make_folder


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a lock: process id, host name, since when."""

    pid: int
    host: str
    since: datetime


class InstanceLock:
    """Holds a database for an interactive program until `release` or the end of the process.

    The lock itself is the operating system's, so that a killed program leaves none behind.
    Who holds it is written beside it, in a file of its own: on Windows a locked file cannot
    be read.
    """

    def __init__(self, database: Path, clock: Clock) -> None:
        """Take the lock.

        Args:
            database: The SQLite file.
            clock: Tells since when the lock is held.

        Raises:
            StoreBusyError: Another program holds it; the message says which and since when.
            StoreReadOnlyError: The folder cannot be written.
        """
        self._holder_file = database.with_name(f"{database.name}.holder")
        self._lock = FileLock(
            database.with_name(f"{database.name}.lock"), mode=FILE_MODE, thread_local=False
        )
        with readable_faults(str(database)):
            make_folder(database.parent)
            try:
                self._lock.acquire(blocking=False)
            except Timeout:
                raise StoreBusyError(_busy(database, read_holder(self._holder_file))) from None
            _write_holder(self._holder_file, clock)

    def release(self) -> None:
        """Give the lock up; a second call does nothing."""
        if self._lock.is_locked:
            self._holder_file.unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> InstanceLock:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the lock up."""
        self.release()


def read_holder(file: Path) -> Holder | None:
    """Return who wrote the file, or None when it cannot be told."""
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        return Holder(int(data["pid"]), str(data["host"]), datetime.fromisoformat(data["since"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_holder(file: Path, clock: Clock) -> None:
    holder = {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": clock.now().isoformat(),
    }
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump(holder, stream)


def _busy(database: Path, holder: Holder | None) -> str:
    if holder is None:
        return f"{database} is already open in another window; close it, or use that one"
    since = holder.since.astimezone().strftime("%H:%M")
    where = "" if holder.host == socket.gethostname() else f" on {holder.host}"
    return (
        f"{database} is already open in another window{where} since {since} (pid {holder.pid}); "
        "close it, or use that one"
    )
