"""Graders: one pure function a kind, from a body and a response to a verdict.

Beside each grader stand the responses that earn full credit and, as learners slip, less.

Partial credit is defined here and only here. A response that does not fit its item raises
`ResponseError`; an empty response is a skipped question and scores 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from random import Random

from tutor.domain.item import Choices, Matching, Numeric, Ordering, Response
from tutor.errors import ResponseError

_FIGURE = re.compile(r"[-+]?(?:[0-9]{1,15}(?:\.[0-9]{0,9})?|\.[0-9]{1,9})")
_MONEY = frozenset({"USD"})
_MEASURES = frozenset({"%", "cm", "sq cm", "miles", "mg", "mL"})
"""Units of figures that may have decimals."""
"""A figure as people write it: no exponents, no more digits than money ever has."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of grading one response.

    Attributes:
        score: Credit from 0 to 1.
        right: Ids of the answered parts that are right (options, steps, pairs).
        wrong: Ids of the answered parts that are wrong.
        missed: Ids of right parts the response left out.
    """

    score: float
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether the response earned full credit."""
        return self.score >= 1.0


def grade_single(body: Choices, response: Response) -> Verdict:
    """Grade one chosen option: 1 or 0."""
    chosen = known_ids(response, {option.id for option in body.options}, limit=1)
    return _graded_choice(body, chosen, 1.0 if chosen == body.key else 0.0)


def grade_multiple(body: Choices, response: Response) -> Verdict:
    """Grade several chosen options: (right - wrong) / number of right ones, never below 0.

    Choosing everything therefore earns nothing when half or more of the options are wrong.
    """
    chosen = known_ids(response, {option.id for option in body.options})
    hits = len(set(chosen) & set(body.key))
    score = max(0.0, (hits - (len(chosen) - hits)) / len(body.key))
    return _graded_choice(body, chosen, score)


def grade_numeric(body: Numeric, response: Response) -> Verdict:
    """Grade a figure: 1 within the tolerance, else 0."""
    if not response:
        return Verdict(0.0)
    value = parse_number(response[0])
    return Verdict(1.0 if abs(value - body.value) <= body.tolerance else 0.0)


def grade_order(body: Ordering, response: Response) -> Verdict:
    """Grade an order by pairs: `max(0, 2c - 1)` for the share `c` of concordant pairs.

    A random order has `c` = 0.5 on average and so earns nothing (Kendall's tau, floored at 0).
    A step counts as right when it stands in its own place.
    """
    expected = [step.id for step in body.steps]
    if not response:
        return Verdict(0.0, missed=tuple(expected))
    given = known_ids(response, set(expected))
    if len(given) != len(expected):
        raise ResponseError("Put every step in order: each step exactly once.")
    place = {step: index for index, step in enumerate(given)}
    pairs = list(combinations(expected, 2))
    concordant = sum(place[first] < place[second] for first, second in pairs)
    score = max(0.0, 2 * concordant / len(pairs) - 1)
    return Verdict(
        score,
        right=tuple(step for step, want in zip(given, expected, strict=True) if step == want),
        wrong=tuple(step for step, want in zip(given, expected, strict=True) if step != want),
    )


def grade_match(body: Matching, response: Response) -> Verdict:
    """Grade pairs: the share of lines matched to their own target."""
    given = split_pairs(response)
    targets = {target.id for target in body.targets}
    lines = {pair.id for pair in body.pairs}
    for line, target in given.items():
        if line not in lines or target not in targets:
            raise ResponseError(f"{line!r} and {target!r} cannot be matched here.")
    right = tuple(pair.id for pair in body.pairs if given.get(pair.id) == pair.answer)
    wrong = tuple(line for line in given if line not in right)
    missed = tuple(pair.id for pair in body.pairs if pair.id not in given)
    return Verdict(len(right) / len(body.pairs), right=right, wrong=wrong, missed=missed)


def key_choices(body: Choices) -> Response:
    """Return the response that earns full credit."""
    return body.key


def key_numeric(body: Numeric) -> Response:
    """Return the response that earns full credit."""
    return (str(body.value),)


def key_order(body: Ordering) -> Response:
    """Return the response that earns full credit."""
    return tuple(step.id for step in body.steps)


def key_match(body: Matching) -> Response:
    """Return the response that earns full credit."""
    return tuple(f"{pair.id}={pair.answer}" for pair in body.pairs)


def wrong_choices(body: Choices, rng: Random) -> Response:
    """Return a response that does not earn full credit: one distractor."""
    return (rng.choice([option.id for option in body.options if not option.correct]),)


def wrong_numeric(body: Numeric, rng: Random) -> Response:
    """Return a response that does not earn full credit: a figure people arrive at."""
    return (str(rng.choice(body.mistakes).value),)


def wrong_order(body: Ordering, rng: Random) -> Response:  # noqa: ARG001 - one shape
    """Return a response that does not earn full credit: everything backwards."""
    return tuple(reversed(key_order(body)))


def wrong_match(body: Matching, rng: Random) -> Response:  # noqa: ARG001 - one shape
    """Return a response that does not earn full credit: each line to the next target."""
    targets = [target.id for target in body.targets]
    wrong = dict(zip(targets, (*targets[1:], targets[0]), strict=True))
    return tuple(f"{pair.id}={wrong[pair.answer]}" for pair in body.pairs)


def parse_number(text: str) -> Decimal:
    """Read a figure as people type it: `1,234.50`, `$84`, `80 %`, ` -3`.

    Raises:
        ResponseError: The text holds no single finite number.
    """
    cleaned = text.strip().replace(",", "").replace("$", "").replace("%", "").strip()
    if not _FIGURE.fullmatch(cleaned):
        raise ResponseError("Type one number, such as 12 or 84.00")
    return Decimal(cleaned)


def example_figure(unit: str) -> str:
    """Return what a figure of a unit looks like: money has cents, and a count no decimals.

    Only the unit says so, never the key, which would tell how it is rounded.
    """
    if unit in _MONEY:
        return "84.00"
    return "12.5" if unit in _MEASURES else "12"


def split_pairs(response: Response) -> dict[str, str]:
    """Return the `pair=target` texts of a `match` response as a mapping.

    Raises:
        ResponseError: A text has no `=`, or a pair is given twice.
    """
    pairs: dict[str, str] = {}
    for text in response:
        line, separator, target = text.partition("=")
        if not separator or line in pairs:
            raise ResponseError(f"{text!r} is not one pair=target.")
        pairs[line] = target
    return pairs


def known_ids(response: Response, known: Collection[str], limit: int | None = None) -> Response:
    """Return a response of parts there are, each once, at most `limit` of them.

    Raises:
        ResponseError: It is no such response.
    """
    unknown = [part for part in response if part not in known]
    if unknown:
        raise ResponseError(f"{unknown[0]!r} is not one of the answers here.")
    if len(set(response)) != len(response):
        raise ResponseError("An answer was given twice.")
    if limit is not None and len(response) > limit:
        raise ResponseError(f"Choose {limit} answer only.")
    return response


def _graded_choice(body: Choices, chosen: Response, score: float) -> Verdict:
    key = set(body.key)
    return Verdict(
        score,
        right=tuple(option for option in chosen if option in key),
        wrong=tuple(option for option in chosen if option not in key),
        missed=tuple(option for option in body.key if option not in chosen),
    )
