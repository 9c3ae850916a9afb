"""Plain text and JSON for people and programs: wrapped lines, no colour, nothing unprintable."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import click

from tutor.domain.links import plain_text
from tutor.domain.text import printable

MARKS = {"right": "✓", "wrong": "✗", "partly": "◐", "skipped": "–", "missed": "○", "neutral": " "}
"""A mark for each outcome; a word always stands beside it."""
WORDS = {"right": "Right", "wrong": "Wrong", "partly": "Partly right", "skipped": "Skipped"}
"""Outcomes in words."""
BAR_WIDTH = 20
"""Columns of a percent bar."""
_NOT_ASCII = re.compile(r"[^\n -~]")


def width() -> int:
    """Return the columns to wrap text at: the terminal's, at most 100."""
    return max(40, min(100, shutil.get_terminal_size((80, 24)).columns))


def say(text: str = "", indent: str = "", hanging: str | None = None) -> None:
    """Print text, wrapped paragraph by paragraph."""
    for paragraph in printable(plain_text(text)).split("\n"):
        wrapped = textwrap.fill(
            paragraph,
            width(),
            initial_indent=indent,
            subsequent_indent=indent if hanging is None else hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )
        click.echo(wrapped)
        if hanging is not None:
            indent = hanging


def say_block(text: str, indent: str = "  ") -> None:
    """Print fixed-width text (a chart note, a claim) exactly as written."""
    for line in printable(text).split("\n"):
        click.echo(f"{indent}{line}")


def heading(text: str) -> None:
    """Print a heading, underlined."""
    shown = printable(text)
    click.echo(f"\n{shown}\n{'-' * min(len(shown), width())}")


def table(rows: Sequence[Sequence[str]], header: Sequence[str]) -> None:
    """Print rows in columns as wide as their longest cell."""
    lines = [list(header), *([printable(cell) for cell in row] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    for line in lines:
        padded = (cell.ljust(size) for cell, size in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())


def bar(percent: float | None) -> str:
    """Return a percent as a bar of text and a figure, such as `########------  57 %`."""
    if percent is None:
        return "-" * BAR_WIDTH + "    –"
    filled = round(BAR_WIDTH * percent / 100)
    return "#" * filled + "-" * (BAR_WIDTH - filled) + f" {percent:3.0f} %"


def as_json(value: object) -> None:
    """Print a view (or views) as JSON."""
    text = json.dumps(plain(value), indent=2, ensure_ascii=False)
    click.echo(_NOT_ASCII.sub(_escaped, text))


def _escaped(found: re.Match[str]) -> str:
    """Write what a terminal would obey (C1 controls, turned directions, DEL) as JSON's escape."""
    return found[0] if found[0].isprintable() else json.dumps(found[0])[1:-1]


def plain(value: object) -> Any:  # noqa: ANN401 - JSON has no better type
    """Turn views into what JSON can hold; dates become ISO text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, dict):
        return {_key(key): plain(one) for key, one in value.items()}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _key(key: object) -> str:
    return "/".join(map(str, key)) if isinstance(key, tuple) else str(key)
