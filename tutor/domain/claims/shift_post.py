"""Posting a remittance in a shift, and what comes after the decision that it holds."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.posting import (
    Posts,
    denied_line,
    first_posts,
    key_posts,
    later_posts,
    posted,
    response_posts,
)
from tutor.domain.claims.remittance import PATIENT, ClaimPayment
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_state import LEARNER, Account, ShiftState, Turn
from tutor.domain.claims.shift_step import Answered, Step, again, delay, goes_on, money
from tutor.domain.claims.task_denial import TROUBLES
from tutor.domain.claims.task_post import post_task
from tutor.domain.claims.tasks import RemitPost
from tutor.domain.claims.work_days import add_work_days

ASKED_AGAIN = 0.4
"""How often a second remittance of an account is asked about."""
UNDERPAYMENT, TAKEBACK, FORM_FAULT = "underpayment", "takeback", "form-fault"
CROSSOVER, LATE = "crossover-failed", "29"
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
    who = account.encounter.patient.person.name
    before = posted(account.ledger, dict(account.posted), -1)
    sheet = answered.body if isinstance(answered.body, RemitPost) else None
    if sheet and answered.by == LEARNER:
        written = response_posts(answered.response)
        if _filled(written) != _filled(key_posts(sheet)):
            return _out_of_balance(state, account, before, written)
    plant = _plant(account, payment) if sheet else None
    right = _right_posts(account, payment, before.payer_due, plant, sheet)
    account = replace(
        account,
        ledger=posted(before, right),
        posted=tuple(right.items()),
        tries=0,
        payments=(*account.payments[: account.order - 1], payment),
    )
    told = [money(f"{who}: ${dollars(right.get('paid', 0))} posted.", right.get("paid", 0))]
    if plant:
        account = _noticed(account, payment, right, plant, answered.right, told)
    return _after(state, account, payment, right, told)


def _filled(posts: Posts) -> Posts:
    return {column: amount for column, amount in posts.items() if amount}


def _out_of_balance(
    state: ShiftState, account: Account, before: Ledger, written: Posts
) -> Turn:
    """Keep what was written until tomorrow: the books balance, but they do not tell the truth."""
    if account.order == 1:
        account = replace(account, ledger=posted(before, written), posted=tuple(written.items()))
    told = delay(
        f"{account.encounter.patient.person.name}: the posting does not agree with the "
        "remittance. The account is out of balance until it is corrected tomorrow."
    )
    return again(account, add_work_days(state.day, 1), told)


def _right_posts(
    account: Account,
    payment: ClaimPayment,
    open_amount: Cents,
    plant: str | None,
    sheet: RemitPost | None,
) -> Posts:
    """Return what this account posts: of the sheet where it pays less than was decided."""
    if account.order > 1:
        return later_posts(payment, open_amount)
    return key_posts(sheet) if sheet and plant == "underpaid" else first_posts(payment)


def _noticed(
    account: Account,
    payment: ClaimPayment,
    right: Posts,
    plant: str,
    seen: bool,
    told: list[Happening],
) -> Account:
    """Return the account after what was hidden in the remittance was seen, or was not."""
    plot, who = _PLANTS[plant], account.encounter.patient.person.name
    account = replace(account, notes=(*account.notes, plot))
    if plot == TAKEBACK:
        if not seen:
            told.append(delay(f"{who}: the takeback was overlooked; the deposit took long to match."))
        return account
    due = first_posts(payment)
    short = sum(due.get(one, 0) - right.get(one, 0) for one in ("paid", "patient"))
    if seen:
        return replace(account, short=short, trouble=UNDERPAYMENT)
    told.append(
        money(f"{who}: the underpayment was overlooked, ${dollars(short)} are lost.", -short)
    )
    return replace(account, ledger=account.ledger.lose(0, of=short))


def _after(
    state: ShiftState,
    account: Account,
    payment: ClaimPayment,
    right: Posts,
    told: list[Happening],
) -> Turn:
    """Go on to the denial, to the next payer or to the patient."""
    denied = sum(line.charge for line in payment.lines if denied_line(line))
    denied = right.get("denied", 0) if account.order > 1 else denied
    if denied or account.trouble == FORM_FAULT:
        account = replace(
            account,
            clean=account.clean and account.order > 1,
            denials=account.denials + bool(denied),
        )
    trouble = account.trouble or (_natural(payment) if denied else "")
    if not trouble:
        return after_payer(state, account, *told)
    account = replace(
        account,
        trouble=trouble,
        owner=TROUBLES[trouble].owner,
        denied=denied,
        notes=(*account.notes, trouble),
    )
    return goes_on(account, "denial", state.day, *told)


def _natural(payment: ClaimPayment) -> str:
    """Return the trouble that a right claim's denial is: by who bears it, and why."""
    borne = [one for line in payment.lines if denied_line(line) for one in line.adjustments]
    if any(one.reason == LATE for one in borne):
        return "late"
    return "patient-liable" if all(one.group == PATIENT for one in borne) else "payer-rule"


def after_payer(state: ShiftState, account: Account, *told: Happening) -> Turn:
    """Go on when a payer has finished: to the next one, or to what the patient owes."""
    account = replace(account, trouble="", owner="", denied=0, short=0, answer=None)
    posts = dict(account.posted)
    share = posts.get("patient", 0)
    if state.plan(account, account.order + 1) is None or share <= 0:
        left = account.ledger.payer_due
        settled = account.ledger.adjust(left) if left else account.ledger
        return goes_on(replace(account, ledger=settled), "statement", state.day, *told)
    posts = posts | {"patient": 0, "secondary": share}
    account = replace(
        account, ledger=account.ledger.to_patient(-share), posted=tuple(posts.items())
    )
    if account.payments[account.order - 1].forwarded_to:
        return goes_on(account, "crossover", state.day, *told)
    account = replace(account, trouble=CROSSOVER, owner=TROUBLES[CROSSOVER].owner)
    return goes_on(account, "denial", state.day, *told)


POSTING = (
    Step("posting", "posting", _made, _done, "a colleague posts the remittance, to the cent."),
)
