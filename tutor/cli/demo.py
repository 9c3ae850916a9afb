"""`tutor demo`: the invented class, in a database of its own."""

from __future__ import annotations

import shlex
import sys

import click

from tutor.cli.render import say
from tutor.cli.screen import launcher
from tutor.settings import load_settings


@click.command()
@click.option("--plain", is_flag=True, help="Only make the class; do not open the screen.")
@click.option("--keep", is_flag=True, help="Go on with the class as it was left.")
def demo(plain: bool, keep: bool) -> int | None:
    """Try the program with an invented class. Your own data is not touched."""
    from tutor.services.demo import demo_settings, is_demo, load_demo

    settings = load_settings()
    inside = demo_settings(settings)
    if not (keep and is_demo(settings)):
        learners = load_demo(settings, progress=_bar)
        say("The class: " + ", ".join(learner.name for learner in learners))
    if plain or not sys.stdout.isatty():
        name = shlex.quote(str(inside.home))
        say("To look around in line mode:")
        say(f"  TUTOR_HOME={name} TUTOR_DATABASE_URL= tutor progress --profile NAME")
        return None
    return launcher()(settings=inside)


def _bar(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        filled = 30 * done // total
        click.echo(f"\rMaking the class [{'#' * filled:<30}]{end}", nl=False, err=True)
