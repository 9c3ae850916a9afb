"""What a decision posts, and how postings reach the books of an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.money import Cents, cents_of
from tutor.domain.claims.remittance import CONTRACTUAL, PATIENT, ClaimPayment, LinePayment
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
            written.append((column, cents_of(value)))
    return _sums(written)


def first_posts(payment: ClaimPayment) -> Posts:
    """Return what a first payer's decision posts: each line's charge, without a rest."""
    return _sums(part for line in payment.lines for part in _line_posts(line))


def later_posts(payment: ClaimPayment, open_amount: Cents) -> Posts:
    """Return what a later payer's decision posts of the amount that was left to it.

    What it neither pays nor leaves to the patient is contractual, unless it denied everything.
    """
    share = patient_part(payment)
    rest = open_amount - payment.paid - share
    denied = payment.paid == 0 and share == 0
    return {
        "paid": payment.paid,
        "patient": share,
        "denied" if denied else "contractual": rest,
    }


def patient_part(payment: ClaimPayment) -> Cents:
    """Return what a decision leaves to the patient, or the patient's next payer."""
    return sum(
        one.amount for line in payment.lines for one in line.adjustments if one.group == PATIENT
    )


def denied_line(line: LinePayment) -> bool:
    """Whether nothing of a line was allowed: not paid, and no share of the patient's either."""
    return line.charge > 0 and line.paid == 0 and not line.allowed


def posted(ledger: Ledger, posts: Mapping[str, Cents], sign: int = 1) -> Ledger:
    """Return the books with postings, or (`sign` -1) without them.

    What is left to the next payer and what is denied stays with the payers.
    """
    return (
        ledger.from_payer(sign * posts.get("paid", 0))
        .adjust(sign * posts.get("contractual", 0))
        .to_patient(sign * posts.get("patient", 0))
    )


def _line_posts(line: LinePayment) -> Iterable[tuple[str, Cents]]:
    denied = denied_line(line)
    yield "paid", line.paid
    for one in line.adjustments:
        if denied:
            yield "denied", one.amount
        elif one.group == PATIENT:
            yield "patient", one.amount
        else:
            yield "contractual" if one.group == CONTRACTUAL else "denied", one.amount


def _sums(amounts: Iterable[tuple[str, Cents]]) -> Posts:
    sums: Posts = {}
    for column, amount in amounts:
        sums[column] = sums.get(column, 0) + amount
    return sums
