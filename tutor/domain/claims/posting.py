"""What a decision posts, and how postings reach the books of an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.claims.tasks import COLUMNS, RemitPost
from tutor.domain.item import Response

Posts = dict[str, Cents]
"""Amounts by column (see `tasks.COLUMNS`)."""


def key_posts(body: RemitPost) -> Posts:
    """Return what belongs into each column, all lines together."""
    return _sums((column, amount) for line in body.lines for column, amount in line.posts)


def response_posts(response: Response) -> Posts:
    """Return what a learner wrote into each column, all lines together."""
    written = []
    for text in response:
        cell, _, value = text.partition("=")
        column = cell.rpartition(".")[2]
        if column in COLUMNS:
            written.append((column, cents_of(value) if value.strip() else 0))
    return _sums(written)


def posted(ledger: Ledger, posts: Mapping[str, Cents], sign: int = 1) -> Ledger:
    """Return the books with postings, or (`sign` -1) without them.

    What is left to the next payer and what is denied stays with the payers.
    """
    return (
        ledger.from_payer(sign * posts.get("paid", 0))
        .adjust(sign * posts.get("contractual", 0))
        .to_patient(sign * posts.get("patient", 0))
    )


def _sums(amounts: Iterable[tuple[str, Cents]]) -> Posts:
    sums: Posts = {}
    for column, amount in amounts:
        sums[column] = sums.get(column, 0) + amount
    return sums
