"""Giving a question another key: what a mended key would have made of an answer.

Each function takes a body and a response that shall be right, and returns the body with that for
its key. The response has to fit the body: whoever offers it grades it first.
"""

from __future__ import annotations

from dataclasses import replace

from tutor.domain.grading import parse_number, split_pairs
from tutor.domain.item import Choices, Matching, Numeric, Ordering, Response


def rekey_choices(body: Choices, key: Response) -> Choices:
    """Return the options with just those of the key right."""
    return Choices(tuple(replace(option, correct=option.id in key) for option in body.options))


def rekey_numeric(body: Numeric, key: Response) -> Numeric:
    """Return the question with another figure for its answer; the tolerance stays."""
    return replace(body, value=parse_number(key[0]))


def rekey_order(body: Ordering, key: Response) -> Ordering:
    """Return the steps with the key's order for the right one."""
    steps = {step.id: step for step in body.steps}
    return Ordering(tuple(steps[step] for step in key))


def rekey_match(body: Matching, key: Response) -> Matching:
    """Return the lines with the targets that the key gives them."""
    targets = split_pairs(key)
    pairs = tuple(replace(pair, answer=targets[pair.id]) for pair in body.pairs)
    return replace(body, pairs=pairs)
