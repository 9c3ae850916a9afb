"""Grading a posted remittance: the share of its cells that are right, and what had to be noticed.

Cells that are 0 in the key and in the response say nothing and do not count. Where a finding is
asked, it is a third of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeAlias

from tutor.domain.claims.money import Cents, cents_of, plain
from tutor.domain.claims.tasks import RemitPost
from tutor.domain.grading import Verdict
from tutor.domain.item import Response
from tutor.errors import ResponseError

FINDING = "finding"
"""What the part of a response begins with that says what was noticed."""
FINDING_SHARE = Fraction(1, 3)
"""Of the whole credit, where a finding is asked."""

Cell: TypeAlias = tuple[str, str]
"""A line's id and a column."""


@dataclass(frozen=True, slots=True)
class Posting:
    """A response read: amounts that are not 0, and the id of the finding (or nothing)."""

    cells: dict[Cell, Cents]
    finding: str = ""


def read_posting(response: Response) -> Posting:
    """Read amounts and finding.

    Raises:
        ResponseError: A text is neither, or something is there twice.
    """
    cells: dict[Cell, Cents] = {}
    finding = ""
    for text in response:
        name, separator, value = text.partition("=")
        line, dot, column = name.rpartition(".")
        if name == FINDING and value and not finding:
            finding = value
        elif separator and dot and line and column and (line, column) not in cells:
            cells[line, column] = _amount(value)
        else:
            raise ResponseError(f"{text!r} is not one line.column=amount, or is there twice.")
    return Posting({cell: amount for cell, amount in cells.items() if amount}, finding)


def key_cells(body: RemitPost) -> dict[Cell, Cents]:
    """Return the right amounts, without those that are 0."""
    return {
        (line.id, column): amount for line in body.lines for column, amount in line.posts if amount
    }


def grade_post(body: RemitPost, response: Response) -> Verdict:
    """Grade a posted remittance; ids are `line.column`, and `finding=id`."""
    posting = _known(body, response)
    key = key_cells(body)
    cells = sorted(key.keys() | posting.cells.keys())
    right = [cell for cell in cells if posting.cells.get(cell) == key.get(cell)]
    wrong = [cell for cell in cells if cell in posting.cells and cell not in right]
    missed = [cell for cell in cells if cell not in posting.cells]
    score = Fraction(len(right), len(cells)) if cells else Fraction(1)
    names = [_names(part) for part in (right, wrong, missed)]
    if body.finding and response:
        found = posting.finding == _right_finding(body)
        score = (1 - FINDING_SHARE) * score + FINDING_SHARE * found
        if posting.finding:
            names[0 if found else 1] += (f"{FINDING}={posting.finding}",)
        else:
            names[2] += (f"{FINDING}={_right_finding(body)}",)
    return Verdict(float(score) if response else 0.0, *names)


def key_post(body: RemitPost) -> Response:
    """Return the response that earns full credit."""
    finding = (f"{FINDING}={_right_finding(body)}",) if body.finding else ()
    return (*posted_texts(key_cells(body)), *finding)


def wrong_post(body: RemitPost, rng: Random) -> Response:
    """Return a response that does not earn full credit: an amount in the wrong column."""
    cells = key_cells(body)
    line, column = rng.choice(sorted(cells))
    amount = cells.pop((line, column))
    others = [one for one in body.columns if one != column]
    if others:
        at = (line, rng.choice(others))
        cells[at] = cells.get(at, 0) + amount
    else:
        cells[line, column] = amount + 1
    finding = (f"{FINDING}={_right_finding(body)}",) if body.finding else ()
    return (*posted_texts({cell: sum_ for cell, sum_ in cells.items() if sum_}), *finding)


def posted_texts(cells: dict[Cell, Cents]) -> Response:
    """Return amounts as a response holds them."""
    return tuple(f"{line}.{column}={plain(amount)}" for (line, column), amount in cells.items())


def _known(body: RemitPost, response: Response) -> Posting:
    posting = read_posting(response)
    lines = {line.id for line in body.lines}
    for line, column in posting.cells:
        if line not in lines or column not in body.columns:
            raise ResponseError(f"{line}.{column} is not on this sheet.")
    if posting.finding and posting.finding not in {one.id for one in body.finding}:
        raise ResponseError(f"{posting.finding!r} is not one of the findings here.")
    return posting


def _right_finding(body: RemitPost) -> str:
    return next((one.id for one in body.finding if one.correct), "")


def _amount(text: str) -> Cents:
    try:
        return cents_of(text)
    except ValueError as error:
        raise ResponseError(str(error)) from None


def _names(cells: list[Cell]) -> tuple[str, ...]:
    return tuple(f"{line}.{column}" for line, column in cells)
