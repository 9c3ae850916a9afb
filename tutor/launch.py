"""Starting the terminal program: the one place that joins the command line and the screens."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tutor.errors import UsageError
from tutor.settings import Settings, load_settings

if TYPE_CHECKING:
    from tutor.domain.records import QuizSpec
    from tutor.domain.sitting import MockRules


def launch(
    place: str = "home",
    spec: QuizSpec | None = None,
    profile: str | None = None,
    settings: Settings | None = None,
    *,
    seed: int | None = None,
    exam: str | None = None,
    rules: MockRules | None = None,
) -> int:
    """Run the terminal program and return its exit code.

    Args:
        place: Where to start: a place of the program, `sorter`, `drills`, `lab`, `review`,
            `missed`, `mock` or `resume`.
        spec: The quiz chosen on the practice screen, the round of the sorter, or what to ask of
            what was missed.
        profile: Name of the profile to make the current one.
        settings: Where everything lives; from the environment unless given.
        seed: Draw the quiz from this seed.
        exam: Which mock exam; the learner's own unless given.
        rules: The rules chosen for it.

    Raises:
        UsageError: There is no terminal to draw on.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError(
            "the screen needs a terminal: use line mode instead, such as "
            "`tutor practice --plain` or `tutor learn`"
        )
    from tutor.tui.app import StartAt, TutorApp

    start = StartAt(place, spec, profile, seed, exam, rules)
    app = TutorApp(settings or load_settings(), start=start)
    app.run()
    return app.return_code or 0
