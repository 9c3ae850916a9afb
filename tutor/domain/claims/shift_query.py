"""What a note leaves open, in a shift: back to the coder, a query to the provider, coded anew."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.letter import QUERY as QUERY_LETTER
from tutor.domain.claims.letter import Letterhead, letter
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.claims.shift_denial import chosen_parts, known
from tutor.domain.claims.shift_effects import let_wrong, resent
from tutor.domain.claims.shift_note import recoded
from tutor.domain.claims.shift_state import Account, ShiftState, Turn
from tutor.domain.claims.shift_step import (
    Answered,
    Step,
    again,
    delay,
    goes_on,
    note,
    strike,
)
from tutor.domain.claims.task_charges import charges_task
from tutor.domain.claims.task_denial import TROUBLES, denial_task, fitted
from tutor.domain.claims.task_query import query_trouble
from tutor.domain.claims.tasks import DenialAction
from tutor.domain.claims.trouble import SENT
from tutor.domain.claims.troubles_note import UNCLEAR
from tutor.domain.claims.work_days import add_work_days
from tutor.domain.claims.world import Query

QUERY_DAYS = 2
"""Working days until the provider answers."""
_EXAMS = (("cca", "d4"), ("cbcs", "d3"), ("cpb", "case"))
_ANSWERED = (
    "The provider has answered the query: the addendum is the last of the note. Code the visit by "
    "what the record says now."
)


def _query(account: Account) -> Query:
    """Return what the visit of an account leaves open. Raises `ValueError` if nothing is."""
    query = account.encounter.template.query
    if query is None:
        raise ValueError(f"{account.id} leaves nothing open")
    return query


def _unclear_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    facts = known(state, replace(account, trouble=UNCLEAR))
    return denial_task(TROUBLES[UNCLEAR], replace(facts, found="", unsent=True), rng)


def _unclear_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    body = answered.body
    if not isinstance(body, DenialAction):
        raise ValueError(f"{account.id} has nothing to decide")
    plan = state.plan(account)
    trouble = fitted(TROUBLES[UNCLEAR], plan.kind if plan else "")
    action = next(iter(chosen_parts(answered.response).get("action", ())), "")
    way = {one.action: one for one in trouble.ways}.get(action)
    if way is None:
        told = delay(f"{_who(account)}: nothing was decided. It is on the desk again tomorrow.")
        return again(account, add_work_days(state.day, 1), told)
    if way is trouble.right:
        return goes_on(account, "query", state.day, note(f"{_who(account)}: {way.leads}"))
    if way.effect == SENT:
        return goes_on(account, "send", state.day, delay(f"{_who(account)}: {way.leads}"))
    turn = let_wrong(state, replace(account, trouble=UNCLEAR), way.effect, way.leads)
    return replace(turn, account=replace(turn.account, trouble=""))


def _query_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    facts = known(state, replace(account, trouble=UNCLEAR))
    facts = replace(facts, found="", amount=0, reason="", remarks=(), unsent=not account.payments)
    made = denial_task(query_trouble(_query(account)), facts, rng)
    return replace(made, exams=_EXAMS)


def _query_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Send the query; one that leads is a breach, one that lacks something comes back."""
    body, who = answered.body, _who(account)
    if not isinstance(body, DenialAction):
        raise ValueError(f"{account.id} has no query to write")
    query = _query(account)
    trouble = query_trouble(query)
    chosen = chosen_parts(answered.response)
    action = next(iter(chosen.get("action", ())), "")
    way = {one.action: one for one in trouble.ways}.get(action)
    if way is None:
        told = delay(f"{who}: nothing was decided. It is on the desk again tomorrow.")
        return again(account, add_work_days(state.day, 1), told)
    if way is not trouble.right:
        return let_wrong(state, account, way.effect, way.leads)
    text = _letter(state, account, body, chosen)
    picked = {*chosen.get("evidence", ()), *chosen.get("reason", ())}
    said = {one.rationale for one in (*body.evidence, *body.reasons) if one.id in picked}
    if any(one.breach and one.rationale in said for one in (*query.indicators, *query.openings)):
        broken = f"{who}: a query that leads or speaks of payment (AHIMA/ACDIS brief)."
        told = strike(f"{broken} It has to be taken back.\n\n{text}")
        return again(account, add_work_days(state.day, 1), told, strike=broken)
    if not answered.right:
        lacks = "the query lacks what the provider needs, or holds what does not bear on it"
        told = delay(f"{who}: {lacks}, and comes back.\n\n{text}")
        return again(account, add_work_days(state.day, QUERY_DAYS), told)
    due = add_work_days(state.day, QUERY_DAYS)
    return goes_on(account, "recode", due, note(f"{who}: {way.leads}\n\n{text}"))


def _letter(
    state: ShiftState, account: Account, body: DenialAction, chosen: dict[str, tuple[str, ...]]
) -> str:
    encounter, practice = account.encounter, state.world.practice
    signs = "{provider}" in _query(account).answer
    asked = encounter.provider if signs else encounter.referring or encounter.provider
    head = Letterhead(
        practice=practice.name,
        contact=practice.contact,
        to=asked.name,
        patient=encounter.patient.person.name,
        member_id="",
        control=encounter.patient.account,
        day=state.day,
        service_day=encounter.day,
        amount=0,
    )
    opening = [one.text for one in body.reasons if one.id in chosen.get("reason", ())]
    enclosed = [one.text for one in body.evidence if one.id in chosen.get("evidence", ())]
    return letter(QUERY_LETTER, head, " ".join(opening), enclosed)


def _recode_made(state: ShiftState, account: Account, _rng: Random) -> Made | None:
    if account.clear is None:
        return None
    return charges_task(state.world, account.clear, state.options.difficulty, _ANSWERED)


def _recode_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Put the answer on the claim; what was coded wrongly is coded anew tomorrow."""
    who = _who(account)
    if not answered.right:
        told = delay(f"{who}: that is not what the record says now. It is coded anew tomorrow.")
        return again(account, add_work_days(state.day, 1), told)
    decided, amount = bool(account.payments), account.ledger.charged
    account = recoded(state, account)
    told = note(f"{who}: coded by the provider's answer; ${dollars(amount)} are charged as before.")
    if decided:
        return resent(account, state.day, told)
    return goes_on(account, "scrub", state.day, told)


def _who(account: Account) -> str:
    return account.encounter.patient.person.name


QUERYING = (
    Step(
        "unclear",
        "scrub",
        _unclear_made,
        _unclear_done,
        "a colleague sends the visit back to the coder.",
    ),
    Step(
        "query",
        "charges",
        _query_made,
        _query_done,
        "a coder asks the provider in a compliant query.",
    ),
    Step("recode", "charges", _recode_made, _recode_done, "a coder codes the provider's answer."),
)
