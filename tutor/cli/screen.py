"""How commands open the terminal program without importing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, cast

import click

from tutor.settings import Settings

if TYPE_CHECKING:
    from tutor.domain.records import QuizSpec
    from tutor.domain.sitting import MockRules


class Launcher(Protocol):
    """Starts the terminal program and returns its exit code; see `tutor.launch.launch`."""

    def __call__(
        self,
        place: str = "home",
        spec: QuizSpec | None = None,
        profile: str | None = None,
        settings: Settings | None = None,
        *,
        seed: int | None = None,
        exam: str | None = None,
        rules: MockRules | None = None,
    ) -> int:
        """Start at a place, for a named profile, with a quiz or a mock exam chosen."""
        ...


def launcher() -> Launcher:
    """Return what the running command line was given to start the terminal program with."""
    return cast(Launcher, click.get_current_context().obj)
