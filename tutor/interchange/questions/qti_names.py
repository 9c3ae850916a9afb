"""Names of QTI 3 are those of QTI 2 in another spelling: `qti-simple-choice`, `simpleChoice`."""

from __future__ import annotations

import re


def two_names(name: str) -> str:
    """Return how QTI 2 calls an element or attribute of QTI 3; other names stay."""
    if name.startswith(("data-", "aria-")):
        return name
    bare = name.removeprefix("qti-")
    return re.sub(r"-([a-z])", lambda found: found[1].upper(), bare) if "-" in name else name


def three_names(name: str, prefix: str = "") -> str:
    """Return how QTI 3 calls an element (with the prefix `qti-`) or an attribute of QTI 2."""
    return prefix + re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), name)
