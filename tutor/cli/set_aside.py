"""Listing the questions that practice no longer draws."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tutor.cli.render import heading, say, table
from tutor.domain.text import quantity

if TYPE_CHECKING:
    from tutor.services.set_aside import SetAside

SHOWN = 20
"""Rows listed; there may be hundreds."""


def show_set_aside(found: Iterable[SetAside]) -> None:
    """List items that are set aside, or say nothing if there are none."""
    rows = [(one.item, one.code, one.text, one.edition) for one in found]
    if not rows:
        return
    items = len({row[0] for row in rows})
    heading(f"Set aside: {quantity(items, 'question')} whose key a newer edition changes")
    table(rows[:SHOWN], ("question", "code", "what changed", "edition"))
    if len(rows) > SHOWN:
        say(f"… and {len(rows) - SHOWN} more (`tutor content stats --json` lists all)")
    say("Practice does not draw them; edit their bank or remove the edition to have them back.")
