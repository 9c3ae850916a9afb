"""Paths as people type them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tutor.errors import UsageError


@contextmanager
def usable(typed: str) -> Iterator[None]:
    """Say in one line that a path is of no use, whatever is wrong with it.

    Raises:
        UsageError: It cannot be read or written, or names the folder of a user who is not there.
    """
    try:
        yield
    except OSError as error:
        raise UsageError(f"{typed.strip()}: {error.strerror or 'cannot be used'}") from error
    except RuntimeError as error:
        raise UsageError(f"{typed.strip()}: there is no such user's folder") from error
