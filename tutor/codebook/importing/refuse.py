"""The one way in which an import says no."""

from __future__ import annotations

from tutor.errors import TutorError


class ImportRefusedError(TutorError):
    """A file that is not imported; nothing was changed. The message is one line."""

    title = "This file cannot be imported"


def size_text(count: int) -> str:
    """Return a number of bytes for people: `3 MB`, `20 KB`."""
    for unit, size in (("MB", 1 << 20), ("KB", 1 << 10)):
        if count >= size:
            return f"{count / size:,.0f} {unit}"
    return f"{count} bytes"
