"""The accounts of a shift as the desk shows them."""

from __future__ import annotations

from tutor.domain.claims.shift import AccountLine
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.shift_steps import STEPS


def accounts(state: ShiftState) -> tuple[AccountLine, ...]:
    """Return every account as the desk shows it."""
    return tuple(_line(state, account) for account in state.accounts)


def _line(state: ShiftState, account: Account) -> AccountLine:
    plan, books = state.plan(account, 1), account.ledger
    return AccountLine(
        encounter=account.id,
        patient=account.encounter.patient.person.name,
        plan=plan.name if plan else "self-pay",
        charged=books.charged,
        collected=books.collected,
        written_off=books.written_off,
        patient_due=books.patient_due,
        payer_due=books.payer_due,
        lost=books.lost,
        stage=account.step if account.closed else STEPS[account.step].stage,
    )
