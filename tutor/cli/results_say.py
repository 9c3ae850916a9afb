"""What the commands that write results share: an option, and telling what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.render import say
from tutor.domain.text import quantity
from tutor.errors import UsageError

if TYPE_CHECKING:
    from tutor.services.done_work import ResultsView

home_option = click.option(
    "--home-page",
    "home",
    metavar="URL",
    help="What ids of xAPI begin with: an address of your school.",
)


def home_of(home: str | None, form: str) -> dict[str, str]:
    """Return the address given, as an argument of what writes results.

    Raises:
        UsageError: The format has no use for it.
    """
    if home is None:
        return {}
    if form != "xapi":
        raise UsageError("--home-page is for --format xapi")
    return {"home": home}


def tell_results(view: ResultsView) -> None:
    """Say what was written, and what was left out."""
    say(
        f"Wrote {quantity(view.answers, 'answer')} of {quantity(view.attempts, 'attempt')} "
        f"to {view.path}."
    )
    if view.open:
        say(f"Left out: {quantity(view.open, 'unfinished attempt')}.")
    if view.withheld:
        say(
            f"Left out: {quantity(view.withheld, 'attempt')} whose marks are not out, or stay with "
            "the class."
        )
