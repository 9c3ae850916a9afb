"""What class files are called."""

from __future__ import annotations

import re


def file_name(title: str, external_id: str, taken: set[str], suffix: str) -> str:
    """Return a file name that every system takes, another for each student."""
    base = "-".join(filter(None, (plain_name(title), plain_name(external_id))))
    name, number = base or "assignment", 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}-{number}"
    taken.add(name.casefold())
    return name + suffix


def plain_name(text: str) -> str:
    """Return a text as part of a file name: letters and digits of ASCII, joined by dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")[:60]
