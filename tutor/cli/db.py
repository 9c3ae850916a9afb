"""`tutor db`: looking after the database."""

from __future__ import annotations

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import say
from tutor.cli.session import json_option, services
from tutor.errors import EXIT_FAULT, EXIT_OK


@click.group()
def db() -> None:
    """Look after the database."""


@db.command()
@json_option
def rebuild(as_json: bool) -> None:
    """Make every statistic again from the log of answers."""
    with services(interactive=True) as opened:
        counts = opened.store.rebuild()
    if as_json:
        print_json(counts)
    else:
        say("Rebuilt: " + ", ".join(f"{count} {name}" for name, count in counts.items()))


@db.command()
@json_option
def verify(as_json: bool) -> int:
    """Compare every statistic with the log of answers, changing nothing."""
    with services() as opened:
        differences = opened.store.verify()
    if as_json:
        print_json(differences)
    else:
        for difference in differences:
            say(difference)
        say(
            "Statistics differ: run `tutor db rebuild`." if differences else "All statistics agree."
        )
    return EXIT_FAULT if differences else EXIT_OK
