"""One-time passwords as a table, for handing out; in a file that only its owner can read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType

from tutor.errors import UsageError
from tutor.interchange.delimited import csv_text
from tutor.services.classroom.people_views import IssuedPassword
from tutor.settings import FOLDER_MODE

FILE_MODE = 0o600
COLUMNS = ("sign_in", "one_time_password", "name", "id")
ONCE = "Hand each over in private: they are not shown again, and must be changed at sign-in."
"""Said wherever one-time passwords are shown."""


def passwords_csv(passwords: Sequence[IssuedPassword]) -> str:
    """Return one-time passwords as CSV; nothing in it is taken for a formula."""
    rows = [(one.sign_in, one.password, one.name, one.external_id) for one in passwords]
    return csv_text([COLUMNS, *rows])


def file_name(course: str, at: datetime) -> str:
    """Return a name for a file of passwords, to the second: one is never written over."""
    plain = "".join(one if one.isalnum() else "-" for one in course.casefold())
    name = "-".join(part for part in plain.split("-") if part)[:40] or "course"
    return f"passwords-{name}-{at:%Y-%m-%d-%H%M%S}.csv"


class PrivateFile:
    """A new file for its owner's eyes alone (mode 0600), made before there is anything to write.

    So a folder that cannot be written is found out while nothing is done yet. A context manager:
    without `write`, the file is gone afterwards.

    Args:
        path: Where; nothing may be there.

    Raises:
        UsageError: There is a file already, or it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._written = False
        try:
            path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
            # Made with its mode: not even for a moment may anybody else open it.
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        except FileExistsError as error:
            raise UsageError(f"{path} is there already: name a new file") from error
        except OSError as error:
            raise UsageError(f"{path} cannot be written ({error.strerror})") from error

    def write(self, text: str) -> None:
        """Write the text.

        Raises:
            UsageError: The disk does not take it; then the file goes.
        """
        try:
            with os.fdopen(self._handle, "w", encoding="utf-8", newline="", closefd=False) as file:
                file.write(text)
                file.flush()
                os.fsync(self._handle)
        except OSError as error:
            raise UsageError(f"{self.path} cannot be written ({error.strerror})") from error
        self._written = True

    def __enter__(self) -> PrivateFile:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file; take it away if nothing was written."""
        os.close(self._handle)
        if not self._written:
            with suppress(OSError):
                self.path.unlink()
