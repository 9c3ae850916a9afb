"""The order in which a question's parts are shown, drawn once an attempt and then kept."""

from __future__ import annotations

from random import Random

from tutor.domain.item import Choices, Matching, Numeric, Ordering


def arrange_choices(body: Choices, rng: Random) -> tuple[str, ...]:
    """Shuffle options; those marked `fixed` keep their written place."""
    loose = [option.id for option in body.options if not option.fixed]
    rng.shuffle(loose)
    pool = iter(loose)
    return tuple(option.id if option.fixed else next(pool) for option in body.options)


def arrange_numeric(body: Numeric, rng: Random) -> tuple[str, ...]:  # noqa: ARG001 - one shape
    """Return nothing: a figure has no parts."""
    return ()


def arrange_order(body: Ordering, rng: Random) -> tuple[str, ...]:
    """Shuffle steps so that they never start out in the right order."""
    right = [step.id for step in body.steps]
    shown = right.copy()
    while shown == right:
        rng.shuffle(shown)
    return tuple(shown)


def arrange_match(body: Matching, rng: Random) -> tuple[str, ...]:
    """Shuffle the lines; the targets keep their written order, which the eye relies on."""
    lines = [pair.id for pair in body.pairs]
    rng.shuffle(lines)
    return tuple(lines)
