"""`tutor about`: version and notices."""

from __future__ import annotations

import click

from tutor.cli.render import say


@click.command()
def about() -> None:
    """Show version and notices."""
    from tutor import __version__
    from tutor.services.notices import notices
    from tutor.settings import load_settings

    say(f"Coding & Billing Tutor {__version__}")
    for notice in notices(load_settings().codebook):
        say(f"\n{notice}")
