"""Denials in a shift: what is decided about them, and what each decision leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

from tutor.domain.claims.form_difference import box_name, differences
from tutor.domain.claims.letter import Letterhead, letter
from tutor.domain.claims.made import Made
from tutor.domain.claims.payer_side import payer_number, plan_asked, right_form
from tutor.domain.claims.plans import Plan
from tutor.domain.claims.plot_facts import AUTHORIZATION
from tutor.domain.claims.post_key import is_denied
from tutor.domain.claims.remittance import PATIENT, PRIOR_PAYER, ClaimPayment, LinePayment
from tutor.domain.claims.shift_effects import EFFECTS, RIGHT, TOO_LATE, let_wrong
from tutor.domain.claims.shift_note import with_exhibits
from tutor.domain.claims.shift_post import CROSSOVER
from tutor.domain.claims.shift_state import Account, ShiftState, Turn
from tutor.domain.claims.shift_step import (
    Answered,
    Step,
    again,
    delay,
)
from tutor.domain.claims.task_denial import TROUBLES, DenialFacts, denial_task, fitted
from tutor.domain.claims.tasks import DenialAction
from tutor.domain.claims.trouble import (
    APPEAL,
    DELAYS,
    UPHELD,
    Trouble,
)
from tutor.domain.claims.work_days import add_work_days

ASKED_AFTER = 30
"""Calendar days after a denial in which a plan still looks at a request for authorization."""
REVIEWED = "The claim was paid. A review before the month is closed found this. "


def known(state: ShiftState, account: Account) -> DenialFacts:
    """Return what is known at the desk about the present denial."""
    plan = plan_asked(state, account)
    trouble = trouble_of(state, account)
    payment = account.payments[account.order - 1] if account.payments else None
    lines = in_question(account, trouble, payment) if payment else []
    line = lines[-1] if lines else None
    reasons = [one for one in line.adjustments if one.reason != PRIOR_PAYER] if line else []
    first = reasons[0] if reasons else None
    encounter = account.encounter
    number = payer_number(state, account)
    if trouble.name == "referral-missing" and account.held_back:
        number = account.held_back[0].number
    at_stake = account.short or account.denied or account.ledger.payer_due
    codes = ", ".join(dict.fromkeys(one.code for one in lines)) or "the claim"
    form = account.sent or right_form(state, account)
    faults = differences(form, right_form(state, account))
    shown = bool(first and account.denied)
    facts = DenialFacts(
        patient=encounter.patient.person.name,
        account=encounter.patient.account,
        plan=plan.name if plan else "",
        kind=plan.kind if plan else "",
        day=encounter.day,
        sent=account.sent_on or state.day,
        today=state.day,
        charge=account.ledger.charged,
        code=codes,
        amount=at_stake,
        number=number,
        group=first.group if first and shown else "",
        reason=first.reason if first and shown else "",
        remarks=line.remarks if line and shown else (),
        faults=", ".join(box_name(box) for box in faults[:4]),
        found="" if account.denied else REVIEWED,
        until=last_day(account, trouble, plan) if plan else None,
        before="What was tried before did not settle it." if account.tries else "",
    )
    return with_exhibits(state, account, facts)


def in_question(account: Account, trouble: Trouble, payment: ClaimPayment) -> list[LinePayment]:
    """Return the lines that a question is about: those denied, or those that leave a share.

    None stands for the whole claim. What was denied and is settled is in question no more.
    """
    if account.denied:
        return [line for line in payment.lines if is_denied(line)]
    if trouble.name != CROSSOVER:
        return []
    return [line for line in payment.lines if any(one.group == PATIENT for one in line.adjustments)]


def _made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    return denial_task(trouble_of(state, account), known(state, account), rng)


def trouble_of(state: ShiftState, account: Account) -> Trouble:
    """Return the present trouble; one to be appealed is another one when its days are over."""
    trouble, plan = TROUBLES[account.trouble], state.plan(account)
    if trouble.right.effect != APPEAL or plan is None:
        return trouble
    last = last_day(account, trouble, plan)
    if last is None or state.day <= last:
        return trouble
    return replace(TROUBLES[TOO_LATE], owner=trouble.owner)


def last_day(account: Account, trouble: Trouble, plan: Plan) -> date | None:
    """Return the last day for an appeal, or a late request: both count from the remittance."""
    if account.decided_on is None:
        return None
    days = plan.rules.appeal_days
    if trouble.name == AUTHORIZATION:
        days = min(days, ASKED_AFTER)
    return account.decided_on + timedelta(days=days)


def _done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    body = answered.body
    if not isinstance(body, DenialAction):
        raise ValueError(f"{account.id} has no denial to decide")
    plan = state.plan(account)
    trouble = fitted(trouble_of(state, account), plan.kind if plan else "")
    chosen = chosen_parts(answered.response)
    action = next(iter(chosen.get("action", ())), "")
    ways = {one.action: one for one in trouble.ways}
    way = ways.get(action)
    if way is None:
        told = delay(f"{_who(account)}: nothing was decided. It is on the desk again tomorrow.")
        return again(account, add_work_days(state.day, 1), told)
    leads = dict(body.consequences).get(action, way.leads)
    if way is not trouble.right:
        return let_wrong(state, account, way.effect, leads)
    if not answered.right and trouble.letter:
        return _half_right(state, account, trouble, body, chosen)
    leads = _with_letter(state, account, trouble, body, chosen, leads)
    return RIGHT[way.effect](state, account, trouble, leads)


def chosen_parts(response: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return what a response chooses: ids by `action`, `evidence` and `reason`."""
    chosen: dict[str, tuple[str, ...]] = {}
    for text in response:
        part, _, value = text.partition("=")
        chosen[part] = (*chosen.get(part, ()), value)
    return chosen


def _with_letter(
    state: ShiftState,
    account: Account,
    trouble: Trouble,
    body: DenialAction,
    chosen: dict[str, tuple[str, ...]],
    leads: str,
) -> str:
    """Return what an action leads to, followed by the letter that was written for it."""
    if not trouble.letter:
        return leads
    return f"{leads}\n\n{_letter(state, account, trouble, body, chosen)}"


def _letter(
    state: ShiftState,
    account: Account,
    trouble: Trouble,
    body: DenialAction,
    chosen: dict[str, tuple[str, ...]],
) -> str:
    facts, practice = known(state, account), state.world.practice
    cover = state.coverage(account)
    head = Letterhead(
        practice=practice.name,
        contact=practice.contact,
        to=facts.plan,
        patient=facts.patient,
        member_id=cover.member_id if cover else "",
        control=payer_number(state, account),
        day=state.day,
        service_day=facts.day,
        amount=facts.amount,
    )
    opening = [one.text for one in body.reasons if one.id in chosen.get("reason", ())]
    enclosed = [one.text for one in body.evidence if one.id in chosen.get("evidence", ())]
    return letter(trouble.letter, head, " ".join(opening), enclosed)


def _half_right(
    state: ShiftState,
    account: Account,
    trouble: Trouble,
    body: DenialAction,
    chosen: dict[str, tuple[str, ...]],
) -> Turn:
    """The right action with the wrong papers: an appeal is lost."""
    who = _who(account)
    text = _letter(state, account, trouble, body, chosen)
    told = delay(
        f"{who}: the appeal is turned down, for what was enclosed does not prove it.\n\n{text}"
    )
    account = replace(account, appealed=account.appealed + 1)
    return again(account, add_work_days(state.day, DELAYS[UPHELD]), told)


def _who(account: Account) -> str:
    return account.encounter.patient.person.name


DENIALS = (
    Step("denial", "denial", _made, _done, "a colleague works the denial."),
    *EFFECTS,
)
