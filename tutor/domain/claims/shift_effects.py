"""What each decision about a denial leads to: the right ones, and the wrong ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from tutor.domain.claims.money import Cents, dollars
from tutor.domain.claims.payer_side import decision, right_form
from tutor.domain.claims.posting import decision_posts, posted
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_note import OPEN
from tutor.domain.claims.shift_open import clarified, with_permission
from tutor.domain.claims.shift_post import after_payer
from tutor.domain.claims.shift_send import answers_on
from tutor.domain.claims.shift_state import Account, ShiftState, Turn
from tutor.domain.claims.shift_step import (
    Answered,
    Step,
    again,
    delay,
    goes_on,
    money,
    note,
    nothing,
    strike,
)
from tutor.domain.claims.trouble import (
    APPEAL,
    DELAYS,
    LOST,
    MEND,
    NEXT,
    PATIENT,
    QUERY,
    SETTLE,
    STRIKE,
    UPHELD,
    WAIT,
    Trouble,
)
from tutor.domain.claims.troubles_note import APART, PAIRS
from tutor.domain.claims.work_days import add_work_days

APPEAL_DAYS, WAIT_DAYS = 15, 5
"""Working days until an appeal is decided, a claim in process decided."""
TOO_LATE = "appeal-late"
ANEW = ("cover-ended", "wrong-primary")
"""Troubles in which a new claim goes out, not a replacement."""


def let_wrong(state: ShiftState, account: Account, effect: str, leads: str) -> Turn:
    """Let a wrong decision have its way."""
    who = _who(account)
    if effect == LOST:
        lost = collectable(state, account)
        books = account.ledger
        if account.short:
            books = books.lose(0, of=account.short)
        else:
            books = books.lose(books.payer_due, of=lost)
        told = money(f"{who}: {leads} Lost: ${dollars(lost)}.", -lost)
        return _settled(state, replace(account, ledger=books), told)
    if effect == UPHELD:
        account = replace(account, appealed=account.appealed + 1)
    due = add_work_days(state.day, DELAYS[effect])
    if effect == STRIKE:
        text = f"{who}: {leads}"
        return again(account, due, strike(text), strike=text)
    return again(account, due, delay(f"{who}: {leads}"))


def collectable(state: ShiftState, account: Account) -> Cents:
    """Return what right work would still bring in, of payer and patient."""
    if account.short:
        return account.short
    if account.trouble in ("crossover-failed", "payer-rule", "late"):
        return account.ledger.payer_due if account.trouble == "crossover-failed" else 0
    if account.trouble in ("frequency-abn", "patient-liable"):
        return account.ledger.payer_due
    if account.trouble in PAIRS and account.trouble not in OPEN:
        return 0
    account = with_permission(clarified(account))
    truth = decision(state, account, right_form(state, account), account.sent_on or state.day)
    next_payer = state.plan(account, account.order + 1) is not None
    posts, have = decision_posts(truth, next_payer), dict(account.posted)
    theirs = ("paid", "patient", "secondary")
    missing = sum(posts.get(one, 0) - have.get(one, 0) for one in theirs)
    return max(0, min(missing, account.ledger.payer_due))


def _settled(state: ShiftState, account: Account, *told: Happening) -> Turn:
    """Close the matter with this payer: nothing more comes from it."""
    turn = after_payer(state, account)
    return Turn(turn.account, (*told, *turn.happenings))


def _mend(state: ShiftState, account: Account, trouble: Trouble, leads: str) -> Turn:
    told = note(f"{_who(account)}: {leads}")
    if trouble.name == "form-fault":
        return goes_on(replace(account, trouble="", owner=""), "mend", state.day, told)
    if trouble.name == APART:
        account = replace(clarified(account), form=account.sent, trouble="", owner="")
        return goes_on(account, "mend", state.day, told)
    account = with_permission(account)
    account = replace(account, form=right_form(state, account), fresh=trouble.name in ANEW)
    return resent(account, state.day, told)


def resent(account: Account, due: date, told: Happening) -> Turn:
    """Send the claim on the desk; the next decision takes this one's place."""
    return goes_on(replace(account, trouble="", owner=""), "send", due, told)


def _query(state: ShiftState, account: Account, _: Trouble, leads: str) -> Turn:
    told = note(f"{_who(account)}: {leads}")
    return goes_on(replace(account, trouble="", owner=""), "query", state.day, told)


def _appeal(state: ShiftState, account: Account, _: Trouble, leads: str) -> Turn:
    due = add_work_days(state.day, APPEAL_DAYS)
    account = replace(account, appealed=account.appealed + 1, won=account.won + 1)
    told = note(f"{_who(account)}: {leads}")
    if account.short:
        return goes_on(account, "recovered", due, told)
    if account.held_back:
        account = with_permission(account)
        account = replace(account, sent=right_form(state, account))
    return goes_on(replace(account, trouble="", owner=""), "payer", due, told)


def _patient(state: ShiftState, account: Account, _: Trouble, leads: str) -> Turn:
    books = account.ledger
    account = replace(account, ledger=books.to_patient(books.payer_due))
    return _settled(state, account, note(f"{_who(account)}: {leads}"))


def _settle(state: ShiftState, account: Account, trouble: Trouble, leads: str) -> Turn:
    """Write off what has to be written off; what came too late was lost before."""
    books, lost = account.ledger, 0
    if trouble.name in ("late", TOO_LATE):
        lost = account.short or _in_time(state, account)
    amount = min(account.denied, books.payer_due)
    account = replace(account, ledger=books.lose(amount, of=lost))
    amount = amount or lost
    told = money(f"{_who(account)}: {leads} ${dollars(amount)}.", -amount)
    return _settled(state, account, told)


def _in_time(state: ShiftState, account: Account) -> Cents:
    """Return what the claim would have brought in if it had been sent and worked in time."""
    visit, account = account.encounter.day, with_permission(clarified(account))
    truth = decision(state, account, right_form(state, account), visit)
    return min(truth.paid + truth.patient_share, account.denied)


def _wait(state: ShiftState, account: Account, _: Trouble, leads: str) -> Turn:
    due = add_work_days(state.day, WAIT_DAYS)
    account = replace(account, trouble="", owner="")
    return goes_on(account, "payer", due, note(f"{_who(account)}: {leads}"))


def _next(state: ShiftState, account: Account, _: Trouble, leads: str) -> Turn:
    return to_next_payer(state, account, note(f"{_who(account)}: {leads}"))


def to_next_payer(state: ShiftState, account: Account, told: Happening) -> Turn:
    """Turn to the patient's next payer, with the decision of the one before."""
    account = replace(
        account,
        order=account.order + 1,
        posted=(),
        denied=0,
        trouble="",
        owner="",
        times_sent=0,
        rounds=0,
        fresh=True,
    )
    return goes_on(replace(account, form=right_form(state, account)), "scrub", state.day, told)


RIGHT: dict[str, Callable[[ShiftState, Account, Trouble, str], Turn]] = {
    MEND: _mend,
    APPEAL: _appeal,
    QUERY: _query,
    PATIENT: _patient,
    SETTLE: _settle,
    WAIT: _wait,
    NEXT: _next,
}
"""What each right decision leads to."""


def _recovered(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Book the decision as the contract wanted it: the payer has paid the difference."""
    short, next_payer = account.short, state.plan(account, account.order + 1) is not None
    right = decision_posts(account.payments[account.order - 1], next_payer)
    books = posted(posted(account.ledger, dict(account.posted), -1), right)
    told = money(f"{_who(account)}: the payer makes good ${dollars(short)}.", short)
    account = replace(account, ledger=books, posted=tuple(right.items()))
    return after_payer(state, account, told)


def _crossed(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Let the next payer have the claim: the one before has sent it on by itself."""
    told = note(f"{_who(account)}: the payer has sent the claim on to the next one by itself.")
    turn = to_next_payer(state, account, told)
    account = replace(
        turn.account, sent=turn.account.form, sent_on=state.day, times_sent=1, fresh=False
    )
    return goes_on(account, "payer", answers_on(state, account), *turn.happenings)


def _who(account: Account) -> str:
    return account.encounter.patient.person.name


EFFECTS = (
    Step("recovered", "posting", nothing, _recovered),
    Step("crossover", "answer", nothing, _crossed),
)
