"""How commands open the terminal program without importing it."""

from __future__ import annotations

from typing import Protocol, cast

import click

from tutor.settings import Settings


class Launcher(Protocol):
    """Starts the terminal program and returns its exit code; see `tutor.launch.launch`."""

    def __call__(
        self,
        place: str = "home",
        exam: str | None = None,
        domain: str | None = None,
        settings: Settings | None = None,
    ) -> int:
        """Start at a place, with an exam and a domain chosen."""
        ...


def launcher() -> Launcher:
    """Return what the running command line was given to start the terminal program with."""
    return cast(Launcher, click.get_current_context().obj)
