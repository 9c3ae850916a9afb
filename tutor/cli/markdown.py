"""Markdown as plain text, wrapped to the terminal."""

from __future__ import annotations

import io
import re

from tutor.cli.render import width
from tutor.domain.text import printable

_OWN_LINK = re.compile(r"\[([^\]]+)\]\((?:term|lesson):[a-z0-9-]+\)")
"""A link to a glossary term or another lesson, which line mode shows as its words."""


def plain_markdown(text: str) -> str:
    """Return Markdown laid out as text without colour: wrapped, with tables drawn."""
    from rich.console import Console
    from rich.markdown import Markdown

    out = io.StringIO()
    console = Console(
        file=out, width=width(), color_system=None, highlight=False, force_terminal=False
    )
    console.print(Markdown(_OWN_LINK.sub(r"\1", printable(text)), hyperlinks=False))
    return "\n".join(line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))
