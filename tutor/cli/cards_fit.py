"""`tutor cards fit`: the weights of memory fitted to the learner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.cli.render import as_json as print_json
from tutor.cli.render import say, table
from tutor.cli.session import CompileBar, json_option, learner_for, profile_option, services

if TYPE_CHECKING:
    from tutor.services.fitting import FitView

MANY_EVENTS = 5_000
"""Events of a log from which a progress bar is worth showing."""


@click.command()
@click.option("--reset", is_flag=True, help="Go back to the default weights.")
@profile_option
@json_option
def fit(reset: bool, profile: str | None, as_json: bool) -> None:
    """Fit the model of memory to your own reviews.

    The fit is adopted only if it predicts your latest reviews, which it has not seen, better than
    the default weights do. Needs the extra package: coding-billing-tutor[fit].
    """
    with services() as opened:
        learner = learner_for(opened, profile)
        with CompileBar("Working through your log", MANY_EVENTS) as bar:
            if reset:
                changed = opened.fitting.reset(learner.id, bar.update)
            else:
                view = opened.fitting.fit(learner.id, bar.update)
        in_use = opened.store.memory(learner.id).parameter_set
    if reset:
        _show_reset(changed, in_use, as_json=as_json)
    elif as_json:
        print_json(view)
    else:
        _show(view)


def _show_reset(changed: bool, in_use: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"reset": changed, "parameter_set": in_use})
    elif changed:
        say("Your cards are worked out with the default weights again.")
    else:
        say("The default weights are in use already.")


def _show(view: FitView) -> None:
    kept = f"The weights in use stay as they are ({view.parameter_set})."
    if view.default is None or view.fitted is None:
        say(
            f"Too few reviews to fit anything to: {view.reviews} of the {view.needed} it takes, "
            f"counting those a day or more after the last one of the card. {kept}"
        )
        return
    say(f"Judged by your latest {view.held_out} of {view.reviews} reviews (less is better):")
    rows = [
        ("default", f"{view.default.log_loss:.4f}", f"{view.default.rmse:.4f}"),
        ("fitted to the others", f"{view.fitted.log_loss:.4f}", f"{view.fitted.rmse:.4f}"),
    ]
    table(rows, ("Weights", "Log loss", "RMSE"))
    if view.outcome == "no better":
        say(f"The fit is no better than the default. {kept}")
    elif view.outcome == "in use":
        say(f"The fit to all reviews is in use already ({view.parameter_set}).")
    else:
        say(
            f"Adopted, fitted to all reviews: {view.parameter_set}. Your cards are worked out anew."
        )
        say("`tutor cards fit --reset` takes it back.")
