"""Names of written files."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 60
"""Characters: short enough for every file system, whatever is added."""


def file_name(title: str) -> str:
    """Return a title as the name of a file, without an extension: letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().casefold()
    return re.sub(r"[^a-z0-9]+", "-", plain)[:LONGEST].strip("-") or "questions"
