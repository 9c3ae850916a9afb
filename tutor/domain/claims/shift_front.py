"""The front of an account's life: registration, eligibility, charges.

What is overlooked here is carried on: it stands on the claim until somebody finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from tutor.domain.claims.fix_grade import real_changes
from tutor.domain.claims.made import Made
from tutor.domain.claims.money import dollars
from tutor.domain.claims.payer_side import right_form
from tutor.domain.claims.registration_record import record_of
from tutor.domain.claims.same_value import same_value
from tutor.domain.claims.shift import Happening
from tutor.domain.claims.shift_charges import coded_form
from tutor.domain.claims.shift_open import with_permission, without_permission
from tutor.domain.claims.shift_state import LEARNER, Account, ShiftState, Turn
from tutor.domain.claims.shift_step import Answered, Step, delay, goes_on, note
from tutor.domain.claims.task_charges import charges_task
from tutor.domain.claims.task_eligibility import (
    AUTHORIZATION,
    BY_PLOT,
    ENDED,
    PRIMARY,
    REFERRAL,
    eligibility_task,
    questions,
)
from tutor.domain.claims.task_registration import registration_task
from tutor.domain.claims.tasks import ClaimFix
from tutor.domain.claims.work_days import add_work_days
from tutor.domain.coding import CodingCase

REGISTERED, VERIFIED, CODED = 0.35, 0.6, 0.75
"""How often each of these is on the desk; otherwise it was in order."""
NOTICED = 0.5
"""How often the eligibility check is about what is missing beforehand, where something is."""
BOXES: dict[str, tuple[str, ...]] = {
    "patient.name": ("2",),
    "patient.birth": ("3.birth",),
    "patient.sex": ("3.sex",),
    "patient.street": ("5.street",),
    "patient.city": ("5.city",),
    "patient.state": ("5.state",),
    "patient.zip": ("5.zip",),
    "patient.phone": ("5.phone",),
    "plan.name": ("carrier.name",),
    "plan.payer": ("carrier.id",),
    "plan.member": ("1a",),
    "plan.group": ("11",),
    "insured.relationship": ("6",),
    "insured.name": ("4",),
    "insured.birth": ("11a.birth",),
    "plan2.member": ("9a",),
    "visit.work": ("10a",),
}
"""Boxes of the claim that come from a box of the registration."""
FOLLOWS = {
    ENDED: "cover-ended",
    PRIMARY: "wrong-primary",
    REFERRAL: "referral-missing",
    AUTHORIZATION: "authorization-missing",
}
"""What follows if a question about cover is answered wrongly."""
_TOLD = {
    "cover-ended": "the claim will go out under a cover that has ended",
    "wrong-primary": "the claim will go out with the payers in the wrong order",
    "referral-missing": "nobody asked for the referral",
    "authorization-missing": "nobody asked for the authorization",
}


def _registration_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    if not account.has("registration-error") and rng.random() > REGISTERED:
        return None
    return registration_task(state.world, account.encounter, rng, state.options.difficulty)


def _registration_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    body = answered.body
    told: tuple[Happening, ...] = ()
    if isinstance(body, ClaimFix) and answered.by == LEARNER:
        record = dict(body.boxes) | real_changes(answered.response, dict(body.boxes))
        account = _carried(state, account, record)
        if not answered.right:
            text = "the registration still disagrees with its papers, and the claim is made of it."
            told = (delay(f"{_who(account)}: {text}"),)
    return goes_on(account, "eligibility", state.day, *told)


def _carried(state: ShiftState, account: Account, record: Mapping[str, str]) -> Account:
    """Return the account with the claim as a record that may be wrong makes it."""
    right = record_of(state.world, account.encounter)
    wrong = {box: text for box, text in record.items() if not same_value(text, right.get(box, ""))}
    if not wrong or state.plan(account) is None:
        return account
    form = right_form(state, account)
    changes = {
        box: text.upper() if box.startswith(("5", "carrier")) else text
        for name, text in wrong.items()
        for box in BOXES.get(name, ())
        if form.get(box) and not same_value(form.get(box), text)
    }
    return replace(account, form=form.changed(changes), missed=(*account.missed, "registration"))


def _about(state: ShiftState, account: Account, rng: Random) -> str | None:
    """Return what is asked about the cover: what is planned, something that can be, or nothing."""
    possible = questions(state.world, account.encounter)
    planned = [BY_PLOT[plot] for plot in account.plots if plot in BY_PLOT]
    roll, pick = rng.random(), rng.choice(possible)
    for about in planned:
        certain = about in (ENDED, PRIMARY)
        if about in possible and (certain or roll < NOTICED):
            return about
    if roll > VERIFIED or pick in planned:
        return None
    return pick


def _eligibility_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    about = _about(state, account, rng)
    if about is None:
        return None
    return eligibility_task(
        state.world, account.encounter, rng, state.writers, state.options.difficulty, about
    )


def _eligibility_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Let a wrong answer have its denial later; a right one heads off what was planned."""
    if answered.body is None:
        return goes_on(account, "charges", state.day)
    task_id = f"{account.id}.eligibility.{account.serial + 1}"
    about = _about(state, account, Random(f"{state.world.seed}:{task_id}"))  # noqa: S311
    plot = FOLLOWS.get(about or "")
    if answered.right:
        notes = (*account.notes, plot) if plot else account.notes
        if about in (REFERRAL, AUTHORIZATION):
            account = with_permission(account)
        return goes_on(replace(account, notes=notes), "charges", state.day)
    who = _who(account)
    if about == PRIMARY and state.plan(account, 2) is None:
        told = delay(f"{who}: who pays first was taken wrongly; asking again takes a day.")
        return goes_on(account, "charges", add_work_days(state.day, 1), told)
    if plot is None:
        told = delay(f"{who}: the patient was told a wrong share, and will ask about it.")
        return goes_on(account, "charges", state.day, told)
    account = replace(
        account,
        plots=(*account.plots, plot),
        missed=(*account.missed, "eligibility"),
    )
    if about in (REFERRAL, AUTHORIZATION) and (plan := state.plan(account)):
        account = without_permission(account, plan.id)
    return goes_on(account, "charges", state.day, delay(f"{who}: {_TOLD[plot]}."))


def _charges_made(state: ShiftState, account: Account, rng: Random) -> Made | None:
    if rng.random() > CODED:
        return None
    return charges_task(state.world, account.encounter, state.options.difficulty)


def _charges_done(state: ShiftState, account: Account, answered: Answered) -> Turn:
    """Put the charges on the account: the payer owes them, or the patient who has none."""
    amount = sum(
        state.world.data.charge(one.code) * one.units for one in account.encounter.template.services
    )
    account = replace(account, ledger=account.ledger.charge(amount))
    told = [note(f"{_who(account)}: ${dollars(amount)} charged.")]
    due = state.day
    if isinstance(answered.body, CodingCase) and answered.by == LEARNER and not answered.right:
        account = replace(account, missed=(*account.missed, "charges"))
        form = None if state.plan(account) is None else coded_form(state, account, answered)
        if form is None:
            due = add_work_days(state.day, 1)
            text = "the coding goes back and is done anew by a colleague: a day is lost."
        else:
            account = replace(account, form=form)
            text = "the charges go on as they were coded."
        told.append(delay(f"{_who(account)}: {text}"))
    if state.plan(account) is None:
        books = account.ledger.to_patient(amount)
        return goes_on(replace(account, ledger=books), "statement", due, *told)
    return goes_on(account, "claim", due, *told)


def _who(account: Account) -> str:
    return account.encounter.patient.person.name


FRONT = (
    Step(
        "registration",
        "registration",
        _registration_made,
        _registration_done,
        "a colleague holds the registration against its papers.",
    ),
    Step(
        "eligibility",
        "eligibility",
        _eligibility_made,
        _eligibility_done,
        "a colleague checks the cover.",
    ),
    Step(
        "charges",
        "charges",
        _charges_made,
        _charges_done,
        "a colleague codes the visit.",
    ),
)
