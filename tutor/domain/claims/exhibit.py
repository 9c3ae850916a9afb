"""Plain text for stems: paragraphs and lists of facts, no line wider than 76."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from textwrap import fill

WIDTH = 76


def paragraph(text: str) -> str:
    """Return a text in lines of the right width."""
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def facts(rows: Iterable[tuple[str, str]]) -> str:
    """Return labelled facts, one below the other; those without a value are left out."""
    shown = [(label, value) for label, value in rows if value]
    width = max((len(label) for label, _ in shown), default=0) + 2
    return "\n".join(
        fill(
            label.ljust(width) + value,
            WIDTH,
            subsequent_indent=" " * width,
            break_long_words=False,
        )
        for label, value in shown
    )


def listed(items: Iterable[str]) -> str:
    """Return a list with dashes."""
    return "\n".join(
        fill(item, WIDTH, initial_indent="- ", subsequent_indent="  ") for item in items
    )


def joined(*parts: str) -> str:
    """Return parts with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def us_date(day: date) -> str:
    """Return a day as American papers write it: `03/07/2026`."""
    return f"{day:%m/%d/%Y}"
