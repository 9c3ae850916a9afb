"""`tutor about`: version and notices."""

from __future__ import annotations

import click

from tutor.cli.render import say


@click.command()
def about() -> None:
    """Show version and notices."""
    from tutor import __version__
    from tutor.services.notices import NOTICES

    say(f"Coding & Billing Tutor {__version__}")
    for notice in NOTICES:
        say(f"\n{notice}")
