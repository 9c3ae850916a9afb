"""The one crash boundary: what the user reads when something unforeseen happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from tutor.domain.text import printable

if TYPE_CHECKING:
    from tutor.settings import Settings

EXIT_CRASH = 70
"""Exit code after an unexpected error (`EX_SOFTWARE` of sysexits.h)."""


def crash_notice(error: BaseException, settings: Settings) -> Text:
    """Write a report without personal data and return the notice that names it."""
    from tutor.services.crash import crash_line

    return Text(printable(f"tutor: {crash_line(error, settings)}"))
