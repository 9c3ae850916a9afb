"""The end of an account: statement, what the patient does, credit, and zero balance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.exhibit import us_date
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.claims.shift_denial import chosen_parts
from tutor.domain.claims.shift_post import OVERPAYMENT, after_payer
from tutor.domain.claims.shift_state import CLOSED, Account, ShiftState, Turn
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
from tutor.domain.claims.task_balance import StatementFacts, statement_task
from tutor.domain.claims.task_denial import DenialFacts, denial_task
from tutor.domain.claims.trouble import DELAYS, LOST, STRIKE, Trouble
from tutor.domain.claims.troubles_balance import BALANCES
from tutor.domain.claims.work_days import add_work_days

ASKED = 0.6
"""How often the amount of a statement is asked."""
PAYS_IN, PARTS_IN, WRONG_STATEMENT = 10, 40, 5
"""Working days: until a statement is paid, until a plan is, until a wrong statement is mended."""
TWICE = "paid-twice"
"""Noted on an account whose statement was paid twice."""
COLLECTIONS = "collections"
HELP = ("hardship", "payment-plan", COLLECTIONS)
UNANSWERED = 120
"""Calendar days after the first statement until an account may go to an agency."""
REMINDERS = (30, 60, 90)
"""Calendar days after the first statement of the second, the third, and the last letter."""
SMALL = 1_000
"""Cents: what is below is not worth an agency, a plan or an application. Not paid, it is written
off by a written policy that is the same for everyone."""


def _statement_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    books = account.ledger
    if books.patient_due <= 0 or (account.tries == 0 and rng.random() > ASKED):
        return None
    return statement_task(
        StatementFacts(
            patient=account.encounter.patient.person.name,
            day=state.day,
            service_day=account.encounter.day,
            charged=books.charged,
            payer_paid=books.collected - books.desk,
            written_off=books.written_off,
            desk=books.desk,
            due=books.patient_due,
        )
    )


def _statement_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    who, due = account.encounter.patient.person.name, account.ledger.patient_due
    if due == 0:
        return goes_on(account, CLOSED, state.day, note(f"{who}: the account is at zero."))
    if due < 0:
        return goes_on(account, "credit", state.day)
    if not answered.right:
        told = delay(f"{who}: the statement asks for a wrong amount. The patient calls.")
        return again(account, add_work_days(state.day, WRONG_STATEMENT), told)
    told = note(f"{who}: a statement for ${dollars(due)} goes out.")
    account = replace(account, billed_on=state.day)
    if account.has(COLLECTIONS):
        step = "help" if due >= SMALL else "small"
        return goes_on(account, step, _unanswered(state), told)
    if due >= SMALL and any(account.has(plot) for plot in HELP):
        return goes_on(account, "help", add_work_days(state.day, PAYS_IN), told)
    return goes_on(account, "paid", add_work_days(state.day, PAYS_IN), told)


def _unanswered(state: ShiftState) -> date:
    """Return the working day on which a statement of today has gone without an answer for long."""
    return add_work_days(state.day + timedelta(days=UNANSWERED), 0)


def _statements(account: Account) -> str:
    """Return the days of the statements and of the last letter, in words."""
    first = account.billed_on
    if first is None:
        return ""
    second, third, last = (
        us_date(add_work_days(first + timedelta(days=days), 0)) for days in REMINDERS
    )
    return f"statements of {us_date(first)}, {second} and {third}, and a last letter of {last}"


def _small(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Write off what nobody pays and what is too small for an agency."""
    due = account.ledger.patient_due
    account = replace(
        account,
        ledger=account.ledger.forgive(due, bad_debt=True),
        notes=(*account.notes, *HELP),
    )
    told = money(
        f"{account.encounter.patient.person.name}: {_statements(account)} were not answered. "
        f"Below ${dollars(SMALL)} the practice's written policy writes a balance off, whoever "
        f"owes it, with the policy named on the account: ${dollars(due)}.",
        -due,
    )
    return goes_on(account, "statement", state.day, told)


def _help_trouble(state: ShiftState, account: Account) -> Trouble:
    """Return what the patient asks for; a hardship is not always one."""
    plot = next(plot for plot in HELP if account.has(plot))
    if plot == "hardship":
        rng = Random(f"{state.world.seed}:{account.id}:need")  # noqa: S311 - a draw, not a secret
        return BALANCES["hardship" if rng.random() < 0.6 else "no-hardship"]
    return BALANCES[plot]


def _help_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    return denial_task(_help_trouble(state, account), _known(state, account), rng)


def _known(state: ShiftState, account: Account) -> DenialFacts:
    encounter, plan = account.encounter, state.plan(account, 1)
    return DenialFacts(
        patient=encounter.patient.person.name,
        account=encounter.patient.account,
        plan=plan.name if plan else "none (self-pay)",
        kind="",
        day=encounter.day,
        sent=account.first_sent or encounter.day,
        today=state.day,
        charge=account.ledger.charged,
        code="Balance",
        amount=abs(account.ledger.patient_due),
        number="",
        statements=_statements(account),
        before="What was tried before did not settle it." if account.tries else "",
    )


def _help_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    trouble = _help_trouble(state, account)
    turn = _wrong(state, account, trouble, answered)
    if turn:
        return turn
    account = replace(account, notes=(*account.notes, *HELP))
    told = note(f"{account.encounter.patient.person.name}: {trouble.right.leads}")
    return HELPED[trouble.name](state, account, told.text)


def _wrong(
    state: ShiftState, account: Account, trouble: Trouble, answered: Answered
) -> Turn | None:
    """Return what a wrong decision leads to; None if it was right."""
    who = account.encounter.patient.person.name
    action = next(iter(chosen_parts(answered.response).get("action", ())), "")
    ways = {one.action: one for one in trouble.ways}
    way = ways.get(action)
    if way is None:
        told = delay(f"{who}: nothing was decided. It is on the desk again tomorrow.")
        return again(account, add_work_days(state.day, 1), told)
    if way is trouble.right:
        if answered.right:
            return None
        told = delay(f"{who}: the papers are not the ones that are needed. Once more.")
        return again(account, add_work_days(state.day, 1), told)
    if way.effect == LOST:
        due = account.ledger.patient_due
        account = replace(account, ledger=account.ledger.forgive(due, lost=True))
        told = money(f"{who}: {way.leads} Lost: ${dollars(due)}.", -due)
        return goes_on(account, "statement", state.day, told)
    text = f"{who}: {way.leads}"
    due_day = add_work_days(state.day, DELAYS[way.effect])
    if way.effect == STRIKE:
        return again(account, due_day, strike(text), strike=text)
    return again(account, due_day, delay(text))


def _adjusted(state: ShiftState, account: Account, text: str) -> Turn:
    due = account.ledger.patient_due
    account = replace(account, ledger=account.ledger.forgive(due))
    return goes_on(account, "statement", state.day, money(f"{text} ${dollars(due)}.", -due))


def _in_parts(state: ShiftState, account: Account, text: str) -> Turn:
    return goes_on(account, "paid", add_work_days(state.day, PARTS_IN), note(text))


def _soon(state: ShiftState, account: Account, text: str) -> Turn:
    return goes_on(account, "paid", add_work_days(state.day, PAYS_IN), note(text))


def _collected(state: ShiftState, account: Account, text: str) -> Turn:
    """Let the agency bring in half; the rest is bad debt."""
    due = account.ledger.patient_due
    half = due // 2
    books = account.ledger.from_patient(half).forgive(due - half, bad_debt=True)
    told = money(f"{text} ${dollars(half)} of ${dollars(due)}; the rest is bad debt.", half)
    return goes_on(replace(account, ledger=books), "statement", state.day, told)


HELPED: dict[str, Callable[[ShiftState, Account, str], Turn]] = {
    "hardship": _adjusted,
    "no-hardship": _soon,
    "payment-plan": _in_parts,
    "collections": _collected,
}
"""What each kind of help leads to."""


def _paid(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Let the patient pay; with the plot of a credit balance twice."""
    who, due = account.encounter.patient.person.name, account.ledger.patient_due
    twice = account.has("credit-balance")
    amount = due * 2 if twice else due
    account = replace(
        account,
        ledger=account.ledger.from_patient(amount),
        notes=(*account.notes, "credit-balance", *((TWICE,) if twice else ())),
    )
    told = money(f"{who} pays ${dollars(amount)}.", amount)
    return goes_on(account, "statement", state.day, told)


def _credit_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    return denial_task(BALANCES[_credit(account)], _known(state, account), rng)


def _credit(account: Account) -> str:
    return "credit-balance" if TWICE in account.notes else "desk-credit"


def _credit_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    turn = _wrong(state, account, BALANCES[_credit(account)], answered)
    if turn:
        return turn
    credit = -account.ledger.patient_due
    who = account.encounter.patient.person.name
    books = account.ledger.from_patient(-credit)
    told = money(f"{who}: ${dollars(credit)} are refunded.", -credit)
    return goes_on(replace(account, ledger=books), "statement", state.day, told)


def _overpaid_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    known = replace(_known(state, account), amount=account.short)
    return denial_task(BALANCES[OVERPAYMENT], known, rng)


def _overpaid_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    turn = _wrong(state, account, BALANCES[OVERPAYMENT], answered)
    if turn:
        return turn
    amount = account.short
    who = account.encounter.patient.person.name
    told = money(f"{who}: ${dollars(amount)} go back to the payer.", -amount)
    books = account.ledger.from_payer(-amount)
    return after_payer(state, replace(account, ledger=books, tries=0), told)


ENDING = (
    Step(
        "overpaid",
        "balance",
        _overpaid_made,
        _overpaid_done,
        "a colleague returns the overpayment.",
    ),
    Step(
        "statement",
        "balance",
        _statement_made,
        _statement_done,
        "a colleague makes out the statement.",
    ),
    Step("help", "balance", _help_made, _help_done, "a colleague works the patient's balance."),
    Step("small", "balance", nothing, _small),
    Step("paid", "balance", nothing, _paid),
    Step("credit", "balance", _credit_made, _credit_done, "a colleague refunds the credit."),
)
