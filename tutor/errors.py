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
EXIT_ACCESS = 5
"""Not signed in, or not allowed."""


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


class ResponseError(TutorError):
    """An answer that does not fit its question (an unknown option, not a number)."""

    title = "That is not an answer to this question"


class KeylessError(TutorError):
    """A verdict on an answer whose key is not on this machine."""

    title = "Not graded yet"


class BundleError(TutorError):
    """A class file (`.tutorset`, `.tutorresults`) that cannot be used; the message names it."""

    title = "The file cannot be used"


class ForeignFileError(TutorError):
    """A file of questions that cannot be read, as `file:line: what is wrong; what to do`."""

    title = "The file cannot be used"


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


class AccessError(TutorError):
    """Something that belongs to somebody else, or that one's role does not allow."""

    title = "Not allowed"
    exit_code = EXIT_ACCESS

    def __init__(self, line: str = "that is not yours to see") -> None:
        super().__init__(line)


class SignInError(TutorError):
    """Nobody is signed in, or name and password do not let one in."""

    title = "Sign in"
    exit_code = EXIT_ACCESS


class SignedOutError(SignInError):
    """The sign-in is over: signed out, idle for too long, or ended by an administrator."""

    title = "Signed out"

    def __init__(self, line: str = "you are signed out: sign in again to go on") -> None:
        super().__init__(line)


class AttemptError(TutorError):
    """A step that an attempt's state does not allow (answering twice, a closed attempt)."""

    title = "That step is not possible"


class BankError(TableError):
    """Items for a course's bank that cannot be used; one fault a line, with file and line."""

    title = "The items cannot be used"
