"""`tutor demo`: an invented class, in a database of its own."""

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
@click.option("--class", "course", is_flag=True, help="A course, seen by its instructor.")
def demo(plain: bool, keep: bool, course: bool) -> int | None:
    """Try the program with an invented class. Your own data is not touched.

    With --class you are the instructor of a course of 25: roster, quiz sets, assignments, grades,
    a dispute. Press I on Home.
    """
    from tutor.services.demo import demo_settings, is_demo, load_demo

    settings = load_settings()
    inside = demo_settings(settings, course=course)
    if not (keep and is_demo(settings, course=course)):
        learners = load_demo(settings, course=course, progress=_bar)
        names = [learner.name for learner in learners]
        if course:
            say(f"The instructor: {names.pop(0)}")
        say("The class: " + ", ".join(names))
    if plain or not sys.stdout.isatty():
        name = shlex.quote(str(inside.home))
        say("To look around in line mode:")
        what = "class list" if course else "progress --profile NAME"
        say(f"  TUTOR_HOME={name} TUTOR_DATABASE_URL= tutor {what}")
        if course:
            say("To see it as one of the students:")
            say(f"  TUTOR_HOME={name} TUTOR_DATABASE_URL= tutor profile use NAME")
        return None
    return launcher()(settings=inside)


def _bar(done: int, total: int) -> None:
    if sys.stderr.isatty():
        end = "\n" if done == total else ""
        filled = 30 * done // total
        click.echo(f"\rMaking the class [{'#' * filled:<30}]{end}", nl=False, err=True)
