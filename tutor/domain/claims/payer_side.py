"""The payer's side of a shift: what it knows of an account, and what it decides.

The decision is the payer engine's. A planned complication bends it once: the payer then denies or
pays in the way that the plot says, and comes round when the account is worked rightly.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tutor.domain.claims.accept import accept
from tutor.domain.claims.adjudicate import adjudicate, deductible_taken, patient_share
from tutor.domain.claims.fill import fill_form
from tutor.domain.claims.form import Form
from tutor.domain.claims.liability import NOTICE_GIVEN
from tutor.domain.claims.payer_file import PayerFile, Rejection
from tutor.domain.claims.plans import Coverage, Plan
from tutor.domain.claims.plot_facts import LIMITED, WITH_NOTICE, limited_codes
from tutor.domain.claims.post_key import is_denied
from tutor.domain.claims.read_form import FormError, read_form
from tutor.domain.claims.remittance import DENIED, Adjustment, ClaimPayment, LinePayment
from tutor.domain.claims.shift_state import Account, ShiftState
from tutor.domain.claims.task_denial import TROUBLES

WRONG_PRIMARY = "wrong-primary"
MISSED = {WRONG_PRIMARY: "eligibility", "cover-ended": "eligibility"}
"""Plots that happen only if a stage was done wrongly."""
DENYING = (
    "wrong-primary",
    "cover-ended",
    *LIMITED,
    "duplicate",
    "timely-filing-scare",
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


def planned(account: Account, payment: ClaimPayment, plan: Plan) -> str:
    """Return the name of the complication that bends a decision; empty if none does.

    Args:
        account: Whose turn it is.
        payment: The decision as the payer's engine made it.
        plan: Whose decision it is.
    """
    if account.order > 1:
        return ""
    for plot in DENYING:
        needs = MISSED.get(plot)
        if not account.has(plot) or (needs is not None and needs not in account.missed):
            continue
        if touched(payment, plot, plan):
            return plot
    return ""


def touched(payment: ClaimPayment, plot: str, plan: Plan) -> tuple[int, ...]:
    """Return the places of the lines that a complication denies; none where it cannot happen.

    A limit concerns the last line of a code that has one, with an ABN behind it only where the
    line says so (GA). What concerns the whole claim needs one of which nothing is denied already:
    otherwise it would tell an untruth of the line that is denied for a reason of its own.
    """
    places = range(len(payment.lines))
    if plot in MISSED:
        return tuple(places)
    left = tuple(place for place in places if not is_denied(payment.lines[place]))
    if plot not in LIMITED:
        return left if len(left) == len(places) else ()
    codes, notice = limited_codes(plan, plot), plot == WITH_NOTICE
    fitting = [
        place
        for place in left
        if payment.lines[place].code in codes
        and (NOTICE_GIVEN in payment.lines[place].modifiers) == notice
    ]
    return tuple(fitting[-1:])


def bent(payment: ClaimPayment, plot: str, places: tuple[int, ...]) -> ClaimPayment:
    """Return a decision as a complication has it: lines at some places denied."""
    trouble = TROUBLES[plot]
    lines = tuple(
        _denied(line, trouble.group, trouble.reason, trouble.remark) if place in places else line
        for place, line in enumerate(payment.lines)
    )
    everything = all(is_denied(line) for line in lines)
    return replace(
        payment,
        lines=lines,
        paid=sum(line.paid for line in lines),
        patient_share=patient_share(lines),
        adjustments=(),
        remarks=() if everything else payment.remarks,
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
