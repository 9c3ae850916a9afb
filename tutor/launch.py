"""Starting the terminal program: the one place that joins the command line and the screens."""

from __future__ import annotations

import sys

from tutor.errors import UsageError
from tutor.settings import Settings, load_settings


def launch(
    place: str = "home",
    exam: str | None = None,
    domain: str | None = None,
    settings: Settings | None = None,
) -> int:
    """Run the terminal program and return its exit code.

    Args:
        place: Where to start: a place of the program, `sorter`, or `resume`.
        exam: Exam chosen on the practice screen.
        domain: Exam domain chosen on the practice screen.
        settings: Where everything lives; from the environment unless given.

    Raises:
        UsageError: There is no terminal to draw on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the screen needs a terminal: use line mode instead, such as "
            "`tutor practice --plain` or `tutor learn`"
        )
    from tutor.tui.app import StartAt, TutorApp

    app = TutorApp(settings or load_settings(), start=StartAt(place, exam, domain))
    app.run()
    return app.return_code or 0
