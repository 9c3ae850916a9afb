"""Posting a remittance in a shift, and what comes after the decision that it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from tutor.domain.claims.ledger import Ledger
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.payer_side import misdirected, plan_asked
from tutor.domain.claims.post_key import is_denied
from tutor.domain.claims.posting import (
    Posts,
    decision_posts,
    denied_amount,
    denied_to_patient,
    key_posts,
    posted,
    response_posts,
)
from tutor.domain.claims.remittance import PATIENT, PRIOR_PAYER, ClaimPayment
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_note import trouble_of_note
from tutor.domain.claims.shift_state import LEARNER, Account, ShiftState, Turn
from tutor.domain.claims.shift_step import Answered, Step, again, delay, goes_on, money, note
from tutor.domain.claims.task_denial import TROUBLES
from tutor.domain.claims.task_post import post_task, postable
from tutor.domain.claims.tasks import RemitPost
from tutor.domain.claims.work_days import add_work_days

ASKED_AGAIN = 0.4
"""How often a second remittance of an account is asked about."""
UNDERPAYMENT, TAKEBACK, FORM_FAULT = "underpayment", "takeback", "form-fault"
CROSSOVER, OVERPAYMENT = "crossover-failed", "payer-overpayment"
LATE = "29"
BLAMELESS = ("", "payer-error", "timely-filing-scare", "duplicate", "patient-liable")
"""Troubles of denials that say nothing against the claim as it was sent."""
PERMISSION = {"197": "authorization-missing", "288": "referral-missing"}
_PLANTS = {"underpaid": UNDERPAYMENT, "takeback": TAKEBACK}


def _made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    first = account.order == 1 and not account.posted
    if account.tries == 0 and not first and rng.random() > ASKED_AGAIN:
        return None
    return _question(state, account)


def _question(state: ShiftState, account: Account) -> Made | None:
    """Return the question of the remittance that has come; the same one each time it is asked."""
    plan = plan_asked(state, account)
    came = account.answer
    payment = came.payment if came else None
    if plan is None or came is None or payment is None or not postable(payment):
        return None
    rng = Random(f"{state.world.seed}:{payment.payer_control}:post")  # noqa: S311
    following = None if misdirected(account) else state.plan(account, account.order + 1)
    return post_task(
        payment,
        plan,
        rng,
        _plant(account, payment),
        practice=state.world.practice,
        day=came.day,
        trace=_trace(state, came.day, payment),
        next_payer=following.name if following else "",
    )


def _trace(state: ShiftState, day: date, payment: ClaimPayment) -> str:
    """Return the number of a check or transfer: another one for each decision of a claim."""
    rng = Random(f"{state.world.seed}:{payment.payer_control}:{day}:trace")  # noqa: S311
    return f"{rng.randrange(10**8, 10**9)}"


def _plant(account: Account, payment: ClaimPayment) -> str | None:
    """Return what is hidden in the remittance, if a complication wants it and nothing is denied."""
    if account.order > 1 or account.trouble or payment.paid <= 0 or denied_amount(payment):
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
        if written != key_posts(sheet):
            return _out_of_balance(state, account, before, written)
    plant = _plant(account, payment) if sheet else None
    right = decision_posts(payment, _goes_on(state, account))
    if sheet and plant == "underpaid":
        right = key_posts(sheet)
    account = replace(
        account,
        ledger=posted(before, right),
        posted=tuple(right.items()),
        tries=0,
        payments=(*account.payments[: account.order - 1], payment),
    )
    told = [_came(who, right.get("paid", 0))]
    if plant:
        due = decision_posts(payment, _goes_on(state, account))
        account = _noticed(account, due, right, plant, answered.right, told)
    return _after(state, account, payment, told)


def _came(who: str, paid: Cents) -> Happening:
    if not paid:
        return note(f"{who}: the decision is posted; no money came.")
    return money(f"{who}: ${dollars(paid)} posted.", paid)


def _out_of_balance(state: ShiftState, account: Account, before: Ledger, written: Posts) -> Turn:
    """Keep what was written until tomorrow: the books balance, but they do not tell the truth."""
    if account.order == 1:
        account = replace(account, ledger=posted(before, written), posted=tuple(written.items()))
    told = delay(
        f"{account.encounter.patient.person.name}: the posting does not agree with the "
        "remittance. The account is out of balance until it is corrected tomorrow."
    )
    return again(account, add_work_days(state.day, 1), told)


def _noticed(
    account: Account,
    due: Posts,
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
            told.append(
                delay(f"{who}: the takeback was overlooked; the deposit took long to match.")
            )
        return account
    theirs = ("paid", "patient", "secondary")
    short = sum(due.get(one, 0) - right.get(one, 0) for one in theirs)
    if not short:
        return account
    if seen:
        return replace(account, short=short, trouble=UNDERPAYMENT)
    told.append(
        money(f"{who}: the underpayment was overlooked, ${dollars(short)} are lost.", -short)
    )
    return replace(account, ledger=account.ledger.lose(0, of=short))


def _after(
    state: ShiftState, account: Account, payment: ClaimPayment, told: list[Happening]
) -> Turn:
    """Go on to the denial, to the next payer or to the patient."""
    denied = denied_amount(payment)
    trouble = account.trouble or (_natural(state, account, payment) if denied else "")
    if (denied or trouble == FORM_FAULT) and trouble not in BLAMELESS:
        account = replace(account, clean=account.clean and account.order > 1)
    if not trouble:
        if account.order == 1 and account.has(OVERPAYMENT) and payment.paid > 0:
            return _paid_twice(state, account, payment, told)
        return after_payer(state, account, *told)
    theirs = 0 if _goes_on(state, account) else denied_to_patient(payment)
    posts = dict(account.posted)
    posts |= {"patient": posts.get("patient", 0) - theirs}
    account = replace(
        account,
        trouble=trouble,
        owner=TROUBLES[trouble].owner,
        denied=denied,
        denials=account.denials + bool(denied),
        notes=(*account.notes, trouble),
        ledger=account.ledger.to_patient(-theirs),
        posted=tuple(posts.items()),
    )
    return goes_on(account, "denial", state.day, *told)


def _paid_twice(
    state: ShiftState, account: Account, payment: ClaimPayment, told: list[Happening]
) -> Turn:
    """Let the same payment come once more: until it goes back, the payer has a credit."""
    who = account.encounter.patient.person.name
    account = replace(
        account,
        ledger=account.ledger.from_payer(payment.paid),
        short=payment.paid,
        notes=(*account.notes, OVERPAYMENT),
    )
    told.append(money(f"{who}: the payer has paid ${dollars(payment.paid)} twice.", payment.paid))
    return goes_on(account, "overpaid", state.day, *told)


def _goes_on(state: ShiftState, account: Account) -> bool:
    """Whether somebody pays after the payer whose turn it is."""
    return state.plan(account, account.order + 1) is not None


def _natural(state: ShiftState, account: Account, payment: ClaimPayment) -> str:
    """Return the trouble that a right claim's denial is: by who bears it, and why."""
    borne = [
        one
        for line in payment.lines
        if is_denied(line)
        for one in line.adjustments
        if one.reason != PRIOR_PAYER
    ]
    if any(one.reason == LATE for one in borne):
        return "late"
    permission = next((PERMISSION[one.reason] for one in borne if one.reason in PERMISSION), "")
    if permission and account.held_back:
        return permission
    plan = state.plan(account)
    if plan and (trouble := trouble_of_note(account, plan, {one.reason for one in borne})):
        return trouble
    if any(one.group != PATIENT for one in borne):
        return "payer-rule"
    return "" if _goes_on(state, account) else "patient-liable"


def after_payer(state: ShiftState, account: Account, *told: Happening) -> Turn:
    """Go on when a payer has finished: to the next one, or to what the patient owes."""
    account = replace(account, trouble="", owner="", denied=0, short=0, answer=None)
    if not _goes_on(state, account) or account.ledger.payer_due <= 0:
        left = account.ledger.payer_due
        settled = account.ledger.adjust(left) if left else account.ledger
        return goes_on(replace(account, ledger=settled), "statement", state.day, *told)
    if account.payments[account.order - 1].forwarded_to:
        return goes_on(account, "crossover", state.day, *told)
    account = replace(account, trouble=CROSSOVER, owner=TROUBLES[CROSSOVER].owner)
    return goes_on(account, "denial", state.day, *told)


POSTING = (
    Step("posting", "posting", _made, _done, "a colleague posts the remittance, to the cent."),
)
