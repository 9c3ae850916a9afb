"""Posting a remittance in a shift, and what comes after the decision that it holds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.payer_side import decision, right_form
from tutor.domain.claims.posting import (
    Posts,
    denied_line,
    first_posts,
    key_posts,
    later_posts,
    posted,
    response_posts,
)
from tutor.domain.claims.remittance import ClaimPayment
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_state import LEARNER, Account, ShiftState, Turn
from tutor.domain.claims.shift_step import Answered, Step, delay, goes_on, money, note
from tutor.domain.claims.task_post import post_task
from tutor.domain.claims.tasks import RemitPost
from tutor.domain.claims.work_days import add_work_days

ASKED_AGAIN = 0.4
"""How often a second remittance of an account is asked about."""
UNDERPAYMENT, TAKEBACK, CROSSOVER = "underpayment", "takeback", "crossover-failed"
_PLANTS = {"underpaid": UNDERPAYMENT, "takeback": TAKEBACK}


def _made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    first = account.order == 1 and not account.posted
    if account.tries == 0 and not first and rng.random() > ASKED_AGAIN:
        return None
    return _question(state, account)


def _question(state: ShiftState, account: Account) -> Made | None:
    """Return the question of the remittance that has come; the same one each time it is asked."""
    plan = state.plan(account)
    payment = account.answer.payment if account.answer else None
    if plan is None or payment is None:
        return None
    rng = Random(f"{state.world.seed}:{payment.payer_control}:post")  # noqa: S311
    return post_task(payment, plan, rng, _plant(account, payment))


def _plant(account: Account, payment: ClaimPayment) -> str | None:
    """Return what is hidden in the remittance, if a complication wants it."""
    if account.order > 1 or account.trouble or payment.paid <= 0:
        return None
    return next((plant for plant, plot in _PLANTS.items() if account.has(plot)), None)


def _done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Post what was written; a sheet that is not right is corrected on the next day."""
    payment = account.answer.payment if account.answer else None
    if payment is None:
        raise ValueError(f"{account.id} has no remittance to post")
    before = posted(account.ledger, dict(account.posted), -1)
    right = _right_posts(account, payment, before.payer_due, answered)
    who = account.encounter.patient.person.name
    plant = _plant(account, payment) if isinstance(answered.body, RemitPost) else None
    if answered.by == LEARNER and response_posts(answered.response) != _shown(right):
        wrong = response_posts(answered.response)
        if account.order > 1:
            wrong = dict(account.posted)
        books = replace(account, ledger=posted(before, wrong), posted=tuple(wrong.items()))
        due = add_work_days(state.day, 1)
        told = delay(
            f"{who}: the posting does not agree with the remittance. The account is out of "
            "balance until it is corrected tomorrow."
        )
        return Turn(replace(books, due=due, tries=account.tries + 1), (told,))
    account = replace(
        account,
        ledger=posted(before, right),
        posted=tuple(right.items()),
        tries=0,
        payments=(*account.payments[: account.order - 1], payment),
    )
    told = money(f"{who}: ${dollars(payment.paid)} posted.", right.get("paid", 0))
    return _after(state, account, payment, right, plant, answered, told)


def _shown(posts: Posts) -> Posts:
    return {column: amount for column, amount in posts.items() if amount}


def _right_posts(
    account: Account, payment: ClaimPayment, open_amount: Cents, answered: Answered
) -> Posts:
    """Return what has to be posted: of the sheet if there is one, else of the decision."""
    if account.order > 1:
        return later_posts(payment, open_amount)
    if isinstance(answered.body, RemitPost):
        return key_posts(answered.body)
    return first_posts(payment)
