"""What a decision posts, all lines together, and how postings reach the books of an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.claims.post_key import is_denied, open_charge, posts_of
from tutor.domain.claims.remittance import PATIENT, ClaimPayment
from tutor.domain.claims.tasks import COLUMNS, RemitPost
from tutor.domain.item import Response

Posts = dict[str, Cents]
"""Amounts by column (see `tasks.COLUMNS`)."""


def key_posts(body: RemitPost) -> Posts:
    """Return what belongs into each column of a sheet."""
    return _sums((column, amount) for line in body.lines for column, amount in line.posts)


def response_posts(response: Response) -> Posts:
    """Return what a learner wrote into each column of a sheet."""
    written = []
    for text in response:
        cell, _, value = text.partition("=")
        column = cell.rpartition(".")[2]
        if column in COLUMNS:
            written.append((column, cents_of(value)))
    return _sums(written)


def decision_posts(payment: ClaimPayment, next_payer: bool) -> Posts:
    """Return what a decision posts.

    Args:
        payment: The decision.
        next_payer: Whether somebody pays after this payer.
    """
    return _sums(part for line in payment.lines for part in posts_of(line, next_payer).items())


def denied_amount(payment: ClaimPayment) -> Cents:
    """Return what a decision denied of what was open, whoever bears it."""
    return sum(open_charge(line) for line in payment.lines if is_denied(line))


def denied_to_patient(payment: ClaimPayment) -> Cents:
    """Return what a decision denied and left to the patient."""
    return sum(
        one.amount
        for line in payment.lines
        if is_denied(line)
        for one in line.adjustments
        if one.group == PATIENT
    )


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
    return {column: amount for column, amount in sums.items() if amount}
