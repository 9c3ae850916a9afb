"""The front of an account's life: registration, eligibility, charges, claim, scrubbing."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tutor.domain.claims.form_difference import box_name, differences
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_send import changed_form
from tutor.domain.claims.shift_state import LEARNER, Account, ShiftState, Turn
from tutor.domain.claims.shift_step import Answered, Step, goes_on, note, nothing
from tutor.domain.claims.task_claim import claim_task
from tutor.domain.claims.tasks import ClaimFix

BUILT = 0.5
"""How often a claim is built by hand; others come filled from the system."""


def _registered(state: ShiftState, account: Account, _: Answered) -> Turn:
    return goes_on(account, "eligibility", state.day)


def _verified(state: ShiftState, account: Account, _: Answered) -> Turn:
    return goes_on(account, "charges", state.day)


def _charged(state: ShiftState, account: Account, _: Answered) -> Turn:
    """Put the charges on the account: the payer owes them, or the patient who has none."""
    amount = sum(
        state.world.data.charge(one.code) * one.units for one in account.encounter.template.services
    )
    account = replace(account, ledger=account.ledger.charge(amount))
    told = note(f"{account.encounter.patient.person.name}: ${dollars(amount)} charged.")
    if state.plan(account) is None:
        books = account.ledger.to_patient(amount)
        return goes_on(replace(account, ledger=books), "statement", state.day, told)
    return goes_on(account, "claim", state.day, told)


def _claim_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    if rng.random() > BUILT:
        return None
    return claim_task(state.world, account.encounter, rng, difficulty=state.options.difficulty)


def _claim_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    right = right_form(state, account)
    form = account.form or right
    if isinstance(answered.body, ClaimFix) and answered.by == LEARNER:
        form = changed_form(answered.body, answered.response)
    return goes_on(replace(account, form=form), "scrub", state.day)


def _scrubbed(state: ShiftState, account: Account, _: Answered) -> Turn:
    form, right = account.form or right_form(state, account), right_form(state, account)
    found = differences(form, right)
    told: tuple[Happening, ...] = ()
    if found:
        boxes = ", ".join(box_name(box) for box in found[:3])
        told = (note(f"{account.encounter.patient.person.name}: scrubbing mended {boxes}."),)
    return goes_on(replace(account, form=right), "send", state.day, *told)


FRONT = (
    Step("registration", "registration", nothing, _registered),
    Step("eligibility", "eligibility", nothing, _verified),
    Step("charges", "charges", nothing, _charged),
    Step("claim", "claim", _claim_made, _claim_done, "a colleague fills the claim."),
    Step("scrub", "scrub", nothing, _scrubbed),
)
