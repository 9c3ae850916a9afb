"""`tutor doctor`: a check-up of this installation."""

from __future__ import annotations

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import heading, say
from tutor.cli.session import json_option, signed_in
from tutor.errors import EXIT_FAULT, EXIT_OK
from tutor.settings import load_settings


@click.command()
@json_option
def doctor(as_json: bool) -> int:
    """Say where everything is, which versions are at work, and whether all is well."""
    from tutor.services.doctor import check_up

    checkup = check_up(load_settings(), signed_in)
    if as_json:
        print_json(checkup)
        return EXIT_FAULT if checkup.faults else EXIT_OK
    for section in checkup.sections:
        heading(section.title)
        for name, value in section.rows:
            say(value, f"  {name + ':':18} ", " " * 21)
    heading("Faults")
    for fault in checkup.faults:
        say(fault, "  - ", "    ")
    if not checkup.faults:
        say("  none: all is well")
    return EXIT_FAULT if checkup.faults else EXIT_OK
