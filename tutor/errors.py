"""The one tree of errors a user may meet, and the exit codes of the command line.

Every error carries a single clear line. Front ends show `str(error)` and exit with
`error.exit_code`; nothing below the front ends prints or exits.
"""

from __future__ import annotations

EXIT_OK = 0
"""All went well."""
EXIT_FAULT = 1
"""The input or the data is at fault: a content error, a failed health check."""
EXIT_USAGE = 2
"""The command was used wrongly (click's own code)."""
EXIT_STORE = 3
"""The database cannot be opened, read or written."""
EXIT_BUSY = 4
"""Another instance holds the database."""


class TutorError(Exception):
    """Base of every error shown to a user.

    Attributes:
        title: A short heading for a dialog.
        exit_code: What the command line exits with.
    """

    title = "Something is wrong"
    exit_code = EXIT_FAULT


class UsageError(TutorError):
    """A request that cannot be met as asked: an unknown exam, an empty selection."""

    title = "That cannot be done"
    exit_code = EXIT_USAGE


class NotFoundError(UsageError):
    """An id that names nothing."""

    title = "Not found"


class AccessError(TutorError):
    """Something that the person who asks may not see or do."""

    title = "Not allowed"


class ResponseError(TutorError):
    """An answer that does not fit its question (an unknown option, not a number)."""

    title = "That is not an answer to this question"


class ContentError(TutorError):
    """Content that cannot be used; the message names file and line."""

    title = "Content error"


class TableError(TutorError):
    """A table in a file that cannot be used.

    Attributes:
        faults: One line each, as `file:line: column X: what: what to do`.
    """

    title = "The table cannot be used"

    def __init__(self, *faults: str) -> None:
        more = f" (and {len(faults) - 1} more like it)" if len(faults) > 1 else ""
        super().__init__(faults[0] + more)
        self.faults = faults


class StoreError(TutorError):
    """The database cannot be used; the message names the file and what to do."""

    title = "Database error"
    exit_code = EXIT_STORE


class StoreTooNewError(StoreError):
    """The database was written by a newer version of the program."""

    title = "Database from a newer version"


class StoreCorruptError(StoreError):
    """The database file is damaged."""

    title = "Damaged database"


class StoreFullError(StoreError):
    """The disk is full."""

    title = "Disk full"


class StoreReadOnlyError(StoreError):
    """The database or its folder cannot be written."""

    title = "Read-only database"


class StoreBusyError(StoreError):
    """Another process is using the database."""

    title = "Already open"
    exit_code = EXIT_BUSY


class AttemptError(TutorError):
    """A step that an attempt's state does not allow (answering twice, a closed attempt)."""

    title = "That step is not possible"


class BankError(TableError):
    """Items for a course's bank that cannot be used; one fault a line, with file and line."""

    title = "The items cannot be used"
