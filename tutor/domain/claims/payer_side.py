"""The payer's side of a shift: what it knows of an account, and what it decides.

The decision is the payer engine's. A planned complication bends it once: the payer then denies or
pays in the way that the plot says, and comes round when the account is worked rightly.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tutor.domain.claims.accept import accept
from tutor.domain.claims.adjudicate import adjudicate, deductible_taken
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.payer_file import PayerFile, Rejection
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.read_form import FormError, read_form
from tutor.domain.claims.remittance import DENIED, Adjustment, ClaimPayment, LinePayment
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.task_denial import TROUBLES

ONE_LINE = ("bundled-pair", "frequency-abn", "frequency-no-abn")
"""Plots that concern one line, the last that is paid; others concern the whole claim."""
WRONG_PRIMARY = "wrong-primary"
MISSED = {WRONG_PRIMARY: "eligibility", "cover-ended": "eligibility"}
"""Plots that happen only if a stage was done wrongly."""
DENYING = (
    "wrong-primary",
    "cover-ended",
    "bundled-pair",
    "frequency-abn",
    "frequency-no-abn",
    "duplicate",
    "timely-filing-scare",
    "coder-error",
    "payer-error",
)
"""Plots that make the primary payer deny."""


def right_form(state: ShiftState, account: Account) -> Form:
    """Return the claim as it should be, to the payer whose turn it is."""
    primary = account.payments[0] if account.order > 1 and account.payments else None
    return fill_form(state.world, account.encounter, account.order, primary)


def payer_number(state: ShiftState, account: Account) -> str:
    """Return the number that the payer gives the present claim."""
    place = [one.id for one in state.world.encounters].index(account.id) + 1
    return f"{state.world.begins:%y%j}{place:04d}{account.order}{max(account.times_sent, 1)}"


def payer_file(state: ShiftState, account: Account) -> PayerFile:
    """Return what the payer whose turn it is knows of an account.

    Raises:
        ValueError: No payer's turn it is.
    """
    plan, cover = state.plan(account), state.coverage(account)
    if plan is None or cover is None:
        raise ValueError(f"{account.id} has no payer number {account.order}")
    plan = with_limit(plan, account)
    person, world = account.encounter.patient.person, state.world
    following = state.plan(account, account.order + 1)
    crosses = following and plan.kind == "medicare" and not account.has("crossover-failed")
    return PayerFile(
        plan=plan,
        coverage=cover,
        patient_last=person.last,
        patient_first=person.first,
        patient_birth=person.birth,
        authorizations=tuple(
            one for one in account.encounter.authorizations if one.plan_id == plan.id
        ),
        primary=account.payments[0] if account.order > 1 and account.payments else None,
        primary_day=account.decided_on if account.order > 1 else None,
        deductible_left=_deductible_left(state, account, plan, cover),
        npis=(
            world.practice.npi,
            *(one.npi for one in world.practice.providers),
            account.encounter.provider.npi,
        ),
        control=payer_number(state, account),
        abn_signed=account.encounter.abn_signed,
        forward_to=following.name if crosses and following else "",
    )


def with_limit(plan: Plan, account: Account) -> Plan:
    """Return the plan with the filing limit that holds for an account."""
    if account.limit is None or account.payments:
        return plan
    days = (account.limit - account.encounter.day).days
    return replace(plan, rules=replace(plan.rules, filing_days=days))


def _deductible_left(state: ShiftState, account: Account, plan: Plan, cover: Coverage) -> int:
    """Return what is left of the deductible after the patient's other claims of the shift."""
    taken = 0
    for other in state.accounts:
        if other.id == account.id or other.encounter.patient.account != (
            account.encounter.patient.account
        ):
            continue
        for order, payment in enumerate(other.payments, 1):
            theirs = state.plan(other, order)
            if theirs and theirs.id == plan.id:
                taken += deductible_taken(payment)
    return max(0, cover.deductible_left - taken)


def refusals(state: ShiftState, account: Account, form: Form) -> tuple[Rejection, ...]:
    """Return why a form never gets into adjudication, if so."""
    try:
        claim = read_form(form, state.day)
    except FormError as error:
        stopped = accept(form, None, payer_file(state, account))
        if stopped:
            return stopped
        text = f"Box {error.box}: {error.wrong}"
        return (Rejection("clearinghouse", "A7", "21", error.box, text),)
    return accept(form, claim, payer_file(state, account))


def decision(state: ShiftState, account: Account, form: Form, received: date) -> ClaimPayment:
    """Return what the payer engine makes of a form that got in."""
    return adjudicate(read_form(form, received), payer_file(state, account), state.day)


def misdirected(account: Account) -> bool:
    """Whether the claim went to the second plan first: the order of payers was taken wrongly."""
    if account.order > 1 or "eligibility" not in account.missed:
        return False
    return account.trouble == WRONG_PRIMARY or account.has(WRONG_PRIMARY)


def plan_asked(state: ShiftState, account: Account) -> Plan | None:
    """Return the plan that has the claim, which need not be the one whose turn it is."""
    return state.plan(account, 2 if misdirected(account) else 0)


def planned(account: Account) -> str:
    """Return the name of the complication that bends the present decision; empty if none does."""
    if account.order > 1:
        return ""
    for plot in DENYING:
        needs = MISSED.get(plot)
        if account.has(plot) and (needs is None or needs in account.missed):
            return plot
    return ""


def bent(payment: ClaimPayment, plot: str) -> ClaimPayment:
    """Return a decision as a complication has it: the claim or its last paid line denied."""
    trouble = TROUBLES[plot]
    touched = range(len(payment.lines))
    if plot in ONE_LINE:
        paid = [place for place, line in enumerate(payment.lines) if line.paid > 0]
        touched = range(paid[-1], paid[-1] + 1) if paid else range(0)
    lines = tuple(
        _denied(line, trouble.group, trouble.reason, trouble.remark) if place in touched else line
        for place, line in enumerate(payment.lines)
    )
    everything = all(line.paid == 0 for line in lines) and len(touched) == len(lines)
    return replace(
        payment,
        lines=lines,
        paid=sum(line.paid for line in lines),
        patient_share=sum(
            one.amount for line in lines for one in line.adjustments if one.group == "PR"
        ),
        adjustments=(),
        remarks=(),
        forwarded_to="" if everything else payment.forwarded_to,
        status=DENIED if everything else payment.status,
    )


def _denied(line: LinePayment, group: str, reason: str, remark: str) -> LinePayment:
    return replace(
        line,
        paid=0,
        allowed=None,
        adjustments=(Adjustment(group, reason, line.charge),),
        remarks=(remark,) if remark else (),
    )
