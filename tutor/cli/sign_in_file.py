"""The file that keeps line mode signed in: a token, for its owner's eyes alone."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tutor.errors import SignInError, UsageError
from tutor.settings import FOLDER_MODE

FILE_MODE = 0o600
OTHERS = 0o077
"""What group and others may do with a file."""
LONGEST = 200
"""Characters that are read: a token has 43."""
HAS_MODES = os.name == "posix"


def keep_token(path: Path, token: str) -> None:
    """Write the token, over one that is there.

    Raises:
        UsageError: The file cannot be written.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        # Made with its mode: not even for a moment may anybody else open it.
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(token)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written ({error.strerror})") from error


def read_token(path: Path) -> tuple[str | None, str]:
    """Return the kept token, None where there is none, and what makes it unsafe, if anything.

    Raises:
        SignInError: The file cannot be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        raise SignInError(
            f"{path} cannot be read ({error.strerror}): sign in again with `tutor sign-in NAME`"
        ) from error
    with os.fdopen(handle, encoding="ascii", errors="replace") as stream:
        found = os.fstat(stream.fileno())
        token = stream.read(LONGEST).strip()
    return token or None, _unsafe(found)


def forget_token(path: Path) -> None:
    """Remove the file."""
    path.unlink(missing_ok=True)


def _unsafe(found: os.stat_result) -> str:
    if not HAS_MODES:
        return ""
    if stat.S_IMODE(found.st_mode) & OTHERS:
        return "others on this machine could read it"
    if found.st_uid != os.geteuid():
        return "it belongs to another user of this machine"
    return ""
